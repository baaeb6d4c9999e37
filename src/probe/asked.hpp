// Which rules of the catalogue are asked of somebody else's server. Our own choices are not, nor
// what the decision register leaves open; docs/probe.md says why each of the others is left out.
#pragma once

#include "starzero/invariants/catalogue.hpp"

namespace starzero::probe {

bool is_asked(const invariants::Invariant& invariant);

// How grave it is when another server breaks it: its strength in the catalogue, but for the rules
// on log levels, which bind nobody else and are what an operator wants to know all the same.
enum class Gravity : std::uint8_t { fault, warning, remark };
Gravity gravity_of(const invariants::Invariant& invariant);
std::string_view to_string(Gravity gravity) noexcept;

}  // namespace starzero::probe
