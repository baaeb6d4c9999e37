// Every value check on text where it holds and on text where it has nothing to say. A correct
// parser breaks none of them: they are seen to fail by breaking src/sip in a copy of the tree.
#include <boost/test/unit_test.hpp>

#include "starzero/invariants/catalogue.hpp"

using namespace starzero::invariants;

namespace {

Outcome outcome(const char* id, std::string_view text) {
    const Invariant* rule = find_invariant(id);
    BOOST_TEST_REQUIRE(rule != nullptr, id);
    return rule->value(text).outcome;
}

void check(const char* id, std::string_view holds, std::string_view silent) {
    BOOST_TEST((outcome(id, holds) == Outcome::holds), id);
    BOOST_TEST((outcome(id, silent) == Outcome::not_applicable), id);
}

constexpr std::string_view message =
    "REGISTER sip:d SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nContent-Length: 0\r\n\r\n";

}  // namespace

BOOST_AUTO_TEST_CASE(messages) {
    check("P-02-message", message, "REGISTER");
    check("P-08", "REGISTER", message);
    check("P-17", message, "");
    check("M-43", message, "no end");
    check("P-18", message, "no end");
}

BOOST_AUTO_TEST_CASE(uris) {
    BOOST_TEST((outcome("P-02-uri", "sip:a@d;x=1?h=2") == Outcome::holds));
    check("P-15", "sip:a@d\nsip:%61@d", "nothing");
    check("P-11", "sip:a%3Ab@d\nsip:a:b@d", "sip:a@d");
}

BOOST_AUTO_TEST_CASE(headers) {
    BOOST_TEST((outcome("P-05", "<sip:a@h>, \"b\" <sip:b@h>;q=1") == Outcome::holds));
    check("P-04", "sip:a@h;transport=tcp", "*");
    BOOST_TEST((outcome("P-07", "a \"b\" \\") == Outcome::holds));
    BOOST_TEST((outcome("P-09", "%25 a") == Outcome::holds));
    check("P-02-via", "SIP/2.0/UDP h;branch=1, SIP/2.0/TCP [::1]:5", "SIP");
}

BOOST_AUTO_TEST_CASE(numbers) {
    BOOST_TEST((outcome("P-16", "4294967296") == Outcome::holds));
    BOOST_TEST((outcome("P-16", "12abc") == Outcome::holds));
    check("V-Q", "0.125", "2");
    check("V-CSEQ", "0009 REGISTER", "x");
    check("V-DATE", "Sat, 13 Nov 2010 23:29:00 GMT", "today");
}
