// starzero serve ENDPOINT...: the reference registrar on sockets. The one place where the core
// meets a clock, a random source and a network.
#include <csignal>

#include <fmt/core.h>

#include "starzero/scenario/policy_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/server_certificate.hpp"
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

struct Options {
    std::vector<std::string> endpoints, policy;
    std::string certificate, key, store, fault, fault_on = "Contact: *";
    bool verbose = false;
};

std::optional<Mishap> mishap_of(const std::string& word) {
    if (word.empty()) return std::nullopt;
    const auto mishap = mishap_from(word);
    if (!mishap) throw Question(fmt::format("{}: not lose, repeat, delay, cut or alter", word));
    return mishap;
}

std::unique_ptr<Server> server_at(const std::string& text, boost::asio::io_context& io,
                                  Service& service, boost::asio::ssl::context& tls) {
    const auto endpoint = live::read_endpoint(text);
    if (!endpoint || !endpoint->path.empty()) {
        throw Question(fmt::format(
            "{}: not udp:, tcp:, tls:, ws: or wss:ADDRESS:PORT (IPv6 in brackets)", text));
    }
    try {
        if (endpoint->transport == model::Transport::udp) {
            return std::make_unique<UdpServer>(io, *endpoint, service);
        }
        return std::make_unique<ChannelServer>(io, *endpoint, service, tls);
    } catch (const boost::system::system_error& error) {
        throw Question(fmt::format("{}: {}", text, error.code().message()));
    }
}

std::unique_ptr<Service> service_of(const Options& options, boost::asio::io_context& io,
                                    const model::Policy& policy, model::LogSink& log,
                                    Messenger& messenger) {
    try {
        auto service = std::make_unique<Service>(io, policy, log, messenger, options.store);
        if (service->unreadable() != 0) {
            fmt::print("{}: {} rows are none that a registrar wrote; they are left alone\n",
                       options.store, service->unreadable());
        }
        return service;
    } catch (const durable::SqliteError& error) {
        throw Question(error.what());
    }
}

int serve(const Options& options) {
    std::string policy;
    for (const std::string& word : options.policy) policy += word + " ";
    if (const auto unknown = scenario::unknown_policy_word(policy); !unknown.empty()) {
        throw Question(fmt::format(
            "{}: no policy has this; docs/scenario-format.md lists what it has", unknown));
    }
    boost::asio::io_context io;
    auto tls = server_context(options.certificate, options.key);
    StandardOutput log(options.verbose ? model::Level::debug : model::Level::info);
    Messenger messenger(io, mishap_of(options.fault), options.fault_on);
    const auto service = service_of(options, io, scenario::read_policy(policy), log, messenger);
    std::map<model::Transport, std::unique_ptr<Server>> servers;
    for (const std::string& text : options.endpoints) {
        auto server = server_at(text, io, *service, tls);
        const live::Endpoint local = server->local();
        if (!servers.emplace(local.transport, std::move(server)).second) {
            throw Question(fmt::format("{}: one address a transport", text));
        }
        fmt::print("serving {}:{}\n", to_string(local.transport), live::address_text(local));
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
    auto options = std::make_shared<Options>();
    command
        ->add_option(
            "ENDPOINT", options->endpoints,
            "udp:127.0.0.1:5060, tcp:[::1]:5060, tls:, ws:, wss:; one each, port 0 takes a "
            "free one")
        ->required();
    command->add_option("--policy", options->policy,
                        "key=value..., as in a scenario's policy line");
    command->add_option("--store", options->store,
                        "file for the bindings, which outlive the process (default: memory)");
    command->add_option("--certificate", options->certificate,
                        "PEM file for tls and wss (default: self-signed, made at the start)");
    command->add_option("--key", options->key, "PEM file of its private key");
    command->add_option("--fault", options->fault,
                        "lose, repeat, delay, cut or alter responses: to see that they are found");
    command->add_option("--fault-on", options->fault_on, "of requests that contain this text")
        ->capture_default_str();
    command->add_flag("--verbose", options->verbose, "DEBUG records too");
    command->callback([options, &code] { code = serve(*options); });
}

}  // namespace starzero::tool
