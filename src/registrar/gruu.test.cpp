#include "starzero/registrar/gruu.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace starzero;
using namespace starzero::registrar;
using namespace std::string_literals;

namespace {

const Gruus gruus({1, 2}, "tgruu~");
const std::string aor = "alice@example.com";

}  // namespace

BOOST_AUTO_TEST_CASE(a_public_gruu_leads_back_to_its_instance_alone) {
    const std::string text = gruus.public_gruu("sip", aor, "urn:x-b:a%b", false);
    const auto uri = sip::parse_uri(text);
    BOOST_TEST_REQUIRE(uri.has_value(), text);
    BOOST_TEST(gruus.instance_of(*uri, aor).value() == "urn:x-b:a%b");
    BOOST_TEST(!gruus.instance_of(*uri, "bob@example.com").has_value());
    BOOST_TEST(!Gruus({1, 3}, "tgruu~").instance_of(*uri, aor).has_value());
    BOOST_TEST(gruus.public_gruu("sips", aor, "urn:x-b:1", true)
                   .starts_with("sips:example.com;bnc;gr=urn:x-b:1~"));
}

BOOST_AUTO_TEST_CASE(no_epoch_comes_twice) {
    std::set<std::uint64_t> seen;
    for (const std::uint64_t boot : {0U, 1U}) {
        Gruus each({1, 2}, "tgruu~", boot);
        for (int i = 0; i < 1'000; ++i) {
            BOOST_TEST_REQUIRE(seen.insert(each.new_epoch(aor, "urn:x-b:1")).second);
        }
    }
}

BOOST_AUTO_TEST_CASE(temporary_gruus_are_unlike_and_lead_back) {
    std::set<std::string> seen;
    for (std::uint64_t i = 1; i <= 1'000; ++i) {
        const std::string text =
            gruus.temporary_gruu("sip", aor, {"urn:x-b:1", "tgruu~", 77, i, 1});
        BOOST_TEST_REQUIRE(seen.insert(text).second);
        const auto token = gruus.token_of(*sip::parse_uri(text));
        BOOST_TEST_REQUIRE((token && token->epoch == 77 && token->number == i));
    }
    BOOST_TEST(!gruus.token_of(*sip::parse_uri("sip:tgruu~12@example.com;gr")).has_value());
    BOOST_TEST(!gruus.token_of(*sip::parse_uri("sip:alice@example.com;gr")).has_value());
    BOOST_TEST(gruus.is_reserved(*sip::parse_uri("sip:%74gruu~x@example.com")));
}

// RFC 5627 3.1: gr without a value is of temporary ones, which have a user part.
BOOST_AUTO_TEST_CASE(what_is_no_temporary_gruu) {
    const std::string digits(32, 'a');
    for (const std::string& uri : {"sip:example.com;gr"s, "sip:tgruu~" + digits + "@example.com",
                                   "sip:tgruu~" + digits + "@example.com;gr=urn:x-b:1",
                                   "sip:" + digits.substr(1) + "@example.com;gr",
                                   "sip:g" + digits.substr(1) + "@example.com;gr",
                                   "sip:" + digits.substr(1) + "g@example.com;gr"}) {
        BOOST_TEST(!gruus.token_of(*sip::parse_uri(uri)).has_value(), uri);
    }
    BOOST_TEST(gruus.token_of(*sip::parse_uri("sip:" + digits + "@example.com;gr")).has_value());
    BOOST_TEST(!gruus.is_reserved(*sip::parse_uri("sip:example.com")));
}
