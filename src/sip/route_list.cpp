#include "starzero/sip/route_list.hpp"

namespace starzero::sip {

Result<void> parse_route_row(std::string_view row, std::vector<RouteValue>& list,
                             const Limits& limits) {
    Cursor cursor(row);
    do {
        cursor.skip_white();
        const std::size_t start = cursor.offset();
        auto value = parse_name_addr(cursor, limits);
        if (!value) return std::unexpected(value.error());
        if (!value->bracketed) return fail(ErrorKind::name_addr, start);
        if (!value->uri.is_sip()) return fail(ErrorKind::scheme, start);
        if (list.size() == limits.list_values) return fail(ErrorKind::too_many, start);
        list.push_back({trim(cursor.since(start)), std::move(*value)});
    } while (cursor.eat(','));
    if (!cursor.done()) return cursor.error(ErrorKind::trailing);
    return {};
}

void append_route_value(std::string& out, const RouteValue& value) {
    append_name_addr(out, value.value);
}

}  // namespace starzero::sip
