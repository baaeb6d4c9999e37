// How a target reports: the rule's id and the explanation first, what repeats it next, then
// abort. libFuzzer takes a return value for nothing (and -1 drops the input), so 0 it always is.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "starzero/invariants/checker.hpp"
#include "starzero/scenario/event.hpp"

namespace starzero::targets {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};  // libFuzzer's octets are our chars
}

// Prints the finding and the scenario, and aborts.
[[noreturn]] void report(const invariants::Finding& finding, const scenario::Scenario& scenario);

// Asks value rules of the text; aborts at the first that is broken.
void check_values(std::string_view text, std::initializer_list<std::string_view> ids);

}  // namespace starzero::targets
