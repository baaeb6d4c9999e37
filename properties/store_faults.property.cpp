// The k-th store call fails, for every k: 500, nothing changed, one ERROR, and on it goes (O-29).
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/shown_gruus.hpp"
#include "support.hpp"

using namespace starzero;
using properties::RapidChoices;

BOOST_AUTO_TEST_SUITE(store_faults)

RC_BOOST_PROP(every_failing_call_leaves_the_rules_whole, ()) {
    RapidChoices choices;
    const auto base = scenario::Generator::scenario(choices, 6);
    for (std::int64_t k = 1; k <= 8; ++k) {
        auto scenario = base;
        scenario::Event fault;
        fault.kind = scenario::EventKind::fail_store;
        fault.number = k;
        scenario.events.insert(scenario.events.begin(), fault);
        properties::demand_all_rules(scenario);
    }
}

BOOST_AUTO_TEST_CASE(a_failed_commit_is_500_and_changes_nothing) {
    scenario::RegisterMessage first;
    first.contacts = {"<sip:a@192.0.2.4>"};
    scenario::RegisterMessage second = first;
    second.branch = "z9hG4bK2";
    second.cseq = 2;
    second.contacts = {"<sip:b@192.0.2.4>", "<sip:a@192.0.2.4>;expires=0"};
    for (std::int64_t k = 1; k <= 3; ++k) {
        scenario::Event fault;
        fault.kind = scenario::EventKind::fail_store;
        fault.number = k;
        scenario::Scenario scenario;
        scenario.events = {properties::send(first), fault, properties::send(second)};
        const auto transcript = properties::demand_all_rules(scenario);
        BOOST_TEST(properties::status_of(transcript.entries[2]) == 500);
        BOOST_TEST(transcript.entries[2].snapshot->size() == 1U);
    }
}

// R5627-5.1-7: whose temporary GRUU a contact is stands in the store; where that cannot be read,
// nobody may say that it is nobody's.
BOOST_AUTO_TEST_CASE(a_temporary_gruu_is_no_contact_while_the_store_fails) {
    const std::string instance = ";+sip.instance=\"<urn:x-b:1>\"";
    scenario::Scenario scenario;
    scenario.policy.edit([](model::Policy& p) { p.extensions.add(model::Extension::gruu); });
    scenario::RegisterMessage first;
    first.rows = {"Supported: gruu"};
    first.contacts = {"<sip:a@192.0.2.4>" + instance};
    scenario.events = {properties::send(first)};
    scenario::ShownGruus shown;
    shown.see(properties::demand_all_rules(scenario).entries[0].responses[0].octets);
    const std::string gruu = shown.resolve("newest-temporary-gruu");
    BOOST_TEST_REQUIRE(!gruu.empty());
    scenario::RegisterMessage second = first;
    second.branch = "z9hG4bK2";
    second.cseq = 2;
    second.contacts = {"<" + gruu + ">" + instance};
    for (std::int64_t k = 1; k <= 5; ++k) {
        scenario::Event fault;
        fault.kind = scenario::EventKind::fail_store;
        fault.number = k;
        auto failing = scenario;
        failing.events.push_back(fault);
        failing.events.push_back(properties::send(second));
        const int status = properties::status_of(properties::demand_all_rules(failing).entries[2]);
        BOOST_TEST((status == 500 || status == 403), "call " << k << ": " << status);
    }
}

BOOST_AUTO_TEST_SUITE_END()
