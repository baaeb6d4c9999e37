// The readable form of scenarios: the only file format of the project for sequences.
// docs/scenario-format.md describes it.
#pragma once

#include <string>
#include <string_view>

#include "starzero/scenario/event.hpp"

namespace starzero::scenario {

inline constexpr std::string_view first_line = "starzero-scenario 1";

inline constexpr std::size_t events_max = 4'096;  // of one scenario

// Total: what cannot be read is skipped, and a text without the first line is one event, these
// octets at 0 s on a UDP flow. print(read(print(s))) == print(s).
Scenario read_scenario(std::string_view text);

std::string print_scenario(const Scenario& scenario);

// One event with its message lines. Appends.
void append_event(std::string& out, const Event& event);

}  // namespace starzero::scenario
