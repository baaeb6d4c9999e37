// 1*DIGIT fields: read without wrapping, whatever the count of digits (requirement P-16).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

inline constexpr std::uint32_t seconds_max = 0xFFFF'FFFFU;  // delta-seconds, RFC 3261 20.19

// 1*DIGIT up to max. Errors: empty, number (another octet), range (above max).
Result<std::uint64_t> parse_number(std::string_view text, std::uint64_t max) noexcept;

// delta-seconds: values above 2^32-1 become 2^32-1 (RFC 3261 10.2 allows it, D-06 chooses it).
// Errors: empty, number.
Result<std::uint32_t> parse_delta_seconds(std::string_view text) noexcept;

// qvalue in thousandths, 0..1000 (RFC 3261 25.1). Errors: number.
Result<std::uint16_t> parse_qvalue(std::string_view text) noexcept;

void append_number(std::string& out, std::uint64_t value);

// Shortest qvalue for thousandths 0..1000.
void append_qvalue(std::string& out, std::uint16_t thousandths);

}  // namespace starzero::sip
