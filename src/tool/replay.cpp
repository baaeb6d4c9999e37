// starzero replay FILE...: runs scenarios on the reference registrar and prints verdicts.
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/driver/judged_run.hpp"
#include "starzero/scenario/transcript_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/progress.hpp"
#include "starzero/tool/statistics_table.hpp"

namespace starzero::tool {

namespace {

struct Options {
    std::vector<std::string> files;
    bool json = false;
    bool transcript = false;
    bool statistics = false;
};

int replay(const Options& options) {
    invariants::Statistics statistics;
    nlohmann::json report{{"schema", json_schema}, {"files", nlohmann::json::array()}};
    std::size_t broken = 0;
    for (const std::string& name : options.files) {
        const auto judged = driver::run_file(read_scenario_file(name), &statistics);
        broken += judged.findings.empty() ? 0U : 1U;
        nlohmann::json findings = nlohmann::json::array();
        for (const auto& finding : judged.findings) findings.push_back(finding_json(finding));
        report["files"].push_back({{"file", name}, {"findings", findings}});
        if (options.json) continue;
        if (options.transcript) fmt::print("{}", print_transcript(judged.transcript));
        const bool good = judged.findings.empty();
        fmt::print("{}: {}\n", name,
                   good ? coloured("all rules hold", 32) : coloured("broken", 31));
        for (const auto& finding : judged.findings) fmt::print("  {}\n", to_line(finding));
    }
    if (options.json) {
        if (options.statistics) report["rules"] = statistics_json(statistics);
        fmt::print("{}", json_text(report));
    } else if (options.statistics) {
        fmt::print("{}", statistics_text(statistics, true));
    }
    return broken == 0 ? exit_ok : exit_finding;
}

}  // namespace

void add_replay(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("replay", "run scenario files and print verdicts");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "scenario files; any other file is one datagram")
        ->required();
    command->add_flag("--json", options->json, "findings as JSON");
    command->add_flag("--transcript", options->transcript, "what was seen under each event");
    command->add_flag("--statistics", options->statistics, "how often each rule applied");
    command->callback([options, &code] { code = replay(*options); });
}

}  // namespace starzero::tool
