// Header field names, long and compact (RFC 3261 7.3.3 and section 20), without regard to case.
#pragma once

#include <cstdint>
#include <string_view>

namespace starzero::sip {

enum class HeaderId : std::uint8_t {
    other,
    accept,
    accept_encoding,
    accept_language,
    allow,
    authorization,
    call_id,
    contact,
    content_disposition,
    content_encoding,
    content_language,
    content_length,
    content_type,
    cseq,
    date,
    expires,
    feature_caps,
    flow_timer,
    from,
    max_forwards,
    min_expires,
    path,
    proxy_require,
    record_route,
    require,
    retry_after,
    route,
    service_route,
    subject,
    supported,
    timestamp,
    to,
    unsupported,
    user_agent,
    via,
    www_authenticate,
    count,
};

// HeaderId::other for a name this list does not have.
HeaderId header_id(std::string_view name) noexcept;

// The long name in its usual spelling; empty for other.
std::string_view header_name(HeaderId id) noexcept;

// The compact letter, or 0.
char compact_name(HeaderId id) noexcept;

// Is the grammar a comma list, so that rows may be joined and split (7.3.1)?
bool is_comma_list(HeaderId id) noexcept;

// May the field stand in a message only once (7.3.1)?
bool is_single(HeaderId id) noexcept;

}  // namespace starzero::sip
