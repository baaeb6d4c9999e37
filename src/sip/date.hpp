// SIP-date = rfc1123-date, zone GMT, English names, two-digit day (RFC 3261 20.17).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

// Seconds since 1970-01-01T00:00:00Z, years 0001 to 9999. Appends; values outside are clamped.
void append_date(std::string& out, std::int64_t unix_seconds);

// The inverse; the week day must be the right one. Error: date.
Result<std::int64_t> parse_date(std::string_view text) noexcept;

}  // namespace starzero::sip
