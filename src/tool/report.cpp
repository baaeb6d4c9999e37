// starzero report: one self-contained page, and the same as JSON beside it.
#include <ctime>
#include <filesystem>
#include <sstream>

#include <fmt/chrono.h>
#include <fmt/core.h>

#include "starzero/driver/judged_run.hpp"
#include "starzero/probe/expectation.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/progress.hpp"
#include "starzero/tool/report_page.hpp"
#include "starzero/tool/statistics_table.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Options {
    std::string out;
    std::string triage, ledger, zoo, servers;
    std::vector<std::string> scenarios;
    std::string time;
    std::size_t files_most = 2'000;
};

json read_json(const std::string& path) {
    json value = json::parse(read_file(path), nullptr, false);
    if (!value.is_object()) throw Question(fmt::format("{}: no JSON report", path));
    return value;
}

// A last line that was cut off is passed over.
json read_ledger(const std::string& path) {
    json lines = json::array();
    std::istringstream text(read_file(path));
    for (std::string line; std::getline(text, line);) {
        json value = json::parse(line, nullptr, false);
        if (value.is_object()) lines.push_back(std::move(value));
    }
    if (lines.empty()) throw Question(fmt::format("{}: no line of ci/continuous", path));
    return lines;
}

json read_servers(const std::string& folder) {
    json servers = json::object();
    if (!fs::is_directory(folder)) throw Question(fmt::format("{}: no such folder", folder));
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_directory()) continue;
        json& list = servers[entry.path().filename().string()] = json::array();
        for (const auto& known : probe::read_expectations(entry.path().string())) {
            list.push_back({{"rule", known.rule}, {"cause", known.cause}, {"why", known.why}});
        }
    }
    return servers;
}

// How often each rule applies to the scenarios below these folders.
json rules_of(const Options& options) {
    invariants::Statistics statistics;
    Progress progress;
    std::size_t count = 0;
    for (const std::string& folder : options.scenarios) {
        if (!fs::exists(folder)) throw Question(fmt::format("{}: no such folder", folder));
        for (const fs::path& file : files_below(folder)) {
            if (interrupted() || count == options.files_most) break;
            const std::string text = read_file(file);
            if (!text.starts_with(scenario::first_line)) continue;
            driver::run_file(scenario::read_scenario(text), &statistics);
            progress.show(fmt::format("{} scenarios", ++count));
        }
    }
    return statistics_json(statistics);
}

std::string now() { return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time(nullptr))); }

int write_report(const Options& options) {
    watch_interrupt();
    json parts{{"schema", json_schema}, {"time", options.time.empty() ? now() : options.time}};
    if (!options.triage.empty()) parts["triage"] = read_json(options.triage);
    if (!options.ledger.empty()) parts["ledger"] = read_ledger(options.ledger);
    if (!options.scenarios.empty()) parts["rules"] = rules_of(options);
    if (!options.zoo.empty()) parts["zoo"] = read_json(options.zoo);
    if (!options.servers.empty()) parts["servers"] = read_servers(options.servers);
    if (parts.size() == 2) {
        throw Question(
            "nothing to report: name --triage, --ledger, --scenarios, --zoo or --servers");
    }
    if (options.out.ends_with(".json")) {
        throw Question(options.out + ": name the page; its JSON goes beside it");
    }
    write_file(options.out, report_page(parts));
    const std::string beside = fs::path(options.out).replace_extension(".json").string();
    write_file(beside, json_text(parts));
    fmt::print("{}, {}\n", options.out, beside);
    return exit_ok;
}

}  // namespace

void add_report(CLI::App& app, int& code) {
    auto* command =
        app.add_subcommand("report", "one HTML page of causes, coverage, rules, zoo, servers");
    auto options = std::make_shared<Options>();
    command->add_option("-o,--out", options->out, "the page; JSON goes beside it")->required();
    command->add_option("--triage", options->triage, "triage.json of starzero triage");
    command->add_option("--ledger", options->ledger, "ledger.jsonl of ci/continuous");
    command->add_option("--scenarios", options->scenarios,
                        "folders: how often each rule applies to what is in them");
    command->add_option("--zoo", options->zoo, "JSON of starzero zoo");
    command->add_option("--servers", options->servers,
                        "folder of known findings, as corpus/servers");
    command->add_option("--time", options->time, "what the page says of its time (default: now)");
    command->callback([options, &code] { code = write_report(*options); });
}

}  // namespace starzero::tool
