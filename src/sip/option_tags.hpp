// Lists of option tags: Require, Supported, Proxy-Require, Unsupported (RFC 3261 20.32, 20.37).
#pragma once

#include <string_view>
#include <vector>

#include "starzero/sip/error.hpp"
#include "starzero/sip/limits.hpp"

namespace starzero::sip {

// The tags of one row, appended. An empty row is legal and means none (20.37-1; taken for all
// such lists, since nothing is lost by it). Errors: token, trailing, too_many.
Result<void> parse_option_tags(std::string_view row, std::vector<std::string_view>& tags,
                               const Limits& limits = {});

// Without regard to case (7.3.1).
bool contains_tag(const std::vector<std::string_view>& tags, std::string_view tag) noexcept;

}  // namespace starzero::sip
