// starzero check: generated scenarios against every judge and relation, in this process.
#include <chrono>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/driver/judged_run.hpp"
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/minimiser.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/sut/reference.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/progress.hpp"
#include "starzero/tool/statistics_table.hpp"

namespace starzero::tool {

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
    std::uint64_t seed = 1;
    std::uint64_t runs = 0;
    double seconds = 10;
    unsigned events = 10;
    bool relations = true;
    bool json = false;
    bool statistics = false;
};

struct Found {
    std::uint64_t seed = 0;
    scenario::Scenario scenario;
    invariants::Finding finding;
};

std::optional<Found> run_one(std::uint64_t seed, const Options& options,
                             invariants::Statistics& statistics) {
    scenario::SeededChoices choices(seed);
    const auto scenario = scenario::Generator::scenario(choices, options.events);
    sut::Reference reference;
    auto judged = driver::run_judged(reference, scenario, &statistics, true);
    if (!judged.findings.empty()) return Found{seed, scenario, judged.findings.front()};
    if (!options.relations) return std::nullopt;
    auto broken = driver::run_relations(scenario, seed, &statistics);
    if (!broken) return std::nullopt;
    return Found{seed, std::move(broken->scenario), std::move(broken->finding)};
}

void tell(const Found& found, const Options& options) {
    const auto id = found.finding.invariant->id;
    const auto small = scenario::minimise(found.scenario, [&](const scenario::Scenario& candidate) {
        return driver::breaks(candidate, id);
    });
    fmt::print("{} {}\n{}\n\n{}\nrepeat: starzero check --seed {} --runs 1 --events {}\n",
               coloured("BROKEN", 31), to_line(found.finding), found.finding.invariant->statement,
               print_scenario(small.scenario), found.seed, options.events);
}

int check(const Options& options) {
    watch_interrupt();
    invariants::Statistics statistics;
    const auto start = Clock::now();
    const auto elapsed = [&] {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    std::optional<Found> found;
    std::uint64_t runs = 0;
    {
        Progress progress;
        const auto more = [&] {
            const bool left = options.runs != 0 ? runs < options.runs : elapsed() < options.seconds;
            return left && !found && !interrupted();
        };
        while (more()) {
            found = run_one(options.seed + runs++, options, statistics);
            if (progress.due()) {
                progress.show(fmt::format("{} scenarios, {:.0f} a second, seed {}", runs,
                                          static_cast<double>(runs) / elapsed(),
                                          options.seed + runs - 1));
            }
        }
    }
    if (options.json) {
        nlohmann::json report{{"schema", json_schema},
                              {"scenarios", runs},
                              {"seed", options.seed},
                              {"rules", statistics_json(statistics)},
                              {"findings", nlohmann::json::array()}};
        if (found) {
            auto finding = finding_json(found->finding);
            finding["seed"] = found->seed;
            finding["scenario"] = print_scenario(found->scenario);
            report["findings"].push_back(std::move(finding));
        }
        fmt::print("{}", json_text(report));
    } else {
        if (found) tell(*found, options);
        fmt::print("{} scenarios in {:.1f} s from seed {}{}\n{}", runs, elapsed(), options.seed,
                   interrupted() ? ", interrupted" : "",
                   statistics_text(statistics, options.statistics));
    }
    if (found) return exit_finding;
    return interrupted() ? exit_interrupted : exit_ok;
}

}  // namespace

void add_check(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("check", "generated scenarios against every rule");
    auto options = std::make_shared<Options>();
    command->add_option("--seed", options->seed, "of the first scenario; each next one is seed + 1")
        ->capture_default_str();
    command->add_option("--runs", options->runs, "scenarios (default: as many as --seconds allow)")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--seconds", options->seconds, "how long, without --runs")
        ->check(CLI::Range(0.1, 86'400.0))
        ->capture_default_str();
    command->add_option("--events", options->events, "at most so many events a scenario")
        ->check(CLI::Range(1U, 200U))
        ->capture_default_str();
    command->add_flag("--relations,!--no-relations", options->relations,
                      "run every metamorphic relation too (default)");
    command->add_flag("--statistics", options->statistics, "a row for every rule");
    command->add_flag("--json", options->json, "findings and statistics as JSON");
    command->callback([options, &code] { code = check(*options); });
}

}  // namespace starzero::tool
