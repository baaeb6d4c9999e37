// Structural mutation: scenarios by their events, messages by their rows and values. libFuzzer's
// custom mutator falls back to its own byte mutation now and then; this is the rest.
#pragma once

#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/event.hpp"

namespace starzero::scenario {

// Changes something. The scenario stays below events_most events.
void mutate(Scenario& scenario, Choices& choices, std::size_t events_most);

// One message's octets changed by rows, values, or single octets.
std::string mutate_message(std::string_view octets, Choices& choices);

// Takes events from both, in order.
Scenario cross_over(const Scenario& a, const Scenario& b, Choices& choices,
                    std::size_t events_most);

}  // namespace starzero::scenario
