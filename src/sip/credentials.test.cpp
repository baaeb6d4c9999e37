#include "starzero/sip/credentials.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

BOOST_AUTO_TEST_CASE(credentials_are_read) {
    const auto value =
        parse_auth_value("Digest username=\"a\\\"b\", realm = \"r\",nc=00000001 ,\r\n qop=auth");
    BOOST_REQUIRE(value.has_value());
    BOOST_TEST(value->scheme == "Digest");
    BOOST_TEST(value->params.size() == 4U);
    BOOST_TEST(value->text("username").value() == "a\"b");
    BOOST_TEST(value->text("REALM").value() == "r");
    BOOST_TEST(value->text("qop").value() == "auth");
    BOOST_TEST(!value->text("nonce").has_value());
    BOOST_TEST(value->is_quoted("realm"));
    BOOST_TEST(!value->is_quoted("nc"));
    BOOST_TEST(!value->is_quoted("nonce"));
}

BOOST_AUTO_TEST_CASE(credentials_are_printed_as_written) {
    std::string out = "Authorization: ";
    append_auth_value(out, *parse_auth_value("Digest  realm=\"r\" , nc=1,x=y"));
    BOOST_TEST(out == "Authorization: Digest realm=\"r\", nc=1, x=y");
}

BOOST_AUTO_TEST_CASE(other_schemes_are_only_named) {
    const auto value = parse_auth_value("Basic QWxhZGRpbjpvcGVu");
    BOOST_REQUIRE(value.has_value());
    BOOST_TEST(value->scheme == "Basic");
    BOOST_TEST(value->params.empty());
    BOOST_TEST(parse_auth_value("digest a=b")->params.size() == 1U);
}

BOOST_AUTO_TEST_CASE(broken_credentials) {
    for (const char* bad : {"", "Digest", "Digest a", "Digest a=", "Digest a=1,", "Digest a=1 b=2",
                            "Digest a=\"1", "Digest a=1,A=2", "Digest ,a=1", "\"Digest\" a=1"}) {
        BOOST_TEST(!parse_auth_value(bad).has_value(), bad);
    }
    Limits limits;
    limits.params = 2;
    BOOST_TEST(parse_auth_value("Digest a=1,b=2", limits).has_value());
    BOOST_TEST(
        (parse_auth_value("Digest a=1,b=2,c=3", limits).error().kind == ErrorKind::too_many));
}

BOOST_AUTO_TEST_CASE(nonce_counts) {
    BOOST_TEST(parse_nonce_count("00000001").value() == 1U);
    BOOST_TEST(parse_nonce_count("0000000a").value() == 10U);
    BOOST_TEST(parse_nonce_count("FFFFFFFF").value() == 0xFFFFFFFFU);
    for (const char* bad : {"", "1", "000000001", "0000000g", "0x000001", "+0000001"}) {
        BOOST_TEST(!parse_nonce_count(bad).has_value(), bad);
    }
}
