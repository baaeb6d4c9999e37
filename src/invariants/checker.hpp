// Asks the whole catalogue of a transcript, entry by entry, and counts how often each rule
// really applied.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/ledger.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::invariants {

struct Finding {
    const Invariant* invariant = nullptr;
    std::size_t entry = 0;  // index in the transcript; of a relation: of its last
    std::string explanation;
};

// id: explanation (event n)
std::string to_line(const Finding& finding);

// How often each rule of the catalogue held, was broken or did not apply.
struct Tally {
    std::uint64_t holds = 0;
    std::uint64_t violated = 0;
    std::uint64_t not_applicable = 0;
};

class Statistics {
public:
    Statistics() : tallies_(catalogue().size()) {}
    void count(const Invariant& invariant, Outcome outcome);
    const Tally& of(const Invariant& invariant) const;
    void add(const Statistics& other);

private:
    std::vector<Tally> tallies_;
};

// The hash of systems that were given none of their own.
const model::DigestHash& toy_hash();

// Runs all judges over a growing transcript. One checker a transcript.
class Checker {
public:
    // Only rules whose needs are all met; null statistics count nothing. hash: that of the system.
    explicit Checker(const model::SharedPolicy& policy, Statistics* statistics = nullptr,
                     unsigned available = wire | log | snapshot | lookup | events | held,
                     const model::DigestHash& hash = toy_hash());

    // What is bound at the start is not known, until the system lists it.
    void begin_in_doubt() { ledger_.doubt_all(); }

    // The findings of this entry.
    std::vector<Finding> step(const scenario::Entry& entry);

    const Ledger& ledger() const noexcept { return ledger_; }

private:
    Ledger ledger_;
    Statistics* statistics_;
    unsigned available_;
    std::size_t entry_ = 0;
};

// Every judge over a whole transcript.
std::vector<Finding> judge_all(const scenario::Transcript& transcript,
                               Statistics* statistics = nullptr);

// Runs a scenario on a fresh system; given by the driver, since the catalogue runs nothing.
using Runner = std::function<scenario::Transcript(const scenario::Scenario&)>;

// One relation with these choices: none if it does not apply here.
std::vector<Finding> judge_relation(const Invariant& relation, const scenario::Scenario& scenario,
                                    scenario::Choices& choices, const Runner& runner,
                                    Statistics* statistics = nullptr);

}  // namespace starzero::invariants
