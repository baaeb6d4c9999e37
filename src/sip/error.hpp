// What can be wrong with SIP text: a kind and the octet where it was noticed.
// Nothing in src/sip throws across its boundary; every parser is total and bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace starzero::sip {

enum class ErrorKind : std::uint8_t {
    empty,           // nothing where a value must stand
    truncated,       // the text ends inside an element
    line_ending,     // a line that does not end in CRLF (RFC 3261 section 7)
    start_line,      // neither Request-Line nor Status-Line (7.1, 7.2)
    version,         // SIP, but not 2.0 (21.5.6)
    header_name,     // no token before the colon, or no colon (7.3.1)
    token,           // a token was needed (25.1)
    quoted_string,   // open or ill-formed quoted-string (25.1)
    escape,          // % without two hexadecimal digits (19.1.2)
    scheme,          // no URI scheme
    userinfo,        // empty user before @, or octets that need escaping (19.1.1)
    host,            // not a hostname, IPv4address or IPv6reference (25.1, RFC 5954)
    port,            // not 1..65535
    parameter,       // ill-formed parameter
    duplicate,       // a parameter name twice (7.3.1, 19.1.1)
    uri_header,      // ill-formed ?headers of a URI
    opaque_uri,      // ill-formed absoluteURI
    name_addr,       // brackets or display name out of order (20.10)
    wildcard,        // * with company or with parameters (10.2.2)
    number,          // not 1*DIGIT
    range,           // digits, but above the field's bound
    call_id,         // not word or word@word
    date,            // not an RFC 1123 date in GMT (20.17)
    content_length,  // unreadable or contradicting Content-Length (18.3)
    body_short,      // fewer octets than Content-Length says (18.3)
    trailing,        // octets after a complete value
    too_large,       // above a limit of octets
    too_many,        // above a limit of elements
};

// A short constant word for the kind, for people and for logs.
std::string_view to_string(ErrorKind kind) noexcept;

struct ParseError {
    ErrorKind kind{};
    std::size_t offset{};  // octets from the start of the text that was given, <= its length
    friend bool operator==(const ParseError&, const ParseError&) = default;
};

template <class T>
using Result = std::expected<T, ParseError>;

inline std::unexpected<ParseError> fail(ErrorKind kind, std::size_t offset) noexcept {
    return std::unexpected(ParseError{kind, offset});
}

}  // namespace starzero::sip
