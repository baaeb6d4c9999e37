// The set of all bindings over time: what lives, what changes together, what proxies may see.
// Reads no clock: `now` comes with every call, and an expired binding is gone from that instant
// whether or not it was swept (S-08).
#pragma once

#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/lookup.hpp"
#include "starzero/model/reg_event.hpp"
#include "starzero/registrar/flow_index.hpp"
#include "starzero/registrar/queue.hpp"
#include "starzero/registrar/store.hpp"

namespace starzero::registrar {

using model::Millis;

// What a request makes of an address-of-record.
struct LiveList {
    std::vector<Binding> bindings;          // in order of insertion
    std::vector<InstanceRecord> instances;  // of instances that have a binding among them
};

// An event and the binding it is of: as it is after the event, or was before its removal.
struct BindingChange {
    model::RegEvent event;
    Binding binding;
    std::optional<InstanceRecord> gruu;  // of the binding's instance, while it lives
};

class LocationService {
public:
    LocationService(Store& store, HashKey key);

    // Live bindings of one address-of-record.
    StoreResult<LiveList> live(std::string_view aor, Millis now);

    // All or nothing (10.3 step 7). Emits the events that lead from the old list to the new.
    StoreResult<void> commit(const std::string& aor, LiveList list, Millis now);

    // The bindings that a proxy may use, by q, then newest, then insertion; none on a flow that is
    // gone. With an instance only its own. Equal ones are all there: which of them is no target of
    // its own shows when instances are grouped.
    StoreResult<model::Snapshot> targets(std::string_view aor, Millis now,
                                         std::string_view instance = {});

    // The flow is gone: nothing is reached by it any more (RFC 5626 section 7).
    void close_flow(std::string_view flow) { index_.close(flow); }

    std::string_view aor_of_epoch(std::uint64_t epoch) const { return index_.aor_of_epoch(epoch); }

    // Removes what has expired. False when the store failed; what it kept is tried again.
    bool sweep(Millis now);

    // When the next sweep is due; time_max if never.
    Millis next_sweep() const noexcept;
    std::size_t wakes() const noexcept { return wakes_.size(); }  // that are waited for or were

    model::Snapshot snapshot(Millis now) const;

    Queue<BindingChange>& changes() noexcept { return changes_; }

private:
    struct Wake {
        Millis at;
        std::string aor;
        bool operator>(const Wake& other) const noexcept { return at > other.at; }
    };

    void emit(model::RegEventKind kind, const Binding& binding, const LiveList& list);
    void emit_changes(const BindingList* old, const LiveList& list, Millis now);
    Millis schedule(const std::string& aor, const BindingList* old,
                    const std::vector<Binding>& bindings);
    void prune_wakes();
    bool sweep_one(const Wake& wake, Millis now);

    Store& store_;
    std::priority_queue<Wake, std::vector<Wake>, std::greater<>> wakes_;
    std::size_t scheduled_ = 0;  // wakes pushed since the last pruning
    Queue<BindingChange> changes_;
    FlowIndex index_;
};

}  // namespace starzero::registrar
