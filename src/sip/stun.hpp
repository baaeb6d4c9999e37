// The one use that outbound makes of STUN: a Binding request as keep-alive over UDP, answered with
// the address it came from (RFC 5626 section 8; RFC 5389 sections 6, 15.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

// The first octet tells STUN (0 or 1) from SIP (RFC 5626 section 8).
constexpr bool looks_like_stun(std::string_view octets) noexcept {
    return !octets.empty() && (octets[0] == '\x00' || octets[0] == '\x01');
}

struct StunRequest {
    std::string_view transaction;        // 12 octets
    std::vector<std::uint16_t> unknown;  // comprehension-required attributes (RFC 5389 7.3.1)
};

// A Binding request. Errors: truncated, token (another type or no magic cookie), trailing (a length
// that is not the datagram's, attributes that do not fill it).
Result<StunRequest> parse_stun_binding_request(std::string_view octets);

// Binding success response with XOR-MAPPED-ADDRESS. source is address:port, IPv6 in brackets;
// empty if it cannot be read.
std::string stun_binding_response(std::string_view transaction, std::string_view source);

// 420 with UNKNOWN-ATTRIBUTES (RFC 5389 7.3.1, 15.6, 15.9).
std::string stun_unknown_attributes_response(const StunRequest& request);

// The address:port of the response's XOR-MAPPED-ADDRESS among its attributes, for whoever checks.
Result<std::string> parse_stun_binding_response(std::string_view octets);

}  // namespace starzero::sip
