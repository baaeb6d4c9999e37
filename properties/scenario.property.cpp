// Any scenario at all: every judge, after every event.
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/mutator.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "support.hpp"

using namespace starzero;
using properties::RapidChoices;

BOOST_AUTO_TEST_SUITE(scenarios)

RC_BOOST_PROP(every_generated_scenario_keeps_every_rule, ()) {
    RapidChoices choices;
    properties::demand_all_rules(scenario::Generator::scenario(choices));
}

RC_BOOST_PROP(every_mutated_scenario_keeps_every_rule, (std::uint64_t seed)) {
    RapidChoices choices;
    auto scenario = scenario::Generator::scenario(choices, 6);
    scenario::SeededChoices mutations(seed);
    for (int i = 0; i < 4; ++i) mutate(scenario, mutations, 12);
    properties::demand_all_rules(scenario);
}

RC_BOOST_PROP(any_octets_are_survived, (const std::string& octets)) {
    properties::demand_all_rules(scenario::read_scenario(octets));
}

RC_BOOST_PROP(a_printed_scenario_reads_back, ()) {
    RapidChoices choices;
    const auto text = print_scenario(scenario::Generator::scenario(choices));
    RC_ASSERT(print_scenario(scenario::read_scenario(text)) == text);
}

BOOST_AUTO_TEST_SUITE_END()
