// Where a server is: udp:127.0.0.1:5060, tls:[::1]:5061, ws:127.0.0.1:80/sip. Addresses only: a
// name would need DNS on the way of a request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "starzero/model/flow.hpp"

namespace starzero::live {

struct Endpoint {
    model::Transport transport = model::Transport::udp;
    std::string address;  // IPv4 or IPv6, without brackets
    std::uint16_t port = 0;
    std::string path;  // of a WebSocket's URI, from its slash on; else empty
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// ADDRESS:PORT, IPv6 in brackets.
std::optional<Endpoint> read_address(std::string_view text, model::Transport transport);

// What read_endpoint takes, for people.
inline constexpr std::string_view endpoint_form =
    "udp:, tcp:, tls:, ws: or wss:ADDRESS:PORT (IPv6 in brackets; ws and wss may have a /path)";

// TRANSPORT:ADDRESS:PORT, and with ws and wss /PATH.
std::optional<Endpoint> read_endpoint(std::string_view text);

// ADDRESS:PORT, IPv6 in brackets.
std::string address_text(const Endpoint& endpoint);

bool is_loopback(const Endpoint& endpoint);

}  // namespace starzero::live
