// %HH escapes of SIP URIs (RFC 3261 19.1.2): one pass, never recursive (requirement P-09).
#pragma once

#include <string>
#include <string_view>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/error.hpp"

namespace starzero::sip {

// Value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    const char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// Is every octet of the class, or a whole escape? The offset says where it is not.
Result<void> check_escaped(std::string_view text, CharClass cls) noexcept;

// All escapes decoded once; an ill-formed one stays as it is. Appends.
void append_unescaped(std::string& out, std::string_view text);

// Octets outside unreserved as upper-case %HH. Appends. Injective.
void append_escaped(std::string& out, std::string_view octets);

// Equality where an escaped octet equals the octet itself unless that octet is reserved
// (RFC 3261 19.1.4: reserved characters are ; / ? : @ & = + $ ,). Allocates nothing.
bool equal_escaped(std::string_view a, std::string_view b, bool fold_case) noexcept;

}  // namespace starzero::sip
