#include "starzero/registrar/keyed_hash.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::registrar;

// Reference values of SipHash-1-3 (key 00..0f): the empty message and one octet of zero.
BOOST_AUTO_TEST_CASE(key_and_text_decide) {
    const HashKey key{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL};
    BOOST_TEST(keyed_hash(key, {}) == 0xabac0158050fc4dcULL);
    BOOST_TEST(keyed_hash(key, std::string_view("\0", 1)) == 0xc9f49bf37d57ca93ULL);
    BOOST_TEST(keyed_hash(key, "a") != keyed_hash({}, "a"));
    BOOST_TEST(keyed_hash(key, "12345678") != keyed_hash(key, "123456789"));
}
