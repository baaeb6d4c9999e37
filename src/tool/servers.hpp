// Sockets in front of the service: datagrams, and connections of every kind.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include <boost/asio.hpp>
#include <boost/asio/ssl/context.hpp>

#include "starzero/live/channel.hpp"
#include "starzero/live/endpoint.hpp"
#include "starzero/tool/service.hpp"

namespace starzero::tool {

// Throws boost::system::system_error for an address that cannot be had.
class Server {
public:
    virtual ~Server() = default;
    virtual live::Endpoint local() const = 0;
};

class UdpServer final : public Server {
public:
    UdpServer(boost::asio::io_context& io, const live::Endpoint& local, Service& service);
    live::Endpoint local() const override;

private:
    void receive();
    void send(const model::Transmit& transmit);

    boost::asio::ip::udp::socket socket_;
    boost::asio::ip::udp::endpoint peer_;
    std::array<char, 65'536> buffer_{};
    Service& service_;
};

// TCP, TLS, WebSocket and both.
class ChannelServer final : public Server {
public:
    ChannelServer(boost::asio::io_context& io, const live::Endpoint& local, Service& service,
                  boost::asio::ssl::context& tls);
    live::Endpoint local() const override;

private:
    struct Session;
    using SessionPtr = std::shared_ptr<Session>;

    void accept();
    void open(boost::asio::ip::tcp::socket socket, const live::Endpoint& peer);
    void receive(const SessionPtr& session);
    void send(const model::Transmit& transmit);
    void write(const SessionPtr& session);
    void end(const std::string& flow);

    model::Transport transport_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::ssl::context& tls_;
    std::unordered_map<std::string, SessionPtr> sessions_;  // by flow
    Service& service_;
    std::uint64_t accepted_ = 0;
};

}  // namespace starzero::tool
