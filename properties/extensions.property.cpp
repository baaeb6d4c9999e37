// Scenarios under extensions: each alone with what it needs, some together, all at once. Two
// addresses-of-record are watched from the start, so that every change is told as well.
#include <set>

#include "starzero/scenario/generator.hpp"
#include "support.hpp"

using namespace starzero;
using model::Extension;
using properties::RapidChoices;

namespace {

model::Extensions set_of(std::initializer_list<Extension> list) {
    model::Extensions extensions;
    for (const Extension extension : list) extensions.add(extension);
    return extensions;
}

void demand_under(model::Extensions extensions) {
    RapidChoices choices;
    auto scenario = scenario::Generator::offering(choices, extensions);
    for (const char* uri : {"sip:bob@example.com", "sip:alice@example.com"}) {
        scenario::Event watch;
        watch.kind = scenario::EventKind::subscribe;
        watch.subject = uri;
        scenario.events.insert(scenario.events.begin(), watch);
    }
    properties::demand_all_rules(scenario);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(extensions)

RC_BOOST_PROP(outbound_keeps_every_rule, ()) { demand_under(set_of({Extension::outbound})); }
RC_BOOST_PROP(gruu_keeps_every_rule, ()) { demand_under(set_of({Extension::gruu})); }
RC_BOOST_PROP(flows_with_gruus_keep_every_rule, ()) {
    demand_under(set_of({Extension::gruu, Extension::outbound}));
}
RC_BOOST_PROP(digest_keeps_every_rule, ()) { demand_under(set_of({Extension::digest})); }
RC_BOOST_PROP(path_sips_push_and_gin_keep_every_rule, ()) {
    demand_under(set_of({Extension::path, Extension::sips, Extension::push, Extension::gin}));
}
RC_BOOST_PROP(all_together_keep_every_rule, ()) { demand_under(model::Extensions::all()); }

// The statuses that only extensions have are really reached.
BOOST_AUTO_TEST_CASE(every_status_of_an_extension_is_reached) {
    std::set<int> seen;
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
        scenario::SeededChoices choices(seed);
        const auto scenario = scenario::Generator::scenario(choices);
        for (const auto& entry : properties::demand_all_rules(scenario).entries) {
            seen.insert(properties::status_of(entry));
        }
    }
    for (const int status : {401, 403, 420, 421, 439, 555}) {
        BOOST_TEST(seen.contains(status), status);
    }
}

BOOST_AUTO_TEST_SUITE_END()
