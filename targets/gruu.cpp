// Sequences under RFC 5627 with and without flows: GRUUs that are given, end and are looked up
// (R5627, S-19). A scenario's text; its policies get gruu, outbound and sips.
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::model::Extensions extensions;
    extensions.add(starzero::model::Extension::gruu);
    extensions.add(starzero::model::Extension::outbound);
    extensions.add(starzero::model::Extension::sips);
    starzero::targets::judge_with(data, size, extensions);
    return 0;
}
