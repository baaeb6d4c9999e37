// How a target reports: the rule's id and the explanation first, what repeats it next, then
// abort. libFuzzer takes a return value for nothing (and -1 drops the input), so 0 it always is.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "starzero/invariants/checker.hpp"
#include "starzero/scenario/event.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::targets {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};  // libFuzzer's octets are our chars
}

// Prints the first finding, the ids of the others, the scenario and, where it is at hand, what was
// seen; aborts. starzero triage reads it (src/triage/death.hpp).
[[noreturn]] void report(std::span<const invariants::Finding> findings,
                         const scenario::Scenario& scenario,
                         const scenario::Transcript* seen = nullptr);

// Asks value rules of the text; aborts at the first that is broken.
void check_values(std::string_view text, std::initializer_list<std::string_view> ids);

}  // namespace starzero::targets
