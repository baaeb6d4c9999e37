// One finding a cause: what a thousand requests break for the same reason is told once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::probe {

// An explanation without what differs from one request to the next: quoted text, numbers, and all
// of a log line before its level.
std::string cause_of(std::string_view explanation);

struct Cause {
    const invariants::Invariant* rule = nullptr;  // nullptr: the server was gone afterwards
    std::string cause;                            // cause_of(explanation)
    std::string explanation;
    scenario::Scenario scenario;        // minimised
    scenario::Transcript transcript;    // of its last repeat
    std::uint64_t seen = 0;             // times in the run, before it was minimised
    unsigned repeats = 0;               // of repeats_asked
    std::uint64_t scenario_number = 0;  // of the one that showed it first, counted from 1
    static constexpr unsigned repeats_asked = 3;

    std::string_view id() const noexcept { return rule != nullptr ? rule->id : "alive"; }
};

}  // namespace starzero::probe
