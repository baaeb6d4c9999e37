#include "support/report.hpp"

#include <cstdio>
#include <cstdlib>

#include "starzero/scenario/scenario_text.hpp"

namespace starzero::targets {

void report(const invariants::Finding& finding, const scenario::Scenario& scenario) {
    const std::string text = print_scenario(scenario);
    std::fprintf(stderr, "%s\n%.*s\n\n%s", to_line(finding).c_str(),
                 static_cast<int>(finding.invariant->statement.size()),
                 finding.invariant->statement.data(), text.c_str());
    std::abort();
}

void check_values(std::string_view text, std::initializer_list<std::string_view> ids) {
    for (const std::string_view id : ids) {
        const auto* invariant = invariants::find_invariant(id);
        if (invariant == nullptr || invariant->value == nullptr) {
            std::fprintf(stderr, "no value rule %.*s\n", static_cast<int>(id.size()), id.data());
            std::abort();
        }
        const auto verdict = invariant->value(text);
        if (verdict.outcome != invariants::Outcome::violated) continue;
        std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(id.size()), id.data(),
                     verdict.explanation.c_str());
        std::abort();
    }
}

}  // namespace starzero::targets
