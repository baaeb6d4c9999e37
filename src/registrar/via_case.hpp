// A Via from its text, for the tests of what reads the topmost one.
#pragma once

#include <string_view>

#include "starzero/sip/via.hpp"

namespace starzero::registrar {

// The text must be a Via, and live as long: what is read are views into it.
inline sip::Via via_of(std::string_view text) {
    sip::Cursor cursor(text);
    return *sip::parse_via(cursor);
}

}  // namespace starzero::registrar
