// ( name-addr / addr-spec ) *( SEMI generic-param ), the shape of Contact, From and To values
// (RFC 3261 20.10, 25.1). Without brackets every ;param belongs to the header field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/cursor.hpp"
#include "starzero/sip/param.hpp"
#include "starzero/sip/uri.hpp"

namespace starzero::sip {

struct NameAddr {
    std::string_view display;  // as written, quotes included; empty if none
    bool bracketed = false;
    Uri uri;
    std::vector<Param> params;
};

// One value at the cursor; stops before a comma or the end.
Result<NameAddr> parse_name_addr(Cursor& cursor, const Limits& limits = {});

// The whole text is one value, as in From and To. Adds: trailing.
Result<NameAddr> parse_single_name_addr(std::string_view text, const Limits& limits = {});

// Always with brackets, so that no parameter can change its owner (requirement P-05). Appends.
void append_name_addr(std::string& out, const NameAddr& value);

// The text of a display name without quotes, quoted-pairs and folds.
std::string plain_display(std::string_view display);

// A quoted-string that reads back as the text (octets that no quoted-string can hold: dropped).
std::string quote_display(std::string_view text);

}  // namespace starzero::sip
