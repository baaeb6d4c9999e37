#include "starzero/sip/contact.hpp"

#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

// STAR stands alone in its row; what it may stand beside over all rows is the caller's check. A
// display name may begin with it, or be it: '*' is a character of a token (25.1).
bool eat_star(Cursor& cursor, const Limits& limits) {
    Cursor name = cursor;
    if (!cursor.at('*') || parse_name_addr(name, limits)) return false;
    cursor.eat('*');
    cursor.skip_white();
    return true;
}

}  // namespace

Result<void> parse_contact_row(std::string_view row, ContactList& list, const Limits& limits) {
    Cursor cursor(row);
    do {
        cursor.skip_white();
        const std::size_t start = cursor.offset();
        if (eat_star(cursor, limits)) {
            if (list.wildcard || !list.contacts.empty() || !cursor.done()) {
                return fail(ErrorKind::wildcard, start);
            }
            list.wildcard = true;
            return {};
        }
        auto value = parse_name_addr(cursor, limits);
        if (!value) return std::unexpected(value.error());
        if (list.wildcard) return fail(ErrorKind::wildcard, start);
        if (list.contacts.size() == limits.list_values) return fail(ErrorKind::too_many, start);
        if (list.contacts.empty()) list.contacts.reserve(4);
        list.contacts.push_back({trim(cursor.since(start)), std::move(*value)});
    } while (cursor.eat(','));
    if (!cursor.done()) return cursor.error(ErrorKind::trailing);
    return {};
}

Interval read_interval(std::string_view text) noexcept {
    const auto seconds = parse_delta_seconds(text);
    if (!seconds) return {Interval::Form::malformed, 0};
    return {Interval::Form::given, *seconds};
}

Interval interval_of(const Contact& contact) noexcept {
    const Param* param = find_param(contact.value.params, "expires");
    if (param == nullptr) return {};
    return param->value ? read_interval(*param->value) : Interval{Interval::Form::malformed, 0};
}

Result<std::optional<std::uint16_t>> qvalue_of(const Contact& contact) noexcept {
    const Param* param = find_param(contact.value.params, "q");
    if (param == nullptr) return std::optional<std::uint16_t>{};
    if (!param->value) return fail(ErrorKind::number, 0);
    const auto q = parse_qvalue(*param->value);
    if (!q) return std::unexpected(q.error());
    return std::optional<std::uint16_t>{*q};
}

void append_contact_list(std::string& out, const ContactList& list) {
    if (list.wildcard) out.push_back('*');
    bool first = true;
    for (const Contact& contact : list.contacts) {
        if (!first) out.append(", ");
        append_name_addr(out, contact.value);
        first = false;
    }
}

}  // namespace starzero::sip
