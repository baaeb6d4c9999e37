// The store in memory, with its text for save and load.
#pragma once

#include <string>
#include <unordered_map>

#include "starzero/registrar/keyed_hash.hpp"
#include "starzero/registrar/store.hpp"

namespace starzero::registrar {

class MemoryStore final : public Store {
public:
    explicit MemoryStore(HashKey key = {}) : lists_(0, KeyedHasher{key}) {}

    StoreResult<const BindingList*> find(std::string_view aor) override;
    StoreResult<void> replace(std::string_view aor, BindingList list) override;
    void for_each(const Visitor& visitor) const override;

    // Every binding with every field, one a line, and every instance's record. Deterministic.
    std::string save() const;

    // Replaces the content. False, and nothing changed, when a line is not one of save's.
    bool load(std::string_view text);

private:
    std::unordered_map<std::string, BindingList, KeyedHasher, std::equal_to<>> lists_;
};

}  // namespace starzero::registrar
