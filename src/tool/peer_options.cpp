#include "starzero/tool/peer_options.hpp"

#include <chrono>

#include <fmt/core.h>

#include "starzero/tool/command.hpp"

namespace starzero::tool {

namespace {

live::Endpoint peer_of(const std::string& text, bool own) {
    const auto peer = live::read_endpoint(text);
    if (!peer || peer->port == 0) {
        throw Question(fmt::format("{}: not {}", text, live::endpoint_form));
    }
    if (!live::is_loopback(*peer) && !own) {
        throw Question(
            fmt::format("{} is not this machine. A probe binds, removes and provokes: if the "
                        "server is yours to do that to, say --i-own-this",
                        live::address_text(*peer)));
    }
    return *peer;
}

}  // namespace

void add_peer_options(CLI::App& command, PeerOptions& options) {
    command.add_option("--domain", options.domain, "that the server serves (default: its address)");
    command.add_option("--auth", options.auth, "USER:PASSWORD for every 401");
    command.add_option("--aor", options.aor,
                       "user part to register; % is another number in each scenario (default sz%, "
                       "with --auth its user)");
    command
        .add_option("--log-pattern", options.log_pattern,
                    "kamailio, opensips, ejabberd, asterisk, freeswitch, or an expression whose "
                    "first group is the level's word")
        ->capture_default_str();
    command.add_option("--rate", options.rate, "requests a second, at most")
        ->check(CLI::Range(0.1, 100'000.0))
        ->capture_default_str();
    command.add_option("--patience", options.patience, "milliseconds for a final response")
        ->check(CLI::Range(50U, 60'000U))
        ->capture_default_str();
    command
        .add_option("--quiet", options.quiet,
                    "milliseconds to listen on for surplus responses and log lines")
        ->check(CLI::Range(1U, 10'000U))
        ->capture_default_str();
    command.add_flag("--i-own-this", options.own, "the server is not on this machine, and is mine");
}

live::LiveOptions live_options(const std::string& endpoint, const PeerOptions& options,
                               std::uint64_t seed) {
    live::LiveOptions live;
    live.peer = peer_of(endpoint, options.own);
    const std::string address = live::address_text(live.peer);
    live.domain = options.domain.empty() ? address.substr(0, address.rfind(':')) : options.domain;
    live.rate = options.rate;
    live.patience = std::chrono::milliseconds(options.patience);
    live.snapshot_command = options.snapshot_command;
    live.quiet = std::chrono::milliseconds(options.quiet);
    // Another one in each run, or the server would still know the names of the last.
    const auto clock = std::chrono::system_clock::now().time_since_epoch();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(clock).count();
    live.salt = seed * 7'919 + static_cast<std::uint64_t>(micros) % 10'000'000;
    if (!options.auth.empty()) {
        const std::size_t colon = options.auth.find(':');
        if (colon == std::string::npos) throw Question("--auth wants USER:PASSWORD");
        live.credentials =
            scenario::Credentials{options.auth.substr(0, colon), options.auth.substr(colon + 1)};
        live.aor = live.credentials->user;
    }
    if (!options.aor.empty()) live.aor = options.aor;
    return live;
}

std::unique_ptr<live::LogWatch> log_watch(const std::string& file, const std::string& command,
                                          const PeerOptions& options) {
    if (file.empty() && command.empty()) return nullptr;
    if (!file.empty() && !command.empty()) throw Question("a log is a file or a command, not both");
    try {
        live::LogPattern pattern(options.log_pattern);
        std::unique_ptr<live::LogSource> source;
        if (command.empty()) source = std::make_unique<live::LogFile>(file);
        else source = std::make_unique<live::LogCommand>(command);
        return std::make_unique<live::LogWatch>(std::move(source), std::move(pattern));
    } catch (const std::invalid_argument& error) {
        throw Question(error.what());
    }
}

}  // namespace starzero::tool
