// Every metamorphic relation of the catalogue on generated scenarios.
#include "starzero/scenario/generator.hpp"
#include "support.hpp"

using namespace starzero;
using properties::RapidChoices;

namespace {

std::vector<std::string_view> relation_ids() {
    std::vector<std::string_view> ids;
    for (const auto& invariant : invariants::catalogue()) {
        if (invariant.kind() == invariants::Kind::relation) ids.push_back(invariant.id);
    }
    return ids;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(relations)

RC_BOOST_PROP(every_relation_holds_on_every_scenario, (std::uint64_t seed)) {
    RapidChoices choices;
    const auto scenario = scenario::Generator::scenario(choices, 6);
    scenario::SeededChoices draws(seed);
    for (const auto id : relation_ids()) properties::demand_relation(id, scenario, draws);
}

BOOST_AUTO_TEST_SUITE_END()
