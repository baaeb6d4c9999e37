// What the location service answers a proxy that asks for the targets of an address-of-record.
#pragma once

#include <cstdint>

#include "starzero/model/binding_view.hpp"

namespace starzero::model {

// RFC 3261 16.5 tells an unknown user (404) from one without bindings (480).
enum class LookupStatus : std::uint8_t { found, no_bindings, unknown_aor, store_failure };

struct Lookup {
    LookupStatus status = LookupStatus::no_bindings;
    // q descending, then newest first, then insertion (S-18); pairwise unequal, at most one of an
    // instance (RFC 5626 section 7), none on a flow that is gone.
    Snapshot targets;
    // Other flows of those instances, newest first: for after a 430 (RFC 5626 section 7).
    Snapshot alternatives;
};

}  // namespace starzero::model
