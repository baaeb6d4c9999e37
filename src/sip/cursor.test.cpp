#include "starzero/sip/cursor.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <string>

using namespace starzero::sip;

namespace {

std::string unfolded(std::string_view text) {
    std::string out;
    append_unfolded(out, text);
    return out;
}

std::string quoted(std::string_view text) {
    Cursor cursor(text);
    const auto read = cursor.quoted_string();
    return read ? std::string(*read) : "error";
}

}  // namespace

BOOST_AUTO_TEST_CASE(folds_are_white_space) {
    Cursor cursor(" \t\r\n  x");
    BOOST_TEST(cursor.skip_white());
    BOOST_TEST(cursor.rest() == "x");
    Cursor no_fold("\r\nx");
    BOOST_TEST(!no_fold.skip_white());
    Cursor separator(" \r\n ; \tx");
    BOOST_TEST(separator.eat_separator(';'));
    BOOST_TEST(separator.rest() == "x");
    Cursor other(" ,");
    BOOST_TEST(!other.eat_separator(';'));
    BOOST_TEST(other.offset() == 0U);
}

// Octets end where they end: a sanitizer sees who looks further.
BOOST_AUTO_TEST_CASE(nothing_is_read_behind_the_end) {
    for (const std::string text : {" ", " \r", " \r\n", "\r"}) {
        const auto exact = std::make_unique<char[]>(text.size());
        std::ranges::copy(text, exact.get());
        Cursor cursor({exact.get(), text.size()});
        BOOST_TEST(cursor.skip_white() == text.starts_with(' '));
        BOOST_TEST(cursor.offset() == (text.starts_with(' ') ? 1U : 0U));
    }
}

BOOST_AUTO_TEST_CASE(unfolding_keeps_all_but_the_folds) {
    BOOST_TEST(unfolded("a \r\n\t b  c") == "a b  c");
    BOOST_TEST(unfolded("a\n b") == "a b");
    BOOST_TEST(unfolded(" \r\n b") == " b");
    BOOST_TEST(unfolded("a\nb \n") == "a\nb \n");
    BOOST_TEST(unfolded("a\r\n \r\n b") == "a b");
    BOOST_TEST(unfolded("a\n\n b") == "a\n b");
    BOOST_TEST(unfolded("a\nb\nc\n d") == "a\nb\nc d");
    BOOST_TEST(trim(" \r\n a b \r\n ") == "a b");
}

BOOST_AUTO_TEST_CASE(quoted_strings) {
    BOOST_TEST(quoted("\"a \\\" b\"c") == "\"a \\\" b\"");
    BOOST_TEST(quoted("\"\\\\\"") == "\"\\\\\"");
    BOOST_TEST(quoted("\"a\r\n b\"") == "\"a\r\n b\"");
    BOOST_TEST(quoted(std::string_view("\"\\\0\"", 4)) == std::string("\"\\\0\"", 4));
    for (const char* bad : {"\"open", "\"end\\", "\"a\r\nb\"", "\"\\\xC3\"", "\"\x01\"", "plain"}) {
        BOOST_TEST(quoted(bad) == "error", bad);
    }
}
