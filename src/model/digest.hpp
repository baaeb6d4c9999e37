// Digest authentication's shared values: algorithms, and the hash as something that is given.
// Whoever runs a real registrar gives OpenSSL's; what a fuzzing target links gives a toy of the
// right lengths, so that it needs no cryptography to try every path (RFC 7616, RFC 8760).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace starzero::model {

// In the order of preference that RFC 8760 section 2.3 suggests: the best first.
enum class DigestAlgorithm : std::uint8_t { sha512_256, sha256, md5, count };

// The token of the algorithm parameter: SHA-512-256, SHA-256, MD5.
std::string_view to_string(DigestAlgorithm algorithm) noexcept;

// Without regard to case (RFC 7616 3.3).
std::optional<DigestAlgorithm> digest_algorithm_from(std::string_view token) noexcept;

// Lower-case hexadecimal digits of a digest: 64, for MD5 32 (RFC 8760 2.2).
constexpr std::size_t digest_length(DigestAlgorithm algorithm) noexcept {
    return algorithm == DigestAlgorithm::md5 ? 32 : 64;
}

class DigestHash {
public:
    virtual ~DigestHash() = default;

    // digest_length(algorithm) lower-case hexadecimal digits.
    virtual std::string hex(DigestAlgorithm algorithm, std::string_view octets) const = 0;
};

// Deterministic, quick, and worth nothing against anybody: for tests.
class ToyHash final : public DigestHash {
public:
    std::string hex(DigestAlgorithm algorithm, std::string_view octets) const override;
};

}  // namespace starzero::model
