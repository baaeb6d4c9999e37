// host = hostname / IPv4address / IPv6reference (RFC 3261 25.1, addresses as in RFC 5954).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

enum class HostKind : std::uint8_t { name, ipv4, ipv6 };

struct Host {
    HostKind kind = HostKind::name;
    std::string_view text;                   // as written, brackets included
    std::array<std::uint8_t, 16> address{};  // network order; 4 octets used for IPv4
};

// The whole text is one host. An IPv6 address needs its brackets.
Result<Host> parse_host(std::string_view text) noexcept;

// An IPv6 address without brackets, as Via's received may carry it (25.1).
Result<Host> parse_ipv6(std::string_view text) noexcept;

// Names without regard to case, addresses by value (RFC 5954 4.2); a name never equals an
// address, an IPv4-mapped IPv6 address never equals the IPv4 address (D-26).
bool equal(const Host& a, const Host& b) noexcept;

// Lower-case name, dotted quad, or eight bracketed groups: equal hosts print alike. Appends.
void append_canonical(std::string& out, const Host& host);

}  // namespace starzero::sip
