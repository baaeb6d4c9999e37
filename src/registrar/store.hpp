// Where bindings live. Calls are for one address-of-record each, so that a database or shards
// fit behind the same interface. A replaced list is visible wholly or not at all.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/binding_view.hpp"

namespace starzero::registrar {

struct Binding {
    model::BindingPtr view;
    std::uint64_t uri_hash = 0;  // sip::comparison_hash of the contact URI
};

struct BindingList {
    std::vector<Binding> bindings;            // in order of insertion
    model::Millis wake_at = model::time_max;  // in-memory hint: a sweep is due by then
};

enum class StoreError : std::uint8_t { failed };

template <class T>
using StoreResult = std::expected<T, StoreError>;

class Store {
public:
    virtual ~Store() = default;

    // The list, or nullptr. Borrowed until the next call that is not const.
    virtual StoreResult<const BindingList*> find(std::string_view aor) = 0;

    // The whole list of one address-of-record at once; an empty one is as none (S-14).
    virtual StoreResult<void> replace(std::string_view aor, BindingList list) = 0;

    // Every list in the order of the keys.
    using Visitor = std::function<void(std::string_view aor, const BindingList&)>;
    virtual void for_each(const Visitor& visitor) const = 0;
};

}  // namespace starzero::registrar
