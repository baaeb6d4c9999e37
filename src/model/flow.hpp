// Who a message came from and what went back: a flow is one UDP 5-tuple or one connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace starzero::model {

enum class Transport : std::uint8_t { udp, tcp, tls, ws, wss };

std::string_view to_string(Transport transport) noexcept;
std::optional<Transport> transport_from(std::string_view word) noexcept;

// WebSocket frames keep message borders, but are reliable (RFC 7118 section 5).
constexpr bool is_stream(Transport t) noexcept {
    return t == Transport::tcp || t == Transport::tls;
}
constexpr bool is_reliable(Transport t) noexcept { return t != Transport::udp; }

struct Flow {
    std::string id;
    Transport transport = Transport::udp;
    std::string source = "192.0.2.7:5060";    // peer's address:port, IPv6 in brackets
    std::string local = "198.51.100.1:5060";  // our address:port
    friend bool operator==(const Flow&, const Flow&) = default;
};

// Octets on their way back along a flow.
struct Transmit {
    std::string flow;
    std::string octets;
    std::string destination;  // address:port (RFC 3261 18.2.2); empty: the connection itself
};

}  // namespace starzero::model
