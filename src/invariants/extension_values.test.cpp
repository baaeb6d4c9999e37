// As value_rules.test.cpp, for the text that extensions read.
#include <boost/test/unit_test.hpp>

#include "starzero/invariants/catalogue.hpp"

using namespace starzero::invariants;

namespace {

Outcome outcome(const char* id, std::string_view text) {
    const Invariant* rule = find_invariant(id);
    BOOST_TEST_REQUIRE(rule != nullptr, id);
    return rule->value(text).outcome;
}

constexpr std::string_view reginfo =
    "<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\" version=\"0\" state=\"full\">"
    "<registration aor=\"sip:a@b\" id=\"r\" state=\"active\"><contact id=\"c\" state=\"active\" "
    "event=\"registered\"><uri>sip:a@h</uri></contact></registration></reginfo>";

}  // namespace

BOOST_AUTO_TEST_CASE(values_of_extensions) {
    BOOST_TEST(
        (outcome("P-14-route", "<sip:a;lr>;x=\"a,b\", \"E\" <sip:b;lr;ob>") == Outcome::holds));
    BOOST_TEST((outcome("P-14-route", "sip:a;lr") == Outcome::holds));  // an error, inside
    BOOST_TEST((outcome("P-01-auth", "Digest a=\"x\\\"y\",\r\n b=c") == Outcome::holds));
    BOOST_TEST((outcome("P-06-auth", "Digest a=b, c=d") == Outcome::holds));
    BOOST_TEST((outcome("P-06-auth", "Digest a=b, A=d") == Outcome::not_applicable));
    BOOST_TEST((outcome("P-15-instance", "\"<URN:UUID:AB>\"") == Outcome::holds));
    BOOST_TEST((outcome("P-06-reginfo", reginfo) == Outcome::holds));
    BOOST_TEST((outcome("P-06-reginfo", "<reginfo/>") == Outcome::not_applicable));
    const std::string stun = std::string("\0\1\0\0", 4) + "\x21\x12\xA4\x42" + "abcdefghijkl";
    BOOST_TEST((outcome("P-06-stun", stun) == Outcome::holds));
}
