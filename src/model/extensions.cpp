#include "starzero/model/extensions.hpp"

#include <algorithm>

namespace starzero::model {

namespace {

constexpr std::array<std::string_view, extension_count> words{"path", "outbound", "gruu",  "gin",
                                                              "push", "sips",     "digest"};

}  // namespace

std::string_view to_string(Extension extension) noexcept {
    return words[static_cast<std::size_t>(extension)];
}

std::optional<Extension> extension_from(std::string_view word) noexcept {
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Extension>(found - words.begin());
}

}  // namespace starzero::model
