// via-parm = sent-protocol LWS sent-by *( SEMI via-params )  (RFC 3261 20.42, 25.1)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/cursor.hpp"
#include "starzero/sip/host.hpp"
#include "starzero/sip/param.hpp"

namespace starzero::sip {

struct Via {
    std::string_view protocol;   // SIP
    std::string_view version;    // 2.0
    std::string_view transport;  // UDP, TCP, ... any token
    Host host;
    std::uint16_t port = 0;  // 0: not written
    std::vector<Param> params;

    std::string_view branch() const noexcept;  // empty if absent or without value
    // RFC 3261 8.1.1.7: z9hG4bK and something behind it.
    bool has_cookie() const noexcept;
};

// One value at the cursor; stops before a comma or the end.
Result<Via> parse_via(Cursor& cursor, const Limits& limits = {});

// Every value of one row, appended.
Result<void> parse_via_row(std::string_view row, std::vector<Via>& vias, const Limits& limits = {});

// SIP/2.0/UDP host:port;params. Appends.
void append_via(std::string& out, const Via& via);

// Protocol, sent-by and all parameters, as 20.42 compares them.
bool equal(const Via& a, const Via& b) noexcept;

}  // namespace starzero::sip
