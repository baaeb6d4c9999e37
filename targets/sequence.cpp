// Sequences of requests, time, lookups, restarts and faults: all judges after every event.
// A scenario's text; mutated by structure.
#include "starzero/driver/judged_run.hpp"
#include "starzero/sut/reference.hpp"
#include "support/report.hpp"
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto scenario = starzero::targets::read_input(data, size);
    starzero::sut::Reference reference;
    const auto judged = starzero::driver::run_judged(reference, scenario, nullptr, true);
    if (!judged.findings.empty()) starzero::targets::report(judged.findings.front(), scenario);
    return 0;
}
