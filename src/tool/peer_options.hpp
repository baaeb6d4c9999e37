// How a running server is named on the command line, for every sub-command that talks to one.
#pragma once

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "starzero/live/live_system.hpp"

namespace starzero::tool {

struct PeerOptions {
    std::string domain, auth, aor, log_pattern = "kamailio", snapshot_command;  // of probe
    double rate = 500;
    unsigned patience = 2'000;  // milliseconds
    unsigned quiet = 15;        // milliseconds
    bool own = false;
};

// --domain, --auth, --aor, --log-pattern, --rate, --patience, --quiet, --i-own-this.
void add_peer_options(CLI::App& command, PeerOptions& options);

// Throws Question for what is no endpoint, is not spoken, or is not this machine.
live::LiveOptions live_options(const std::string& endpoint, const PeerOptions& options,
                               std::uint64_t seed);

// Null without both of a file and a command. Throws Question.
std::unique_ptr<live::LogWatch> log_watch(const std::string& file, const std::string& command,
                                          const PeerOptions& options);

}  // namespace starzero::tool
