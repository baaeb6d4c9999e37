#include "starzero/registrar/keyed_hash.hpp"

#include "starzero/sip/chars.hpp"

#include <bit>
#include <cstring>

namespace starzero::registrar {

namespace {

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() noexcept {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }

    void absorb(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        v0 ^= word;
    }
};

// Octets in little-endian order whatever the machine, so that tags repeat everywhere.
STARZERO_UNCOUNTED std::uint64_t load(const char* octets, std::size_t count) noexcept {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
        word |= static_cast<std::uint64_t>(static_cast<unsigned char>(octets[i])) << (8 * i);
    }
    return word;
}

}  // namespace

std::uint64_t keyed_hash(const HashKey& key, std::string_view octets) noexcept {
    State state{key.first ^ 0x736f6d6570736575ULL, key.second ^ 0x646f72616e646f6dULL,
                key.first ^ 0x6c7967656e657261ULL, key.second ^ 0x7465646279746573ULL};
    std::size_t at = 0;
    for (; at + 8 <= octets.size(); at += 8) state.absorb(load(octets.data() + at, 8));
    const auto tail = load(octets.data() + at, octets.size() - at);
    state.absorb(tail | static_cast<std::uint64_t>(octets.size() & 0xFF) << 56);
    state.v2 ^= 0xFF;
    for (int i = 0; i < 3; ++i) state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace starzero::registrar
