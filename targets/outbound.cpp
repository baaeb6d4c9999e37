// Sequences under RFC 5626 and 3327: flows that come, move, close and are looked up (R5626, R3327,
// S-29). A scenario's text; its policies get path and outbound and nothing else.
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::model::Extensions extensions;
    extensions.add(starzero::model::Extension::path);
    extensions.add(starzero::model::Extension::outbound);
    starzero::targets::judge_with(data, size, extensions);
    return 0;
}
