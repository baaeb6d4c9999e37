// Must be found, or the pipeline is broken: "finds" a rule broken when a wildcard with Expires 0
// is accepted while something was bound. Never run as a plain replay test.
#include <cstdio>
#include <cstdlib>

#include "starzero/sut/reference.hpp"
#include "starzero/sut/run.hpp"
#include "support/report.hpp"
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto scenario = starzero::targets::read_input(data, size);
    starzero::sut::Reference reference;
    bool bound = false;
    starzero::sut::run(reference, scenario, [&](const starzero::scenario::Entry& entry) {
        const bool emptied = bound && entry.snapshot->empty() && !entry.responses.empty() &&
                             entry.event.octets.find("Contact: *") != std::string::npos;
        if (emptied) {
            std::fprintf(stderr, "CANARY: found, as it must be\n");
            std::abort();
        }
        bound = !entry.snapshot->empty();
        return true;
    });
    return 0;
}
