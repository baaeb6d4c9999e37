#include "starzero/invariants/checker.hpp"

#include "starzero/invariants/exchange.hpp"

namespace starzero::invariants {

std::string to_line(const Finding& finding) {
    return std::string(finding.invariant->id) + ": " + finding.explanation + " (event " +
           std::to_string(finding.entry + 1) + ")";
}

void Statistics::count(const Invariant& invariant, Outcome outcome) {
    Tally& tally = tallies_[static_cast<std::size_t>(&invariant - catalogue().data())];
    if (outcome == Outcome::holds) ++tally.holds;
    else if (outcome == Outcome::violated) ++tally.violated;
    else ++tally.not_applicable;
}

const Tally& Statistics::of(const Invariant& invariant) const {
    return tallies_[static_cast<std::size_t>(&invariant - catalogue().data())];
}

void Statistics::add(const Statistics& other) {
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
        tallies_[i].holds += other.tallies_[i].holds;
        tallies_[i].violated += other.tallies_[i].violated;
        tallies_[i].not_applicable += other.tallies_[i].not_applicable;
    }
}

Checker::Checker(const model::Policy& policy, Statistics* statistics, unsigned available)
    : ledger_(policy), statistics_(statistics), available_(available) {}

std::vector<Finding> Checker::step(const scenario::Entry& entry) {
    ledger_.begin(entry);
    std::vector<Finding> findings;
    std::string aor;
    std::optional<TrackedList> after;
    {
        const Exchange exchange(entry, ledger_);
        for (const Invariant& invariant : catalogue()) {
            const bool askable = (invariant.needs & ~available_) == 0;
            if (invariant.judge == nullptr || !askable) continue;
            Verdict verdict = invariant.judge(exchange);
            if (statistics_ != nullptr) statistics_->count(invariant, verdict.outcome);
            if (verdict.outcome == Outcome::violated) {
                findings.push_back({&invariant, entry_, std::move(verdict.explanation)});
            }
        }
        if (exchange.changes()) {
            aor = exchange.aor();
            after = exchange.expected();
        }
        const bool transaction = !exchange.key.empty() && exchange.repeats == nullptr &&
                                 !model::is_reliable(exchange.flow.transport) &&
                                 !entry.responses.empty();
        if (transaction) {
            ledger_.remember(exchange.key, {entry.responses[0].octets,
                                            merge_key_of(*exchange.request), entry.now});
        }
    }
    ledger_.end(entry, aor, std::move(after));
    ++entry_;
    return findings;
}

std::vector<Finding> judge_all(const scenario::Transcript& transcript, Statistics* statistics) {
    Checker checker(transcript.policy, statistics);
    std::vector<Finding> findings;
    for (const scenario::Entry& entry : transcript.entries) {
        for (Finding& finding : checker.step(entry)) findings.push_back(std::move(finding));
    }
    return findings;
}

std::vector<Finding> judge_relation(const Invariant& relation, const scenario::Scenario& scenario,
                                    scenario::Choices& choices, const Runner& runner,
                                    Statistics* statistics) {
    const auto transformed = relation.transform(scenario, choices);
    Verdict verdict = not_applicable();
    const scenario::Transcript left = transformed ? runner(scenario) : scenario::Transcript{};
    if (transformed) verdict = relation.compare(left, runner(*transformed));
    if (statistics != nullptr) statistics->count(relation, verdict.outcome);
    if (verdict.outcome != Outcome::violated) return {};
    const std::size_t last = left.entries.empty() ? 0 : left.entries.size() - 1;
    return {{&relation, last, std::move(verdict.explanation)}};
}

}  // namespace starzero::invariants
