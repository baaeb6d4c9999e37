// A policy that scenario, transcript, system and judge all hold: copies share one value, which
// nobody can change under another's hands. Reads like a const Policy.
#pragma once

#include <memory>
#include <utility>

#include "starzero/model/policy.hpp"

namespace starzero::model {

class SharedPolicy {
public:
    SharedPolicy() = default;  // the default policy
    SharedPolicy(Policy policy) : policy_(std::make_shared<const Policy>(std::move(policy))) {}

    const Policy& operator*() const noexcept { return policy_ ? *policy_ : by_default(); }
    const Policy* operator->() const noexcept { return &**this; }
    operator const Policy&() const noexcept { return **this; }

    // The same but for what this changes.
    template <class Change>
    void edit(const Change& change) {
        Policy policy = **this;
        change(policy);
        policy_ = std::make_shared<const Policy>(std::move(policy));
    }

    friend bool operator==(const SharedPolicy& a, const SharedPolicy& b) {
        return a.policy_ == b.policy_ || *a == *b;
    }

private:
    static const Policy& by_default() noexcept;

    std::shared_ptr<const Policy> policy_;  // none: the default, which costs nothing
};

}  // namespace starzero::model
