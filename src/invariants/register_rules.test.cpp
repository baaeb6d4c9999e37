#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;

namespace {

using Message = scenario::RegisterMessage;

Build bound() { return Build().reg({A, B}, "3600"); }
Build one(const std::string& contact, std::string expires = {}) {
    return Build().reg({contact}, std::move(expires));
}
void late(Message& m) { m.cseq = 1; }
void other_call(Message& m) { m.call_id = "other", m.cseq = 0; }

Spoil lives(model::Millis ms) {
    return binding_becomes(0, [ms](auto& v) { v.expires_at = ms; });
}

}  // namespace

BOOST_AUTO_TEST_CASE(wildcard_shapes) {
    check_judge(
        "R3261-10.3-6", bound().star(),
        [](scenario::Transcript& t) {
            t.entries.back().snapshot->push_back(t.entries[0].snapshot->front());
        },
        bound());
    check_judge("R3261-10.3-6b", bound().reg({"*", A}, "0"), status_becomes("200"), bound());
    check_judge("R3261-10.3-6c", bound().reg({"*"}, "60"), status_becomes("200"), bound().star());
    check_judge("R3261-10.3-6d", bound().reg({"*"}), status_becomes("200"), bound().star());
    check_judge("R3261-10.3-6h", bound().star(late), status_becomes("200"), bound().star());
    check_judge("R3261-10.3-6i", Build().star(), status_becomes("404"), bound().star());
}

BOOST_AUTO_TEST_CASE(intervals) {
    check_judge("R3261-10.3-7b", one(A + ";expires=90", "600"), lives(600'000), one(A, "600"));
    check_judge(
        "R3261-10.3-7b0", bound().reg({A}, "0"),
        [](scenario::Transcript& t) { t.entries.back().snapshot = t.entries[0].snapshot; },
        bound());
    check_judge("R3261-10.3-7c", one(A, "600"), lives(3'600'000), one(A));
    check_judge("R3261-10.3-7d", one(A), lives(60'000), one(A, "600"));
    check_judge("R3261-10.2-13", one(A + ";expires=soon"), lives(60'000), one(A));
    check_judge(
        "R3261-10.3-7f", one(A, "59"),
        [](scenario::Transcript& t) {
            auto& octets = t.entries.back().event.octets;
            octets.replace(octets.find("Expires: 59"), 11, "Expires: 60");
        },
        one(A, "60"));
    check_judge("R3261-10.3-7g", one(A, "59"), answer_with("Min-Expires: 60", "Min-Expires: 61"),
                one(A, "60"));
}

BOOST_AUTO_TEST_CASE(matching_and_order) {
    check_judge("R3261-10.3-7k", bound().reg({"<sip:c@192.0.2.6>"}, "0"), status_becomes("404"),
                bound().reg({A}, "0"));
    check_judge("R3261-10.3-7l", bound().reg({A}, "60", other_call), status_becomes("500"),
                bound());
    check_judge("R3261-10.3-7n", bound().reg({A}, "60", late), status_becomes("200"),
                bound().reg({A}, "60"));
    check_judge("R3261-10.3-7o", bound(), binding_becomes(0, [](auto& v) { v.cseq = 7; }),
                bound().query());
    check_judge("R3261-10.3-7p", bound().reg({A + ";q=0.3"}), answer_with(";q=0.3", ""), bound());
}

BOOST_AUTO_TEST_CASE(the_answer) {
    check_judge("R3261-10.3-8b", Build().query(), answer_gains("Contact: <sip:a@h>;expires=1"),
                bound());
    check_judge("R3261-10.3-8c", bound(), answer_with(";expires=3600", ""), Build().query());
    check_judge("R3261-10.3-8d", bound(), answer_with(" GMT", " CET"), bound().reg({"*"}));
    check_judge("R3261-10.3-8f", one(A), answer_with("<sip:a@192.0.2.4>", "sip:a@192.0.2.4"),
                Build().query());
    check_judge("M-17", one("\"A\" " + A + ";x=1"), answer_with("\"A\" ", ""), Build().query());
    check_judge("R3261-10.3-0b", bound(), status_becomes("603"), Build().octets({}));
    check_judge("R3261-10.3-0e", bound(), answer_gains("Record-Route: <sip:p;lr>"),
                Build().octets({}));
}

BOOST_AUTO_TEST_CASE(domains) {
    check_judge("R3261-10.3-1b",
                Build().query([](Message& m) { m.request_uri = "sip:elsewhere.invalid"; }),
                status_becomes("403"), bound());
    check_judge("R3261-10.3-5b",
                Build().query([](Message& m) { m.to = "<sip:a@elsewhere.invalid>"; }),
                status_becomes("403"), bound());
}
