// What the bindings should be, folded from the transcript alone: the judge's own arithmetic.
// Shares src/sip with the registrar and nothing else (that blind spot is ADR 3).
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "starzero/invariants/request_facts.hpp"
#include "starzero/model/binding_view.hpp"
#include "starzero/scenario/transcript.hpp"
#include "starzero/sip/stream_framer.hpp"

namespace starzero::invariants {

using model::Millis;

// A binding that should be there; uri is a view into view->uri.
struct Tracked {
    model::BindingPtr view;
    sip::Uri uri;
};

using TrackedList = std::vector<Tracked>;

// What a REGISTER would do to the bindings of its address-of-record if it were accepted.
struct Prediction {
    TrackedList after;
    std::vector<Fault> faults;  // of stages 16 and 17
    std::vector<bool> touched;  // for each binding before: matched by a contact
    std::size_t added = 0;
    std::size_t removed = 0;
    bool out_of_order = false;
};

// A request that was answered, as long as its transaction lives.
struct KnownTransaction {
    std::string response;
    std::string merge;  // From tag, Call-ID and CSeq; empty if it has a To tag
    Millis ends_at = 0;
};

class Ledger {
public:
    explicit Ledger(const model::Policy& policy)
        : policy_(policy), transactions_limit_(policy.limits.transactions) {}

    const model::Policy& policy() const noexcept { return policy_; }
    const model::Flow& flow(const std::string& id) const;
    sip::StreamFramer& framer(const std::string& flow);
    void forget_framer(const std::string& flow) { framers_.erase(flow); }

    // Bindings that should live, in order of insertion.
    const TrackedList& bindings(const std::string& aor) const;
    const std::map<std::string, TrackedList>& all() const noexcept { return lists_; }

    // Stages 16 and 17 for a request whose contacts could be read.
    Prediction predict(const RequestFacts& facts, Millis now) const;

    const KnownTransaction* transaction(const std::string& key) const;
    bool merges(const std::string& merge) const;
    bool store_may_fail() const noexcept { return store_fault_armed_; }
    // Bindings by address-of-record as the registration events of the transcript add up.
    const std::map<std::string, long>& event_counts() const noexcept { return event_counts_; }
    const model::Snapshot* last_snapshot() const noexcept {
        return snapshot_ ? &*snapshot_ : nullptr;
    }

    // Time reaches this entry: what has expired is gone (S-08), events that only set the scene
    // take effect.
    void begin(const scenario::Entry& entry);

    // The entry is over: the state becomes what it should be. Where the system showed another
    // state, that one is taken, so that one fault is not found again at every later entry.
    void end(const scenario::Entry& entry, const std::string& aor,
             std::optional<TrackedList> after);
    void remember(std::string key, KnownTransaction transaction);

private:
    void resync(const model::Snapshot& snapshot);
    void count_events(const scenario::Entry& entry);

    model::Policy policy_;
    std::map<std::string, model::Flow> flows_;
    std::map<std::string, sip::StreamFramer> framers_;
    std::map<std::string, TrackedList> lists_;
    std::unordered_map<std::string, KnownTransaction> transactions_;
    std::deque<std::pair<Millis, std::string>> endings_;
    std::optional<model::Snapshot> snapshot_;
    std::map<std::string, long> event_counts_;
    bool store_fault_armed_ = false;
    std::size_t transactions_limit_;  // as at the last start; a reload leaves tables as they are
};

// Do these bindings equal that part of the snapshot, in any order?
bool matches(const TrackedList& expected, const std::string& aor, const model::Snapshot& snapshot);

std::string transaction_key_of(const RequestFacts& facts);
std::string merge_key_of(const RequestFacts& facts);

}  // namespace starzero::invariants
