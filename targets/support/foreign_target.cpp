// The target for anybody's registrar behind the C interface: the rules that are asked of others,
// after every event. A scenario's text, or octets that choose a plain scenario.
#include <cstdlib>
#include <exception>

#include "starzero/driver/foreign_run.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "support/report.hpp"
#include "support/scenario_target.hpp"

extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t max_size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace starzero;
    try {
        sut::Foreign system(*starzero_registrar_under_test());
        auto scenario = driver::foreign_input(system, targets::as_text(data, size));
        scenario.policy = system.policy();
        const auto judged = driver::run_foreign(system, scenario, nullptr, true);
        if (judged.findings.empty()) return 0;
        targets::report(judged.findings, scenario, &judged.transcript);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "starzero: %s\n", error.what());
        std::exit(2);
    }
    return 0;
}

// A scenario by structure, choices by octets.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    using namespace starzero;
    if (targets::as_text(data, size).starts_with(scenario::first_line)) {
        return targets::mutate_input(data, size, max_size, seed);
    }
    return LLVMFuzzerMutate != nullptr ? LLVMFuzzerMutate(data, size, max_size) : size;
}
