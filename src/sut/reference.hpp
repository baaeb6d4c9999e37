// The reference registrar in process: virtual time, fixed random key, memory store.
#pragma once

#include <memory>

#include "starzero/model/digest.hpp"
#include "starzero/sut/system.hpp"

namespace starzero::sut {

class Reference final : public SystemUnderTest {
public:
    Reference();  // with a toy for a hash
    explicit Reference(const model::DigestHash& hash);
    ~Reference() override;

    void start(const model::SharedPolicy& policy) override;
    scenario::Entry apply(const scenario::Event& event) override;

    // With the bindings of another, as they are.
    void start_like(const model::SharedPolicy& policy, const Reference& other);

private:
    class World;
    std::unique_ptr<World> world_;
};

}  // namespace starzero::sut
