// One fault of the single-fault catalogue (requirements 16.1) put into a sound REGISTER.
#pragma once

#include <string>
#include <string_view>

#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::scenario {

// Octets of the message with a fault of some stage; now and then with a second one. require is the
// row that asks for an extension that is not there.
std::string with_fault(RegisterMessage message, Choices& choices,
                       std::string_view require = "Require: unheard-of, path");

}  // namespace starzero::scenario
