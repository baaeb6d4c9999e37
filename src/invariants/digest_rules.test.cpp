#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using model::Extension;
using scenario::EventKind;

namespace {

Build digest() { return Build().offer({Extension::digest}); }
Build challenged() { return digest().query(); }
Build proved() { return challenged().reg({A}, "60").as("alice", "secret"); }
Build wrong() { return challenged().reg({A}, "60").as("alice", "wrong"); }
Build off() { return Build().reg({A}, "60"); }
Build old() {
    return proved().event(EventKind::advance, 300'000).reg({B}, "60").as("alice", "secret");
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_gets_in) {
    check_judge("R3261-10.3-3a", challenged(), status_becomes("403"), proved());
    check_judge("R3261-22.1-4", wrong(), status_becomes("404"), proved());
    check_judge("R7616-3.4-2", old(), status_becomes("200"), proved());
    check_judge("R8760-2.4-1", proved(), status_becomes("401"), challenged());
    check_judge("R7616-3.4-1",
                digest().query(with_rows({"Authorization: Digest realm=\"example.com\""})),
                status_becomes("404"), challenged());
    check_judge("R3261-10.3-4b",
                challenged()
                    .reg({A}, "60", [](auto& m) { m.to = "<sip:bob@example.com>"; })
                    .as("alice", "secret"),
                status_becomes("404"), proved());
    check_judge("S-23", proved().reg({"*"}, "0"), binding_lost(0), proved());
    check_judge("R3261-10.3-2a", digest().query(with_rows({"Require: unheard-of"})),
                status_becomes("401"), challenged());
}

BOOST_AUTO_TEST_CASE(challenges) {
    check_judge("R3261-22.2-1", challenged(), answer_with("WWW-Authenticate", "X-Authenticate"),
                proved());
    check_judge("R7616-3.3-1", challenged(), answer_with("qop=\"auth\"", "qop=auth"), proved());
    check_judge("R8760-2.3-1", challenged(), answer_with("algorithm=SHA-256", "algorithm=MD5"),
                proved());
    check_judge(
        "S-34", challenged().query(),
        [](scenario::Transcript& t) { t.entries.back().responses = t.entries[0].responses; },
        proved());
    check_judge("R7616-3.3-2", old(), answer_with(", stale=true", ""), proved());
    check_judge("R3261-22.1-2", challenged(), status_becomes("407"), off());
}

BOOST_AUTO_TEST_CASE(secrets) {
    check_judge(
        "O-06", proved(),
        [](scenario::Transcript& t) { t.entries.back().logs.at(0).aor = "secret"; }, off());
}
