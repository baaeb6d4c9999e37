// Sockets in front of the service: one class a transport.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include <boost/asio.hpp>

#include "starzero/live/endpoint.hpp"
#include "starzero/tool/service.hpp"

namespace starzero::tool {

class UdpServer {
public:
    UdpServer(boost::asio::io_context& io, const live::Endpoint& local, Service& service);
    live::Endpoint local() const;

private:
    void receive();
    void send(const model::Transmit& transmit);

    boost::asio::ip::udp::socket socket_;
    boost::asio::ip::udp::endpoint peer_;
    std::array<char, 65'536> buffer_{};
    Service& service_;
};

class TcpServer {
public:
    TcpServer(boost::asio::io_context& io, const live::Endpoint& local, Service& service);
    live::Endpoint local() const;

private:
    struct Session;
    using SessionPtr = std::shared_ptr<Session>;

    void accept();
    void receive(const SessionPtr& session);
    void send(const model::Transmit& transmit);
    void write(const SessionPtr& session);
    void end(const std::string& flow);

    boost::asio::ip::tcp::acceptor acceptor_;
    std::unordered_map<std::string, SessionPtr> sessions_;  // by flow
    Service& service_;
    std::uint64_t accepted_ = 0;
};

}  // namespace starzero::tool
