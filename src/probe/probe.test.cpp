#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "starzero/invariants/asked.hpp"
#include "starzero/probe/cause.hpp"

using namespace starzero;
using namespace starzero::probe;

BOOST_AUTO_TEST_CASE(what_is_asked_can_be_asked) {
    std::size_t asked = 0;
    for (const auto& rule : invariants::catalogue()) {
        if (!invariants::is_asked(rule)) continue;
        ++asked;
        BOOST_TEST((rule.kind() == invariants::Kind::judge), rule.id);
        const unsigned shown = invariants::wire | invariants::log | invariants::held;
        BOOST_TEST((rule.needs & ~shown) == 0U, rule.id);
        const bool log = (rule.needs & invariants::log) != 0;
        BOOST_TEST((log || invariants::gravity_of(rule) != invariants::Gravity::remark), rule.id);
    }
    BOOST_TEST(asked == 33U);
}

BOOST_AUTO_TEST_CASE(causes_leave_out_what_differs) {
    BOOST_TEST(cause_of("not listed: 'sip:a@192.0.2.4'") == "not listed: '...'");
    BOOST_TEST(cause_of("answered 200 instead of 400") == "answered 200 instead of #");
    const std::string line = "ERROR: outbound [outbound_mod.c:328]: use_outbound_register(): empty";
    const auto of = [&](const char* pid) {
        return cause_of("a conformant request was logged as:  2(" + std::string(pid) + ") " + line);
    };
    BOOST_TEST(of("77") == of("1234"));
    BOOST_TEST(of("77") != cause_of("was logged as: ERROR: something else"));
    BOOST_TEST(cause_of("open ' quote") == "open ' quote");
}
