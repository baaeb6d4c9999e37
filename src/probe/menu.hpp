// What every registrar should be asked first: single requests under a fresh address-of-record that
// are known to trouble registrars, before anything is left to chance.
#pragma once

#include <vector>

#include "starzero/scenario/event.hpp"

namespace starzero::probe {

std::vector<scenario::Scenario> menu();

}  // namespace starzero::probe
