// address:port as text, and where a response goes (RFC 3261 18.2.1 and 18.2.2, RFC 3581).
#pragma once

#include <string>
#include <string_view>

#include "starzero/model/flow.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::registrar {

struct Endpoint {
    std::string_view host;  // IPv6 in brackets
    std::string_view port;  // empty if none
};

Endpoint split_endpoint(std::string_view text) noexcept;

// The top Via as it goes back: received when sent-by is a name or another address than the
// source, whatever the peer wrote there; rport filled when it was asked for. Appends.
void append_reply_via(std::string& out, const sip::Via& top, const model::Flow& flow);

// address:port for a response over a datagram flow; empty for a reliable one, whose connection
// takes it. A maddr that is multicast, broadcast or unspecified is never used (O-33).
std::string reply_destination(const sip::Via& top, const model::Flow& flow);

}  // namespace starzero::registrar
