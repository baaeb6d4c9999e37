#include "starzero/registrar/memory_store.hpp"

#include <algorithm>
#include <vector>

#include "starzero/registrar/binding_text.hpp"

namespace starzero::registrar {

StoreResult<const BindingList*> MemoryStore::find(std::string_view aor) {
    const auto found = lists_.find(aor);
    return found == lists_.end() ? nullptr : &found->second;
}

StoreResult<void> MemoryStore::replace(std::string_view aor, BindingList list) {
    const auto found = lists_.find(aor);
    if (list.bindings.empty()) {
        if (found != lists_.end()) lists_.erase(found);
    } else if (found != lists_.end()) {
        found->second = std::move(list);
    } else {
        lists_.emplace(aor, std::move(list));
    }
    return {};
}

void MemoryStore::for_each(const Visitor& visitor) const {
    using Entry = const std::pair<const std::string, BindingList>*;
    std::vector<Entry> ordered;
    ordered.reserve(lists_.size());
    for (const auto& entry : lists_) ordered.push_back(&entry);
    std::ranges::sort(ordered, [](Entry a, Entry b) { return a->first < b->first; });
    for (const Entry entry : ordered) visitor(entry->first, entry->second);
}

std::string MemoryStore::save() const {
    std::string text;
    for_each([&](std::string_view aor, const BindingList& list) {
        for (const Binding& binding : list.bindings) text += to_line(binding);
        for (const InstanceRecord& record : list.instances) text += to_line(aor, record);
    });
    return text;
}

bool MemoryStore::load(std::string_view text) {
    decltype(lists_) fresh(0, lists_.hash_function());
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return false;
        auto stored = read_stored_line(text.substr(0, end));
        if (!stored) return false;
        BindingList& list = fresh[stored->aor];
        if (stored->binding) {
            list.wake_at = std::min(list.wake_at, stored->binding->view->expires_at);
            list.bindings.push_back(std::move(*stored->binding));
        } else {
            list.instances.push_back(std::move(*stored->record));
        }
        text.remove_prefix(end + 1);
    }
    const auto bare = [](const auto& entry) { return entry.second.bindings.empty(); };
    if (std::ranges::any_of(fresh, bare)) return false;  // an instance without a binding
    lists_ = std::move(fresh);
    return true;
}

}  // namespace starzero::registrar
