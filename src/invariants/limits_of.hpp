// What a policy lets a reader take in.
#pragma once

#include "starzero/model/policy.hpp"
#include "starzero/sip/limits.hpp"

namespace starzero::invariants {

inline sip::Limits limits_of(const model::Policy& policy) noexcept {
    const auto& l = policy.limits;
    return {l.message_octets, l.rows, l.row_octets, l.list_values, l.params};
}

}  // namespace starzero::invariants
