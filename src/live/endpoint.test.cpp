#include "starzero/live/endpoint.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero;
using namespace starzero::live;

BOOST_AUTO_TEST_CASE(endpoints) {
    const auto v4 = read_endpoint("udp:127.0.0.1:5060");
    BOOST_TEST_REQUIRE(v4.has_value());
    BOOST_TEST(address_text(*v4) == "127.0.0.1:5060");
    BOOST_TEST(is_loopback(*v4));
    const auto v6 = read_endpoint("tcp:[::1]:5061");
    BOOST_TEST_REQUIRE(v6.has_value());
    BOOST_TEST((v6->transport == model::Transport::tcp));
    BOOST_TEST(address_text(*v6) == "[::1]:5061");
    BOOST_TEST(is_loopback(*v6));
    BOOST_TEST(!is_loopback(*read_endpoint("udp:192.0.2.1:5060")));
    for (const char* wrong : {"", "udp", "udp:", "udp:127.0.0.1", "udp:127.0.0.1:", "udp:::1:5060",
                              "udp:localhost:5060", "udp:127.0.0.1:65536", "sctp:127.0.0.1:5060",
                              "udp:[127.0.0.1]:5060", "127.0.0.1:5060"}) {
        BOOST_TEST(!read_endpoint(wrong).has_value(), wrong);
    }
}
