#include "starzero/registrar/subscriptions.hpp"

#include <algorithm>

namespace starzero::registrar {

using model::RegEventKind;

namespace {

bool removes(RegEventKind kind) noexcept {
    return kind == RegEventKind::expired || kind == RegEventKind::unregistered;
}

// A contact of a full document: what made it what it is, of which refreshed or not is all that a
// binding still knows.
BindingChange as_it_stands(const Binding& binding, const LiveList& list) {
    const model::BindingView& view = *binding.view;
    const auto kind =
        view.registered_at == view.updated_at ? RegEventKind::registered : RegEventKind::refreshed;
    BindingChange change{{kind, view.aor, view.uri, view.expires_at}, binding, std::nullopt};
    const auto gruu = std::ranges::find(list.instances, view.instance, &InstanceRecord::instance);
    if (gruu != list.instances.end()) change.gruu = *gruu;
    return change;
}

}  // namespace

Subscriptions::Subscription* Subscriptions::find(std::string_view aor) {
    const auto found = std::ranges::find(list_, aor, &Subscription::aor);
    return found == list_.end() ? nullptr : &*found;
}

model::RegDocument Subscriptions::document(Subscription& subscription, RegistrationInfo info,
                                           const Gruus* gruus, Millis now) const {
    info.aor = subscription.aor;
    info.version = subscription.version++;
    info.any_bound = !subscription.active.empty();
    const std::uint64_t id = keyed_hash(key_, subscription.aor);
    return {subscription.aor, print_reginfo(info, id, gruus, now)};
}

bool Subscriptions::add(const std::string& aor, const LiveList& list, const Gruus* gruus,
                        std::size_t most, Millis now, model::RegDocument& out) {
    expire(now);
    Subscription* subscription = find(aor);
    if (subscription == nullptr) {
        if (list_.size() >= most) return false;
        subscription = &list_.emplace_back();
        subscription->aor = aor;
    }
    subscription->ends_at = now + subscription_lifetime;
    subscription->active.clear();
    RegistrationInfo info;
    info.full = true;
    for (const Binding& binding : list.bindings) {
        info.contacts.push_back(as_it_stands(binding, list));
        subscription->active.insert(binding.contact_id);
    }
    out = document(*subscription, std::move(info), gruus, now);
    return true;
}

std::vector<model::RegDocument> Subscriptions::documents(const std::vector<BindingChange>& changes,
                                                         const Gruus* gruus, Millis now) {
    expire(now);
    std::vector<model::RegDocument> made;
    for (Subscription& subscription : list_) {
        RegistrationInfo info;
        for (const BindingChange& change : changes) {
            if (change.event.aor != subscription.aor) continue;
            const std::uint64_t id = change.binding.contact_id;
            // What expired before the watcher came was never told, and is not told now.
            if (removes(change.event.kind) && subscription.active.erase(id) == 0) continue;
            if (!removes(change.event.kind)) subscription.active.insert(id);
            info.contacts.push_back(change);
        }
        if (info.contacts.empty()) continue;
        made.push_back(document(subscription, std::move(info), gruus, now));
    }
    return made;
}

void Subscriptions::expire(Millis now) {
    list_.remove_if([&](const Subscription& s) { return s.ends_at <= now; });
}

Millis Subscriptions::next_end() const noexcept {
    Millis at = model::time_max;
    for (const Subscription& s : list_) at = std::min(at, s.ends_at);
    return at;
}

}  // namespace starzero::registrar
