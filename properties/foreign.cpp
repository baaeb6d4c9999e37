// The properties for anybody's registrar behind the C interface: a Boost.Test runner of their own,
// in one file, so that whoever links it has them all.
#define BOOST_TEST_MODULE registrar_properties
#include <boost/test/unit_test.hpp>

#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include "rapid_choices.hpp"
#include "starzero/driver/foreign_run.hpp"
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/register_message.hpp"
#include "starzero/scenario/scenario_text.hpp"

using namespace starzero;
using properties::RapidChoices;

namespace {

// Fails with the rule and the scenario.
scenario::Transcript demand(const scenario::Scenario& scenario) {
    sut::Foreign system(*starzero_registrar_under_test());
    auto judged = driver::run_foreign(system, scenario, nullptr, true);
    if (!judged.findings.empty()) {
        RC_FAIL(to_line(judged.findings.front()) + "\n" + print_scenario(scenario));
    }
    return std::move(judged.transcript);
}

scenario::Scenario plain(std::size_t events_most) {
    RapidChoices choices;
    const sut::Foreign system(*starzero_registrar_under_test());
    auto scenario = scenario::Generator::plain(choices, system.policy(), events_most);
    scenario.policy = system.policy();
    return scenario;
}

scenario::Event alice(std::vector<std::string> contacts, std::optional<std::string> expires,
                      std::uint64_t cseq) {
    scenario::RegisterMessage message;
    message.call_id = "a-client-of-its-own";
    message.cseq = cseq;
    message.branch = "z9hG4bKown" + std::to_string(cseq);
    message.contacts = std::move(contacts);
    message.expires = std::move(expires);
    scenario::Event event;
    event.subject = "A";
    event.octets = message.octets();
    return event;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(registrar)

RC_BOOST_PROP(keeps_every_rule_that_is_asked_of_others, ()) { (void)demand(plain(10)); }

// RFC 3261 10.2.2: the ordinary way to unregister.
RC_BOOST_PROP(a_wildcard_with_expires_zero_removes_every_binding_quietly, ()) {
    scenario::Scenario scenario = plain(6);
    scenario.events.push_back(alice({"*"}, "0", 1));
    scenario.events.push_back(alice({}, std::nullopt, 2));
    const auto transcript = demand(scenario);
    const auto& wildcard = transcript.entries[transcript.entries.size() - 2];
    for (const auto& record : wildcard.logs) RC_ASSERT(record.level < model::Level::warn);
    for (const auto* entry : {&wildcard, &transcript.entries.back()}) {
        RC_ASSERT(entry->responses.size() == 1U);
        RC_ASSERT(entry->responses[0].octets.starts_with("SIP/2.0 200 "));
        RC_ASSERT(entry->responses[0].octets.find("\nContact:") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
