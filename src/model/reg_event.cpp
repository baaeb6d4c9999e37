#include "starzero/model/reg_event.hpp"

#include <array>

namespace starzero::model {

namespace {
constexpr std::array<std::string_view, 5> words{"registered", "refreshed", "shortened", "expired",
                                                "unregistered"};
}

std::string_view to_string(RegEventKind kind) noexcept {
    return words[static_cast<std::size_t>(kind)];
}

std::optional<RegEventKind> reg_event_kind_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word) return static_cast<RegEventKind>(i);
    }
    return std::nullopt;
}

}  // namespace starzero::model
