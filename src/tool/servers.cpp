#include "starzero/tool/servers.hpp"

namespace starzero::tool {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t unsent_most = 1
                                    << 20;  // octets that a peer leaves unread before it is cut off

template <class Endpoint>
live::Endpoint from_asio(const Endpoint& endpoint, model::Transport transport) {
    return {transport, endpoint.address().to_string(), endpoint.port()};
}

template <class Protocol>
typename Protocol::endpoint to_asio(const live::Endpoint& endpoint) {
    return {asio::ip::make_address(endpoint.address), endpoint.port};
}

}  // namespace

UdpServer::UdpServer(asio::io_context& io, const live::Endpoint& local, Service& service)
    : socket_(io, to_asio<udp>(local)), service_(service) {
    service_.add_transport("udp:", [this](const auto& t) { send(t); }, [](const auto&) {});
    receive();
}

live::Endpoint UdpServer::local() const {
    return from_asio(socket_.local_endpoint(), model::Transport::udp);
}

void UdpServer::receive() {
    socket_.async_receive_from(
        asio::buffer(buffer_), peer_, [this](error_code error, std::size_t size) {
            if (error == asio::error::operation_aborted) return;
            if (!error) {
                model::Flow flow;
                flow.source = live::address_text(from_asio(peer_, model::Transport::udp));
                flow.id = "udp:" + flow.source;
                flow.local = live::address_text(local());
                service_.handle(flow, {buffer_.data(), size});
            }
            receive();
        });
}

// A maddr that is a name has no address here; its response goes to the source.
void UdpServer::send(const model::Transmit& transmit) {
    const auto to = live::read_address(transmit.destination, model::Transport::udp);
    error_code error;
    socket_.send_to(asio::buffer(transmit.octets), to ? to_asio<udp>(*to) : peer_, 0, error);
}

struct TcpServer::Session {
    explicit Session(tcp::socket accepted) : socket(std::move(accepted)) {}
    tcp::socket socket;
    model::Flow flow;
    std::array<char, 16'384> buffer{};
    std::deque<std::string> unsent;
    std::size_t unsent_octets = 0;
};

TcpServer::TcpServer(asio::io_context& io, const live::Endpoint& local, Service& service)
    : acceptor_(io, to_asio<tcp>(local)), service_(service) {
    service_.add_transport(
        "tcp:", [this](const auto& t) { send(t); }, [this](const auto& flow) { end(flow); });
    accept();
}

live::Endpoint TcpServer::local() const {
    return from_asio(acceptor_.local_endpoint(), model::Transport::tcp);
}

void TcpServer::accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        error_code gone;
        const auto peer = error ? tcp::endpoint{} : socket.remote_endpoint(gone);
        if (!error && !gone && sessions_.size() < service_.flows_most()) {
            auto session = std::make_shared<Session>(std::move(socket));
            session->flow.transport = model::Transport::tcp;
            session->flow.source = live::address_text(from_asio(peer, model::Transport::tcp));
            session->flow.local = live::address_text(local());
            session->flow.id = "tcp:" + std::to_string(++accepted_);  // a port may come again
            sessions_.emplace(session->flow.id, session);
            receive(session);
        }
        accept();
    });
}

void TcpServer::receive(const SessionPtr& session) {
    session->socket.async_read_some(
        asio::buffer(session->buffer), [this, session](error_code error, std::size_t size) {
            if (!sessions_.contains(session->flow.id)) return;
            if (error) return end(session->flow.id);
            service_.handle(session->flow, {session->buffer.data(), size});
            if (sessions_.contains(session->flow.id)) receive(session);
        });
}

void TcpServer::send(const model::Transmit& transmit) {
    const auto found = sessions_.find(transmit.flow);
    if (found == sessions_.end()) return;
    const SessionPtr session = found->second;
    session->unsent_octets += transmit.octets.size();
    if (session->unsent_octets > unsent_most) return end(transmit.flow);
    session->unsent.push_back(transmit.octets);
    if (session->unsent.size() == 1) write(session);
}

void TcpServer::write(const SessionPtr& session) {
    asio::async_write(session->socket, asio::buffer(session->unsent.front()),
                      [this, session](error_code error, std::size_t) {
                          if (!sessions_.contains(session->flow.id)) return;
                          if (error) return end(session->flow.id);
                          session->unsent_octets -= session->unsent.front().size();
                          session->unsent.pop_front();
                          if (!session->unsent.empty()) write(session);
                      });
}

void TcpServer::end(const std::string& flow) {
    const auto found = sessions_.find(flow);
    if (found == sessions_.end()) return;
    const SessionPtr session = found->second;
    sessions_.erase(found);
    error_code ignored;
    session->socket.close(ignored);
    service_.close(session->flow.id);
}

}  // namespace starzero::tool
