// From what a driver found by itself to the smallest scenario that is known to show a fault.
#pragma once

#include <string>

#include "starzero/zoo/driver.hpp"

namespace starzero::zoo {

// The scenario made smaller while the replay on this mutant still tells the same rule, or still
// ends by a sanitizer; empty if it does not show at all.
std::string smallest(const std::string& scenario, const std::string& library, const Bench& bench,
                     const std::string& folder);

// Puts it into the fault's file in place of what stands there. Throws FaultError.
void write_scenario(const std::string& path, const std::string& scenario);

}  // namespace starzero::zoo
