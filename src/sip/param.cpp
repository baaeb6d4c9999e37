#include "starzero/sip/param.hpp"

#include <algorithm>

#include "starzero/sip/host.hpp"

namespace starzero::sip {

namespace {

// token / host: brackets and colons occur only in addresses, with or without brackets (25.1, Via).
Result<std::string_view> plain_value(Cursor& cursor) {
    const std::size_t start = cursor.offset();
    while (!cursor.done()) {
        const char c = cursor.rest().front();
        if (!is(c, CharClass::token) && c != '[' && c != ']' && c != ':') break;
        cursor.eat(c);
    }
    const auto value = cursor.since(start);
    if (value.empty()) return fail(ErrorKind::parameter, start);
    if (!all_of(value, CharClass::token) && !parse_host(value) && !parse_ipv6(value)) {
        return fail(ErrorKind::parameter, start);
    }
    return value;
}

Result<Param> parse_param(Cursor& cursor) {
    Param param{cursor.take(CharClass::token), std::nullopt};
    if (param.name.empty()) return cursor.error(ErrorKind::parameter);
    if (!cursor.eat_separator('=')) return param;
    const auto value = cursor.at('"') ? cursor.quoted_string() : plain_value(cursor);
    if (!value) return std::unexpected(value.error());
    param.value = *value;
    return param;
}

}  // namespace

Result<std::vector<Param>> parse_params(Cursor& cursor, const Limits& limits) {
    std::vector<Param> params;
    while (cursor.eat_separator(';')) {
        const std::size_t start = cursor.offset();
        const auto param = parse_param(cursor);
        if (!param) return std::unexpected(param.error());
        if (params.size() == limits.params) return fail(ErrorKind::too_many, start);
        if (find_param(params, param->name) != nullptr) return fail(ErrorKind::duplicate, start);
        if (params.empty()) params.reserve(4);
        params.push_back(*param);
    }
    return params;
}

const Param* find_param(const std::vector<Param>& params, std::string_view name) noexcept {
    const auto found =
        std::ranges::find_if(params, [&](const Param& p) { return iequals(p.name, name); });
    return found == params.end() ? nullptr : &*found;
}

void append_param(std::string& out, const Param& param) {
    out.append(";").append(param.name);
    if (!param.value) return;
    out.push_back('=');
    append_unfolded(out, *param.value);
}

bool equal(const std::vector<Param>& a, const std::vector<Param>& b) noexcept {
    return a.size() == b.size() && std::ranges::all_of(a, [&](const Param& x) {
               const Param* y = find_param(b, x.name);
               return y != nullptr && x.value == y->value;
           });
}

}  // namespace starzero::sip
