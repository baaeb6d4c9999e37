#include "starzero/driver/judged_run.hpp"

#include <algorithm>

#include "starzero/sut/reference.hpp"
#include "starzero/sut/run.hpp"

namespace starzero::driver {

namespace {

scenario::Transcript run_reference(const scenario::Scenario& scenario) {
    sut::Reference reference;
    return sut::run(reference, scenario);
}

}  // namespace

JudgedRun run_judged(sut::SystemUnderTest& system, const scenario::Scenario& scenario,
                     invariants::Statistics* statistics, bool stop_at_first) {
    JudgedRun judged;
    invariants::Checker checker(scenario.policy, statistics);
    judged.transcript = sut::run(system, scenario, [&](const scenario::Entry& entry) {
        for (auto& finding : checker.step(entry)) judged.findings.push_back(std::move(finding));
        return !stop_at_first || judged.findings.empty();
    });
    return judged;
}

std::vector<invariants::Finding> run_relation(const invariants::Invariant& relation,
                                              const scenario::Scenario& scenario,
                                              scenario::Choices& choices,
                                              std::vector<std::uint32_t>& taken,
                                              invariants::Statistics* statistics) {
    scenario::RecordingChoices recording(choices);
    auto findings =
        invariants::judge_relation(relation, scenario, recording, run_reference, statistics);
    taken = std::move(recording.taken);
    return findings;
}

JudgedRun run_file(const scenario::Scenario& scenario, invariants::Statistics* statistics) {
    sut::Reference reference;
    JudgedRun judged = run_judged(reference, scenario, statistics);
    if (!scenario.relation) return judged;
    const auto* relation = invariants::find_invariant(scenario.relation->id);
    if (relation == nullptr || relation->kind() != invariants::Kind::relation) return judged;
    scenario::ListChoices choices(scenario.relation->choices);
    std::vector<std::uint32_t> taken;
    auto findings = run_relation(*relation, scenario, choices, taken, statistics);
    judged.findings.insert(judged.findings.end(), findings.begin(), findings.end());
    return judged;
}

bool breaks(const scenario::Scenario& scenario, std::string_view id) {
    const auto findings = run_file(scenario).findings;
    return std::ranges::any_of(findings, [&](const auto& f) { return f.invariant->id == id; });
}

std::optional<BrokenScenario> run_relations(const scenario::Scenario& scenario, std::uint64_t seed,
                                            invariants::Statistics* statistics) {
    scenario::SeededChoices choices(seed);
    for (const auto& invariant : invariants::catalogue()) {
        if (invariant.kind() != invariants::Kind::relation) continue;
        std::vector<std::uint32_t> taken;
        auto findings = run_relation(invariant, scenario, choices, taken, statistics);
        if (findings.empty()) continue;
        scenario::Scenario broken = scenario;
        broken.relation = {std::string(invariant.id), std::move(taken)};
        return BrokenScenario{std::move(broken), std::move(findings.front())};
    }
    return std::nullopt;
}

}  // namespace starzero::driver
