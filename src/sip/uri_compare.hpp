// URI comparison for bindings (RFC 3261 19.1.4 with RFC 5954). Reflexive and symmetric, not
// transitive: never build classes or hash-map keys from it. AOR keys are another relation.
#pragma once

#include <cstdint>

#include "starzero/sip/uri.hpp"

namespace starzero::sip {

bool equal(const Uri& a, const Uri& b);

// equal(a, b) implies same_hash: taken over scheme, user, password, host value and port only.
std::uint64_t comparison_hash(const Uri& uri) noexcept;

}  // namespace starzero::sip
