// The project's first sentence: a wildcard with Expires 0 removes every binding of its
// address-of-record and of no other, and is never logged at WARN or above.
#include "starzero/scenario/generator.hpp"
#include "support.hpp"

using namespace starzero;
using properties::RapidChoices;
using scenario::RegisterMessage;

namespace {

RegisterMessage star(const std::string& user, const std::string& call_id, std::uint64_t cseq) {
    RegisterMessage message;
    message.to = "<sip:" + user + "@example.com>";
    message.from = "<sip:" + user + "@example.com>;tag=star";
    message.call_id = call_id;
    message.cseq = cseq;
    message.branch = "z9hG4bKstar";
    message.contacts = {"*"};
    message.expires = "0";
    return message;
}

bool loud(const scenario::Entry& entry) {
    for (const auto& record : entry.logs) {
        if (record.level >= model::Level::warn) return true;
    }
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wildcard)

RC_BOOST_PROP(removes_all_of_its_aor_and_nothing_else, ()) {
    RapidChoices choices;
    scenario::Scenario before = scenario::Generator::scenario(choices, 8);
    before.policy = {};
    std::erase_if(before.events, [](const scenario::Event& event) {
        return event.kind == scenario::EventKind::reload ||
               event.kind == scenario::EventKind::fail_store;
    });
    scenario::Event wildcard = properties::send(star("alice", "fresh-call-id", 1));
    wildcard.subject = "fresh";  // no stream that may hold half a message already
    before.events.push_back(std::move(wildcard));
    const auto transcript = properties::demand_all_rules(before);
    const auto& last = transcript.entries.back();
    RC_ASSERT(properties::status_of(last) == 200);
    RC_ASSERT(properties::listed(last) == 0U);
    RC_ASSERT(!loud(last));
    for (const auto& view : *last.snapshot) RC_ASSERT(view->aor != "alice@example.com");
    if (transcript.entries.size() < 2) return;
    for (const auto& view : *transcript.entries[transcript.entries.size() - 2].snapshot) {
        if (view->aor == "alice@example.com" || view->expires_at <= last.now) continue;
        const auto& after = *last.snapshot;
        RC_ASSERT(std::ranges::find(after, view) != after.end());
    }
}

RC_BOOST_PROP(any_spelling_of_zero_will_do, ()) {
    const auto zeros = *rc::gen::inRange(1, 40);
    auto message = star("alice", "c", 1);
    message.expires = std::string(static_cast<std::size_t>(zeros), '0');
    scenario::Scenario scenario;
    scenario.events.push_back(properties::send(message));
    const auto transcript = properties::demand_all_rules(scenario);
    RC_ASSERT(properties::status_of(transcript.entries[0]) == 200);
}

BOOST_AUTO_TEST_CASE(header_order_does_not_matter) {
    auto message = star("alice", "c", 1);
    message.contacts.clear();
    message.expires.reset();
    for (const auto& rows : {std::vector<std::string>{"Expires: 0", "Contact: *"},
                             std::vector<std::string>{"Contact: *", "Expires: 0"},
                             std::vector<std::string>{"m:*", "eXPIRES :0"}}) {
        message.rows = rows;
        scenario::Scenario scenario;
        scenario.events.push_back(properties::send(message));
        const auto transcript = properties::demand_all_rules(scenario);
        BOOST_TEST(properties::status_of(transcript.entries[0]) == 200);
        BOOST_TEST(!loud(transcript.entries[0]));
    }
}

BOOST_AUTO_TEST_SUITE_END()
