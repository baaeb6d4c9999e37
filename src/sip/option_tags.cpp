#include "starzero/sip/option_tags.hpp"

#include <algorithm>

#include "starzero/sip/cursor.hpp"

namespace starzero::sip {

Result<void> parse_option_tags(std::string_view row, std::vector<std::string_view>& tags,
                               const Limits& limits) {
    Cursor cursor(row);
    cursor.skip_white();
    if (cursor.done()) return {};
    do {
        const auto tag = cursor.take(CharClass::token);
        if (tag.empty()) return cursor.error(ErrorKind::token);
        if (tags.size() == limits.list_values) return cursor.error(ErrorKind::too_many);
        tags.push_back(tag);
    } while (cursor.eat_separator(','));
    cursor.skip_white();
    if (!cursor.done()) return cursor.error(ErrorKind::trailing);
    return {};
}

bool contains_tag(const std::vector<std::string_view>& tags, std::string_view tag) noexcept {
    return std::ranges::any_of(tags, [&](std::string_view known) { return iequals(known, tag); });
}

}  // namespace starzero::sip
