// The reference registrar in process: virtual time, fixed random key, a store in memory unless
// another shelf is given.
#pragma once

#include <memory>

#include "starzero/model/digest.hpp"
#include "starzero/sut/system.hpp"

namespace starzero::sut {

class Shelf;

class Reference final : public SystemUnderTest {
public:
    Reference();  // with a toy for a hash
    explicit Reference(const model::DigestHash& hash);
    explicit Reference(Shelf& shelf);  // must outlive it
    ~Reference() override;

    void start(const model::SharedPolicy& policy) override;
    scenario::Entry apply(const scenario::Event& event) override;

    // With the bindings of another, as they are. Both without a shelf that was given.
    void start_like(const model::SharedPolicy& policy, const Reference& other);

private:
    class World;
    std::unique_ptr<World> world_;
};

}  // namespace starzero::sut
