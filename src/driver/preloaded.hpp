// A registrar and a judge that already know some bindings, prepared once and copied for each
// request: what a target needs that asks one question many times.
#pragma once

#include <optional>

#include "starzero/invariants/checker.hpp"
#include "starzero/scenario/event.hpp"
#include "starzero/sut/reference.hpp"

namespace starzero::driver {

class Preloaded {
public:
    Preloaded();
    explicit Preloaded(scenario::Scenario scenario);

    // What the registrar has been through before.
    const scenario::Scenario& scenario() const noexcept { return scenario_; }

    // The first rule that this event breaks.
    std::optional<invariants::Finding> judge_one(const scenario::Event& event) const;

private:
    scenario::Scenario scenario_;
    sut::Reference prepared_;
    invariants::Checker checker_;
};

}  // namespace starzero::driver
