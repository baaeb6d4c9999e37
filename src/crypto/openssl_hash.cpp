#include "starzero/crypto/openssl_hash.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace starzero::crypto {

namespace {

const EVP_MD* method_of(model::DigestAlgorithm algorithm) noexcept {
    switch (algorithm) {
        case model::DigestAlgorithm::sha512_256: return EVP_sha512_256();
        case model::DigestAlgorithm::sha256: return EVP_sha256();
        default: return EVP_md5();
    }
}

}  // namespace

std::string OpensslHash::hex(model::DigestAlgorithm algorithm, std::string_view octets) const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(octets.data(), octets.size(), digest.data(), &length, method_of(algorithm),
                   nullptr) != 1) {
        throw std::runtime_error("OpenSSL has no " + std::string(to_string(algorithm)));
    }
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text.push_back(digits[digest[i] >> 4]);
        text.push_back(digits[digest[i] & 15]);
    }
    return text;
}

}  // namespace starzero::crypto
