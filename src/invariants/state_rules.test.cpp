#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using scenario::EventKind;

namespace {

Build bound() { return Build().reg({A, B}, "3600"); }
Build queried() { return bound().query(); }
Build refused() { return bound().reg({"*"}); }
const std::string to_alice = "sip:alice@example.com";

void bob(scenario::RegisterMessage& message) {
    message.to = "<sip:bob@example.com>";
    message.call_id = "bob";
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_a_request_may_change) {
    check_judge("S-01", refused(), binding_lost(0), bound());
    check_judge("S-02", bound(), binding_lost(1), refused());
    check_judge("S-03", bound().reg({A}, "60"),
                binding_becomes(1, [](auto& v) { v.expires_at += 1; }), bound());
    check_judge("S-04", queried(), binding_lost(0), bound());
    check_judge("S-09", bound(), binding_becomes(0, [](auto& v) { v.q = 1; }), bound(),
                hide_snapshot);
}

BOOST_AUTO_TEST_CASE(lifetimes) {
    check_judge("S-05", bound(), binding_becomes(0, [](auto& v) { v.expires_at += 1; }), queried());
    check_judge("S-06", bound(), answer_with("expires=3600", "expires=3601"), queried());
    check_judge("S-07", queried(), answer_with("expires=3600", "expires=3602"), refused());
    check_judge("S-08", queried(), binding_becomes(0, [](auto& v) { v.expires_at = 0; }), bound(),
                hide_snapshot);
    check_judge("S-28", bound(), binding_becomes(0, [](auto& v) { v.expires_at = 1LL << 45; }),
                Build().query());
}

BOOST_AUTO_TEST_CASE(order_and_wildcards) {
    const auto late = [](scenario::RegisterMessage& m) { m.cseq = 1; };
    const auto ignoring = [](model::Policy& p) {
        p.cseq_failure = model::CSeqFailure::ignore_with_200;
    };
    check_judge("S-10", Build().policy(ignoring).reg({A}, "3600").reg({A}, "60", late),
                binding_becomes(0, [](auto& v) { v.expires_at = 60'000; }), bound());
    check_judge(
        "S-11", bound().star(),
        [](scenario::Transcript& t) {
            t.entries.back().snapshot->push_back(t.entries[0].snapshot->front());
        },
        bound());
    check_judge("S-12", bound().reg({A}, "60"),
                binding_becomes(0, [](auto& v) { v.call_id = "other"; }), queried());
}

BOOST_AUTO_TEST_CASE(what_is_stored) {
    check_judge("S-13", bound(), binding_becomes(1, [](auto& v) { v.uri = "sip:%61@192.0.2.4"; }),
                Build().reg({A}, "60"));
    check_judge("S-17", Build().reg({A + ";q=0.5;x=1"}, "60"),
                binding_becomes(0, [](auto& v) { v.params = ";q=0.5"; }), queried());
    check_judge("S-20", bound(), binding_lost(0), queried());
    check_judge("S-22", bound(), binding_lost(0), queried());
    check_judge("S-32", bound().reg({A}, "60").at(5'000),
                binding_becomes(0, [](auto& v) { v.registered_at = 5'000; }), bound());
}

BOOST_AUTO_TEST_CASE(lookups) {
    const auto looked_up =
        Build().reg({A + ";q=0.1", B}, "60").event(EventKind::lookup, 0, to_alice);
    check_judge(
        "S-18", looked_up,
        [](scenario::Transcript& t) { std::ranges::reverse(t.entries.back().lookup->targets); },
        bound());
    check_judge("S-33", looked_up, binding_lost(0), bound());
    const Build both = Build().reg({A, B}, "60").event(EventKind::lookup, 0, to_alice);
    check_judge(
        "S-33-2", both,
        [](scenario::Transcript& t) { t.entries.back().lookup->targets.pop_back(); },
        Build().reg({A}, "60"));
    check_judge(
        "R3261-16.5-1", both,
        [](scenario::Transcript& t) {
            auto& targets = t.entries.back().lookup->targets;
            targets.back() = targets.front();
        },
        Build().reg({A}, "60").event(EventKind::lookup, 0, to_alice));
}

BOOST_AUTO_TEST_CASE(statuses) {
    check_judge("S-21", bound(), status_becomes("403"), bound().repeat());
    check_judge("D-02", Build().reg({"*"}, {}, [](auto& m) { m.rows = {"Require: x"}; }),
                status_becomes("400"), bound());
}

BOOST_AUTO_TEST_CASE(events_and_clocks) {
    check_judge(
        "S-25", bound().event(EventKind::advance, 3'600'000),
        [](scenario::Transcript& t) { t.entries.back().reg_events.pop_back(); }, bound());
    check_judge("S-26", bound().event(EventKind::restart), binding_lost(0), bound());
    check_judge("S-27", bound().event(EventKind::wall, 1'000'000), binding_lost(0), bound());
    check_judge("S-24", refused(), answer_gains("Contact: <sip:a@192.0.2.4>;expires=1"), bound());
}

BOOST_AUTO_TEST_CASE(other_addresses_of_record_are_left_alone) {
    check_judge(
        "R3261-10.3-6", bound().reg({B}, "60", bob).star(),
        [](scenario::Transcript& t) { t.entries.back().snapshot->clear(); }, refused());
}
