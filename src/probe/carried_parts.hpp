// What a smaller scenario must keep: without it a finding would be one on malformed requests.
#pragma once

#include <string_view>
#include <vector>

#include "starzero/scenario/event.hpp"

namespace starzero::probe {

// Parts that a request must carry (RFC 3261 8.1.1), as far as every request of the scenario does.
std::vector<std::string_view> carried_parts(const scenario::Scenario& scenario);

bool carries(const scenario::Scenario& scenario, const std::vector<std::string_view>& parts);

}  // namespace starzero::probe
