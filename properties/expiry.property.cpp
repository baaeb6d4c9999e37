// Intervals and time: what is granted, and the instant at which it ends.
#include "starzero/sip/number.hpp"
#include "support.hpp"

using namespace starzero;
using scenario::RegisterMessage;

namespace {

RegisterMessage query(std::uint64_t cseq) {
    RegisterMessage message;
    message.cseq = cseq;
    message.branch = "z9hG4bKq" + std::to_string(cseq);
    return message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(expiry)

RC_BOOST_PROP(a_binding_lives_to_the_millisecond, ()) {
    const auto seconds = *rc::gen::inRange<std::uint32_t>(60, 7'201);
    const auto offset = *rc::gen::inRange<model::Millis>(-2, 3);
    RegisterMessage message;
    message.contacts = {"<sip:a@192.0.2.4>;expires=" + std::to_string(seconds)};
    scenario::Scenario scenario;
    scenario.events.push_back(properties::send(message));
    scenario.events.push_back(properties::send_at(model::seconds(seconds) + offset, query(2)));
    const auto transcript = properties::demand_all_rules(scenario);
    RC_ASSERT(properties::listed(transcript.entries[1]) == (offset < 0 ? 1U : 0U));
}

RC_BOOST_PROP(any_digits_are_granted_within_bounds, ()) {
    const auto digits = *rc::gen::nonEmpty(
        rc::gen::container<std::string>(rc::gen::inRange('0', static_cast<char>('9' + 1))));
    RegisterMessage message;
    message.contacts = {"<sip:a@192.0.2.4>;expires=" + digits};
    scenario::Scenario scenario;
    scenario.events.push_back(properties::send(message));
    const auto transcript = properties::demand_all_rules(scenario);
    const auto asked = *sip::parse_delta_seconds(digits);
    const int status = properties::status_of(transcript.entries[0]);
    RC_ASSERT(status == (asked > 0 && asked < 60 ? 423 : 200));
}

RC_BOOST_PROP(the_parameter_beats_the_header, ()) {
    const auto own = *rc::gen::inRange<std::uint32_t>(60, 7'201);
    const auto header = *rc::gen::inRange<std::uint32_t>(0, 7'201);
    RegisterMessage message;
    message.contacts = {"<sip:a@192.0.2.4>;expires=" + std::to_string(own)};
    message.expires = std::to_string(header);
    scenario::Scenario scenario;
    scenario.events.push_back(properties::send(message));
    const auto transcript = properties::demand_all_rules(scenario);
    RC_ASSERT(transcript.entries[0].snapshot->size() == 1U);
    RC_ASSERT(transcript.entries[0].snapshot->front()->expires_at == model::seconds(own));
}

BOOST_AUTO_TEST_SUITE_END()
