// One exchange for a terminal: the messages as they went, and the log lines that came with them.
#pragma once

#include <string>

#include "starzero/scenario/transcript.hpp"

namespace starzero::tool {

// Each line behind > or <; octets that a terminal could take for something else as \xHH. Empty for
// what is no send event.
std::string exchange_text(const scenario::Entry& entry);

// The answers and the log lines alone.
std::string answers_text(const scenario::Entry& entry);

}  // namespace starzero::tool
