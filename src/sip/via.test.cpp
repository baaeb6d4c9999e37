#include "starzero/sip/via.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

namespace {

Result<Via> read(std::string_view text) {
    Cursor cursor(text);
    return parse_via(cursor);
}

bool same(std::string_view a, std::string_view b) { return equal(*read(a), *read(b)); }

}  // namespace

BOOST_AUTO_TEST_CASE(a_via_has_its_parts) {
    const auto via = read("SIP / 2.0 / UDP pc.example.com : 5062 ; branch = z9hG4bK1;rport");
    BOOST_REQUIRE(via.has_value());
    BOOST_TEST(via->protocol == "SIP");
    BOOST_TEST(via->version == "2.0");
    BOOST_TEST(via->transport == "UDP");
    BOOST_TEST(via->port == 5062);
    BOOST_TEST(via->branch() == "z9hG4bK1");
    BOOST_TEST(via->params.size() == 2U);
    BOOST_TEST(read("SIP/2.0/UDP h")->port == 0);
    BOOST_TEST(read("SIP/2.0/UDP h:65535")->port == 65535);
    std::string out;
    append_via(out, *via);
    BOOST_TEST(out == "SIP/2.0/UDP pc.example.com:5062;branch=z9hG4bK1;rport");
}

BOOST_AUTO_TEST_CASE(the_cookie_needs_something_behind_it) {
    BOOST_TEST(read("SIP/2.0/UDP h;branch=z9hG4bK1")->has_cookie());
    BOOST_TEST(!read("SIP/2.0/UDP h;branch=z9hG4bK")->has_cookie());
    BOOST_TEST(!read("SIP/2.0/UDP h;branch=1z9hG4bK")->has_cookie());
    BOOST_TEST(!read("SIP/2.0/UDP h;branch")->has_cookie());
    BOOST_TEST(!read("SIP/2.0/UDP h")->has_cookie());
}

BOOST_AUTO_TEST_CASE(broken_vias) {
    for (const char* bad :
         {"", "SIP", "SIP/2.0", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/2.0/UDPh",
          "SIP/2.0/UDP h:", "SIP/2.0/UDP h:65536", "SIP/2.0/UDP h;", "SIP/2.0/UDP h;=1",
          "/2.0/UDP h", "SIP//UDP h", "SIP/2.0/ h", "SIP/2.0/UDP [::1"}) {
        BOOST_TEST(!read(bad).has_value(), bad);
    }
}

BOOST_AUTO_TEST_CASE(rows_hold_several) {
    std::vector<Via> vias;
    BOOST_TEST(parse_via_row("SIP/2.0/UDP a , SIP/2.0/TCP b;x=1", vias).has_value());
    BOOST_TEST(vias.size() == 2U);
    BOOST_TEST(vias[1].transport == "TCP");
    for (const char* bad : {"", ",", "SIP/2.0/UDP a,", ",SIP/2.0/UDP a", "SIP/2.0/UDP a b"}) {
        std::vector<Via> none;
        BOOST_TEST(!parse_via_row(bad, none).has_value(), bad);
    }
}

// 20.42.
BOOST_AUTO_TEST_CASE(vias_compare_in_every_part) {
    const char* via = "SIP/2.0/UDP h:5060;a=1;b";
    BOOST_TEST(same(via, "sip/2.0/udp H:5060;B;A=1"));
    for (const char* other :
         {"SIP/2.0/TCP h:5060;a=1;b", "SIP/2.1/UDP h:5060;a=1;b", "SIQ/2.0/UDP h:5060;a=1;b",
          "SIP/2.0/UDP i:5060;a=1;b", "SIP/2.0/UDP h:5061;a=1;b", "SIP/2.0/UDP h;a=1;b",
          "SIP/2.0/UDP h:5060;a=2;b", "SIP/2.0/UDP h:5060;a=1", "SIP/2.0/UDP h:5060;a=1;b;c",
          "SIP/2.0/UDP h:5060;a=1;b=2"}) {
        BOOST_TEST(!same(via, other), other);
    }
}
