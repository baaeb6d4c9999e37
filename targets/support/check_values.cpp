// Apart from report.cpp, so that a target of text links neither the registrar nor the judges.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "support/report.hpp"

namespace starzero::targets {

void check_values(std::string_view text, std::initializer_list<std::string_view> ids) {
    for (const std::string_view id : ids) {
        const invariants::Invariant* invariant = nullptr;
        for (const auto rules : {invariants::value_rules(), invariants::extension_values()}) {
            const auto found = std::ranges::find(rules, id, &invariants::Invariant::id);
            if (found != rules.end()) invariant = &*found;
        }
        if (invariant == nullptr) {
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
