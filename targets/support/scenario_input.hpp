// Inputs that are scenarios: read within bounds, and changed by structure. Needs neither registrar
// nor judge, so that the mutator of another engine is made of it too.
#pragma once

#include <cstddef>
#include <cstdint>

#include "starzero/scenario/event.hpp"

namespace starzero::targets {

inline constexpr std::size_t events_most = 12;

// The scenario of an input, cut to events_most events.
scenario::Scenario read_input(const std::uint8_t* data, std::size_t size);

// Mutates by structure; now and then by octets through the engine's own mutator, if it has one.
// Both write at most max_size octets, over data or to out, and return how many.
std::size_t mutate_input(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned seed);

// Events of both.
std::size_t cross_inputs(const std::uint8_t* data1, std::size_t size1, const std::uint8_t* data2,
                         std::size_t size2, std::uint8_t* out, std::size_t max_size, unsigned seed);

}  // namespace starzero::targets
