#include "starzero/sip/start_line.hpp"

#include "starzero/sip/chars.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

// SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
bool is_sip_version(std::string_view text) noexcept {
    if (text.size() < 7 || !iequals(text.substr(0, 4), "SIP/")) return false;
    const auto number = text.substr(4);
    const std::size_t dot = number.find('.');
    return dot != 0 && dot != std::string_view::npos && dot + 1 < number.size() &&
           all_of(number.substr(0, dot), CharClass::digit) &&
           all_of(number.substr(dot + 1), CharClass::digit);
}

Result<void> check_version(std::string_view text, std::size_t offset) noexcept {
    if (!is_sip_version(text)) return fail(ErrorKind::start_line, offset);
    if (text.substr(4) != "2.0") return fail(ErrorKind::version, offset);
    return {};
}

ParsedStartLine parse_status_line(std::string_view text) noexcept {
    ParsedStartLine parsed;
    const std::size_t blank = text.find(' ');
    parsed.line.version = text.substr(0, blank);
    const auto rest = text.substr(blank + 1);
    const auto code = parse_number(rest.substr(0, 3), 699);
    parsed.verdict = check_version(parsed.line.version, 0);
    if (!code || *code < 100 || rest.size() < 4 || rest[3] != ' ') {
        parsed.verdict = fail(ErrorKind::start_line, blank + 1);
        return parsed;
    }
    parsed.line.status = static_cast<int>(*code);
    parsed.line.reason = rest.substr(4);
    return parsed;
}

}  // namespace

ParsedStartLine parse_start_line(std::string_view text) noexcept {
    const std::size_t first = text.find(' ');
    if (first != std::string_view::npos && is_sip_version(text.substr(0, first))) {
        return parse_status_line(text);
    }
    ParsedStartLine parsed;
    parsed.line.request = true;
    parsed.line.method = text.substr(0, first);
    if (first == std::string_view::npos || parsed.line.method.empty() ||
        !all_of(parsed.line.method, CharClass::token)) {
        parsed.verdict = fail(ErrorKind::start_line, 0);
        return parsed;
    }
    const std::size_t last = text.rfind(' ');
    parsed.line.version = text.substr(last + 1);
    if (last != first) parsed.line.uri = text.substr(first + 1, last - first - 1);
    const bool plain =
        parsed.line.uri.find_first_of(std::string_view(" \t\r\n")) == std::string_view::npos;
    if (parsed.line.uri.empty() || !plain) {
        parsed.verdict = fail(ErrorKind::start_line, first + 1);
    } else {
        parsed.verdict = check_version(parsed.line.version, last + 1);
    }
    return parsed;
}

void append_start_line(std::string& out, const StartLine& line) {
    if (line.request) {
        out.append(line.method).append(" ").append(line.uri).append(" SIP/2.0");
        return;
    }
    out.append("SIP/2.0 ");
    append_number(out, static_cast<std::uint64_t>(line.status));
    out.append(" ").append(line.reason);
}

}  // namespace starzero::sip
