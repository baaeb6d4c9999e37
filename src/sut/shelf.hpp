// Where bindings are while the registrar is off.
#pragma once

#include <memory>

#include "starzero/registrar/memory_store.hpp"

namespace starzero::sut {

class Shelf {
public:
    virtual ~Shelf() = default;

    // Nothing is there any more.
    virtual void clear() = 0;

    // The registrar starts: what was kept, as the store that it will use. now and wall as in
    // Registrar::handle. Borrowed until the next call.
    virtual registrar::Store& open(model::Millis now, model::Millis wall) = 0;

    // It ends, in its own time.
    virtual void close() = 0;

    // The wall clock was set.
    virtual void set_clocks(model::Millis now, model::Millis wall) = 0;
};

// Keeps the text of the store in memory.
class MemoryShelf final : public Shelf {
public:
    explicit MemoryShelf(registrar::HashKey key) : key_(key), store_(key) {}

    void clear() override { store_ = registrar::MemoryStore(key_); }
    registrar::Store& open(model::Millis, model::Millis) override { return store_; }
    void close() override {
        const std::string kept = store_.save();
        store_ = registrar::MemoryStore(key_);
        store_.load(kept);
    }
    void set_clocks(model::Millis, model::Millis) override {}

    registrar::MemoryStore& store() noexcept { return store_; }

private:
    registrar::HashKey key_;
    registrar::MemoryStore store_;
};

}  // namespace starzero::sut
