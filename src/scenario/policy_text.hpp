// A policy as key=value words; only what differs from the default is printed.
//   domains=example.com,[2001:db8::10] min=60 max=7200 cseq=400
#pragma once

#include <string>
#include <string_view>

#include "starzero/model/policy.hpp"

namespace starzero::scenario {

std::string print_policy(const model::Policy& policy);

// Starts from the default; a word that cannot be read is skipped, a number out of its field's
// range is clamped.
model::Policy read_policy(std::string_view words);

// The first word whose key no policy has; empty if there is none. For whoever typed it.
std::string_view unknown_policy_word(std::string_view words);

}  // namespace starzero::scenario
