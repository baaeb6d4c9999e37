#include "starzero/model/flow.hpp"

#include <array>

namespace starzero::model {

namespace {
constexpr std::array<std::string_view, 5> words{"udp", "tcp", "tls", "ws", "wss"};
}

std::string_view to_string(Transport transport) noexcept {
    return words[static_cast<std::size_t>(transport)];
}

std::optional<Transport> transport_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word) return static_cast<Transport>(i);
    }
    return std::nullopt;
}

}  // namespace starzero::model
