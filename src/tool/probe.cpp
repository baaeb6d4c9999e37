// starzero probe ENDPOINT: the rules on a running server, one minimised finding a cause.
#include <csignal>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/crypto/openssl_hash.hpp"
#include "starzero/invariants/asked.hpp"
#include "starzero/probe/calibration.hpp"
#include "starzero/probe/campaign.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/peer_options.hpp"
#include "starzero/tool/probe_page.hpp"
#include "starzero/tool/probe_report.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

struct Options {
    std::string endpoint, log, log_command, expect, out, junit, html;
    double seconds = 30;
    std::uint64_t scenarios = 0;
    PeerOptions peer;
    probe::CampaignOptions campaign;
    bool json = false;
};

std::size_t applied(const probe::Campaign& campaign) {
    std::size_t count = 0;
    for (const auto* rule : campaign.rules()) {
        const auto& tally = campaign.statistics().of(*rule);
        count += tally.holds + tally.violated != 0 ? 1U : 0U;
    }
    return count;
}

// What stopped the campaign before its time; empty if nothing did.
std::string hunt(probe::Campaign& campaign, const live::LiveSystem& system,
                 const Options& options) {
    const auto start = live::Clock::now();
    const auto seconds = std::chrono::duration_cast<live::Clock::duration>(
        std::chrono::duration<double>(options.seconds));
    Progress progress;
    try {
        campaign.run(start + seconds, [&] {
            if (progress.due()) {
                progress.show(fmt::format("{} requests, {} findings, {} rules applied",
                                          system.requests(), campaign.causes().size(),
                                          applied(campaign)));
            }
            const bool done = options.scenarios != 0 && campaign.scenarios() >= options.scenarios;
            return done || interrupted();
        });
    } catch (const live::Unreachable& error) {
        return error.what();
    } catch (const probe::NotThere& error) {
        throw Question(error.what());
    }
    return {};
}

std::string not_applied(const probe::Campaign& campaign) {
    std::string ids;
    for (const auto* rule : campaign.rules()) {
        const auto& tally = campaign.statistics().of(*rule);
        if (tally.holds + tally.violated == 0) ids.append(" ").append(rule->id);
    }
    return ids;
}

nlohmann::json report_json(const probe::Campaign& campaign, const probe::Calibration& calibration,
                           const live::LiveSystem& system, const Known& known,
                           const std::string& stopped) {
    nlohmann::json report{{"schema", json_schema},
                          {"requests", system.requests()},
                          {"scenarios", campaign.scenarios()},
                          {"policy", calibration.lines},
                          {"stopped", stopped},
                          {"findings", nlohmann::json::array()},
                          {"lost", nlohmann::json::array()},
                          {"unsteady", campaign.unsteady()},
                          {"rules", nlohmann::json::array()}};
    for (const auto& cause : campaign.causes())
        report["findings"].push_back(cause_json(cause, known));
    for (const auto* gone : probe::lost(known, campaign.causes()))
        report["lost"].push_back(gone->file);
    for (const auto* rule : campaign.rules()) {
        const auto& tally = campaign.statistics().of(*rule);
        report["rules"].push_back(
            {{"id", rule->id}, {"holds", tally.holds}, {"violated", tally.violated}});
    }
    return report;
}

void tell(const probe::Campaign& campaign, const live::LiveSystem& system, const Known& known,
          const std::string& stopped) {
    for (const auto& cause : campaign.causes()) fmt::print("{}", cause_text(cause, known));
    for (const auto* gone : probe::lost(known, campaign.causes())) {
        fmt::print("{} {}: {} was expected and not seen\n", coloured("LOST", 33), gone->file,
                   gone->rule);
    }
    for (const auto& name : campaign.unsteady() | std::views::keys) {
        fmt::print("not repeated in {} tries, so no finding: {}\n", probe::Cause::repeats_asked,
                   name);
    }
    const auto rules = campaign.rules();
    const std::string silent = not_applied(campaign);
    fmt::print("{} requests, {} scenarios, {} findings; {} of {} rules applied{}{}\n",
               system.requests(), campaign.scenarios(), campaign.causes().size(), applied(campaign),
               rules.size(), silent.empty() ? "" : "; never:", silent);
    if (!stopped.empty()) fmt::print("{}\n", stopped);
}

void write_text(const std::string& path, const std::string& text) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    const bool written =
        file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool closed = file != nullptr && std::fclose(file) == 0;
    if (!written || !closed) throw Question(fmt::format("{}: cannot be written", path));
}

int probe_server(Options options) {
    Known known;
    if (!options.expect.empty()) known = probe::read_expectations(options.expect);
    const auto watch = log_watch(options.log, options.log_command, options.peer);
    options.campaign.log = watch != nullptr;
    options.campaign.held = !options.peer.snapshot_command.empty();
    const crypto::OpensslHash hash;
    const live::LiveOptions live =
        live_options(options.endpoint, options.peer, options.campaign.seed);
    live::LiveSystem system(live, hash, watch.get());
    watch_interrupt();
    std::signal(SIGPIPE, SIG_IGN);
    probe::Calibration calibration;
    try {
        calibration = probe::calibrate(system, live.domain);
    } catch (const std::runtime_error& error) {
        throw Question(error.what());
    }
    if (!options.json) {
        for (const auto& line : calibration.lines) fmt::print("policy: {}\n", line);
    }
    probe::Campaign campaign(system, calibration.policy, hash, options.campaign);
    const std::string stopped = hunt(campaign, system, options);
    if (options.json) {
        fmt::print("{}", json_text(report_json(campaign, calibration, system, known, stopped)));
    } else {
        tell(campaign, system, known, stopped);
    }
    if (!options.out.empty()) write_causes(options.out, campaign.causes());
    if (!options.junit.empty()) {
        write_text(options.junit, junit_text(campaign.rules(), campaign.causes(), known));
    }
    if (!options.html.empty()) {
        write_text(options.html,
                   probe_page(campaign, known,
                              {options.endpoint, calibration.lines, system.requests(), stopped}));
    }
    const bool fresh = std::ranges::any_of(
        campaign.causes(), [&](const auto& cause) { return !probe::expected(known, cause); });
    const bool gone = !probe::lost(known, campaign.causes()).empty() && !interrupted();
    if (!fresh && !gone && !stopped.empty()) return exit_question;
    return fresh || gone ? exit_finding : exit_ok;
}

void add_campaign_options(CLI::App& command, Options& options) {
    command.add_option("--seconds", options.seconds, "how long")
        ->check(CLI::Range(0.5, 86'400.0))
        ->capture_default_str();
    command
        .add_option("--scenarios", options.scenarios,
                    "end after so many; the same on every machine, as --seconds is not")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--seed", options.campaign.seed, "of the first scenario")
        ->capture_default_str();
    command.add_option("--events", options.campaign.events, "at most so many requests a scenario")
        ->check(CLI::Range(1U, 50U))
        ->capture_default_str();
    command.add_option("--only", options.campaign.only, "ask these rules alone");
    command.add_option("--skip", options.campaign.skip, "do not ask these rules");
}

}  // namespace

void add_probe(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("probe", "the rules on a running registrar");
    auto options = std::make_shared<Options>();
    command
        ->add_option("ENDPOINT", options->endpoint,
                     "udp:127.0.0.1:5060, tls:[::1]:5061, ws:127.0.0.1:80/sip")
        ->required();
    command->add_option("--log", options->log, "the server's log file, watched");
    command->add_option("--log-command", options->log_command,
                        "a command that prints the log and goes on, as journalctl -f");
    command->add_option("--pid", options->campaign.vital.pid,
                        "the server's process id, or a file with it: its death is noticed at once");
    command->add_option("--liveness", options->campaign.vital.liveness,
                        "a command, run after each request, that fails when the server is dead");
    command->add_option("--snapshot-command", options->peer.snapshot_command,
                        "tells what the server holds for {user}, {domain}, {aor}: kamcmd "
                        "ul.lookup, opensips-cli ul_show_contact, or lines of URI and seconds");
    command->add_option("--restart-command", options->campaign.restart_command,
                        "brings a dead server back; without it one ends the probe");
    command->add_option("--expect", options->expect, "folder of *.expected files: known findings");
    command->add_option("--out", options->out, "folder for a transcript of each finding");
    command->add_option("--junit", options->junit, "file for a JUnit report");
    command->add_option("--html", options->html, "file for a page with the findings' messages");
    command->add_flag("--json", options->json, "findings and statistics as JSON");
    add_peer_options(*command, options->peer);
    add_campaign_options(*command, *options);
    command->footer(
        "Exit codes: 0 nothing but what was expected, 1 a new or a lost finding, 2 no answer or a "
        "wrong question.");
    command->callback([options, &code] { code = probe_server(*options); });
}

}  // namespace starzero::tool
