// What the targets whose input is a scenario share: how one is judged, and the structural mutator
// behind LLVMFuzzerCustomMutator.
#pragma once

#include "starzero/scenario/event.hpp"
#include "support/scenario_input.hpp"

namespace starzero::targets {

// The scenario of an input with these extensions in every policy of it, judged after every event.
// Aborts at the first broken rule.
void judge_with(const std::uint8_t* data, std::size_t size, model::Extensions extensions);

// The same of a scenario that was changed before.
void judge_scenario(const scenario::Scenario& scenario);
void set_extensions(scenario::Scenario& scenario, model::Extensions extensions);

}  // namespace starzero::targets

#define STARZERO_SCENARIO_MUTATOR                                                                \
    extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,         \
                                                   std::size_t max_size, unsigned seed) {        \
        return starzero::targets::mutate_input(data, size, max_size, seed);                      \
    }                                                                                            \
    extern "C" std::size_t LLVMFuzzerCustomCrossOver(                                            \
        const std::uint8_t* data1, std::size_t size1, const std::uint8_t* data2,                 \
        std::size_t size2, std::uint8_t* out, std::size_t max_size, unsigned seed) {             \
        return starzero::targets::cross_inputs(data1, size1, data2, size2, out, max_size, seed); \
    }
