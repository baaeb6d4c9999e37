// starzero minimise FILE: the smallest scenario that breaks the same rule.
#include <fmt/core.h>

#include "starzero/driver/judged_run.hpp"
#include "starzero/scenario/minimiser.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

struct Options {
    std::string file;
    std::string rule;
    std::string out;
};

std::string rule_of(const Options& options, const scenario::Scenario& scenario) {
    if (!options.rule.empty()) {
        if (invariants::find_invariant(options.rule) == nullptr) {
            throw Question(fmt::format("{}: no such rule; see starzero catalogue", options.rule));
        }
        return options.rule;
    }
    const auto findings = driver::run_file(scenario).findings;
    if (findings.empty()) {
        throw Question(
            fmt::format("{}: breaks no rule, so there is nothing to keep", options.file));
    }
    return std::string(findings.front().invariant->id);
}

int minimise_file(const Options& options) {
    watch_interrupt();
    const auto given = read_scenario_file(options.file);
    const std::string rule = rule_of(options, given);
    if (!driver::breaks(given, rule)) {
        throw Question(fmt::format("{}: does not break {}", options.file, rule));
    }
    Progress progress;
    std::size_t tries = 0;
    const auto small = scenario::minimise(given, [&](const scenario::Scenario& candidate) {
        if (interrupted()) return false;
        ++tries;
        if (progress.due()) {
            progress.show(
                fmt::format("{}: {} tries, {} events", rule, tries, candidate.events.size()));
        }
        return driver::breaks(candidate, rule);
    });
    const std::string text = print_scenario(small.scenario);
    if (options.out.empty()) fmt::print("{}", text);
    else write_file(options.out, text);
    fmt::print(stderr, "{}: {} events, {} tries{}\n", rule, small.scenario.events.size(),
               small.tries, interrupted() ? ", interrupted" : "");
    return exit_finding;
}

}  // namespace

void add_minimise(CLI::App& app, int& code) {
    auto* command =
        app.add_subcommand("minimise", "the smallest scenario that breaks the same rule");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->file, "a scenario file that breaks a rule")->required();
    command->add_option("--rule", options->rule, "the rule to keep broken (default: the first)");
    command->add_option("-o,--out", options->out, "where to write it (default: standard output)");
    command->callback([options, &code] { code = minimise_file(*options); });
}

}  // namespace starzero::tool
