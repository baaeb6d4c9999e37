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

// One device with two addresses-of-record has one instance-id, and often one flow: whatever becomes
// of its bindings at the one, the other leads to it still.
RC_BOOST_PROP(one_instance_of_two_aors_is_two_bindings, ()) {
    RapidChoices choices;
    scenario::Scenario scenario;
    scenario.policy.edit([](model::Policy& p) { p.extensions = set_of({Extension::outbound}); });
    const auto reg = [&](const std::string& user, const std::string& contact, const char* expires) {
        scenario::RegisterMessage message;
        const std::string serial = std::to_string(scenario.events.size() + 1);
        message.to = "<sip:" + user + "@example.com>";
        message.from = "<sip:alice@example.com>;tag=f" + serial;
        message.branch = "z9hG4bK" + serial;
        message.call_id = "call-" + serial;
        message.rows = {"Supported: path, outbound"};
        message.contacts = {contact};
        message.expires = expires;
        scenario.events.push_back(properties::send(message));
    };
    const std::string flow = ";+sip.instance=\"<urn:x-b:1>\";reg-id=1";
    reg("alice", "<sip:a@192.0.2.4>" + flow, "60");
    reg("bob", "<sip:b@192.0.2.4>" + flow, "3600");
    for (auto count = 1 + choices.pick(3); count > 0; --count) {
        switch (choices.pick(4)) {
            case 0: reg("alice", "<sip:a@192.0.2.4>" + flow, "0"); break;
            case 1: reg("alice", "*", "0"); break;
            case 2: reg("alice", "<sip:c@192.0.2.9>" + flow, "60"); break;
            default: {
                scenario::Event wait;
                wait.kind = scenario::EventKind::advance;
                wait.number = 60'000;
                scenario.events.push_back(wait);
            }
        }
    }
    scenario::Event lookup;
    lookup.kind = scenario::EventKind::lookup;
    lookup.subject = "sip:bob@example.com";
    scenario.events.push_back(lookup);
    const auto transcript = properties::demand_all_rules(scenario);
    RC_ASSERT(transcript.entries.back().lookup->targets.size() == 1U);
}

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
