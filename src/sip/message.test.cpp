#include "starzero/sip/message.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

namespace {

const std::string sound =
    "REGISTER sip:d SIP/2.0\r\nv: SIP/2.0/UDP h\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nhi";

std::optional<ErrorKind> error_of(const std::string& octets, Framing framing = Framing::datagram,
                                  const Limits& limits = {}) {
    const auto parsed = parse_message(octets, framing, limits);
    return parsed.error ? std::optional(parsed.error->kind) : std::nullopt;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_sound_message) {
    const std::string with_junk = sound + "junk";
    const auto parsed = parse_message(with_junk);
    BOOST_TEST(!parsed.error);
    BOOST_TEST(parsed.message.body == "hi");
    BOOST_TEST(parsed.message.rows.size() == 3U);
    BOOST_TEST(parsed.message.count(HeaderId::via) == 1U);
    std::string out;
    append_message(out, parsed.message);
    BOOST_TEST(out ==
               "REGISTER sip:d SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nX: a b\r\n"
               "Content-Length: 2\r\n\r\nhi");
}

BOOST_AUTO_TEST_CASE(faults_are_named_and_rows_are_kept) {
    const std::string head = "REGISTER sip:d SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n";
    BOOST_TEST((error_of(head) == ErrorKind::truncated));
    BOOST_TEST((error_of(head + "X: y\n\r\n") == ErrorKind::line_ending));
    BOOST_TEST((error_of(head + "X: a\rb\r\n\r\n") == ErrorKind::line_ending));
    BOOST_TEST((error_of(head + "no colon\r\n\r\n") == ErrorKind::header_name));
    BOOST_TEST((error_of(head + "l: 9\r\n\r\n") == ErrorKind::body_short));
    BOOST_TEST((error_of(head + "l: x\r\n\r\n") == ErrorKind::content_length));
    BOOST_TEST((error_of(head + "l: 0\r\nl: 1\r\n\r\na") == ErrorKind::content_length));
    BOOST_TEST((error_of(head + "\r\n", Framing::stream) == ErrorKind::content_length));
    BOOST_TEST((error_of("REGISTER sip:d SIP/7.0\r\n\r\n") == ErrorKind::version));
    BOOST_TEST((error_of("REGISTER sip:d SIP/7.0\r\nl: 9\r\n\r\n") == ErrorKind::body_short));
    BOOST_TEST((error_of("REGISTER sip:d HTTP/1.1\r\n\r\n") == ErrorKind::start_line));
    BOOST_TEST((error_of("SIP/2.0 99 x\r\n\r\n") == ErrorKind::start_line));
    BOOST_TEST((error_of("SIP/2.0 200\r\n\r\n") == ErrorKind::start_line));
    BOOST_TEST(parse_message(head).message.rows.size() == 1U);
}

BOOST_AUTO_TEST_CASE(bounds) {
    Limits limits;
    limits.rows = 2;
    BOOST_TEST((error_of(sound, Framing::datagram, limits) == ErrorKind::too_many));
    limits = {};
    limits.message_octets = 10;
    BOOST_TEST((error_of(sound, Framing::datagram, limits) == ErrorKind::too_large));
    limits = {};
    limits.row_octets = 3;
    BOOST_TEST((error_of(sound, Framing::datagram, limits) == ErrorKind::too_large));
}

BOOST_AUTO_TEST_CASE(every_error_has_a_word) {
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::too_many); ++kind) {
        BOOST_TEST(to_string(static_cast<ErrorKind>(kind)) != "unknown");
    }
    BOOST_TEST(to_string(static_cast<ErrorKind>(200)) == "unknown");
}
