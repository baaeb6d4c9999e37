// Where a server is: udp:127.0.0.1:5060, tcp:[::1]:5060. Addresses only: a name would need DNS on
// the way of a request.
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
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// ADDRESS:PORT, IPv6 in brackets.
std::optional<Endpoint> read_address(std::string_view text, model::Transport transport);

// TRANSPORT:ADDRESS:PORT.
std::optional<Endpoint> read_endpoint(std::string_view text);

// ADDRESS:PORT, IPv6 in brackets.
std::string address_text(const Endpoint& endpoint);

bool is_loopback(const Endpoint& endpoint);

}  // namespace starzero::live
