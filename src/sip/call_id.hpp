// callid = word [ "@" word ]  (RFC 3261 20.8). Compared byte by byte; quotes and brackets in it
// have no pairing.
#pragma once

#include <string_view>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

// The same view when it is a Call-ID. Errors: empty, call_id.
Result<std::string_view> parse_call_id(std::string_view text) noexcept;

}  // namespace starzero::sip
