// Digest hashes from OpenSSL: for registrars that answer real user agents.
#pragma once

#include "starzero/model/digest.hpp"

namespace starzero::crypto {

class OpensslHash final : public model::DigestHash {
public:
    // Throws std::runtime_error where the library does not offer the algorithm (MD5 under FIPS).
    std::string hex(model::DigestAlgorithm algorithm, std::string_view octets) const override;
};

}  // namespace starzero::crypto
