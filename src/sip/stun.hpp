// The one use that outbound makes of STUN: a Binding request as keep-alive over UDP, answered with
// the address it came from (RFC 5626 section 8; RFC 5389 sections 6, 15.2).
#pragma once

#include <string>
#include <string_view>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

// The first octet tells STUN (0 or 1) from SIP (RFC 5626 section 8).
constexpr bool looks_like_stun(std::string_view octets) noexcept {
    return !octets.empty() && (octets[0] == '\x00' || octets[0] == '\x01');
}

// The transaction id (12 octets) of a Binding request. Errors: truncated, token (another type or
// no magic cookie), trailing (a length that is not the datagram's).
Result<std::string_view> parse_stun_binding_request(std::string_view octets) noexcept;

// Binding success response with XOR-MAPPED-ADDRESS. source is address:port, IPv6 in brackets;
// empty if it cannot be read.
std::string stun_binding_response(std::string_view transaction, std::string_view source);

// The address:port of the response's XOR-MAPPED-ADDRESS, for whoever checks one.
Result<std::string> parse_stun_binding_response(std::string_view octets);

}  // namespace starzero::sip
