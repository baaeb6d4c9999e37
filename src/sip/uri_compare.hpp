// URI comparison for bindings (RFC 3261 19.1.4 with RFC 5954). Reflexive and symmetric, not
// transitive: never build classes or hash-map keys from it. AOR keys are another relation.
#pragma once

#include <cstdint>

#include "starzero/sip/uri.hpp"

namespace starzero::sip {

bool equal(const Uri& a, const Uri& b);

// The same with sip and sips taken for one scheme: for RFC 5630, where registering the sips
// version of a contact replaces the sip version (section 5.1.1.1, D-38).
bool equal_across_sips(const Uri& a, const Uri& b);

// equal_across_sips(a, b), and so equal(a, b), implies the same hash: taken over user, password,
// host value and port, and over the scheme of what is not SIP.
std::uint64_t comparison_hash(const Uri& uri) noexcept;

}  // namespace starzero::sip
