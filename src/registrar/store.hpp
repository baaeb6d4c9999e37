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
    std::uint64_t uri_hash = 0;    // sip::comparison_hash of the contact URI
    std::uint64_t contact_id = 0;  // of RFC 3680 5.1: kept over refreshes, no two in a list alike
};

// What temporary GRUUs of one (AOR, instance) hang on (RFC 5627 5.1): those of this epoch up to
// this number are valid.
struct InstanceRecord {
    std::string instance;  // sip::instance_key
    std::string prefix;    // of the user part of each of them
    std::uint64_t epoch = 0;
    std::uint64_t count = 0;
    std::uint32_t first_cseq = 0;  // of the REGISTER that made the first of them (RFC 5628)
    friend bool operator==(const InstanceRecord&, const InstanceRecord&) = default;
};

struct BindingList {
    std::vector<Binding> bindings;            // in order of insertion
    std::vector<InstanceRecord> instances;    // of live bindings, in order of first registration
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
