// Where crashes with one cause meet: (rule of ours), or (kind of the sanitizer's report and our
// functions at the top of its stack), or hang, or memory.
#pragma once

#include <string>

#include "starzero/triage/death.hpp"

namespace starzero::triage {

// The same in every build and for every input of one cause: "rule S-02", "sanitizer
// heap-buffer-overflow in sip::parse_uri < registrar::...", "hang of register". A rule says by
// itself where it fell; the others are told apart by target only where nothing of ours stands in
// the stack.
std::string bucket_of(const Death& death, const std::string& target);

// A file name in corpus/TARGET/crashes/ that says what it is about: lower case letters, digits,
// '-'; at most 60. title: of the rule; empty for others.
std::string regression_name(const Death& death, std::string_view title);

}  // namespace starzero::triage
