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

bool same_target(const Binding& a, const Binding& b) {
    if (a.uri_hash != b.uri_hash) return false;
    const auto left = sip::parse_uri(a.view->uri, sip::accepted_text);
    const auto right = sip::parse_uri(b.view->uri, sip::accepted_text);
    return left && right && sip::equal(*left, *right);
}

// A binding keeps the instant it came to be over refreshes, whatever its URI's spelling: S-32.
// One that replaces several is the successor of the first of them.
const Binding* successor(const std::vector<Binding>& bindings, const Binding& old,
                         const std::vector<const BindingView*>& taken) {
    const auto found = std::ranges::find_if(bindings, [&](const Binding& b) {
        if (std::ranges::find(taken, b.view.get()) != taken.end()) return false;
        return b.view == old.view ||
               (b.uri_hash == old.uri_hash && b.view->registered_at == old.view->registered_at &&
                same_target(b, old));
    });
    return found == bindings.end() ? nullptr : &*found;
}

}  // namespace

LocationService::LocationService(Store& store) : store_(store) {
    store_.for_each([&](std::string_view aor, const BindingList& list) {
        wakes_.push({list.wake_at, std::string(aor)});
    });
}

StoreResult<std::vector<Binding>> LocationService::live(std::string_view aor, Millis now) {
    const auto list = store_.find(aor);
    if (!list) return std::unexpected(list.error());
    std::vector<Binding> bindings;
    if (*list == nullptr) return bindings;
    bindings.reserve((*list)->bindings.size() + 1);
    for (const Binding& binding : (*list)->bindings) {
        if (binding.view->expires_at > now) bindings.push_back(binding);
    }
    return bindings;
}

void LocationService::emit(RegEventKind kind, const BindingView& view) {
    events_.push_back({kind, view.aor, view.uri, view.expires_at});
}

void LocationService::emit_changes(const BindingList* old, const std::vector<Binding>& now_live,
                                   Millis now) {
    std::vector<const BindingView*> kept;
    kept.reserve(now_live.size());
    const auto before_all =
        old != nullptr ? std::span<const Binding>(old->bindings) : std::span<const Binding>{};
    for (const Binding& before : before_all) {
        const Binding* after = successor(now_live, before, kept);
        if (before.view->expires_at <= now) {
            emit(RegEventKind::expired, *before.view);
        } else if (after == nullptr) {
            emit(RegEventKind::unregistered, *before.view);
        } else {
            kept.push_back(after->view.get());
            if (after->view == before.view) continue;
            const bool shorter = after->view->expires_at < before.view->expires_at;
            emit(shorter ? RegEventKind::shortened : RegEventKind::refreshed, *after->view);
        }
    }
    for (const Binding& binding : now_live) {
        const bool fresh = std::ranges::find(kept, binding.view.get()) == kept.end();
        if (fresh) emit(RegEventKind::registered, *binding.view);
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

StoreResult<void> LocationService::commit(const std::string& aor, std::vector<Binding> bindings,
                                          Millis now) {
    const auto found = store_.find(aor);
    if (!found) return std::unexpected(found.error());
    const BindingList* old = *found;
    const std::size_t events_before = events_.size();
    emit_changes(old, bindings, now);
    BindingList list{std::move(bindings), model::time_max};
    list.wake_at = schedule(aor, old, list.bindings);
    auto stored = store_.replace(aor, std::move(list));
    if (!stored) events_.shrink(events_before);
    prune_wakes();
    return stored;
}

StoreResult<model::Snapshot> LocationService::targets(std::string_view aor, Millis now) {
    const auto bindings = live(aor, now);
    if (!bindings) return std::unexpected(bindings.error());
    std::vector<const Binding*> order;
    for (const Binding& binding : *bindings) order.push_back(&binding);
    std::ranges::sort(order, [](const Binding* a, const Binding* b) {
        if (sort_q(*a->view) != sort_q(*b->view)) return sort_q(*a->view) > sort_q(*b->view);
        if (a->view->updated_at != b->view->updated_at) {
            return a->view->updated_at > b->view->updated_at;
        }
        return a < b;  // elements of one vector: the order of insertion
    });
    model::Snapshot targets;
    for (auto at = order.begin(); at != order.end(); ++at) {
        const bool twice = std::any_of(
            order.begin(), at, [&](const Binding* earlier) { return same_target(*earlier, **at); });
        if (!twice) targets.push_back((*at)->view);
    }
    return targets;
}

bool LocationService::sweep_one(const Wake& wake, Millis now) {
    const auto found = store_.find(wake.aor);
    if (!found) return false;
    if (*found == nullptr || (*found)->wake_at != wake.at) return true;  // superseded
    std::vector<Binding> left;
    std::vector<Binding> lost;
    for (const Binding& binding : (*found)->bindings) {
        (binding.view->expires_at > now ? left : lost).push_back(binding);
    }
    const Millis due = earliest_expiry(left);
    if (!store_.replace(wake.aor, {std::move(left), due})) return false;
    if (due != model::time_max) wakes_.push({due, wake.aor});
    for (const Binding& binding : lost) emit(RegEventKind::expired, *binding.view);
    return true;
}

bool LocationService::sweep(Millis now) {
    std::vector<Wake> again;
    while (!wakes_.empty() && wakes_.top().at <= now) {
        const Wake wake = wakes_.top();
        wakes_.pop();
        if (!sweep_one(wake, now)) again.push_back(wake);
    }
    for (const Wake& wake : again) wakes_.push(wake);
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
