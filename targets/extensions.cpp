// Everything on: outbound, Path, GRUU, bulk contacts, push, SIPS and digest in one registrar, all
// judges after every event. A scenario's text.
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::judge_with(data, size, starzero::model::Extensions::all());
    return 0;
}
