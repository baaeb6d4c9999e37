#include "starzero/tool/statistics_table.hpp"

#include <fmt/format.h>

namespace starzero::tool {

using invariants::Kind;

std::string statistics_text(const invariants::Statistics& statistics, bool all) {
    std::string rows;
    std::string silent;
    std::size_t asked = 0;
    std::size_t applied = 0;
    for (const auto& invariant : invariants::catalogue()) {
        const auto& tally = statistics.of(invariant);
        if (tally.holds + tally.violated + tally.not_applicable == 0) continue;
        ++asked;
        if (tally.holds + tally.violated != 0) ++applied;
        else silent += fmt::format(" {}", invariant.id);
        rows += fmt::format("{:18} {:>10} {:>8} {:>10}  {}\n", invariant.id, tally.holds,
                            tally.violated, tally.not_applicable, invariant.title);
    }
    std::string text;
    if (all) {
        text += fmt::format("{:18} {:>10} {:>8} {:>10}\n", "rule", "holds", "broken", "not appl.");
        text += rows;
    }
    text += fmt::format("{} of {} rules applied", applied, asked);
    if (!silent.empty()) text += fmt::format("; never:{}", silent);
    return text + "\n";
}

nlohmann::json statistics_json(const invariants::Statistics& statistics) {
    nlohmann::json rows = nlohmann::json::array();
    for (const auto& invariant : invariants::catalogue()) {
        const auto& tally = statistics.of(invariant);
        rows.push_back({{"id", invariant.id},
                        {"holds", tally.holds},
                        {"violated", tally.violated},
                        {"not_applicable", tally.not_applicable}});
    }
    return rows;
}

nlohmann::json finding_json(const invariants::Finding& finding) {
    return {{"id", finding.invariant->id},
            {"strength", invariants::to_string(finding.invariant->strength)},
            {"title", finding.invariant->title},
            {"event", finding.entry + 1},
            {"explanation", finding.explanation}};
}

}  // namespace starzero::tool
