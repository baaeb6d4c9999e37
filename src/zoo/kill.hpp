// What a driver's run on a mutant came to, read from what it printed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace starzero::zoo {

enum class Outcome : std::uint8_t {
    survived,
    rule,       // an invariant of the catalogue fell
    sanitizer,  // or the process died, hung, or ran out of memory
    assertion,  // a property's own assertion, or a vector's
    broken,     // the run itself failed: nothing can be said
};

std::string_view to_string(Outcome outcome) noexcept;
Outcome outcome_from(std::string_view word) noexcept;  // broken for what is none

struct Kill {
    Outcome outcome = Outcome::survived;
    std::string rule;  // id, or the kind of the sanitizer's report
    // To the kill, else all of them: scenarios that were run on the mutant by a target, cases by a
    // property before it was falsified; where it says no such number, systems that it had started.
    // 0: nobody counted.
    std::uint64_t executions = 0;
    double seconds = 0;
    std::string evidence;  // the scenario that was printed; empty if none was
};

// output: both streams of a libFuzzer target, of a Boost.Test runner with RapidCheck, or the JSON
// of the probe with what the server said before it died.
Kill read_target_run(std::string_view output, int code, bool in_time);
Kill read_property_run(std::string_view output, int code, bool in_time);
Kill read_probe_run(std::string_view output, int code, bool in_time);

}  // namespace starzero::zoo
