#include "starzero/sip/chars.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

namespace {

std::size_t count(CharClass cls) {
    std::size_t n = 0;
    for (int c = 0; c < 256; ++c) n += is(static_cast<char>(c), cls) ? 1U : 0U;
    return n;
}

}  // namespace

BOOST_AUTO_TEST_CASE(classes_have_the_sizes_of_the_grammar) {
    BOOST_TEST(count(CharClass::digit) == 10U);
    BOOST_TEST(count(CharClass::alpha) == 52U);
    BOOST_TEST(count(CharClass::hex) == 22U);
    BOOST_TEST(count(CharClass::token) == 62U + 10U);
    BOOST_TEST(count(CharClass::word) == 62U + 10U + 13U);
    BOOST_TEST(count(CharClass::unreserved) == 62U + 9U);
    BOOST_TEST(count(CharClass::user) == 62U + 9U + 8U);
    BOOST_TEST(count(CharClass::password) == 62U + 9U + 5U);
    BOOST_TEST(count(CharClass::param) == 62U + 9U + 7U);
    BOOST_TEST(count(CharClass::control) == 33U);
}

BOOST_AUTO_TEST_CASE(case_is_ascii_only) {
    BOOST_TEST(iequals("Contact", "cONTACT"));
    BOOST_TEST(!iequals("a", "ab"));
    BOOST_TEST(!iequals("\xC4", "\xE4"));
    BOOST_TEST(!iequals("[", "{"));
}
