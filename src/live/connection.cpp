#include "starzero/live/connection.hpp"

#include <array>
#include <deque>

#include <boost/asio.hpp>

#include "starzero/live/addresses.hpp"
#include "starzero/live/channel.hpp"
#include "starzero/sip/stream_framer.hpp"

namespace starzero::live {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t piece = 65'536;  // octets; no datagram is longer

template <class Socket>
Endpoint local_of(const Socket& socket, model::Transport transport) {
    error_code error;
    return from_asio(socket.local_endpoint(error), transport);
}

[[noreturn]] void give_up(const Endpoint& peer, const std::string& why) {
    throw Unreachable("nothing answers at " + address_text(peer) + ": " + why);
}

// Connected, so that a port where nobody listens is told of by ICMP.
class Udp final : public Connection {
public:
    explicit Udp(const Endpoint& peer) : peer_(peer), socket_(io_) {
        error_code error;
        socket_.connect(to_asio<asio::ip::udp>(peer), error);
        if (error) give_up(peer, error.message());
    }
    void send(std::string_view octets) override {
        error_code error;
        socket_.send(asio::buffer(octets), 0, error);
        if (error == asio::error::connection_refused) closed_ = true;
        else if (error) give_up(peer_, error.message());
    }
    std::optional<std::string> receive(Clock::time_point deadline) override {
        if (!reading_) begin_read();
        io_.restart();
        while (reading_ && io_.run_one_until(deadline) != 0) {
        }
        if (reading_) return std::nullopt;
        closed_ = failed_;
        if (failed_ || size_ == 0) return std::nullopt;
        return std::string(buffer_->data(), size_);
    }
    bool closed() const noexcept override { return closed_; }
    Endpoint local() const override { return local_of(socket_, model::Transport::udp); }

private:
    void begin_read() {
        reading_ = true;
        socket_.async_receive(asio::buffer(*buffer_), [this](error_code error, std::size_t size) {
            reading_ = false;
            failed_ = error.failed();
            size_ = size;
        });
    }

    Endpoint peer_;
    asio::io_context io_;
    asio::ip::udp::socket socket_;
    std::unique_ptr<std::array<char, piece>> buffer_ = std::make_unique<std::array<char, piece>>();
    bool reading_ = false;
    bool failed_ = false;  // the read that ended last
    std::size_t size_ = 0;
    bool closed_ = false;
};

// A read that is begun is waited for as often as it takes: one of TLS or WebSocket that is
// cancelled leaves nothing that could be gone on with.
class OverChannel final : public Connection {
public:
    OverChannel(const Endpoint& peer, const std::string& host, std::chrono::milliseconds patience)
        : peer_(peer), patience_(patience) {
        asio::ip::tcp::socket socket(io_);
        const auto deadline = Clock::now() + patience;
        error_code error;
        const bool connected = wait(deadline, error, [&](Channel::Done done) {
            socket.async_connect(to_asio<asio::ip::tcp>(peer), std::move(done));
        });
        if (!connected) give_up(peer, "no connection within the time");
        if (error) give_up(peer, error.message());
        channel_ = make_channel(std::move(socket), {peer.transport, false, host, peer.path}, tls_);
        const bool open =
            wait(deadline, error, [&](Channel::Done done) { channel_->open(std::move(done)); });
        const std::string what(model::to_string(peer.transport));
        if (!open) give_up(peer, "no " + what + " handshake within the time");
        if (error) give_up(peer, "no " + what + " handshake: " + error.message());
    }
    // A peer that does not read holds nobody up for longer than the patience.
    void send(std::string_view octets) override {
        if (closed_) return;
        unsent_ = octets;
        error_code error;
        const bool sent = wait(Clock::now() + patience_, error, [&](Channel::Done done) {
            channel_->write(unsent_, std::move(done));
        });
        if (!sent || error) closed_ = true;
    }
    std::optional<std::string> receive(Clock::time_point deadline) override {
        while (true) {
            if (auto message = next()) return message;
            if (closed_) return std::nullopt;
            if (!reading_) begin_read();
            io_.restart();
            while (reading_ && io_.run_one_until(deadline) != 0) {
            }
            if (reading_) return std::nullopt;
        }
    }
    bool closed() const noexcept override { return closed_; }
    Endpoint local() const override { return local_of(channel_->socket(), peer_.transport); }

private:
    // Starts what start() starts; false at the deadline.
    template <class Start>
    bool wait(Clock::time_point deadline, error_code& error, Start start) {
        const auto done = std::make_shared<bool>(false);
        const auto result = std::make_shared<error_code>();
        start([done, result](error_code told) {
            *done = true;
            *result = told;
        });
        io_.restart();
        while (!*done && io_.run_one_until(deadline) != 0) {
        }
        error = *result;
        return *done;
    }
    void begin_read() {
        reading_ = true;
        channel_->read([this](error_code error, std::string_view octets) {
            reading_ = false;
            if (error) closed_ = true;
            if (octets.empty()) return;
            if (model::is_stream(peer_.transport)) {
                loose_ = octets;
                framer_.push(octets);
            } else {
                messages_.emplace_back(octets);
            }
        });
    }
    std::optional<std::string> next() {
        if (!messages_.empty()) {
            std::string message = std::move(messages_.front());
            messages_.pop_front();
            return message;
        }
        if (const auto message = framer_.next()) return std::string(*message);
        if (!framer_.error()) return std::nullopt;
        closed_ = true;
        if (loose_.empty()) return std::nullopt;
        return std::exchange(loose_, {});
    }

    Endpoint peer_;
    std::chrono::milliseconds patience_;
    asio::io_context io_;
    asio::ssl::context tls_ = client_context();
    std::unique_ptr<Channel> channel_;
    std::string unsent_;  // lives as long as its writing
    bool reading_ = false;
    sip::StreamFramer framer_;          // of a stream
    std::string loose_;                 // the piece of it that was read last
    std::deque<std::string> messages_;  // of a WebSocket
    bool closed_ = false;
};

}  // namespace

std::unique_ptr<Connection> connect(const Endpoint& peer, const std::string& host,
                                    std::chrono::milliseconds patience) {
    if (peer.transport == model::Transport::udp) return std::make_unique<Udp>(peer);
    return std::make_unique<OverChannel>(peer, host, patience);
}

}  // namespace starzero::live
