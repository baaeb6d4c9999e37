#include "starzero/sip/host.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

BOOST_AUTO_TEST_CASE(names_addresses_and_references) {
    for (const char* good : {"d", "example.com", "example.com.", "a-b.c1", "1.a", "1.2.3.4", "[::]",
                             "[::1]", "[1:2:3:4:5:6:7:8]", "[1::8]", "[::ffff:1.2.3.4]",
                             "[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:7::]"}) {
        BOOST_TEST(parse_host(good).has_value(), good);
    }
    for (const char* bad : {"",
                            ".",
                            "-a",
                            "a-",
                            "a..b",
                            "a.1",
                            "1.2.3",
                            "1.2.3.256",
                            "1.2.3.04",
                            "1.2.3.4.5",
                            "[",
                            "[]",
                            "[:]",
                            "[1:2:3:4:5:6:7]",
                            "[1::2::3]",
                            "[1:2:3:4:5:6:7:8:9]",
                            "[12345::]",
                            "[::1.2.3]",
                            "[::g]",
                            "a_b",
                            "[:::]",
                            "[1.2.3.4::]",
                            "[1:2:3:4:5:6:7:1.2.3.4]",
                            "[::1:]"}) {
        BOOST_TEST(!parse_host(bad), bad);
    }
    BOOST_TEST(!parse_host({}));  // no octet to look at
}

BOOST_AUTO_TEST_CASE(canonical_text_is_one_for_equal_hosts) {
    const auto text = [](const char* host) {
        std::string out;
        append_canonical(out, *parse_host(host));
        return out;
    };
    BOOST_TEST(text("Example.COM") == "example.com");
    BOOST_TEST(text("1.2.3.4") == "1.2.3.4");
    BOOST_TEST(text("[2001:DB8::9:01]") == text("[2001:db8:0:0::9:1]"));
    BOOST_TEST(text("[::ffff:192.0.2.128]") == text("[::FFFF:c000:280]"));
    BOOST_TEST(text("[::1]") == "[0000:0000:0000:0000:0000:0000:0000:0001]");
}
