#include "starzero/tool/servers.hpp"

#include "starzero/live/addresses.hpp"

namespace starzero::tool {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t unsent_most = 1
                                    << 20;  // octets that a peer leaves unread, then it is cut off
constexpr std::chrono::seconds handshake_most{10};

}  // namespace

UdpServer::UdpServer(asio::io_context& io, const live::Endpoint& local, Service& service)
    : socket_(io, live::to_asio<udp>(local)), service_(service) {
    service_.add_transport("udp:", [this](const auto& t) { send(t); }, [](const auto&) {});
    receive();
}

live::Endpoint UdpServer::local() const {
    return live::from_asio(socket_.local_endpoint(), model::Transport::udp);
}

void UdpServer::receive() {
    socket_.async_receive_from(
        asio::buffer(buffer_), peer_, [this](error_code error, std::size_t size) {
            if (error == asio::error::operation_aborted) return;
            if (!error) {
                model::Flow flow;
                flow.source = live::address_text(live::from_asio(peer_, model::Transport::udp));
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
    socket_.send_to(asio::buffer(transmit.octets), to ? live::to_asio<udp>(*to) : peer_, 0, error);
}

struct ChannelServer::Session {
    Session(asio::io_context& io, std::unique_ptr<live::Channel> accepted)
        : channel(std::move(accepted)), handshake(io, handshake_most) {}
    std::unique_ptr<live::Channel> channel;
    asio::steady_timer handshake;
    model::Flow flow;
    std::deque<std::string> unsent;
    std::size_t unsent_octets = 0;
};

ChannelServer::ChannelServer(asio::io_context& io, const live::Endpoint& local, Service& service,
                             asio::ssl::context& tls)
    : transport_(local.transport),
      acceptor_(io, live::to_asio<tcp>(local)),
      tls_(tls),
      service_(service) {
    service_.add_transport(
        std::string(to_string(transport_)) + ":", [this](const auto& t) { send(t); },
        [this](const auto& flow) { end(flow); });
    accept();
}

live::Endpoint ChannelServer::local() const {
    return live::from_asio(acceptor_.local_endpoint(), transport_);
}

void ChannelServer::accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        error_code gone;
        const auto peer = error ? tcp::endpoint{} : socket.remote_endpoint(gone);
        if (!error && !gone && sessions_.size() < service_.flows_most()) {
            open(std::move(socket), live::from_asio(peer, transport_));
        }
        accept();
    });
}

void ChannelServer::open(tcp::socket socket, const live::Endpoint& peer) {
    auto& io = static_cast<asio::io_context&>(acceptor_.get_executor().context());
    const live::ChannelOptions options{transport_, true, {}, {}};
    const auto session =
        std::make_shared<Session>(io, live::make_channel(std::move(socket), options, tls_));
    model::Flow& flow = session->flow;
    flow.transport = transport_;
    flow.source = live::address_text(peer);
    flow.local = live::address_text(local());
    // A port may come again.
    flow.id = std::string(to_string(transport_)) + ":" + std::to_string(++accepted_);
    sessions_.emplace(flow.id, session);
    session->handshake.async_wait([this, session](error_code cancelled) {
        if (!cancelled) end(session->flow.id);
    });
    session->channel->open([this, session](error_code error) {
        session->handshake.cancel();
        if (error) return end(session->flow.id);
        if (sessions_.contains(session->flow.id)) receive(session);
    });
}

void ChannelServer::receive(const SessionPtr& session) {
    session->channel->read([this, session](error_code error, std::string_view octets) {
        if (!sessions_.contains(session->flow.id)) return;
        if (error) return end(session->flow.id);
        service_.handle(session->flow, octets);
        if (sessions_.contains(session->flow.id)) receive(session);
    });
}

void ChannelServer::send(const model::Transmit& transmit) {
    const auto found = sessions_.find(transmit.flow);
    if (found == sessions_.end()) return;
    const SessionPtr session = found->second;
    session->unsent_octets += transmit.octets.size();
    if (session->unsent_octets > unsent_most) return end(transmit.flow);
    session->unsent.push_back(transmit.octets);
    if (session->unsent.size() == 1) write(session);
}

void ChannelServer::write(const SessionPtr& session) {
    session->channel->write(session->unsent.front(), [this, session](error_code error) {
        if (!sessions_.contains(session->flow.id)) return;
        if (error) return end(session->flow.id);
        session->unsent_octets -= session->unsent.front().size();
        session->unsent.pop_front();
        if (!session->unsent.empty()) write(session);
    });
}

void ChannelServer::end(const std::string& flow) {
    const auto found = sessions_.find(flow);
    if (found == sessions_.end()) return;
    const SessionPtr session = found->second;
    sessions_.erase(found);
    error_code ignored;
    session->handshake.cancel();
    session->channel->socket().close(ignored);
    service_.close(session->flow.id);
}

}  // namespace starzero::tool
