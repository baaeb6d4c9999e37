#include "starzero/registrar/flow_index.hpp"

#include <algorithm>

namespace starzero::registrar {

namespace {

// (AOR, instance-id, reg-id); none of the three can hold a NUL.
std::string key_of(const model::BindingView& view) {
    std::string key = view.aor;
    key.append(1, '\0').append(view.instance).append(1, '\0');
    return key.append(std::to_string(view.reg_id));
}

bool survives(const model::BindingView& view, const BindingList& after) {
    return std::ranges::any_of(after.bindings, [&](const Binding& b) {
        return b.view->flow == view.flow && key_of(*b.view) == key_of(view);
    });
}

bool is_kept(const Binding& binding, const BindingList& before) {
    return std::ranges::any_of(before.bindings,
                               [&](const Binding& b) { return b.view == binding.view; });
}

}  // namespace

// The other constructor first: what it was made of is undone even if this one does not end.
FlowIndex::Move::Move(FlowIndex& index, const BindingList& before, const BindingList& after)
    : Move(index) {
    for (const Binding& binding : before.bindings) {
        if (binding.view->flow.empty() || survives(*binding.view, after)) continue;
        gone_.push_back({binding.view->flow, key_of(*binding.view)});
    }
    for (const InstanceRecord& record : before.instances) gone_epochs_.push_back(record.epoch);
    for (const InstanceRecord& record : after.instances) {
        if (after.bindings.empty()) break;
        const std::string& aor = after.bindings.front().view->aor;
        std::erase(gone_epochs_, record.epoch);
        added_epochs_.reserve(added_epochs_.size() + 1);
        if (index_.epochs_.emplace(record.epoch, aor).second) added_epochs_.push_back(record.epoch);
    }
    for (const Binding& binding : after.bindings) {
        if (binding.view->flow.empty() || is_kept(binding, before)) continue;
        Place place{binding.view->flow, key_of(*binding.view)};
        added_.reserve(added_.size() + 1);
        if (index_.flows_[place.flow].insert(place.key).second) added_.push_back(std::move(place));
    }
}

FlowIndex::Move::~Move() {
    for (const Place& place : kept_ ? gone_ : added_) index_.forget(place.flow, place.key);
    for (const std::uint64_t epoch : kept_ ? gone_epochs_ : added_epochs_) {
        index_.epochs_.erase(epoch);
    }
}

void FlowIndex::forget(std::string_view name, const std::string& key) noexcept {
    const auto flow = flows_.find(name);
    if (flow == flows_.end()) return;
    flow->second.erase(key);
    if (flow->second.empty()) flows_.erase(flow);
}

void FlowIndex::close(std::string_view flow) {
    const auto found = flows_.find(flow);
    if (found != flows_.end()) flows_.erase(found);
}

bool FlowIndex::reachable(const model::BindingView& view) const {
    if (view.flow.empty()) return true;
    const auto flow = flows_.find(view.flow);
    return flow != flows_.end() && flow->second.contains(key_of(view));
}

std::string_view FlowIndex::aor_of_epoch(std::uint64_t epoch) const {
    const auto found = epochs_.find(epoch);
    return found == epochs_.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace starzero::registrar
