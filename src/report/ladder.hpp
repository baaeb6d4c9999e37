// A transcript as the messages went: what was sent on the left, what came on the right, what was
// logged below.
#pragma once

#include <string>

#include "starzero/scenario/transcript.hpp"

namespace starzero::report {

// HTML for report::page.
std::string ladder(const scenario::Transcript& transcript);

}  // namespace starzero::report
