#include "starzero/registrar/location_service.hpp"

#include <algorithm>
#include <span>

#include "starzero/sip/uri_compare.hpp"

namespace starzero::registrar {

namespace {

using model::BindingView;
using model::RegEventKind;

int sort_q(const BindingView& view) noexcept { return view.q < 0 ? 1000 : view.q; }  // D-12

Millis earliest_expiry(const std::vector<Binding>& bindings) noexcept {
    Millis at = model::time_max;
    for (const Binding& binding : bindings) at = std::min(at, binding.view->expires_at);
    return at;
}

const Binding* with_id(const std::vector<Binding>& bindings, std::uint64_t contact_id) {
    const auto found = std::ranges::find(bindings, contact_id, &Binding::contact_id);
    return found == bindings.end() ? nullptr : &*found;
}

LiveList living(const BindingList& list, Millis now) {
    LiveList left;
    left.bindings.reserve(list.bindings.size() + 1);
    for (const Binding& binding : list.bindings) {
        if (binding.view->expires_at > now) left.bindings.push_back(binding);
    }
    for (const InstanceRecord& record : list.instances) {
        const bool lives = std::ranges::any_of(left.bindings, [&](const Binding& binding) {
            return binding.view->instance == record.instance;
        });
        if (lives) left.instances.push_back(record);
    }
    return left;
}

// Events that are told only if what they tell of comes to be.
class Unsaid {
public:
    explicit Unsaid(Queue<BindingChange>& changes) : changes_(changes), size_(changes.size()) {}
    ~Unsaid() {
        if (!kept_) changes_.shrink(size_);
    }
    Unsaid(const Unsaid&) = delete;
    Unsaid& operator=(const Unsaid&) = delete;
    void keep() noexcept { kept_ = true; }

private:
    Queue<BindingChange>& changes_;
    std::size_t size_;
    bool kept_ = false;
};

}  // namespace

LocationService::LocationService(Store& store, HashKey key) : store_(store), index_(key) {
    store_.for_each([&](std::string_view aor, const BindingList& list) {
        wakes_.push({list.wake_at, std::string(aor)});
        FlowIndex::Move(index_, {}, list).keep();
    });
}

StoreResult<LiveList> LocationService::live(std::string_view aor, Millis now) {
    const auto list = store_.find(aor);
    if (!list) return std::unexpected(list.error());
    return *list == nullptr ? LiveList{} : living(**list, now);
}

void LocationService::emit(RegEventKind kind, const Binding& binding, const LiveList& list) {
    const BindingView& view = *binding.view;
    BindingChange change{{kind, view.aor, view.uri, view.expires_at}, binding, std::nullopt};
    const auto gruu = std::ranges::find(list.instances, view.instance, &InstanceRecord::instance);
    if (gruu != list.instances.end()) change.gruu = *gruu;
    changes_.push_back(std::move(change));
}

// RFC 3680 4.7.1: an update by REGISTER is refreshed, even one that shortens.
void LocationService::emit_changes(const BindingList* old, const LiveList& list, Millis now) {
    const auto before_all =
        old != nullptr ? std::span<const Binding>(old->bindings) : std::span<const Binding>{};
    for (const Binding& before : before_all) {
        const Binding* after = with_id(list.bindings, before.contact_id);
        if (before.view->expires_at <= now) {
            emit(RegEventKind::expired, before, list);
        } else if (after == nullptr) {
            emit(RegEventKind::unregistered, before, list);
        } else if (after->view != before.view) {
            emit(RegEventKind::refreshed, *after, list);
        }
    }
    for (const Binding& binding : list.bindings) {
        const bool known = std::ranges::any_of(before_all, [&](const Binding& before) {
            return before.contact_id == binding.contact_id && before.view->expires_at > now;
        });
        if (!known) emit(RegEventKind::registered, binding, list);
    }
}

Millis LocationService::schedule(const std::string& aor, const BindingList* old,
                                 const std::vector<Binding>& bindings) {
    const Millis due = earliest_expiry(bindings);
    if (due == model::time_max) return due;
    // A wake that is already due earlier finds the later expiry then; refreshes push nothing.
    if (old != nullptr && old->wake_at <= due) return old->wake_at;
    wakes_.push({due, aor});
    ++scheduled_;
    return due;
}

// Peers can shorten bindings again and again; wakes that no list waits for any more are dropped
// once they could be the majority.
void LocationService::prune_wakes() {
    if (scheduled_ < 1024 || scheduled_ * 2 < wakes_.size()) return;
    std::vector<Wake> wanted;
    store_.for_each([&](std::string_view aor, const BindingList& list) {
        wanted.push_back({list.wake_at, std::string(aor)});
    });
    if (wanted.size() * 2 < wakes_.size()) {
        wakes_ = decltype(wakes_)(std::greater<>{}, std::move(wanted));
    }
    scheduled_ = 0;
}

// What can fail for want of memory comes before the store, and is undone if that fails.
StoreResult<void> LocationService::commit(const std::string& aor, LiveList list, Millis now) {
    prune_wakes();
    const auto found = store_.find(aor);
    if (!found) return std::unexpected(found.error());
    const BindingList* old = *found;
    Unsaid unsaid(changes_);
    emit_changes(old, list, now);
    BindingList fresh{std::move(list.bindings), std::move(list.instances), model::time_max};
    fresh.wake_at = schedule(aor, old, fresh.bindings);
    static const BindingList none;
    FlowIndex::Move move(index_, old != nullptr ? *old : none, fresh);
    auto stored = store_.replace(aor, std::move(fresh));
    if (stored) unsaid.keep();
    if (stored) move.keep();
    return stored;
}

StoreResult<model::Snapshot> LocationService::targets(std::string_view aor, Millis now,
                                                      std::string_view instance) {
    const auto list = live(aor, now);
    if (!list) return std::unexpected(list.error());
    std::vector<const Binding*> order;
    for (const Binding& binding : list->bindings) {
        const bool asked = instance.empty() || binding.view->instance == instance;
        if (asked && index_.reachable(*binding.view)) order.push_back(&binding);
    }
    std::ranges::sort(order, [](const Binding* a, const Binding* b) {
        if (sort_q(*a->view) != sort_q(*b->view)) return sort_q(*a->view) > sort_q(*b->view);
        if (a->view->updated_at != b->view->updated_at) {
            return a->view->updated_at > b->view->updated_at;
        }
        return a < b;  // elements of one vector: the order of insertion
    });
    model::Snapshot targets;
    for (const Binding* binding : order) targets.push_back(binding->view);
    return targets;
}

bool LocationService::sweep_one(const Wake& wake, Millis now) {
    const auto found = store_.find(wake.aor);
    if (!found) return false;
    if (*found == nullptr || (*found)->wake_at != wake.at) return true;  // superseded
    const BindingList before = **found;
    LiveList left = living(before, now);
    const Millis due = earliest_expiry(left.bindings);
    const BindingList after{std::move(left.bindings), std::move(left.instances), due};
    Unsaid unsaid(changes_);
    for (const Binding& binding : before.bindings) {
        if (binding.view->expires_at <= now) emit(RegEventKind::expired, binding, {});
    }
    FlowIndex::Move move(index_, before, after);
    if (due != model::time_max) wakes_.push({due, wake.aor});
    if (!store_.replace(wake.aor, after)) return false;
    unsaid.keep();
    move.keep();
    return true;
}

bool LocationService::sweep(Millis now) {
    std::vector<Wake> again;
    while (!wakes_.empty() && wakes_.top().at <= now) {
        again.reserve(again.size() + 1);
        Wake wake = wakes_.top();
        if (!sweep_one(wake, now)) again.push_back(std::move(wake));
        wakes_.pop();  // what it pushed is due later, so this one is still the top
    }
    for (Wake& wake : again) wakes_.push(std::move(wake));
    return again.empty();
}

Millis LocationService::next_sweep() const noexcept {
    return wakes_.empty() ? model::time_max : wakes_.top().at;
}

model::Snapshot LocationService::snapshot(Millis now) const {
    model::Snapshot views;
    store_.for_each([&](std::string_view, const BindingList& list) {
        for (const Binding& binding : list.bindings) {
            if (binding.view->expires_at > now) views.push_back(binding.view);
        }
    });
    return views;
}

}  // namespace starzero::registrar
