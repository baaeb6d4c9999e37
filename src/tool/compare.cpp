// starzero compare A B: the same scenarios on two servers; what differs in behaviour, what only in
// the log. Exit codes fit `git bisect run`.
#include <csignal>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/crypto/openssl_hash.hpp"
#include "starzero/probe/calibration.hpp"
#include "starzero/probe/comparison.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/transcript_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/exchange_text.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/peer_options.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

constexpr int exit_untestable = 125;  // git bisect run skips this commit

struct Options {
    std::string left, right, left_log, right_log, left_log_command, right_log_command;
    double seconds = 20;
    std::uint64_t scenarios = 0;
    PeerOptions peer;
    probe::Comparison::Options comparison;
    bool allow_log = false;
    bool json = false;
};

std::string answers_at(const scenario::Transcript& transcript, std::size_t event) {
    if (event >= transcript.entries.size()) return "    (not reached)\n";
    return answers_text(transcript.entries[event]);
}

void tell(const probe::Difference& difference, const Options& options) {
    fmt::print("{}  {}\n  seen {} times, {} of {} repeats; {} requests:\n\n",
               difference.only_log ? coloured("LOG", 33) : coloured("BEHAVIOUR", 31),
               difference.cause, difference.seen, difference.repeats,
               probe::Difference::repeats_asked, difference.scenario.events.size());
    fmt::print("{}\n", print_scenario(difference.scenario));
    for (std::size_t i = 0; i < difference.scenario.events.size(); ++i) {
        fmt::print("  request {}, {}:\n{}  and {}:\n{}\n", i + 1, options.left,
                   answers_at(difference.left, i), options.right, answers_at(difference.right, i));
    }
}

nlohmann::json difference_json(const probe::Difference& difference) {
    return {{"cause", difference.cause},
            {"only_log", difference.only_log},
            {"seen", difference.seen},
            {"repeats", difference.repeats},
            {"messages", difference.scenario.events.size()},
            {"scenario", print_scenario(difference.scenario)},
            {"left", print_transcript(difference.left)},
            {"right", print_transcript(difference.right)}};
}

// What stopped it; empty if nothing did.
std::string hunt(probe::Comparison& comparison, const Options& options) {
    const auto seconds = std::chrono::duration_cast<live::Clock::duration>(
        std::chrono::duration<double>(options.seconds));
    Progress progress;
    try {
        comparison.run(live::Clock::now() + seconds, [&] {
            if (progress.due()) {
                progress.show(fmt::format("{} scenarios, {} differences", comparison.scenarios(),
                                          comparison.differences().size()));
            }
            const bool done = options.scenarios != 0 && comparison.scenarios() >= options.scenarios;
            return done || interrupted();
        });
    } catch (const live::Unreachable& error) {
        return error.what();
    }
    return {};
}

int verdict(const probe::Comparison& comparison, const Options& options,
            const std::string& stopped) {
    bool differs = false;
    for (const auto& difference : comparison.differences()) {
        differs = differs || !difference.only_log || !options.allow_log;
    }
    if (!differs && !stopped.empty()) return exit_untestable;
    return differs ? exit_finding : exit_ok;
}

int compare(const Options& options) {
    const auto left_watch = log_watch(options.left_log, options.left_log_command, options.peer);
    const auto right_watch = log_watch(options.right_log, options.right_log_command, options.peer);
    if ((left_watch == nullptr) != (right_watch == nullptr)) {
        throw Question("a log is compared with a log: give one of A and one of B");
    }
    const crypto::OpensslHash hash;
    const auto seed = options.comparison.seed;
    const auto left_options = live_options(options.left, options.peer, seed);
    live::LiveSystem left(left_options, hash, left_watch.get());
    live::LiveSystem right(live_options(options.right, options.peer, seed), hash,
                           right_watch.get());
    watch_interrupt();
    std::signal(SIGPIPE, SIG_IGN);
    model::SharedPolicy policy;
    try {
        policy = probe::calibrate(left, left_options.domain).policy;
        (void)probe::calibrate(right, left_options.domain);
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "starzero: {}\n", error.what());
        return exit_untestable;
    }
    probe::Comparison comparison(left, right, policy, options.comparison);
    const std::string stopped = hunt(comparison, options);
    if (options.json) {
        nlohmann::json report{{"schema", json_schema},
                              {"scenarios", comparison.scenarios()},
                              {"stopped", stopped},
                              {"differences", nlohmann::json::array()}};
        for (const auto& d : comparison.differences()) {
            report["differences"].push_back(difference_json(d));
        }
        fmt::print("{}", json_text(report));
    } else {
        for (const auto& difference : comparison.differences()) tell(difference, options);
        fmt::print("{} scenarios, {} differences{}{}\n", comparison.scenarios(),
                   comparison.differences().size(), stopped.empty() ? "" : "; ", stopped);
    }
    return verdict(comparison, options, stopped);
}

}  // namespace

void add_compare(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("compare", "the same scenarios on two running registrars");
    auto options = std::make_shared<Options>();
    command
        ->add_option("A", options->left, "udp:127.0.0.1:5060, tls:[::1]:5061, ws:127.0.0.1:80/sip")
        ->required();
    command->add_option("B", options->right, "the other one")->required();
    command->add_option("--log-a", options->left_log, "log file of A, watched");
    command->add_option("--log-b", options->right_log, "log file of B, watched");
    command->add_option("--log-command-a", options->left_log_command,
                        "a command that prints the log of A, and goes on");
    command->add_option("--log-command-b", options->right_log_command, "the same of B");
    command->add_flag("--allow-log", options->allow_log,
                      "a difference in the log alone is none: does the fix change anything else?");
    command->add_option("--seconds", options->seconds, "how long")
        ->check(CLI::Range(0.5, 86'400.0))
        ->capture_default_str();
    command->add_option("--scenarios", options->scenarios, "end after so many")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--seed", options->comparison.seed, "of the first scenario")
        ->capture_default_str();
    command
        ->add_option("--events", options->comparison.events, "at most so many requests a scenario")
        ->check(CLI::Range(1U, 50U))
        ->capture_default_str();
    command->add_flag("--json", options->json, "differences as JSON");
    add_peer_options(*command, options->peer);
    command->footer(
        "Exit codes: 0 no difference, 1 a difference, 2 a wrong question, 125 one of both does not "
        "answer (git bisect run skips).");
    command->callback([options, &code] { code = compare(*options); });
}

}  // namespace starzero::tool
