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

void FlowIndex::follow(const BindingList& before, const BindingList& after) {
    for (const Binding& binding : before.bindings) {
        if (binding.view->flow.empty() || survives(*binding.view, after)) continue;
        const auto flow = flows_.find(binding.view->flow);
        if (flow == flows_.end()) continue;
        flow->second.erase(key_of(*binding.view));
        if (flow->second.empty()) flows_.erase(flow);
    }
    for (const Binding& binding : after.bindings) {
        if (binding.view->flow.empty() || is_kept(binding, before)) continue;
        flows_[binding.view->flow].insert(key_of(*binding.view));
    }
    for (const InstanceRecord& record : before.instances) epochs_.erase(record.epoch);
    if (after.bindings.empty()) return;
    for (const InstanceRecord& record : after.instances) {
        epochs_.insert_or_assign(record.epoch, after.bindings.front().view->aor);
    }
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
