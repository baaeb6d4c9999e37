// What the bindings should be, folded from the transcript alone: the judge's own arithmetic.
// Shares src/sip with the registrar and nothing else (that blind spot is ADR 3).
#pragma once

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "starzero/invariants/digest_facts.hpp"
#include "starzero/invariants/gruu_book.hpp"
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
    bool reachable = true;  // not bound to a flow that is gone
};

// An interval is told in whole seconds, rounded up or down: what was adopted may end so much later.
inline constexpr Millis told_margin = 1'000;

// Is this the binding's URI, by octets or as RFC 3261 19.1.4 compares?
bool names(const sip::Uri& uri, const Tracked& binding, const model::Policy& policy);

using TrackedList = std::vector<Tracked>;

// A change of a binding, as a registrar should tell it (RFC 3680 5.1).
struct BindingEvent {
    model::RegEventKind kind = model::RegEventKind::registered;
    model::BindingPtr view;
};
bool same_event(const BindingEvent& wanted, const model::RegEvent& told);

// What a REGISTER would do to the bindings of its address-of-record if it were accepted.
struct Prediction {
    TrackedList after;
    std::vector<Fault> faults;  // of stages 15 to 17
    std::vector<bool> touched;  // for each binding before: matched by a contact
    std::size_t added = 0;
    std::size_t removed = 0;
    bool out_of_order = false;
    std::vector<BindingEvent> events;     // each change as RFC 3680 names it, expiry aside
    std::vector<std::string> renewed;     // instances whose temporary GRUUs all end
    std::vector<std::string> registered;  // instances that get a new one
};

// A request that was answered, as long as its transaction lives.
struct KnownTransaction {
    std::string response;
    std::string merge;  // From tag, Call-ID and CSeq; empty if it has a To tag
    Millis ends_at = 0;
};

// What a watcher knows from the documents it got (RFC 3680).
struct Watch {
    std::uint32_t next_version = 0;
    std::string registration_id;
    Millis ends_at = 0;                         // 3761 s after it was asked for (4.4)
    std::map<std::string, std::string> active;  // URI by contact id
};

class Ledger {
public:
    Ledger(const model::SharedPolicy& policy, const model::DigestHash& hash)
        : policy_(policy), nonces_(hash), transactions_limit_(policy->limits.transactions) {}

    const model::Policy& policy() const noexcept { return *policy_; }
    const model::Flow& flow(const std::string& id) const;
    sip::StreamFramer& framer(const std::string& flow);
    void forget_framer(const std::string& flow) { framers_.erase(flow); }

    // Bindings that should live, in order of insertion.
    const TrackedList& bindings(const std::string& aor) const;
    const std::map<std::string, TrackedList>& all() const noexcept { return lists_; }

    // Stages 15 to 17 for a request whose contacts could be read.
    Prediction predict(const RequestFacts& facts, const std::string& flow_id, Millis now) const;

    const KnownTransaction* transaction(const std::string& key) const;
    bool merges(const std::string& merge) const;
    // Was this To tag given in answer to another Call-ID?
    bool tags_another_call(std::string_view tag, std::string_view call_id) const;
    bool store_may_fail() const noexcept { return store_fault_armed_; }
    // Bindings by address-of-record as the registration events of the transcript add up.
    const std::map<std::string, long>& event_counts() const noexcept { return event_counts_; }
    const NonceBook& nonces() const noexcept { return nonces_; }
    const GruuBook& gruus() const noexcept { return gruus_; }
    // Bindings that expired and of which no event has told yet.
    const std::vector<BindingEvent>& untold() const noexcept { return untold_; }
    // The reginfo documents so far, by watched address-of-record; nothing if nobody watches.
    const Watch* watch(const std::string& aor) const;

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
    void remember_tag(std::string_view tag, std::string_view call_id);

    // A system that shows no snapshot listed these contacts in a 2xx: that is what is bound, for
    // the intervals told and told_margin.
    void adopt(const std::string& aor, const sip::ContactList& listed, Millis now);

    // Such a system did not answer a request to change these bindings: until it lists them again
    // nobody knows which there are.
    void doubt(const std::string& aor) { doubted_.insert(aor); }
    // The same of a request that cannot be read: it may have been for anybody.
    void doubt_all() { all_doubted_ = true, settled_.clear(); }
    // Or one of them ends about now, by an interval that was only told.
    bool is_doubtful(const std::string& aor) const {
        return doubted_.contains(aor) || (all_doubted_ && !settled_.contains(aor)) || fades(aor);
    }

    // Several messages came at once where answers hang on every one of them (nonce counts,
    // temporary GRUUs): from here on nothing can be said of requests.
    void go_blind() noexcept { blind_ = true; }
    bool is_blind() const noexcept { return blind_; }

    // A challenge was seen, credentials were looked at, GRUUs were shown or ended.
    NonceBook& nonces() noexcept { return nonces_; }
    GruuBook& gruus() noexcept { return gruus_; }

private:
    bool fades(const std::string& aor) const;
    void close_flow(const std::string& flow);
    void drop_expired(Millis now);
    void end_lost_gruus();
    void follow_documents(const scenario::Entry& entry);
    void resync(const model::Snapshot& snapshot);
    void reload(model::SharedPolicy policy);
    void drop_transactions(std::size_t most);
    void count_events(const scenario::Entry& entry);

    model::SharedPolicy policy_;
    std::map<std::string, model::Flow> flows_;
    std::map<std::string, sip::StreamFramer> framers_;
    std::map<std::string, TrackedList> lists_;
    std::unordered_map<std::string, KnownTransaction> transactions_;
    std::list<std::pair<Millis, std::string>> endings_;
    std::map<std::string, std::string, std::less<>> tags_;  // Call-ID by new To tag
    NonceBook nonces_;
    GruuBook gruus_;
    std::vector<BindingEvent> untold_;
    std::map<std::string, Watch> watches_;
    std::set<std::string> doubted_;
    std::set<std::string> settled_;  // listed again since all were doubted
    std::set<std::string> adopted_;  // known by listings alone
    Millis now_ = 0;                 // of the entry that was begun last
    bool all_doubted_ = false;
    std::optional<model::Snapshot> snapshot_;
    std::map<std::string, long> event_counts_;
    bool store_fault_armed_ = false;
    bool blind_ = false;
    std::size_t transactions_limit_;
};

// Do these bindings equal that part of the snapshot, in any order?
bool matches(const TrackedList& expected, const std::string& aor, const model::Snapshot& snapshot);

std::string transaction_key_of(const RequestFacts& facts);
std::string merge_key_of(const RequestFacts& facts);

}  // namespace starzero::invariants
