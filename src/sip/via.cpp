#include "starzero/sip/via.hpp"

#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

constexpr std::string_view cookie = "z9hG4bK";

Result<std::string_view> token_at(Cursor& cursor) noexcept {
    const auto token = cursor.take(CharClass::token);
    if (token.empty()) return cursor.error(ErrorKind::token);
    return token;
}

Result<void> read_protocol(Cursor& cursor, Via& via) noexcept {
    for (std::string_view* part : {&via.protocol, &via.version, &via.transport}) {
        const auto token = token_at(cursor);
        if (!token) return std::unexpected(token.error());
        *part = *token;
        if (part != &via.transport && !cursor.eat_separator('/')) {
            return cursor.error(ErrorKind::token);
        }
    }
    return cursor.skip_white() ? Result<void>{} : cursor.error(ErrorKind::token);
}

Result<void> read_sent_by(Cursor& cursor, Via& via) noexcept {
    const std::size_t start = cursor.offset();
    if (cursor.at('[')) {
        const std::size_t close = cursor.text().find(']', start);
        if (close == std::string_view::npos) return cursor.error(ErrorKind::host);
        cursor.rewind(close + 1);
    } else {
        while (!cursor.done() && (is(cursor.rest().front(), CharClass::label) || cursor.at('.'))) {
            cursor.eat(cursor.rest().front());
        }
    }
    const auto host = parse_host(cursor.since(start));
    if (!host) return fail(host.error().kind, start + host.error().offset);
    via.host = *host;
    if (!cursor.eat_separator(':')) return {};
    const std::size_t digits = cursor.offset();
    const auto port = parse_number(cursor.take(CharClass::digit), 65535);
    if (!port || *port == 0) return fail(ErrorKind::port, digits);
    via.port = static_cast<std::uint16_t>(*port);
    return {};
}

}  // namespace

std::string_view Via::branch() const noexcept {
    const Param* param = find_param(params, "branch");
    return param != nullptr && param->value ? *param->value : std::string_view{};
}

bool Via::has_cookie() const noexcept {
    return branch().size() > cookie.size() && branch().starts_with(cookie);
}

Result<Via> parse_via(Cursor& cursor, const Limits& limits) {
    Via via;
    cursor.skip_white();
    if (cursor.done()) return cursor.error(ErrorKind::empty);
    if (const auto ok = read_protocol(cursor, via); !ok) return std::unexpected(ok.error());
    if (const auto ok = read_sent_by(cursor, via); !ok) return std::unexpected(ok.error());
    auto params = parse_params(cursor, limits);
    if (!params) return std::unexpected(params.error());
    via.params = std::move(*params);
    cursor.skip_white();
    return via;
}

Result<void> parse_via_row(std::string_view row, std::vector<Via>& vias, const Limits& limits) {
    Cursor cursor(row);
    do {
        auto via = parse_via(cursor, limits);
        if (!via) return std::unexpected(via.error());
        if (vias.size() == limits.list_values) return cursor.error(ErrorKind::too_many);
        vias.push_back(std::move(*via));
    } while (cursor.eat(','));
    if (!cursor.done()) return cursor.error(ErrorKind::trailing);
    return {};
}

void append_via(std::string& out, const Via& via) {
    out.append(via.protocol).append("/").append(via.version).append("/").append(via.transport);
    out.append(" ").append(via.host.text);
    if (via.port != 0) {
        out.push_back(':');
        append_number(out, via.port);
    }
    for (const Param& param : via.params) append_param(out, param);
}

bool equal(const Via& a, const Via& b) noexcept {
    return iequals(a.protocol, b.protocol) && a.version == b.version &&
           iequals(a.transport, b.transport) && equal(a.host, b.host) && a.port == b.port &&
           equal(a.params, b.params);
}

}  // namespace starzero::sip
