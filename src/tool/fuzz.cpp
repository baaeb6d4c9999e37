// starzero fuzz: runs the libFuzzer targets one after the other with a line of progress, then
// tells which rules their corpora exercise.
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include "starzero/driver/judged_run.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/progress.hpp"
#include "starzero/tool/statistics_table.hpp"

extern char** environ;

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> targets;
    std::string bin = "build/fuzz/bin";
    std::string corpus = "corpus";
    std::string work = "build/fuzz/work";
    double seconds = 60;
    std::uint64_t seed = 0;
    bool statistics = false;
};

struct Outcome {
    int exit_code = 0;
    std::string runs = "0";
    std::string coverage = "-";
    std::string finding;  // the target's first own line
};

// The number behind a word of libFuzzer's status line.
std::string behind(const std::string& line, const std::string& word) {
    const std::size_t at = line.find(word);
    if (at == std::string::npos) return {};
    const std::size_t start = line.find_first_not_of(' ', at + word.size());
    return start == std::string::npos ? std::string{}
                                      : line.substr(start, line.find(' ', start) - start);
}

class Process {
public:
    explicit Process(std::vector<std::string> arguments) {
        std::array<int, 2> pipe_ends{};
        if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw Question("no pipe left");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
        posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
        std::vector<char*> argv;
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        const int failed = posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        close(pipe_ends[1]);
        if (failed != 0) throw Question(fmt::format("{}: cannot be started", arguments[0]));
        output_ = fdopen(pipe_ends[0], "r");
    }
    ~Process() {
        if (output_ != nullptr) std::fclose(output_);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    std::optional<std::string> line() {
        char* text = nullptr;
        std::size_t room = 0;
        auto size = getline(&text, &room, output_);
        while (size < 0 && errno == EINTR) {  // Ctrl-C: the child is told, and read to its end
            std::clearerr(output_);
            if (interrupted()) stop();
            size = getline(&text, &room, output_);
        }
        std::string copy(text != nullptr && size > 0 ? text : "");
        std::free(text);
        if (size <= 0) return std::nullopt;
        while (copy.ends_with('\n')) copy.pop_back();
        return copy;
    }
    void stop() const { kill(pid_, SIGINT); }
    int wait() {
        int status = 0;
        while (waitpid(pid_, &status, 0) < 0) {
            if (errno != EINTR) return exit_question;
        }
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    pid_t pid_ = 0;
    std::FILE* output_ = nullptr;
};

void read_line(const std::string& line, Outcome& outcome) {
    if (line.starts_with("#")) {
        outcome.runs = line.substr(1, line.find_first_of(" \t") - 1);
        if (const auto coverage = behind(line, "cov:"); !coverage.empty()) {
            outcome.coverage = coverage;
        }
    } else if (line.starts_with("Done ")) {
        outcome.runs = behind(line, "Done");
    } else if (outcome.finding.empty() && !line.empty() && !line.starts_with("INFO") &&
               !line.starts_with("\t") && !line.starts_with("MERGE") &&
               line.find(": ") != std::string::npos && std::isupper(line[0]) != 0) {
        outcome.finding = line;
    }
}

Outcome run_target(const Options& options, const std::string& target, double seconds) {
    const fs::path binary = fs::path(options.bin) / ("fuzz_" + target);
    if (!fs::exists(binary)) {
        throw Question(fmt::format("{}: not built; run ci/fuzz, or cmake --workflow --preset fuzz",
                                   binary.string()));
    }
    const fs::path work = fs::path(options.work) / target;
    fs::create_directories(work);
    std::vector<std::string> arguments{
        binary.string(),
        fmt::format("-max_total_time={:.0f}", std::max(seconds, 1.0)),
        fmt::format("-artifact_prefix={}/{}-", options.work, target),
        "-timeout=10",
        "-rss_limit_mb=2560",
        "-print_final_stats=1"};
    if (options.seed != 0) arguments.push_back(fmt::format("-seed={}", options.seed));
    const fs::path dictionary = fs::path(options.corpus) / "dictionaries" / (target + ".dict");
    if (fs::exists(dictionary)) arguments.push_back("-dict=" + dictionary.string());
    arguments.push_back(work.string());
    for (const char* part : {"seeds", "crashes"}) {
        const fs::path folder = fs::path(options.corpus) / target / part;
        if (fs::exists(folder)) arguments.push_back(folder.string());
    }
    Process process(std::move(arguments));
    Progress progress;
    Outcome outcome;
    bool stopped = false;
    while (const auto line = process.line()) {
        read_line(*line, outcome);
        if (interrupted() && !std::exchange(stopped, true)) process.stop();
        progress.show(fmt::format("{}: {} runs, {} edges", target, outcome.runs, outcome.coverage));
    }
    outcome.exit_code = process.wait();
    return outcome;
}

// Rules need transcripts: the corpora of the scenario targets, run once more in this process.
void tell_rules(const Options& options) {
    invariants::Statistics statistics;
    std::size_t files = 0;
    for (const char* target :
         {"sequence", "metamorphic", "outbound", "gruu", "reginfo", "extensions"}) {
        const fs::path folders[] = {fs::path(options.work) / target,
                                    fs::path(options.corpus) / target / "seeds"};
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
    if (options.targets.empty()) {
        for (const fs::path& file : files_below(options.bin)) {
            const std::string name = file.filename().string();
            if (name.starts_with("fuzz_") && name != "fuzz_canary" && name != "fuzz_empty") {
                options.targets.push_back(name.substr(5));
            }
        }
    }
    if (options.targets.empty()) {
        throw Question(fmt::format("{}: no targets; run ci/fuzz first", options.bin));
    }
    const double share = options.seconds / static_cast<double>(options.targets.size());
    int code = exit_ok;
    fmt::print("{:12} {:>10} {:>7}  outcome\n", "target", "runs", "edges");
    for (const std::string& target : options.targets) {
        if (interrupted()) break;
        const Outcome outcome = run_target(options, target, share);
        const bool good = outcome.exit_code == 0 || interrupted();
        fmt::print("{:12} {:>10} {:>7}  {}\n", target, outcome.runs, outcome.coverage,
                   good ? coloured("clean", 32)
                        : coloured(outcome.finding + fmt::format("; see {}", options.work), 31));
        std::fflush(stdout);
        if (!good) code = exit_finding;
    }
    tell_rules(options);
    return code;
}

}  // namespace

void add_fuzz(CLI::App& app, int& code) {
    auto* command =
        app.add_subcommand("fuzz", "run the libFuzzer targets, tell what they exercised");
    auto options = std::make_shared<Options>();
    command->add_option("TARGET", options->targets, "targets (default: all but canary and empty)");
    command->add_option("--seconds", options->seconds, "for all targets together")
        ->check(CLI::Range(1.0, 604'800.0))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "of the engine (default: it chooses)");
    command->add_option("--bin", options->bin, "where the fuzz preset built them")
        ->capture_default_str();
    command->add_option("--corpus", options->corpus, "seeds and dictionaries")
        ->capture_default_str();
    command->add_option("--work", options->work, "grown corpora and crash files")
        ->capture_default_str();
    command->add_flag("--statistics", options->statistics, "a row for every rule");
    command->callback([options, &code] { code = fuzz(*options); });
}

}  // namespace starzero::tool
