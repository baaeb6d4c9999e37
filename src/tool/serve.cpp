// starzero serve udp:ADDRESS:PORT: the reference registrar on a socket. The one place where the
// core meets a clock, a random source and a network.
#include <array>
#include <chrono>
#include <random>

#include <boost/asio.hpp>
#include <fmt/core.h>

#include "starzero/crypto/openssl_hash.hpp"
#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/registrar.hpp"
#include "starzero/scenario/policy_text.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/tool/command.hpp"

namespace starzero::tool {

namespace {

namespace asio = boost::asio;
using asio::ip::udp;

class StandardOutput final : public model::LogSink {
public:
    explicit StandardOutput(model::Level least) : least_(least) {}
    void record(const model::LogRecord& record) override {
        if (record.level >= least_) fmt::print("{}\n", to_line(record));
        std::fflush(stdout);
    }

private:
    model::Level least_;
};

std::string text_of(const udp::endpoint& endpoint) {
    const auto address = endpoint.address();
    return address.is_v6() ? fmt::format("[{}]:{}", address.to_string(), endpoint.port())
                           : fmt::format("{}:{}", address.to_string(), endpoint.port());
}

// address:port, IPv6 in brackets; nothing when it is a name (no DNS on the way of a request).
std::optional<udp::endpoint> endpoint_of(std::string text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    std::string host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host, error);
    const auto port = sip::parse_number(std::string_view(text).substr(colon + 1), 65'535);
    if (error || !port) return std::nullopt;
    return udp::endpoint(address, static_cast<asio::ip::port_type>(*port));
}

registrar::HashKey random_key() {
    std::random_device device;
    const auto word = [&] { return std::uint64_t{device()} << 32 | device(); };
    return {word(), word()};
}

class UdpServer {
public:
    UdpServer(asio::io_context& io, const udp::endpoint& local, const model::Policy& policy,
              model::LogSink& log)
        : socket_(io, local),
          timer_(io),
          store_(key_),
          registrar_(policy, {store_, log, hash_, key_}) {
        receive();
        tick();
    }
    std::string local() const { return text_of(socket_.local_endpoint()); }

private:
    static model::Millis wall() {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
    model::Millis now() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now() - start_)
            .count();
    }

    void receive() {
        socket_.async_receive_from(asio::buffer(buffer_), peer_,
                                   [this](boost::system::error_code error, std::size_t size) {
                                       if (error == asio::error::operation_aborted) return;
                                       if (!error) handle({buffer_.data(), size});
                                       receive();
                                   });
    }

    void handle(std::string_view octets) {
        model::Flow flow;
        flow.source = text_of(peer_);
        flow.id = flow.source;
        flow.local = local();
        registrar_.handle(flow, octets, now(), wall());
        while (const auto transmit = registrar_.poll_transmit()) send(*transmit);
        while (registrar_.poll_event()) {
        }
    }

    // A maddr that is a name has no address here; its response goes to the source.
    void send(const model::Transmit& transmit) {
        const auto to = endpoint_of(transmit.destination).value_or(peer_);
        boost::system::error_code error;
        socket_.send_to(asio::buffer(transmit.octets), to, 0, error);
    }

    void tick() {
        timer_.expires_after(std::chrono::seconds(1));
        timer_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            registrar_.handle_timeout(now());
            while (registrar_.poll_event()) {
            }
            tick();
        });
    }

    udp::socket socket_;
    asio::steady_timer timer_;
    udp::endpoint peer_;
    std::array<char, 65'536> buffer_{};
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    crypto::OpensslHash hash_;
    registrar::HashKey key_ = random_key();
    registrar::MemoryStore store_;
    registrar::Registrar registrar_;
};

int serve(const std::string& address, const std::vector<std::string>& words, bool verbose) {
    if (!address.starts_with("udp:")) {
        throw Question(fmt::format("{}: only udp:ADDRESS:PORT is served", address));
    }
    const auto local = endpoint_of(address.substr(4));
    if (!local) throw Question(fmt::format("{}: not udp:ADDRESS:PORT", address));
    std::string policy;
    for (const std::string& word : words) policy += word + " ";
    asio::io_context io;
    StandardOutput log(verbose ? model::Level::debug : model::Level::info);
    UdpServer server(io, *local, scenario::read_policy(policy), log);
    fmt::print("serving udp:{}\n", server.local());
    std::fflush(stdout);
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
    io.run();
    fmt::print("stopped\n");
    return exit_ok;
}

}  // namespace

void add_serve(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("serve", "the reference registrar on a socket");
    auto address = std::make_shared<std::string>();
    auto words = std::make_shared<std::vector<std::string>>();
    auto verbose = std::make_shared<bool>(false);
    command->add_option("ADDRESS", *address, "udp:127.0.0.1:5060; port 0 takes a free one")
        ->required();
    command->add_option("--policy", *words, "key=value..., as in a scenario's policy line");
    command->add_flag("--verbose", *verbose, "DEBUG records too");
    command->callback([=, &code] { code = serve(*address, *words, *verbose); });
}

}  // namespace starzero::tool
