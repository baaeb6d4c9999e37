#include "starzero/model/digest.hpp"

namespace starzero::model {

namespace {

constexpr std::array<std::string_view, 3> tokens{"SHA-512-256", "SHA-256", "MD5"};

bool equal_tokens(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const bool lower = b[i] >= 'a' && b[i] <= 'z';
        if (a[i] != (lower ? static_cast<char>(b[i] - 32) : b[i])) return false;
    }
    return true;
}

}  // namespace

std::string_view to_string(DigestAlgorithm algorithm) noexcept {
    return tokens[static_cast<std::size_t>(algorithm)];
}

std::optional<DigestAlgorithm> digest_algorithm_from(std::string_view token) noexcept {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (equal_tokens(tokens[i], token)) return static_cast<DigestAlgorithm>(i);
    }
    return std::nullopt;
}

std::string ToyHash::hex(DigestAlgorithm algorithm, std::string_view octets) const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    std::uint64_t state = 0xcbf29ce484222325ULL + static_cast<std::uint64_t>(algorithm);
    for (const char c : octets) {
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    while (text.size() < digest_length(algorithm)) {
        state ^= state >> 29;
        state *= 0xbf58476d1ce4e5b9ULL;
        state ^= state >> 32;
        text.push_back(digits[state & 15]);
    }
    return text;
}

}  // namespace starzero::model
