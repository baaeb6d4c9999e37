// The set of all bindings over time: what lives, what changes together, what proxies may see.
// Reads no clock: `now` comes with every call, and an expired binding is gone from that instant
// whether or not it was swept (S-08).
#pragma once

#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/lookup.hpp"
#include "starzero/model/reg_event.hpp"
#include "starzero/registrar/queue.hpp"
#include "starzero/registrar/store.hpp"

namespace starzero::registrar {

using model::Millis;

class LocationService {
public:
    explicit LocationService(Store& store);

    // Live bindings of one address-of-record in order of insertion.
    StoreResult<std::vector<Binding>> live(std::string_view aor, Millis now);

    // All or nothing (10.3 step 7). Emits the events that lead from the old list to the new.
    StoreResult<void> commit(const std::string& aor, std::vector<Binding> bindings, Millis now);

    // Targets for a proxy, by q, then newest, then insertion; no two equal (16.5).
    StoreResult<model::Snapshot> targets(std::string_view aor, Millis now);

    // Removes what has expired. False when the store failed; what it kept is tried again.
    bool sweep(Millis now);

    // When the next sweep is due; time_max if never.
    Millis next_sweep() const noexcept;

    model::Snapshot snapshot(Millis now) const;

    Queue<model::RegEvent>& events() noexcept { return events_; }

private:
    struct Wake {
        Millis at;
        std::string aor;
        bool operator>(const Wake& other) const noexcept { return at > other.at; }
    };

    void emit(model::RegEventKind kind, const model::BindingView& view);
    void emit_changes(const BindingList* old, const std::vector<Binding>& now_live, Millis now);
    Millis schedule(const std::string& aor, const BindingList* old,
                    const std::vector<Binding>& bindings);
    void prune_wakes();
    bool sweep_one(const Wake& wake, Millis now);

    Store& store_;
    std::priority_queue<Wake, std::vector<Wake>, std::greater<>> wakes_;
    std::size_t scheduled_ = 0;  // wakes pushed since the last pruning
    Queue<model::RegEvent> events_;
};

}  // namespace starzero::registrar
