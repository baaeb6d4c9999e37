// Octets over one TCP connection, whatever lies between: nothing, TLS, WebSocket (RFC 7118), or
// both. For either end; every call returns at once and tells its end through a function.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "starzero/model/flow.hpp"

namespace starzero::live {

class Channel {
public:
    using Done = std::function<void(boost::system::error_code)>;
    using Taken = std::function<void(boost::system::error_code, std::string_view octets)>;

    virtual ~Channel() = default;

    // The handshakes. Nothing else may be called before it is done.
    virtual void open(Done done) = 0;
    // A piece of a stream, or a whole WebSocket message; the octets live as long as the call.
    virtual void read(Taken taken) = 0;
    // One at a time; the octets must live until it is done.
    virtual void write(std::string_view octets, Done done) = 0;
    virtual boost::asio::ip::tcp::socket& socket() = 0;
};

struct ChannelOptions {
    model::Transport transport = model::Transport::tcp;
    bool is_server = false;
    std::string host;  // client: Host of the WebSocket handshake, server name of TLS
    std::string path;  // client: of the WebSocket's URI; empty is /
};

// The socket is connected. tls must outlive the channel; it is not used by tcp and ws.
std::unique_ptr<Channel> make_channel(boost::asio::ip::tcp::socket socket,
                                      const ChannelOptions& options,
                                      boost::asio::ssl::context& tls);

// Of a client: TLS 1.2 and up, no certificate is asked for. A registrar under test has one that
// nobody signed, and who it is stands in the address.
boost::asio::ssl::context client_context();

}  // namespace starzero::live
