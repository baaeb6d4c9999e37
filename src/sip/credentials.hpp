// Authorization and WWW-Authenticate: scheme LWS auth-param *( COMMA auth-param )
// (RFC 3261 20.7, 20.44, 25.1; RFC 7616 3.3 and 3.4; RFC 8760). One row holds one value: these
// fields are never joined by commas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/cursor.hpp"
#include "starzero/sip/limits.hpp"
#include "starzero/sip/param.hpp"

namespace starzero::sip {

struct AuthValue {
    std::string_view scheme;    // Digest, Basic, any token
    std::vector<Param> params;  // values as written, quotes included; no name stands twice

    // The value of a parameter without quotes and quoted-pairs; nothing if it is absent.
    std::optional<std::string> text(std::string_view name) const;
    bool is_quoted(std::string_view name) const noexcept;
};

// Errors: token (no scheme), parameter, quoted_string, duplicate, too_many, trailing. The
// parameters of a scheme other than Digest are not read: params stays empty.
Result<AuthValue> parse_auth_value(std::string_view row, const Limits& limits = {});

// scheme p=v, p=v as written. Appends; parse reads it back.
void append_auth_value(std::string& out, const AuthValue& value);

// Eight lower-case or upper-case hexadecimal digits (RFC 7616 3.4). Errors: number.
Result<std::uint32_t> parse_nonce_count(std::string_view text) noexcept;

}  // namespace starzero::sip
