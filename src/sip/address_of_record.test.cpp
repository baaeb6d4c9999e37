#include "starzero/sip/address_of_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

namespace {

std::string key_of(std::string_view text) { return address_of_record(*parse_uri(text)); }

}  // namespace

// RFC 3261 10.3 step 5: without parameters, escapes resolved.
BOOST_AUTO_TEST_CASE(one_key_for_all_spellings) {
    const std::string key = key_of("sip:alice@example.com");
    for (const char* same : {"sip:%61lice@EXAMPLE.com", "sip:alice@example.com:5070",
                             "sips:alice@example.com;transport=tcp", "SIP:alice@example.com?a=b"}) {
        BOOST_TEST(key_of(same) == key, same);
    }
    for (const char* other : {"sip:Alice@example.com", "sip:alice:x@example.com", "sip:example.com",
                              "sip:alice@example.org", "sip:alice%40@example.com"}) {
        BOOST_TEST(key_of(other) != key, other);
    }
}

BOOST_AUTO_TEST_CASE(keys_become_addresses_again) {
    for (const char* text :
         {"alice@example.com", "example.com", "alice:secret@example.com", "a%40b@example.com",
          "a%3Ab:c%40d@example.com", "a%20b@192.0.2.9", "+1;x=y/?@192.0.2.4"}) {
        const std::string key = key_of("sip:" + std::string(text));
        BOOST_TEST(plain_address(key) == text);
        BOOST_TEST(key_of("sip:" + plain_address(key)) == key, text);
    }
}
