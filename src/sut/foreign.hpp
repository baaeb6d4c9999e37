// A registrar behind the C interface as a system under test.
#pragma once

#include <memory>
#include <string>

#include "starzero/sut/flow_table.hpp"
#include "starzero/sut/registrar_under_test.h"
#include "starzero/sut/system.hpp"

namespace starzero::sut {

class Foreign final : public SystemUnderTest {
public:
    // Must outlive it. Throws std::invalid_argument where a function is missing that must be there,
    // and for a policy line that cannot be read.
    explicit Foreign(const starzero_registrar& registrar);

    // What the registrar's policy line says.
    const model::SharedPolicy& policy() const noexcept { return policy_; }
    bool shows_holdings() const noexcept { return registrar_.holdings != nullptr; }

    // The policy is the registrar's own; a scenario's is passed over. Throws std::runtime_error
    // where none can be created.
    void start(const model::SharedPolicy& policy) override;

    // Knows send, flow, close and advance; of any other event nothing comes.
    scenario::Entry apply(const scenario::Event& event) override;

private:
    void close(const std::string& flow);
    void send(const scenario::Event& event, scenario::Entry& entry);
    void look_inside(const std::string& octets, scenario::Entry& entry) const;

    const starzero_registrar& registrar_;
    model::SharedPolicy policy_;
    std::unique_ptr<void, void (*)(void*)> self_;
    FlowTable flows_;
    model::Millis now_ = 0;
};

}  // namespace starzero::sut
