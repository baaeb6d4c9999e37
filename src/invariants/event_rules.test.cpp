#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using scenario::EventKind;

namespace {

Build watched() { return Build().reg({A + ";q=0.5"}, "60").watch(alice_uri); }
Build changed() { return watched().reg({B}, "60"); }
Build gone() { return changed().reg({B + ";expires=0"}); }

Spoil event_becomes(model::RegEventKind kind) {
    return [kind](scenario::Transcript& t) { t.entries.back().reg_events.at(0).kind = kind; };
}

}  // namespace

BOOST_AUTO_TEST_CASE(events_name_the_change) {
    check_judge("R3680-4.7.1-3", watched().reg({A}, "60"),
                event_becomes(model::RegEventKind::registered), watched().query());
    check_judge(
        "R3680-4.7.2-1", watched().reg({"*"}),
        [](scenario::Transcript& t) {
            t.entries.back().reg_events.push_back(t.entries[0].reg_events.at(0));
        },
        changed());
    check_judge("R3680-4.7.1-3b", watched().event(EventKind::advance, 60'000), events_lost(),
                changed());
}

BOOST_AUTO_TEST_CASE(documents) {
    check_judge("R3680-4.5-1", changed(), document_with("event=\"registered\"", "event=\"new\""),
                Build().query());
    check_judge("R3680-5.1-1", changed(), document_with("version=\"1\"", "version=\"2\""),
                Build().query());
    check_judge("R3680-5.1-2", changed(), document_with("aor=\"sip:alice", "aor=\"sip:bob"),
                Build().query());
    check_judge("R3680-5.1-3", gone(), document_with(" id=\"c", " id=\"cx"), Build().query());
    check_judge("R3680-5.1-6", gone(), document_with("state=\"terminated\"", "state=\"active\""),
                Build().query());
    check_judge("R3680-5.1-5", changed(), document_with("callid=\"call-1\"", "callid=\"x\""),
                Build().query());
    check_judge("S-25b", changed(), binding_lost(0), Build().query());
    check_judge("R3680-4.7.1-2", watched().star(),
                document_with("state=\"terminated\">", "state=\"init\">"), Build().query());
    check_judge(
        "R3680-4.7.2-2", changed(),
        [](scenario::Transcript& t) { t.entries.back().documents.clear(); },
        Build().reg({A}, "60"));
}
