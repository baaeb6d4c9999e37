// A way to a server: whole messages out and in, each wait with an end.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "starzero/live/endpoint.hpp"

namespace starzero::live {

using Clock = std::chrono::steady_clock;

// Nobody there, or not any more. The text says what to do about it.
class Unreachable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Connection {
public:
    virtual ~Connection() = default;

    // Throws Unreachable.
    virtual void send(std::string_view octets) = 0;

    // The next datagram, or the next message of a stream; nothing when the deadline came first or
    // the peer closed. What a stream sends that is no message comes as it is, cut at 64 KiB.
    virtual std::optional<std::string> receive(Clock::time_point deadline) = 0;

    // The peer has closed, refused, or sent what cannot be followed.
    virtual bool closed() const noexcept = 0;

    virtual Endpoint local() const = 0;
};

// Throws Unreachable; waits at most this long, and so long for a peer that does not read. host is
// the name that the server goes by, for WebSocket and TLS.
std::unique_ptr<Connection> connect(const Endpoint& peer, const std::string& host,
                                    std::chrono::milliseconds patience);

}  // namespace starzero::live
