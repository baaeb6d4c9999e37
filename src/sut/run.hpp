// Runs a whole scenario on a system.
#pragma once

#include <functional>

#include "starzero/sut/system.hpp"

namespace starzero::sut {

// Sees each entry as it comes; false ends the run.
using Observer = std::function<bool(const scenario::Entry&)>;

scenario::Transcript run(SystemUnderTest& system, const scenario::Scenario& scenario,
                         const Observer& observer = {});

}  // namespace starzero::sut
