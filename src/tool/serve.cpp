// starzero serve ENDPOINT...: the reference registrar on sockets. The one place where the core
// meets a clock, a random source and a network.
#include <csignal>

#include <fmt/core.h>

#include "starzero/scenario/policy_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/servers.hpp"

namespace starzero::tool {

namespace {

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

live::Endpoint endpoint_of(const std::string& text) {
    const auto endpoint = live::read_endpoint(text);
    const bool served = endpoint && (endpoint->transport == model::Transport::udp ||
                                     endpoint->transport == model::Transport::tcp);
    if (!served) {
        throw Question(
            fmt::format("{}: not udp:ADDRESS:PORT or tcp:ADDRESS:PORT (IPv6 in brackets)", text));
    }
    return *endpoint;
}

int serve(const std::vector<std::string>& addresses, const std::vector<std::string>& words,
          bool verbose) {
    std::string policy;
    for (const std::string& word : words) policy += word + " ";
    boost::asio::io_context io;
    StandardOutput log(verbose ? model::Level::debug : model::Level::info);
    Service service(io, scenario::read_policy(policy), log);
    std::optional<UdpServer> over_udp;
    std::optional<TcpServer> over_tcp;
    for (const std::string& address : addresses) {
        const live::Endpoint endpoint = endpoint_of(address);
        const bool udp = endpoint.transport == model::Transport::udp;
        if (udp ? over_udp.has_value() : over_tcp.has_value()) {
            throw Question(fmt::format("{}: one address a transport", address));
        }
        try {
            const live::Endpoint local = udp ? over_udp.emplace(io, endpoint, service).local()
                                             : over_tcp.emplace(io, endpoint, service).local();
            fmt::print("serving {}:{}\n", to_string(local.transport), live::address_text(local));
        } catch (const boost::system::system_error& error) {
            throw Question(fmt::format("{}: {}", address, error.code().message()));
        }
    }
    std::fflush(stdout);
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
    io.run();
    fmt::print("stopped\n");
    return exit_ok;
}

}  // namespace

void add_serve(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("serve", "the reference registrar on sockets");
    auto addresses = std::make_shared<std::vector<std::string>>();
    auto words = std::make_shared<std::vector<std::string>>();
    auto verbose = std::make_shared<bool>(false);
    command
        ->add_option("ENDPOINT", *addresses,
                     "udp:127.0.0.1:5060, tcp:[::1]:5060; one each, port 0 takes a free one")
        ->required();
    command->add_option("--policy", *words, "key=value..., as in a scenario's policy line");
    command->add_flag("--verbose", *verbose, "DEBUG records too");
    command->callback([=, &code] { code = serve(*addresses, *words, *verbose); });
}

}  // namespace starzero::tool
