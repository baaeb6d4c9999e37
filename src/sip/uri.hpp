// SIP-URI, SIPS-URI and absoluteURI (RFC 3261 19.1.1 and 25.1). Views into the given text.
//   sip:user:password@host:port;params?headers
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/error.hpp"
#include "starzero/sip/host.hpp"
#include "starzero/sip/limits.hpp"

namespace starzero::sip {

enum class Scheme : std::uint8_t { sip, sips, other };

struct UriParam {
    std::string_view name;                  // as written, escapes kept
    std::optional<std::string_view> value;  // never empty when present
};

struct UriHeader {
    std::string_view name;
    std::string_view value;  // may be empty
};

struct Uri {
    std::string_view text;  // the whole URI as written
    Scheme scheme = Scheme::other;
    std::string_view scheme_text;
    std::optional<std::string_view> user;      // never empty when present
    std::optional<std::string_view> password;  // may be empty when present
    Host host;
    std::uint16_t port = 0;  // 0: not written
    std::vector<UriParam> params;
    std::vector<UriHeader> headers;
    std::string_view opaque;  // behind the colon, for Scheme::other

    bool is_sip() const noexcept { return scheme != Scheme::other; }
};

// The whole text is one URI. Errors: scheme, userinfo, escape, host, port, parameter, duplicate,
// uri_header, opaque_uri, too_many; the offset is into text.
Result<Uri> parse_uri(std::string_view text, const Limits& limits = {});

// Canonical spelling of the same components, in the same order. Appends; parse reads it back.
void append_uri(std::string& out, const Uri& uri);

// The parameter of that name (without regard to case, escapes decoded), or nullptr.
const UriParam* find_param(const Uri& uri, std::string_view name) noexcept;

}  // namespace starzero::sip
