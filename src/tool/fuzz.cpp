// starzero fuzz: runs the targets under an engine one after the other with a line of progress, then
// tells which rules their corpora exercise.
#include <cstdio>
#include <filesystem>
#include <map>

#include <fmt/core.h>

#include "starzero/driver/judged_run.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/engines.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/progress.hpp"
#include "starzero/tool/statistics_table.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> targets;
    EngineSite site{.bin = {}, .work = {}, .other = {}, .corpus = "corpus"};
    double seconds = 60;
    bool statistics = false;
};

// Each engine has a preset, and its work lies beside its build.
void set_defaults(EngineSite& site) {
    const bool afl = site.engine == Engine::afl;
    if (site.bin.empty()) site.bin = afl ? "build/afl/bin" : "build/fuzz/bin";
    if (site.work.empty()) site.work = afl ? "build/afl/work" : "build/fuzz/work";
    if (site.other.empty()) site.other = afl ? "build/fuzz/work" : "build/afl/work";
}

// Rules need transcripts: the corpora of the scenario targets, run once more in this process.
void tell_rules(const Options& options) {
    invariants::Statistics statistics;
    std::size_t files = 0;
    for (const char* target :
         {"sequence", "metamorphic", "outbound", "gruu", "reginfo", "extensions"}) {
        const fs::path work = fs::path(options.site.work) / target;
        const fs::path folders[] = {options.site.engine == Engine::afl ? work / "main/queue" : work,
                                    fs::path(options.site.corpus) / target / "seeds"};
        for (const fs::path& folder : folders) {
            for (const fs::path& file : files_below(folder)) {
                if (interrupted() || files == 4'000) break;
                const auto scenario = scenario::read_scenario(read_file(file));
                driver::run_file(scenario, &statistics);
                if (++files % 8 == 0) driver::run_relations(scenario, files, &statistics);
            }
        }
    }
    fmt::print("{} scenarios of the corpora: {}", files,
               statistics_text(statistics, options.statistics));
}

int fuzz(Options& options) {
    watch_interrupt();
    set_defaults(options.site);
    if (options.targets.empty()) {
        for (const fs::path& file : files_below(options.site.bin)) {
            const std::string name = file.filename().string();
            if (name.starts_with("fuzz_") && name != "fuzz_canary" && name != "fuzz_empty") {
                options.targets.push_back(name.substr(5));
            }
        }
    }
    if (options.targets.empty()) {
        throw Question(fmt::format("{}: no targets; run ci/fuzz first", options.site.bin));
    }
    const double share = options.seconds / static_cast<double>(options.targets.size());
    int code = exit_ok;
    fmt::print("{:12} {:>10} {:>7}  outcome\n", "target", "runs", "edges");
    for (const std::string& target : options.targets) {
        if (interrupted()) break;
        EngineOutcome outcome;
        {
            Progress progress;
            outcome = run_engine(options.site, target, share,
                                 [&](const std::string& line) { progress.show(line); });
        }
        const bool good = outcome.finding.empty();
        fmt::print("{:12} {:>10} {:>7}  {}\n", target, outcome.runs, outcome.coverage,
                   good ? coloured("clean", 32) : coloured(outcome.finding, 31));
        std::fflush(stdout);
        if (!good) code = exit_finding;
    }
    tell_rules(options);
    return code == exit_ok && interrupted() ? exit_interrupted : code;
}

}  // namespace

void add_fuzz(CLI::App& app, int& code) {
    auto* command = app.add_subcommand(
        "fuzz", "run the targets under libFuzzer or AFL++, tell what they exercised");
    auto options = std::make_shared<Options>();
    command->add_option("TARGET", options->targets, "targets (default: all but canary and empty)");
    command->add_option("--seconds", options->seconds, "for all targets together")
        ->check(CLI::Range(1.0, 604'800.0))
        ->capture_default_str();
    const std::map<std::string, Engine> engines{{"libfuzzer", Engine::libfuzzer},
                                                {"afl", Engine::afl}};
    command
        ->add_option("--engine", options->site.engine,
                     "libfuzzer (default) or afl, of the preset afl")
        ->transform(CLI::CheckedTransformer(engines).description("libfuzzer|afl"));
    command->add_option("--seed", options->site.seed, "of the engine (default: it chooses)");
    command->add_option("--bin", options->site.bin,
                        "the targets (default: where the engine's preset has them)");
    command->add_option("--corpus", options->site.corpus, "seeds and dictionaries")
        ->capture_default_str();
    command->add_option("--work", options->site.work,
                        "grown corpora and crash files (default: build/fuzz/work, build/afl/work)");
    command->add_option(
        "--other", options->site.other,
        "the other engine's work, of which this one takes inputs (default: the other of both)");
    command->add_flag("--statistics", options->statistics, "a row for every rule");
    command->callback([options, &code] { code = fuzz(*options); });
}

}  // namespace starzero::tool
