#include "starzero/sip/stream_framer.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

namespace {

const std::string message = "REGISTER sip:d SIP/2.0\r\nl: 2\r\n\r\nhi";

}  // namespace

BOOST_AUTO_TEST_CASE(cuts_and_keep_alives) {
    StreamFramer framer;
    framer.push("\r\n\r\n\r\n\r\n" + message + "\r\n\r\n" + message + "REG");
    BOOST_TEST(framer.next().value() == message);
    BOOST_TEST(framer.next().value() == message);
    BOOST_TEST(!framer.next());
    BOOST_TEST(framer.pings() == 3U);
    BOOST_TEST(framer.buffered() == 3U);
}

BOOST_AUTO_TEST_CASE(one_octet_at_a_time) {
    StreamFramer framer;
    int messages = 0;
    for (const char c : message + message) {
        framer.push({&c, 1});
        while (framer.next()) ++messages;
    }
    BOOST_TEST(messages == 2);
    BOOST_TEST(framer.buffered() == 0U);
}

BOOST_AUTO_TEST_CASE(a_broken_stream_stays_closed) {
    for (const std::string broken :
         {"REGISTER sip:d SIP/2.0\r\n\r\n", "R sip:d SIP/2.0\r\nl: x\r\n\r\n",
          "R sip:d SIP/2.0\r\nl: 99999999\r\n\r\n"}) {
        StreamFramer framer;
        framer.push(broken);
        BOOST_TEST(!framer.next());
        BOOST_TEST(framer.error().has_value());
        framer.push(message);
        BOOST_TEST(!framer.next());
        BOOST_TEST(framer.buffered() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_header_without_end_is_bounded) {
    Limits limits;
    limits.message_octets = 100;
    StreamFramer framer(limits);
    framer.push(std::string(101, 'x'));
    BOOST_TEST(!framer.next());
    BOOST_TEST((framer.error()->kind == ErrorKind::too_large));
}
