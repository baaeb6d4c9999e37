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

// RFC 3261 7.3.1: the order of header fields does not decide whether the stream can be followed.
BOOST_AUTO_TEST_CASE(more_rows_than_the_limit_have_an_end_all_the_same) {
    Limits limits;
    limits.rows = 3;
    const std::string many = "R sip:d SIP/2.0\r\na: 1\r\na: 2\r\na: 3\r\na: 4\r\nl: 2\r\n\r\nhi";
    StreamFramer framer(limits);
    framer.push(many + message);
    BOOST_TEST(framer.next().value() == many);
    BOOST_TEST(framer.next().value() == message);
    BOOST_TEST(!framer.error());
}

BOOST_AUTO_TEST_CASE(other_limits_hold_for_what_comes_next) {
    Limits limits;
    limits.message_octets = 20;
    StreamFramer framer(limits);
    limits.message_octets = 100;
    framer.set_limits(limits);
    framer.push(message);
    BOOST_TEST(framer.next().value() == message);
}

BOOST_AUTO_TEST_CASE(a_header_without_end_is_bounded) {
    Limits limits;
    limits.message_octets = 100;
    StreamFramer framer(limits);
    framer.push(std::string(101, 'x'));
    BOOST_TEST(!framer.next());
    BOOST_TEST((framer.error()->kind == ErrorKind::too_large));
}
