#include "starzero/sip/credentials.hpp"

#include "starzero/sip/escape.hpp"
#include "starzero/sip/name_addr.hpp"

namespace starzero::sip {

namespace {

// token EQUAL ( token / quoted-string ); every auth-param has a value.
Result<Param> parse_auth_param(Cursor& cursor) {
    Param param{cursor.take(CharClass::token), std::nullopt};
    if (param.name.empty()) return cursor.error(ErrorKind::parameter);
    if (!cursor.eat_separator('=')) return cursor.error(ErrorKind::parameter);
    if (cursor.at('"')) {
        const auto quoted = cursor.quoted_string();
        if (!quoted) return std::unexpected(quoted.error());
        param.value = *quoted;
        return param;
    }
    param.value = cursor.take(CharClass::token);
    if (param.value->empty()) return cursor.error(ErrorKind::parameter);
    return param;
}

}  // namespace

std::optional<std::string> AuthValue::text(std::string_view name) const {
    const Param* param = find_param(params, name);
    if (param == nullptr || !param->value) return std::nullopt;
    return plain_display(*param->value);
}

bool AuthValue::is_quoted(std::string_view name) const noexcept {
    const Param* param = find_param(params, name);
    return param != nullptr && param->quoted();
}

Result<AuthValue> parse_auth_value(std::string_view row, const Limits& limits) {
    Cursor cursor(row);
    cursor.skip_white();
    AuthValue value{cursor.take(CharClass::token), {}};
    if (value.scheme.empty()) return cursor.error(ErrorKind::token);
    const bool white = cursor.skip_white();
    if (!iequals(value.scheme, "Digest")) return value;
    if (!white) return cursor.error(ErrorKind::parameter);
    do {
        const std::size_t start = cursor.offset();
        const auto param = parse_auth_param(cursor);
        if (!param) return std::unexpected(param.error());
        if (value.params.size() == limits.params) return fail(ErrorKind::too_many, start);
        if (find_param(value.params, param->name)) return fail(ErrorKind::duplicate, start);
        if (value.params.empty()) value.params.reserve(10);
        value.params.push_back(*param);
    } while (cursor.eat_separator(','));
    cursor.skip_white();
    if (!cursor.done()) return cursor.error(ErrorKind::trailing);
    return value;
}

void append_auth_value(std::string& out, const AuthValue& value) {
    out.append(value.scheme);
    char separator = ' ';
    for (const Param& param : value.params) {
        if (separator == ',') out.push_back(',');
        out.append(" ").append(param.name).append("=");
        append_unfolded(out, *param.value);
        separator = ',';
    }
}

Result<std::uint32_t> parse_nonce_count(std::string_view text) noexcept {
    if (text.size() != 8) return fail(ErrorKind::number, 0);
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int digit = hex_value(text[i]);
        if (digit < 0) return fail(ErrorKind::number, i);
        value = value << 4 | static_cast<std::uint32_t>(digit);
    }
    return value;
}

}  // namespace starzero::sip
