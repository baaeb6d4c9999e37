// Text of every kind, printed and read again: the value checks on generated octets.
#include "starzero/sip/date.hpp"
#include "support.hpp"

using namespace starzero;

namespace {

// Octets that mean something in SIP come up often.
rc::Gen<std::string> sip_text() {
    return rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
        {{6, rc::gen::elementOf(std::string("sipSIP:;,@<>\"\\=*?&%[]. \t-+/09azAZ"))},
         {1, rc::gen::arbitrary<char>()}}));
}

void demand_values(const std::string& text) {
    for (const auto& invariant : invariants::value_rules()) {
        const auto verdict = invariant.value(text);
        properties::statistics().count(*invariants::find_invariant(invariant.id), verdict.outcome);
        if (verdict.outcome == invariants::Outcome::violated) {
            RC_FAIL(std::string(invariant.id) + ": " + verdict.explanation);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(round_trip)

RC_BOOST_PROP(value_checks_hold_on_any_text, ()) { demand_values(*sip_text()); }

RC_BOOST_PROP(value_checks_hold_on_mutated_messages, (std::uint64_t seed)) {
    scenario::SeededChoices choices(seed);
    scenario::RegisterMessage message;
    message.contacts = {"\"A\" <sip:a@192.0.2.4;x=1>;q=0.5", "sip:b@h;expires=60"};
    std::string octets = message.octets();
    for (int i = 0; i < 3; ++i) {
        const auto at = choices.pick(static_cast<std::uint32_t>(octets.size()));
        octets[at] = static_cast<char>(choices.pick(256));
    }
    demand_values(octets);
}

RC_BOOST_PROP(every_second_has_a_date, ()) {
    const auto second = *rc::gen::inRange<std::int64_t>(-62'135'596'800, 253'402'300'800);
    std::string text;
    sip::append_date(text, second);
    const auto back = sip::parse_date(text);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == second);
}

BOOST_AUTO_TEST_SUITE_END()
