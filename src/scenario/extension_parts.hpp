// What extensions add to a policy and to a REGISTER, in small pools that collide: instances,
// reg-ids, edges with and without ob, push and bulk contacts, credentials good and bad.
#pragma once

#include <optional>
#include <string>

#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/event.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::scenario {

// Extensions on and off, together and apart, and the rest of the policy that hangs on them.
// Mostly none: RFC 3261 alone is most of what registrars do.
void draw_extensions(model::Policy& policy, Choices& choices);

// Changes a request that has its contacts already, as user agents with these extensions would,
// and as confused ones do.
void add_extension_parts(RegisterMessage& message, const model::Policy& policy, Choices& choices);

// Credentials for a request to this To; mostly good. Nothing where digest is off.
std::optional<Credentials> draw_credentials(const std::string& to, const model::Policy& policy,
                                            Choices& choices);

}  // namespace starzero::scenario
