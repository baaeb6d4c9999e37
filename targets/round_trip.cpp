// The project's own files: print and read of scenarios and transcripts are inverse, and a
// transcript read as a scenario is the scenario. Any octets.
#include <cstdio>
#include <cstdlib>

#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/transcript_text.hpp"
#include "starzero/sut/reference.hpp"
#include "starzero/sut/run.hpp"
#include "support/report.hpp"
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

namespace {

void demand(const std::string& left, const std::string& right, const char* what) {
    if (left == right) return;
    std::fprintf(stderr, "round trip: %s\n--- one\n%s\n--- other\n%s\n", what, left.c_str(),
                 right.c_str());
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace starzero::scenario;
    auto scenario = starzero::targets::read_input(data, size);
    const std::string printed = print_scenario(scenario);
    demand(printed, print_scenario(read_scenario(printed)), "a printed scenario reads otherwise");
    scenario.relation.reset();
    starzero::sut::Reference reference;
    const std::string seen = print_transcript(starzero::sut::run(reference, scenario));
    demand(seen, print_transcript(read_transcript(seen)), "a printed transcript reads otherwise");
    demand(print_scenario(scenario), print_scenario(read_scenario(seen)),
           "a transcript is another scenario");
    return 0;
}
