// Path, Route, Service-Route and Record-Route: name-addr *( SEMI rr-param ), comma separated over
// rows. Only the form with angle brackets (RFC 3261 25.1 rec-route, RFC 3327 section 4, RFC 3608).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/name_addr.hpp"

namespace starzero::sip {

struct RouteValue {
    std::string_view text;  // the whole value as written
    NameAddr value;
};

// One row's values, appended in their order: topmost first. Errors: name_addr (no brackets),
// scheme (not sip or sips), too_many, and those of a name-addr.
Result<void> parse_route_row(std::string_view row, std::vector<RouteValue>& list,
                             const Limits& limits = {});

// One value as it is printed: unfolded, the URI's octets as they were. Appends.
void append_route_value(std::string& out, const RouteValue& value);

}  // namespace starzero::sip
