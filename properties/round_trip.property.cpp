// Text of every kind, printed and read again: the value checks on generated octets and on the
// seeds of the parser targets.
#include <filesystem>

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

// The first value check that the text breaks; empty for none.
std::string broken_by(const std::string& text) {
    for (const auto rules : {invariants::value_rules(), invariants::extension_values()}) {
        for (const auto& rule : rules) {
            const auto verdict = rule.value(text);
            properties::statistics().count(*invariants::find_invariant(rule.id), verdict.outcome);
            if (verdict.outcome == invariants::Outcome::violated) {
                return std::string(rule.id) + ": " + verdict.explanation;
            }
        }
    }
    return {};
}

void demand_values(const std::string& text) {
    const std::string broken = broken_by(text);
    if (!broken.empty()) RC_FAIL(broken);
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

BOOST_AUTO_TEST_CASE(value_checks_hold_on_the_seeds) {
    std::size_t read = 0;
    for (const char* target : {"contact", "digest", "header", "message", "number", "uri"}) {
        const auto folder = std::filesystem::path(STARZERO_CORPUS) / target / "seeds";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string broken = broken_by(properties::octets_of(entry.path()));
            BOOST_TEST(broken.empty(), entry.path().string() << ": " << broken);
            ++read;
        }
    }
    BOOST_TEST(read >= 40U);
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
