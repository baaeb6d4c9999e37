#include "starzero/crypto/openssl_hash.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero;
using model::DigestAlgorithm;

// FIPS 180-4 and RFC 1321: the well-known digests of nothing and of "abc".
BOOST_AUTO_TEST_CASE(known_digests) {
    const crypto::OpensslHash hash;
    BOOST_TEST(hash.hex(DigestAlgorithm::md5, "") == "d41d8cd98f00b204e9800998ecf8427e");
    BOOST_TEST(hash.hex(DigestAlgorithm::sha256, "abc") ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(hash.hex(DigestAlgorithm::sha512_256, "abc") ==
               "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
}

// The fields of RFC 7616 3.9.1, whose SHA-256 and MD5 responses are undisputed.
BOOST_AUTO_TEST_CASE(rfc_7616_3_9_1) {
    const crypto::OpensslHash hash;
    const auto response = [&](DigestAlgorithm algorithm) {
        const auto h = [&](const std::string& text) { return hash.hex(algorithm, text); };
        return h(h("Mufasa:http-auth@example.org:Circle of Life") +
                 ":7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:"
                 "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ:auth:" +
                 h("GET:/dir/index.html"));
    };
    BOOST_TEST(response(DigestAlgorithm::md5) == "8ca523f5e9506fed4657c9700eebdbec");
    BOOST_TEST(response(DigestAlgorithm::sha256) ==
               "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

BOOST_AUTO_TEST_CASE(the_toy_has_the_same_lengths) {
    const crypto::OpensslHash real;
    const model::ToyHash toy;
    for (const auto algorithm :
         {DigestAlgorithm::md5, DigestAlgorithm::sha256, DigestAlgorithm::sha512_256}) {
        BOOST_TEST(real.hex(algorithm, "x").size() == model::digest_length(algorithm));
        BOOST_TEST(toy.hex(algorithm, "x").size() == model::digest_length(algorithm));
        BOOST_TEST(toy.hex(algorithm, "x") != toy.hex(algorithm, "y"));
    }
}
