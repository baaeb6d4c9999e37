// Which rules were exercised, and how often: for people, and for machines.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "starzero/invariants/checker.hpp"

namespace starzero::tool {

// A summary line, then the rules that never applied; with all, a row for every rule.
std::string statistics_text(const invariants::Statistics& statistics, bool all);
nlohmann::json statistics_json(const invariants::Statistics& statistics);
nlohmann::json finding_json(const invariants::Finding& finding);

}  // namespace starzero::tool
