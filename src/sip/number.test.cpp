#include "starzero/sip/number.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

BOOST_AUTO_TEST_CASE(numbers_stop_at_their_bound) {
    BOOST_TEST(parse_number("255", 255).value() == 255U);
    BOOST_TEST((parse_number("256", 255).error().kind == ErrorKind::range));
    BOOST_TEST((parse_number("", 255).error().kind == ErrorKind::empty));
    BOOST_TEST((parse_number("1x", 255).error() == ParseError{ErrorKind::number, 1}));
    BOOST_TEST((parse_number("9", 5).error().kind == ErrorKind::range));
    BOOST_TEST(parse_number("18446744073709551615", UINT64_MAX).value() == UINT64_MAX);
    BOOST_TEST(!parse_number("18446744073709551616", UINT64_MAX));
}

BOOST_AUTO_TEST_CASE(delta_seconds_saturate) {
    BOOST_TEST(parse_delta_seconds("4294967295").value() == 4294967295U);
    BOOST_TEST(parse_delta_seconds("4294967296").value() == 4294967295U);
    BOOST_TEST(parse_delta_seconds(std::string(500, '9')).value() == 4294967295U);
    BOOST_TEST(parse_delta_seconds(std::string(500, '0') + "7").value() == 7U);
    BOOST_TEST(!parse_delta_seconds("-1"));
}

BOOST_AUTO_TEST_CASE(qvalues_print_short) {
    for (const auto& [q, text] : {std::pair{0, "0"},
                                  {1000, "1"},
                                  {500, "0.5"},
                                  {125, "0.125"},
                                  {50, "0.05"},
                                  {1, "0.001"}}) {
        std::string out;
        append_qvalue(out, static_cast<std::uint16_t>(q));
        BOOST_TEST(out == text);
        BOOST_TEST(parse_qvalue(out).value() == q);
    }
    BOOST_TEST(!parse_qvalue("0x5"));
    BOOST_TEST(!parse_qvalue("0.5x"));
}
