#include "starzero/sip/name_addr.hpp"

namespace starzero::sip {

namespace {

// *( token LWS ) before a bracket, the LWS optional (erratum 5598, T-4475-lwsdisp). Leaves the
// cursor where it was, and returns nothing, if no bracket follows.
std::string_view unquoted_display(Cursor& cursor) noexcept {
    const std::size_t start = cursor.offset();
    std::size_t end = start;
    while (!cursor.take(CharClass::token).empty()) {
        end = cursor.offset();
        cursor.skip_white();
    }
    if (cursor.at('<')) return cursor.text().substr(start, end - start);
    cursor.rewind(start);
    return {};
}

std::unexpected<ParseError> inside(const ParseError& error, std::size_t start) noexcept {
    return fail(error.kind, start + error.offset);
}

Result<Uri> bracketed_uri(Cursor& cursor, const Limits& limits) {
    const std::size_t start = cursor.offset() + 1;
    const std::size_t close = cursor.text().find('>', start);
    if (close == std::string_view::npos) return cursor.error(ErrorKind::name_addr);
    auto uri = parse_uri(cursor.text().substr(start, close - start), limits);
    if (!uri) return inside(uri.error(), start);
    cursor.rewind(close + 1);
    return uri;
}

// addr-spec outside brackets: no comma, semicolon or question mark of its own (20.10).
Result<Uri> plain_uri(Cursor& cursor, const Limits& limits) {
    const std::size_t start = cursor.offset();
    const std::size_t stop = cursor.text().find_first_of(std::string_view(",;?<>\" \t\r\n"), start);
    const std::size_t end = stop == std::string_view::npos ? cursor.text().size() : stop;
    if (end < cursor.text().size() && cursor.text()[end] == '?') {
        return fail(ErrorKind::name_addr, end);
    }
    auto uri = parse_uri(cursor.text().substr(start, end - start), limits);
    if (!uri) return inside(uri.error(), start);
    cursor.rewind(end);
    return uri;
}

}  // namespace

Result<NameAddr> parse_name_addr(Cursor& cursor, const Limits& limits) {
    NameAddr value;
    cursor.skip_white();
    if (cursor.done()) return cursor.error(ErrorKind::empty);
    if (cursor.at('"')) {
        const auto quoted = cursor.quoted_string();
        if (!quoted) return std::unexpected(quoted.error());
        value.display = *quoted;
        cursor.skip_white();
        if (!cursor.at('<')) return cursor.error(ErrorKind::name_addr);
    } else if (!cursor.at('<')) {
        value.display = unquoted_display(cursor);
    }
    value.bracketed = cursor.at('<');
    auto uri = value.bracketed ? bracketed_uri(cursor, limits) : plain_uri(cursor, limits);
    if (!uri) return std::unexpected(uri.error());
    value.uri = std::move(*uri);
    auto params = parse_params(cursor, limits);
    if (!params) return std::unexpected(params.error());
    value.params = std::move(*params);
    cursor.skip_white();
    return value;
}

Result<NameAddr> parse_single_name_addr(std::string_view text, const Limits& limits) {
    Cursor cursor(text);
    auto value = parse_name_addr(cursor, limits);
    if (value && !cursor.done()) return cursor.error(ErrorKind::trailing);
    return value;
}

void append_name_addr(std::string& out, const NameAddr& value) {
    if (!value.display.empty()) {
        append_unfolded(out, value.display);
        out.push_back(' ');
    }
    out.append("<").append(value.uri.text).append(">");
    for (const Param& param : value.params) append_param(out, param);
}

std::string plain_display(std::string_view display) {
    std::string text;
    if (!display.starts_with('"')) {
        append_unfolded(text, display);
        return text;
    }
    std::string unfolded;
    append_unfolded(unfolded, display.substr(1, display.size() - 2));
    for (std::size_t i = 0; i < unfolded.size(); ++i) {
        if (unfolded[i] == '\\' && i + 1 < unfolded.size()) ++i;
        text.push_back(unfolded[i]);
    }
    return text;
}

std::string quote_display(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '\r' || c == '\n') continue;
        if (c == '"' || c == '\\' || (is(c, CharClass::control) && c != '\t')) quoted += '\\';
        quoted += c;
    }
    quoted += '"';
    return quoted;
}

}  // namespace starzero::sip
