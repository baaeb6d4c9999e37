// SipHash-1-3 under a secret key: peers choose AORs, Call-IDs and branches, so a plain hash
// would let them choose the collisions too (requirement O-25).
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace starzero::registrar {

struct HashKey {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
};

std::uint64_t keyed_hash(const HashKey& key, std::string_view octets) noexcept;

// For unordered containers of strings, with look-up by view.
struct KeyedHasher {
    using is_transparent = void;
    HashKey key;
    std::size_t operator()(std::string_view octets) const noexcept {
        return static_cast<std::size_t>(keyed_hash(key, octets));
    }
};

}  // namespace starzero::registrar
