#include "starzero/invariants/checker.hpp"

#include "starzero/invariants/exchange.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/sip/instance_id.hpp"

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

const model::DigestHash& toy_hash() {
    static const model::ToyHash hash;
    return hash;
}

namespace {

// The instance that a listed contact shows.
std::string shown_instance(const sip::Contact& contact) {
    const auto* param = sip::find_param(contact.value.params, "+sip.instance");
    const auto urn = param != nullptr && param->value
                         ? sip::parse_instance(*param->value)
                         : sip::Result<std::string_view>(std::string_view{});
    return urn && !urn->empty() ? sip::instance_key(*urn) : std::string{};
}

void learn_gruus(Ledger& ledger, const Exchange& x) {
    if (!x.accepted() || !x.policy().offers(model::Extension::gruu)) return;
    if (took_effect(x)) {
        for (const std::string& instance : x.prediction->renewed) {
            ledger.gruus().end_temporaries({x.aor(), instance});
        }
    }
    for (const sip::Contact& contact : x.response->contacts.contacts) {
        const InstanceName name{x.aor(), shown_instance(contact)};
        if (name.instance.empty()) continue;
        if (auto uri = gruu_param(contact, "pub-gruu")) ledger.gruus().show_public(name, *uri);
        if (auto uri = gruu_param(contact, "temp-gruu")) ledger.gruus().show_temporary(name, *uri);
    }
}

// Credentials were looked at when all that comes before had passed.
void learn_nonces(Ledger& ledger, const Exchange& x) {
    if (!x.policy().offers(model::Extension::digest)) return;
    for (const model::Transmit& answer : x.answers) {
        const ResponseFacts facts = read_response(answer.octets);
        if (facts.status != 401 || x.repeats != nullptr) continue;
        for (const std::string& nonce : challenge_nonces(facts)) {
            ledger.nonces().issue(nonce, x.entry.now);
        }
    }
    const bool reached = x.is_register() && x.digest.proof == Proof::good &&
                         (x.faults.empty() || x.faults.front().stage > 9);
    if (reached) ledger.nonces().spend(x.digest, x.policy());
}

// What a system without snapshots tells of its bindings. A request that should have been refused
// may have done anything.
std::optional<sip::ContactList> listing_of(const Exchange& x) {
    const bool told = x.accepted() && !x.several && x.faults.empty() && x.response->contacts_read &&
                      !x.aor().empty();
    return told ? std::optional(x.response->contacts) : std::nullopt;
}

void doubt(Ledger& ledger, const Exchange& x) {
    if (x.entry.event.kind != scenario::EventKind::send || x.status() >= 300) return;
    const bool read = x.is_register() && !x.aor().empty();
    if (read && !x.request->has_contact()) return;  // a query
    if (read) ledger.doubt(x.aor());
    else if (x.repeats == nullptr) ledger.doubt_all();
}

void learn(Ledger& ledger, const Exchange& x) {
    const auto& policy = x.policy();
    const bool hangs_on_all =
        policy.offers(model::Extension::digest) || policy.offers(model::Extension::gruu);
    if (x.several && hangs_on_all) ledger.go_blind();
    if (const auto tag = new_to_tag(x); !tag.empty()) {
        ledger.remember_tag(tag, x.request->call_id);
    }
    learn_gruus(ledger, x);
    learn_nonces(ledger, x);
    const bool transaction = !x.key.empty() && x.repeats == nullptr &&
                             !model::is_reliable(x.flow.transport) && !x.answers.empty();
    if (transaction) {
        ledger.remember(x.key, {x.answers[0].octets, merge_key_of(*x.request), x.entry.now});
    }
}

}  // namespace

Checker::Checker(const model::SharedPolicy& policy, Statistics* statistics, unsigned available,
                 const model::DigestHash& hash)
    : ledger_(policy, hash), statistics_(statistics), available_(available) {}

std::vector<Finding> Checker::step(const scenario::Entry& entry) {
    ledger_.begin(entry);
    std::vector<Finding> findings;
    std::string aor;
    std::optional<TrackedList> after;
    std::optional<sip::ContactList> listed;  // views into the entry
    {
        const Exchange exchange(entry, ledger_);
        const unsigned met =
            exchange.policy().extensions.empty() ? available_ : available_ | extended;
        for (const Invariant& invariant : catalogue()) {
            const bool askable = (invariant.needs & ~met) == 0;
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
        if (!entry.snapshot) listed = listing_of(exchange);
        if (listed) aor = exchange.aor();
        else if (!entry.snapshot) doubt(ledger_, exchange);
        learn(ledger_, exchange);
    }
    ledger_.end(entry, aor, std::move(after));
    if (listed) ledger_.adopt(aor, *listed, entry.now);
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
