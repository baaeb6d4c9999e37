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

}  // namespace starzero::targets
