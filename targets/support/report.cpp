#include "support/report.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/transcript_text.hpp"

namespace starzero::targets {

namespace {

std::string others(std::span<const invariants::Finding> findings) {
    std::string text;
    for (const auto& finding : findings.subspan(1)) {
        if (finding.invariant == findings.front().invariant) continue;
        text.append(text.empty() ? "also broken: " : " ").append(finding.invariant->id);
    }
    return text.empty() ? text : text + "\n";
}

}  // namespace

void report(std::span<const invariants::Finding> findings, const scenario::Scenario& scenario,
            const scenario::Transcript* seen) {
    const auto& first = findings.front();
    std::string text = to_line(first) + "\n";
    text.append(first.invariant->statement).append("\n").append(others(findings)).append("\n");
    text += print_scenario(scenario);
    if (seen != nullptr) text += "\nseen:\n" + print_transcript(*seen);
    std::fputs(text.c_str(), stderr);
    std::abort();
}

}  // namespace starzero::targets
