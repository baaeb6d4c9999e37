#include "starzero/live/connection.hpp"

#include <array>

#include <boost/asio.hpp>

#include "starzero/sip/stream_framer.hpp"

namespace starzero::live {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t piece = 65'536;  // octets read at once; no message is longer

template <class Protocol>
typename Protocol::endpoint to_asio(const Endpoint& endpoint) {
    return {asio::ip::make_address(endpoint.address), endpoint.port};
}

template <class Socket>
Endpoint local_of(const Socket& socket, model::Transport transport) {
    error_code error;
    const auto local = socket.local_endpoint(error);
    return {transport, local.address().to_string(), local.port()};
}

[[noreturn]] void give_up(const Endpoint& peer, const std::string& why) {
    throw Unreachable("nothing answers at " + address_text(peer) + ": " + why);
}

// Starts what start() starts and waits for its end or the deadline; then it is cancelled.
template <class Socket, class Start>
bool finish(asio::io_context& io, Socket& socket, Clock::time_point deadline, Start start) {
    bool done = false;
    start(done);
    io.restart();
    while (!done && io.run_one_until(deadline) != 0) {
    }
    if (done) return true;
    error_code ignored;
    socket.cancel(ignored);
    io.restart();
    while (!done && io.run_one() != 0) {
    }
    return false;
}

// Reads at most one piece. error is set when the socket failed, none of both at the deadline.
template <class Socket>
std::string read_piece(asio::io_context& io, Socket& socket, std::array<char, piece>& buffer,
                       Clock::time_point deadline, error_code& error) {
    std::size_t size = 0;
    const bool in_time = finish(io, socket, deadline, [&](bool& done) {
        socket.async_receive(asio::buffer(buffer), [&](error_code result, std::size_t count) {
            error = result;
            size = count;
            done = true;
        });
    });
    if (!in_time && error == asio::error::operation_aborted) error = {};
    return {buffer.data(), size};
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
        error_code error;
        std::string octets = read_piece(io_, socket_, *buffer_, deadline, error);
        if (error) {
            closed_ = true;
            return std::nullopt;
        }
        if (octets.empty()) return std::nullopt;
        closed_ = false;
        return octets;
    }
    bool closed() const noexcept override { return closed_; }
    Endpoint local() const override { return local_of(socket_, model::Transport::udp); }

private:
    Endpoint peer_;
    asio::io_context io_;
    asio::ip::udp::socket socket_;
    std::unique_ptr<std::array<char, piece>> buffer_ = std::make_unique<std::array<char, piece>>();
    bool closed_ = false;
};

class Tcp final : public Connection {
public:
    Tcp(const Endpoint& peer, std::chrono::milliseconds patience) : peer_(peer), socket_(io_) {
        error_code error = asio::error::timed_out;
        const bool in_time = finish(io_, socket_, Clock::now() + patience, [&](bool& done) {
            socket_.async_connect(to_asio<asio::ip::tcp>(peer), [&](error_code result) {
                error = result;
                done = true;
            });
        });
        if (!in_time) give_up(peer, "no connection within the time");
        if (error) give_up(peer, error.message());
        socket_.set_option(asio::ip::tcp::no_delay(true), error);
    }
    void send(std::string_view octets) override {
        error_code error;
        asio::write(socket_, asio::buffer(octets), error);
        if (error) closed_ = true;
    }
    std::optional<std::string> receive(Clock::time_point deadline) override {
        while (true) {
            if (const auto message = framer_.next()) return std::string(*message);
            if (framer_.error()) {
                closed_ = true;
                if (loose_.empty()) return std::nullopt;
                return std::exchange(loose_, {});
            }
            error_code error;
            const std::string octets = read_piece(io_, socket_, *buffer_, deadline, error);
            if (error) closed_ = true;
            if (octets.empty()) return std::nullopt;
            loose_ = octets;
            framer_.push(octets);
        }
    }
    bool closed() const noexcept override { return closed_; }
    Endpoint local() const override { return local_of(socket_, model::Transport::tcp); }

private:
    Endpoint peer_;
    asio::io_context io_;
    asio::ip::tcp::socket socket_;
    std::unique_ptr<std::array<char, piece>> buffer_ = std::make_unique<std::array<char, piece>>();
    sip::StreamFramer framer_;
    std::string loose_;  // the piece that was read last
    bool closed_ = false;
};

}  // namespace

std::unique_ptr<Connection> connect(const Endpoint& peer, std::chrono::milliseconds patience) {
    switch (peer.transport) {
        case model::Transport::udp: return std::make_unique<Udp>(peer);
        case model::Transport::tcp: return std::make_unique<Tcp>(peer, patience);
        default: throw Unreachable("only udp and tcp are spoken so far");
    }
}

}  // namespace starzero::live
