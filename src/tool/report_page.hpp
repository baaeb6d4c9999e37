// One page of everything that is known: causes, the ledger of a campaign, rules, the zoo, servers.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace starzero::tool {

// parts: any of "triage" (starzero triage), "ledger" (lines of ci/continuous), "rules"
// (statistics_json), "zoo" (starzero zoo --json), "servers" ({server: [{rule, cause, why}]}). Parts
// that are missing have no section; what a part lacks is left out.
std::string report_page(const nlohmann::json& parts);

}  // namespace starzero::tool
