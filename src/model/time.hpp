// Integer milliseconds. The monotonic clock starts at 0 with the scenario; the wall clock is
// apart from it and only feeds the Date header field (S-27).
#pragma once

#include <cstdint>

namespace starzero::model {

using Millis = std::int64_t;

// Cap of the monotonic clock: now + (2^32-1) s stays far from overflow (S-28).
inline constexpr Millis time_max = Millis{1} << 50;

// Wall time at the start of a scenario: 2026-01-01T00:00:00Z.
inline constexpr Millis wall_start = 1'767'225'600'000;

constexpr Millis seconds(std::int64_t count) noexcept { return count * 1'000; }

}  // namespace starzero::model
