#include "starzero/tool/engines.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "starzero/tool/command.hpp"
#include "starzero/tool/engine_process.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;

constexpr unsigned memory_mib = 2'560;
constexpr unsigned hang_seconds = 10;

// The number behind a word of libFuzzer's status line.
std::string behind(const std::string& line, const std::string& word) {
    const std::size_t at = line.find(word);
    if (at == std::string::npos) return {};
    const std::size_t start = line.find_first_not_of(' ', at + word.size());
    return start == std::string::npos ? std::string{}
                                      : line.substr(start, line.find(' ', start) - start);
}

void read_line(const std::string& line, EngineOutcome& outcome) {
    if (line.starts_with("#")) {
        outcome.runs = line.substr(1, line.find_first_of(" \t") - 1);
        if (const auto coverage = behind(line, "cov:"); !coverage.empty()) {
            outcome.coverage = coverage;
        }
    } else if (line.starts_with("Done ")) {
        outcome.runs = behind(line, "Done");
    } else if (outcome.finding.empty() && !line.empty() && !line.starts_with("INFO") &&
               !line.starts_with("\t") && !line.starts_with("MERGE") &&
               !line.starts_with("Dictionary") && line.find(": ") != std::string::npos &&
               std::isupper(line[0]) != 0) {
        outcome.finding = line;
    }
}

fs::path binary_of(const EngineSite& site, const std::string& target) {
    fs::path binary = fs::path(site.bin) / ("fuzz_" + target);
    if (fs::exists(binary)) return binary;
    throw Question(fmt::format("{}: not built; run ci/fuzz{}", binary.string(),
                               site.engine == Engine::afl ? " --engine afl" : ""));
}

// Folders of the tree that have seeds of a target.
std::vector<fs::path> seed_folders(const EngineSite& site, const std::string& target) {
    std::vector<fs::path> folders;
    for (const char* part : {"seeds", "crashes"}) {
        const fs::path folder = fs::path(site.corpus) / target / part;
        if (fs::exists(folder)) folders.push_back(folder);
    }
    return folders;
}

fs::path dictionary_of(const EngineSite& site, const std::string& target) {
    return fs::path(site.corpus) / "dictionaries" / (target + ".dict");
}

EngineOutcome run_libfuzzer(const EngineSite& site, const std::string& target, double seconds,
                            const std::function<void(const std::string&)>& told) {
    const fs::path work = fs::path(site.work) / target;
    fs::create_directories(work);
    std::vector<std::string> arguments{
        fs::absolute(binary_of(site, target)).string(),
        fmt::format("-max_total_time={:.0f}", std::max(seconds, 1.0)),
        fmt::format("-artifact_prefix={}/{}-", site.work, target),
        fmt::format("-timeout={}", hang_seconds),
        fmt::format("-rss_limit_mb={}", memory_mib),
        "-print_final_stats=1"};
    if (site.seed != 0) arguments.push_back(fmt::format("-seed={}", site.seed));
    const fs::path dictionary = dictionary_of(site, target);
    if (fs::exists(dictionary)) arguments.push_back("-dict=" + dictionary.string());
    arguments.push_back(work.string());
    for (const fs::path& folder : seed_folders(site, target)) arguments.push_back(folder.string());
    const fs::path queue = fs::path(site.other) / target / "main/queue";
    if (fs::exists(queue)) arguments.push_back(queue.string());
    EngineProcess process(std::move(arguments));
    EngineOutcome outcome;
    bool stopped = false;
    while (const auto line = process.line()) {
        read_line(*line, outcome);
        if (interrupted() && !std::exchange(stopped, true)) process.stop();
        told(fmt::format("{}: {} runs, {} edges", target, outcome.runs, outcome.coverage));
    }
    outcome.exit_code = process.wait();
    if (outcome.exit_code == 0 || interrupted()) outcome.finding.clear();
    else outcome.finding += (outcome.finding.empty() ? "died; see " : "; see ") + site.work;
    return outcome;
}

// AFL++ takes one folder of seeds, and none of which all die: a blank lives.
fs::path gathered_seeds(const EngineSite& site, const std::string& target) {
    const fs::path seeds = fs::path(site.work) / "seeds" / target;
    fs::create_directories(seeds);
    for (const fs::path& folder : seed_folders(site, target)) {
        fs::copy(folder, seeds, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
    write_file(seeds / "blank", " ");
    return seeds;
}

// Of fuzzer_stats: "execs_done        : 239774".
std::string stat(const fs::path& file, const std::string& name) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(name + " ")) return line.substr(line.find(": ") + 2);
    }
    return "0";
}

std::string without_colours(const std::string& line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\x1b') i = std::min(line.find('m', i), line.size());
        else if (line[i] >= ' ') out += line[i];
    }
    return out;
}

std::size_t files_in(const fs::path& folder) {
    const auto files = files_below(folder);
    return static_cast<std::size_t>(std::ranges::count_if(
        files, [](const fs::path& f) { return f.filename().string().starts_with("id:"); }));
}

// What afl-fuzz reads from the environment. It must run where nobody may change the machine, and go
// on after a crash among its seeds.
void set_afl_environment(const EngineSite& site, bool structural) {
    for (const char* name : {"AFL_NO_UI", "AFL_SKIP_CPUFREQ", "AFL_NO_AFFINITY", "AFL_AUTORESUME",
                             "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "AFL_SKIP_CRASHES",
                             "AFL_IGNORE_SEED_PROBLEMS"}) {
        setenv(name, "1", 1);
    }
    // It insists on the first two.
    setenv(
        "ASAN_OPTIONS",
        "abort_on_error=1:symbolize=0:detect_leaks=0:malloc_context_size=0:quarantine_size_mb=10",
        1);
    const std::string library = fs::absolute(fs::path(site.bin) / "afl_mutator.so").string();
    if (structural) setenv("AFL_CUSTOM_MUTATOR_LIBRARY", library.c_str(), 1);
    else unsetenv("AFL_CUSTOM_MUTATOR_LIBRARY");
}

std::vector<std::string> afl_arguments(const EngineSite& site, const std::string& target,
                                       const fs::path& seeds, double seconds) {
    const fs::path work = fs::path(site.work) / target;
    // Only a main instance takes a foreign corpus; -d: its deterministic stages would keep the
    // structural mutator waiting.
    std::vector<std::string> arguments{"afl-fuzz", "-M",
                                       "main",     "-d",
                                       "-V",       fmt::format("{:.0f}", std::max(seconds, 1.0)),
                                       "-t",       std::to_string(hang_seconds * 1'000),
                                       "-i",       seeds.string(),
                                       "-o",       work.string()};
    const auto add = [&](const char* option, const std::string& value) {
        arguments.insert(arguments.end(), {option, value});
    };
    if (site.seed != 0) add("-s", std::to_string(site.seed));
    const fs::path dictionary = dictionary_of(site, target);
    if (fs::exists(dictionary)) add("-x", dictionary.string());
    const fs::path foreign = fs::path(site.other) / target;
    if (fs::exists(foreign)) add("-F", foreign.string());
    add("--", fs::absolute(binary_of(site, target)).string());
    return arguments;
}

EngineOutcome run_afl(const EngineSite& site, const std::string& target, double seconds,
                      const std::function<void(const std::string&)>& told) {
    const fs::path main = fs::path(site.work) / target / "main";
    fs::create_directories(main.parent_path());
    const fs::path seeds = gathered_seeds(site, target);
    // Scenarios say what they are; octets are mutated as octets.
    const auto files = files_below(seeds);
    const bool structural = std::ranges::any_of(
        files, [](const fs::path& f) { return read_file(f).starts_with("starzero-scenario"); });
    set_afl_environment(site, structural);
    const std::size_t before = files_in(main / "crashes");
    EngineProcess process(afl_arguments(site, target, seeds, seconds));
    EngineOutcome outcome;
    bool stopped = false;
    std::string complaint;
    while (const auto line = process.line()) {
        if (line->find("PROGRAM ABORT") != std::string::npos) complaint = *line;
        if (interrupted() && !std::exchange(stopped, true)) process.stop();
        told(fmt::format("{}: {}", target, without_colours(*line)));
    }
    outcome.exit_code = process.wait();
    if (!complaint.empty()) {
        throw Question(fmt::format("{}: afl-fuzz: {}", target, without_colours(complaint)));
    }
    outcome.runs = stat(main / "fuzzer_stats", "execs_done");
    outcome.coverage = stat(main / "fuzzer_stats", "edges_found");
    // An earlier run's crashes are moved aside when it is resumed.
    const std::size_t now = files_in(main / "crashes");
    const std::size_t crashes = now < before ? now : now - before;
    if (crashes > 0) {
        outcome.finding = fmt::format("{} crash files in {}", crashes, (main / "crashes").string());
    }
    return outcome;
}

}  // namespace

EngineOutcome run_engine(const EngineSite& site, const std::string& target, double seconds,
                         const std::function<void(const std::string&)>& told) {
    return site.engine == Engine::afl ? run_afl(site, target, seconds, told)
                                      : run_libfuzzer(site, target, seconds, told);
}

}  // namespace starzero::tool
