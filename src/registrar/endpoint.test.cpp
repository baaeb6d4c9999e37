#include "starzero/registrar/endpoint.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/registrar/via_case.hpp"

using namespace starzero;
using namespace starzero::registrar;

namespace {

std::string shown(std::string_view via, const std::string& source = "192.0.2.7:5070") {
    std::string out;
    append_reply_via(out, via_of(via), {.id = "A", .source = source});
    return out;
}

std::string destination(std::string_view via, const std::string& source = "192.0.2.7:5070",
                        model::Transport transport = model::Transport::udp) {
    return reply_destination(via_of(via), {.id = "A", .transport = transport, .source = source});
}

}  // namespace

BOOST_AUTO_TEST_CASE(endpoints_are_split_at_their_port) {
    const auto is = [](std::string_view text, std::string_view host, std::string_view port) {
        const Endpoint endpoint = split_endpoint(text);
        BOOST_TEST(endpoint.host == host, text);
        BOOST_TEST(endpoint.port == port, text);
    };
    is("192.0.2.7:5060", "192.0.2.7", "5060");
    is("[2001:db8::7]:5070", "[2001:db8::7]", "5070");
    is("[2001:db8::7]", "[2001:db8::7]", "");
    is("pc.example.com", "pc.example.com", "");
}

// RFC 3261 18.2.1, RFC 3581 4.
BOOST_AUTO_TEST_CASE(the_top_via_tells_the_source) {
    BOOST_TEST(shown("SIP/2.0/UDP 192.0.2.7;branch=b") == "SIP/2.0/UDP 192.0.2.7;branch=b");
    BOOST_TEST(shown("SIP/2.0/UDP 192.0.2.8") == "SIP/2.0/UDP 192.0.2.8;received=192.0.2.7");
    BOOST_TEST(shown("SIP/2.0/UDP h") == "SIP/2.0/UDP h;received=192.0.2.7");
    BOOST_TEST(shown("SIP/2.0/UDP 192.0.2.7;rport") ==
               "SIP/2.0/UDP 192.0.2.7;received=192.0.2.7;rport=5070");
    BOOST_TEST(shown("SIP/2.0/UDP h;received=10.0.0.1;rport=7", "[2001:db8::7]:5070") ==
               "SIP/2.0/UDP h;received=2001:db8::7;rport=5070");
}

// RFC 3261 18.2.2, RFC 3581 4.
BOOST_AUTO_TEST_CASE(a_response_goes_where_its_via_says) {
    BOOST_TEST(destination("SIP/2.0/UDP h") == "192.0.2.7:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h:5062") == "192.0.2.7:5062");
    BOOST_TEST(destination("SIP/2.0/UDP h:5062;rport") == "192.0.2.7:5070");
    BOOST_TEST(destination("SIP/2.0/UDP h;rport", "[2001:db8::7]:5070") == "[2001:db8::7]:5070");
    BOOST_TEST(destination("SIP/2.0/UDP h:5062;maddr=192.0.2.9;rport") == "192.0.2.9:5062");
    BOOST_TEST(destination("SIP/2.0/UDP h;maddr=[2001:db8::9]") == "[2001:db8::9]:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h;maddr=pc.example.com") == "pc.example.com:5060");
    BOOST_TEST(destination("SIP/2.0/TCP h", "192.0.2.7:5070", model::Transport::tcp).empty());
}

// O-33.
BOOST_AUTO_TEST_CASE(no_response_goes_to_many) {
    for (const char* many :
         {"224.0.0.1", "239.255.255.1", "255.255.255.255", "0.0.0.0", "[ff02::1]"}) {
        BOOST_TEST(destination("SIP/2.0/UDP h:5062;maddr=" + std::string(many)) == "192.0.2.7:5062",
                   many);
    }
    BOOST_TEST(destination("SIP/2.0/UDP h;maddr=223.255.255.255") == "223.255.255.255:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h;maddr=1.0.0.1") == "1.0.0.1:5060");
}
