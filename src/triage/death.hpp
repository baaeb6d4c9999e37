// How a process that judged one input ended, read from what it printed: the rule of ours that fell,
// or the sanitizer's report with the functions of ours that stand in its stack.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace starzero::triage {

enum class Kind : std::uint8_t {
    none,       // it ended well
    rule,       // an invariant of the catalogue fell
    sanitizer,  // AddressSanitizer, UndefinedBehaviorSanitizer, LeakSanitizer, or an exception
    hang,       // it did not end within the time
    memory,     // more than the limit
    failed,     // it ended badly and said nothing that can be read
};

std::string_view to_string(Kind kind) noexcept;
Kind kind_from(std::string_view word) noexcept;  // failed for what is none

struct Death {
    Kind kind = Kind::none;
    std::string name;                 // the rule's id, or what the sanitizer calls it
    std::string line;                 // what was said of it, one line
    std::vector<std::string> also;    // further rules that fell at the same event
    std::vector<std::string> frames;  // our functions from the top, frames_most at most
    std::string scenario;             // as the target printed it; empty if it did not
    std::string seen;                 // the transcript, likewise

    static constexpr std::size_t frames_most = 3;
};

// output: both streams of a libFuzzer target, of a replay main or of a Boost.Test runner.
Death read_death(std::string_view output, int code, bool in_time);

}  // namespace starzero::triage
