// The smallest scenario that still shows something: fewer events, then fewer rows, then simpler
// values. Knows nothing of what is shown; the caller's question decides.
#pragma once

#include <cstdint>
#include <functional>

#include "starzero/scenario/event.hpp"

namespace starzero::scenario {

// Does this scenario still break the same rule, or fall into the same bucket?
using StillShows = std::function<bool(const Scenario&)>;

struct Minimised {
    Scenario scenario;
    std::uint64_t tries = 0;
};

// At most tries_most questions; the result always answers yes if the given scenario does.
Minimised minimise(Scenario scenario, const StillShows& still_shows,
                   std::uint64_t tries_most = 20'000);

}  // namespace starzero::scenario
