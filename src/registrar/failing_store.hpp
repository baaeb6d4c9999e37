// A store whose k-th call fails once. Everything else goes to the store behind it.
#pragma once

#include "starzero/registrar/store.hpp"

namespace starzero::registrar {

class FailingStore final : public Store {
public:
    explicit FailingStore(Store& behind) : behind_(behind) {}

    // The k-th call from now fails (1: the next); 0 disarms.
    void fail_at(std::uint64_t k) noexcept { countdown_ = k; }
    bool armed() const noexcept { return countdown_ != 0; }

    StoreResult<const BindingList*> find(std::string_view aor) override {
        if (fails_now()) return std::unexpected(StoreError::failed);
        return behind_.find(aor);
    }
    StoreResult<void> replace(std::string_view aor, BindingList list) override {
        if (fails_now()) return std::unexpected(StoreError::failed);
        return behind_.replace(aor, std::move(list));
    }
    void for_each(const Visitor& visitor) const override { behind_.for_each(visitor); }

private:
    bool fails_now() noexcept { return countdown_ != 0 && --countdown_ == 0; }

    Store& behind_;
    std::uint64_t countdown_ = 0;
};

}  // namespace starzero::registrar
