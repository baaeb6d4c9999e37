// Sequences of requests, time, lookups, restarts and faults: all judges after every event.
// A scenario's text; mutated by structure.
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::judge_scenario(starzero::targets::read_input(data, size));
    return 0;
}
