// Which rules of the catalogue are asked of somebody else's server. Our own choices are not, nor
// what the decision register leaves open; docs/probe.md says why each of the others is left out.
#pragma once

#include "starzero/invariants/catalogue.hpp"

namespace starzero::invariants {

bool is_asked(const Invariant& invariant);

// Did the system answer as it alone may decide, so that the rule binds it no more? Steps 3 and 4 of
// RFC 3261 10.3 come before all others: whom it does not let in, it need not tell what else is
// wrong. It may redirect (10.3), or be too busy.
bool is_own_decision(const Invariant& rule, const scenario::Entry& entry);

// How grave it is when another server breaks it: its strength in the catalogue, but for the rules
// on log levels, which bind nobody else and are what an operator wants to know all the same.
enum class Gravity : std::uint8_t { fault, warning, remark };
Gravity gravity_of(const Invariant& invariant);
std::string_view to_string(Gravity gravity) noexcept;

}  // namespace starzero::invariants
