#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using model::Level;
using model::Reason;
using scenario::EventKind;

namespace {

Build bound() { return Build().reg({A, B}, "3600"); }
Build refused() { return bound().reg({"*"}); }
Build stray() { return Build().octets("SIP/2.0 200 OK\r\n\r\n"); }
Build store_fails() { return bound().event(EventKind::fail_store, 1).reg({A}, "60"); }

}  // namespace

BOOST_AUTO_TEST_CASE(levels) {
    check_judge("O-01", bound().star(), logs_gain(Level::warn, Reason::registered), refused());
    check_judge("O-02", refused(), logs_gain(Level::error, Reason::bad_contact),
                bound().event(EventKind::restart));
    check_judge("O-08", bound(), logs_gain(Level::info, Reason::registered),
                bound().event(EventKind::restart));
    check_judge("O-13", bound().repeat(), logs_gain(Level::info, Reason::registered), bound());
    check_judge("O-14", bound().event(EventKind::advance, 3'600'000),
                logs_gain(Level::warn, Reason::binding_expired), bound());
    check_judge("O-34", stray(), logs_gain(Level::info, Reason::not_a_request), bound());
    check_judge(
        "O-34-2", stray(), [](scenario::Transcript& t) { t.entries.back().logs.clear(); }, bound());
}

BOOST_AUTO_TEST_CASE(records) {
    check_judge(
        "O-03", refused(), [](scenario::Transcript& t) { t.entries.back().logs.clear(); }, stray());
    check_judge(
        "O-03", refused(),
        [](scenario::Transcript& t) { t.entries.back().logs[0].call_id = "other"; }, stray());
    check_judge(
        "O-05", refused(),
        [](scenario::Transcript& t) { t.entries.back().logs[0].call_id = "a\nb"; },
        bound().event(EventKind::restart));
    check_judge("O-07", refused(), answer_with("Wildcard", "Something"), stray());
    check_judge("O-15", refused(), logs_gain(Level::warn, Reason::unusable_policy),
                bound().event(EventKind::restart));
}

BOOST_AUTO_TEST_CASE(limits_and_failures) {
    check_judge(
        "O-21", bound(),
        [](scenario::Transcript& t) {
            auto& snapshot = *t.entries.back().snapshot;
            for (int i = 0; i < 10; ++i) snapshot.push_back(snapshot[0]);
        },
        refused());
    check_judge("O-29", store_fails(), binding_lost(0), bound());
    check_judge("O-32", refused(), answer_gains("X-Long: " + std::string(3'000, 'x')), bound());
}

BOOST_AUTO_TEST_CASE(silence) {
    const auto answered = [](scenario::Transcript& t) {
        t.entries.back().responses.push_back({"A", "SIP/2.0 200 OK\r\n\r\n", "192.0.2.7:5060"});
    };
    check_judge("O-33", stray(), answered, bound());
    check_judge(
        "O-33-2", bound(),
        [](scenario::Transcript& t) {
            t.entries.back().responses[0].destination = "224.0.1.75:5060";
        },
        stray());
}
