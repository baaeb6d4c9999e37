// The flows of a run, by name, bounded.
#pragma once

#include <map>
#include <string>

#include "starzero/model/flow.hpp"

namespace starzero::sut {

class FlowTable {
public:
    // One that nobody declared is a UDP flow from the default source.
    const model::Flow& of(const std::string& id) {
        const auto found = flows_.find(id);
        if (found != flows_.end()) return found->second;
        if (flows_.size() >= most) flows_.erase(flows_.begin());
        model::Flow flow;
        flow.id = id;
        return flows_.emplace(id, std::move(flow)).first->second;
    }

    // True if that name stood for another one, which is gone then.
    bool declare(const model::Flow& flow) {
        if (of(flow.id) == flow) return false;
        flows_.insert_or_assign(flow.id, flow);
        return true;
    }

    void forget(const std::string& id) { flows_.erase(id); }
    void clear() noexcept { flows_.clear(); }

    auto begin() const noexcept { return flows_.begin(); }
    auto end() const noexcept { return flows_.end(); }

private:
    static constexpr std::size_t most = 256;
    std::map<std::string, model::Flow, std::less<>> flows_;
};

}  // namespace starzero::sut
