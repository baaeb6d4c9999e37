#include "starzero/sip/host.hpp"

#include <algorithm>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

// dec-octet: 0..255 without leading zeros (RFC 5954 4.1).
bool read_dec_octet(std::string_view text, std::uint8_t& out) noexcept {
    if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return false;
    const auto value = parse_number(text, 255);
    if (!value) return false;
    out = static_cast<std::uint8_t>(*value);
    return true;
}

bool read_ipv4(std::string_view text, std::uint8_t* out) noexcept {
    for (int i = 0; i < 4; ++i) {
        const std::size_t dot = i < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos || !read_dec_octet(text.substr(0, dot), out[i])) {
            return false;
        }
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return text.empty();
}

bool read_group(std::string_view text, std::uint8_t* out) noexcept {
    if (text.empty() || text.size() > 4) return false;
    int value = 0;
    for (const char c : text) {
        const int digit = hex_value(c);
        if (digit < 0) return false;
        value = value * 16 + digit;
    }
    out[0] = static_cast<std::uint8_t>(value >> 8);
    out[1] = static_cast<std::uint8_t>(value & 255);
    return true;
}

// Groups between colons into out; the last may be an IPv4 address. Returns octets or -1.
int read_groups(std::string_view text, bool ipv4_last, std::array<std::uint8_t, 16>& out) noexcept {
    int used = 0;
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view group = text.substr(0, colon);
        const bool last = colon == std::string_view::npos;
        if (last && ipv4_last && group.find('.') != std::string_view::npos) {
            if (used > 12 || !read_ipv4(group, out.data() + used)) return -1;
            return used + 4;
        }
        if (used > 14 || !read_group(group, out.data() + used)) return -1;
        used += 2;
        if (last) return used;
        text.remove_prefix(colon + 1);
        if (text.empty()) return -1;
    }
    return used;
}

bool read_ipv6(std::string_view text, std::array<std::uint8_t, 16>& out) noexcept {
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) return read_groups(text, true, out) == 16;
    std::array<std::uint8_t, 16> tail{};
    const int front = read_groups(text.substr(0, gap), false, out);
    const int back = read_groups(text.substr(gap + 2), true, tail);
    if (front < 0 || back < 0 || front + back > 14) return false;
    std::fill(out.begin() + front, out.end(), std::uint8_t{0});
    std::copy(tail.begin(), tail.begin() + back, out.end() - back);
    return true;
}

// hostname = *( domainlabel "." ) toplabel [ "." ]; returns the offset of the first fault.
Result<void> check_name(std::string_view text) noexcept {
    std::string_view rest = text;
    if (rest.ends_with('.')) rest.remove_suffix(1);
    std::size_t start = 0;
    while (true) {
        const std::size_t dot = std::min(rest.find('.', start), rest.size());
        const std::string_view label = rest.substr(start, dot - start);
        if (label.empty() || label.front() == '-' || label.back() == '-' ||
            !all_of(label, CharClass::label)) {
            return fail(ErrorKind::host, start);
        }
        if (dot == rest.size()) {
            if (!is(label.front(), CharClass::alpha)) return fail(ErrorKind::host, start);
            return {};
        }
        start = dot + 1;
    }
}

bool looks_numeric(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c == '.' || is(c, CharClass::digit); });
}

}  // namespace

Result<Host> parse_ipv6(std::string_view text) noexcept {
    Host host{HostKind::ipv6, text, {}};
    if (!read_ipv6(text, host.address)) return fail(ErrorKind::host, 0);
    return host;
}

Result<Host> parse_host(std::string_view text) noexcept {
    if (text.empty()) return fail(ErrorKind::host, 0);
    if (text.front() == '[') {
        if (text.size() < 2 || text.back() != ']') return fail(ErrorKind::host, 0);
        auto host = parse_ipv6(text.substr(1, text.size() - 2));
        if (host) host->text = text;
        return host;
    }
    Host host{HostKind::name, text, {}};
    if (looks_numeric(text)) {
        host.kind = HostKind::ipv4;
        if (!read_ipv4(text, host.address.data())) return fail(ErrorKind::host, 0);
        return host;
    }
    if (const auto checked = check_name(text); !checked) return std::unexpected(checked.error());
    return host;
}

bool equal(const Host& a, const Host& b) noexcept {
    if (a.kind != b.kind) return false;
    return a.kind == HostKind::name ? iequals(a.text, b.text) : a.address == b.address;
}

void append_canonical(std::string& out, const Host& host) {
    if (host.kind == HostKind::name) {
        for (const char c : host.text) out.push_back(lower(c));
    } else if (host.kind == HostKind::ipv4) {
        for (std::size_t i = 0; i < 4; ++i) {
            if (i != 0) out.push_back('.');
            append_number(out, host.address[i]);
        }
    } else {
        constexpr std::string_view digits = "0123456789abcdef";
        out.push_back('[');
        for (std::size_t i = 0; i < 16; i += 2) {
            if (i != 0) out.push_back(':');
            for (const std::size_t k : {i, i + 1}) {
                out.push_back(digits[host.address[k] >> 4]);
                out.push_back(digits[host.address[k] & 15]);
            }
        }
        out.push_back(']');
    }
}

}  // namespace starzero::sip
