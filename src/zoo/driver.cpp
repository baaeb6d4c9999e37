#include "starzero/zoo/driver.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "starzero/process/command.hpp"
#include "starzero/zoo/fault.hpp"
#include "starzero/zoo/results.hpp"

namespace starzero::zoo {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> targets{"register",   "sequence",  "metamorphic",
                                                  "outbound",   "gruu",      "reginfo",
                                                  "extensions", "round_trip"};
constexpr std::array<std::string_view, 12> suites{
    "wildcard",   "scenarios", "stateful",     "relations", "expiry",       "conformant",
    "extensions", "flows",     "store_faults", "torture",   "requirements", "uri_vectors"};
// Suites that have what they test linked in: the sources, the program, the suite.
struct Inside {
    std::string_view sources, program, suite;
};
constexpr std::array<Inside, 10> inside{
    {{"src/durable/", "properties_durable", "disk"},
     {"src/registrar/sharded_registrar.", "properties_concurrent", "concurrent"},
     {"src/registrar/", "properties_memory", "memory"},
     {"src/sip/", "properties_values", "values"},
     {"src/registrar/", "properties_values", "values"},
     {"src/sip/", "properties_values", "round_trip"},
     {"src/sip/", "properties_values", "uri"},
     {"src/sip/", "properties_values", "uri_vectors"},
     {"src/sip/", "unit_tests", "*"},
     {"src/registrar/", "unit_tests", "*"}}};
// The suite must find the story that it began with without being shown it.
constexpr std::array<std::string_view, 2> story_seeds{"star-", "seed-story-"};
constexpr std::uint64_t property_share = 10;
constexpr std::uint64_t probe_share = 100;  // scenarios, of several requests each
constexpr std::chrono::seconds grace{20};
// Of what a run printed: how it fell stands at the beginning, where it counted at the end; what is
// between is a leak checker's list, or a mutant's that prints in a circle.
constexpr std::size_t log_head = 1'000'000;
constexpr std::size_t log_tail = 400'000;
constexpr std::uintmax_t log_most = 128 << 20;  // then it prints in a circle, and is ended
constexpr std::uint64_t time_unit = 10'000;     // executions

std::string quoted(const std::string& text) { return "'" + text + "'"; }

std::string octets_of(std::ifstream& file, std::size_t at, std::size_t count) {
    std::string text(count, '\0');
    file.seekg(static_cast<std::streamoff>(at));
    file.read(text.data(), static_cast<std::streamsize>(count));
    return text;
}

std::string log_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const auto size = static_cast<std::size_t>(std::max<std::streamoff>(file.tellg(), 0));
    if (size <= log_head + log_tail) return "\n" + octets_of(file, 0, size);
    return "\n" + octets_of(file, 0, log_head) + "\n" + octets_of(file, size - log_tail, log_tail);
}

// What a target leaves when the process dies without a word of ours; empty for none.
std::string crash_file(const std::string& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.path().filename().string().starts_with("crash-")) continue;
        std::string text = read_file(entry.path().string());
        return text.starts_with("starzero-scenario 1") ? text : std::string{};
    }
    return {};
}

Kill read_kill(Driver::Kind kind, std::string_view output, int code, bool in_time) {
    switch (kind) {
        case Driver::Kind::property:
        case Driver::Kind::unit: return read_property_run(output, code, in_time);
        case Driver::Kind::probe: return read_probe_run(output, code, in_time);
        default: return read_target_run(output, code, in_time);
    }
}

// Systems that were started; a target starts one or two for an input.
std::uint64_t counted(const std::string& path) {
    std::uint64_t count = 0;
    std::ifstream(path, std::ios::binary).read(reinterpret_cast<char*>(&count), sizeof count);
    return count;
}

std::vector<fs::path> sorted(const fs::path& folder) {
    std::vector<fs::path> list;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) list.push_back(entry.path());
    std::ranges::sort(list);
    return list;
}

// Of the files of a folder, by name.
std::string mark_of(const fs::path& folder) {
    Fingerprint mark;
    for (const fs::path& file : sorted(folder)) {
        if (!fs::is_regular_file(file)) continue;
        mark.add(file.filename().string()).add(read_file(file.string()));
    }
    return mark.text();
}

// All but those of the story, in a folder made anew.
void take_seeds(const fs::path& from, const fs::path& to) {
    if (!fs::is_directory(from)) throw FaultError(from.string() + ": no such folder");
    fs::remove_all(to);
    fs::create_directories(to);
    for (const fs::path& file : sorted(from)) {
        const std::string name = file.filename().string();
        const bool story = std::ranges::any_of(
            story_seeds, [&](std::string_view begin) { return name.starts_with(begin); });
        if (!story) fs::copy_file(file, to / name);
    }
}

// How often a system was started, where the driver itself did not say when it fell.
std::uint64_t executions_of(const Driver& driver, const Kill& kill, const std::string& folder) {
    const bool killed = kill.outcome != Outcome::survived && kill.outcome != Outcome::broken;
    switch (driver.kind) {
        case Driver::Kind::known: return 1;
        case Driver::Kind::target: return counted(folder + "/count");
        case Driver::Kind::property:
            return killed && kill.executions == 0 ? counted(folder + "/count") : kill.executions;
        default: return kill.executions;
    }
}

}  // namespace

Budget Budget::of(std::uint64_t executions) {
    Budget budget;
    budget.executions = executions;
    const std::uint64_t times = (executions + time_unit - 1) / time_unit;
    budget.seconds = static_cast<unsigned>(budget.seconds * times);
    return budget;
}

std::uint64_t share_of(std::string_view driver, std::uint64_t executions) noexcept {
    const std::uint64_t part = driver.starts_with("property.") ? property_share
                               : driver == "probe"             ? probe_share
                                                               : 1;
    return std::max<std::uint64_t>(executions / part, 1);
}

const std::vector<Driver>& drivers() {
    static const std::vector<Driver> all = [] {
        std::vector<Driver> list{{Driver::Kind::known, "known", "sequence", {}}};
        for (const auto name : targets) {
            list.push_back(
                {Driver::Kind::target, "target." + std::string(name), std::string(name), {}});
        }
        for (const auto name : suites) {
            list.push_back(
                {Driver::Kind::property, "property." + std::string(name), std::string(name), {}});
        }
        list.push_back({Driver::Kind::probe, "probe", "probe", {}});
        for (const Inside& suite : inside) {
            if (suite.program == unit_tests().program) continue;
            const std::string part(suite.suite);
            const std::string name = "property." + part + (part == "uri_vectors" ? "_linked" : "");
            if (std::ranges::find(list, name, &Driver::name) != list.end()) continue;
            list.push_back({Driver::Kind::property, name, part, std::string(suite.program)});
        }
        return list;
    }();
    return all;
}

const Driver& unit_tests() {
    static const Driver driver{Driver::Kind::unit, "unit", "*", "unit_tests"};
    return driver;
}

bool is_linked(std::string_view file) noexcept {
    return std::ranges::any_of(
        inside, [&](const Inside& suite) { return file.starts_with(suite.sources); });
}

bool reaches(const Driver& driver, std::string_view file) noexcept {
    if (driver.program.empty()) {
        return !file.starts_with("src/durable/") &&
               !file.starts_with("src/registrar/sharded_registrar.");
    }
    return std::ranges::any_of(inside, [&](const Inside& suite) {
        return driver.program == suite.program && driver.part == suite.suite &&
               file.starts_with(suite.sources);
    });
}

Bench::Bench(std::string build, const std::string& corpus, std::string probe)
    : build_(std::move(build)), probe_(std::move(probe)) {
    for (const auto name : targets) {
        const fs::path to = fs::path(build_) / "zoo/seeds" / name;
        take_seeds(fs::path(corpus) / name / "seeds", to);
        inputs_["target." + std::string(name)] = mark_of(to);
    }
    inputs_["probe"] = Fingerprint().add(read_file(probe_)).text();
    inputs_["property.torture"] = mark_of(fs::path(corpus) / "torture");
    std::string seeds;
    for (const auto& entry : sorted(corpus)) seeds += mark_of(entry / "seeds");
    inputs_["property.round_trip"] = Fingerprint().add(seeds).text();
}

std::string Bench::inputs_of(const Driver& driver, const std::string& scenario) const {
    if (driver.kind == Driver::Kind::known) return Fingerprint().add(scenario).text();
    const auto found = inputs_.find(driver.name);
    return found == inputs_.end() ? std::string{} : found->second;
}

std::string Bench::executable(const Driver& driver, const std::string& scenario) const {
    if (!driver.program.empty()) return build_ + "/bin/" + driver.program;
    if (driver.kind == Driver::Kind::property) return build_ + "/bin/properties";
    if (driver.kind == Driver::Kind::probe) return build_ + "/bin/zoo_serve";
    const bool relation = scenario.find("\nrelation ") != std::string::npos;
    const bool metamorphic = driver.kind == Driver::Kind::known && relation;
    return build_ + "/bin/fuzz_" + (metamorphic ? "metamorphic" : driver.part);
}

std::string Bench::command_of(const Driver& driver, const std::string& executable,
                              const Budget& budget) const {
    const std::string seed = std::to_string(budget.seed);
    const std::string share = std::to_string(share_of(driver.name, budget.executions));
    switch (driver.kind) {
        case Driver::Kind::known: return executable + " scenario.scn";
        case Driver::Kind::target:
            return executable + " -seed=" + seed + " -runs=" + share +
                   " -timeout=10 -rss_limit_mb=2048 -max_len=4096 corpus " +
                   quoted(build_ + "/zoo/seeds/" + driver.part);
        case Driver::Kind::property:
            return "RC_PARAMS='seed=" + seed + " max_success=" + share + "' " + executable +
                   " --run_test=" + driver.part + " --color_output=no";
        case Driver::Kind::unit: return executable + " --color_output=no";
        case Driver::Kind::probe:
            // The server's own words are kept: a sanitizer's report is among them.
            return executable +
                   " >serve.log 2>serve.err & server=$!; while [ ! -s serve.log ] && " +
                   "kill -0 $server; do sleep 0.05; done; " + quoted(probe_) +
                   " probe udp:$(head -n 1 serve.log) --domain example.com --pid $server --log "
                   "serve.log" +
                   " --log-pattern '^(WARN|ERROR)' --seed " + seed + " --scenarios " + share +
                   " --seconds " + std::to_string(budget.seconds) +
                   " --json; code=$?; kill $server; wait $server; cat serve.err; exit $code";
    }
    return {};
}

Kill Bench::run(const Driver& driver, const std::string& mutant, const std::string& folder,
                const std::string& scenario, const Budget& budget) const {
    fs::remove_all(folder);
    fs::create_directories(folder + "/corpus");
    const std::string log = folder + "/log";
    if (driver.kind == Driver::Kind::known) {
        std::ofstream(folder + "/scenario.scn", std::ios::binary) << scenario;
    }
    const std::string executable =
        driver.program.empty() ? this->executable(driver, scenario) : mutant;
    const std::string command =
        "cd " + quoted(folder) + " && ulimit -f " + std::to_string(log_most / 512) +
        " && export STARZERO_COUNT=count STARZERO_MUTANT=" +
        quoted(driver.program.empty() ? mutant : build_ + "/zoo/healthy.so") + " && { " +
        command_of(driver, quoted(executable), budget) + "; }";
    const auto start = std::chrono::steady_clock::now();
    const auto result = process::read_command(command + " >" + quoted(log) + " 2>&1",
                                              std::chrono::seconds(budget.seconds) + grace);
    const bool ends = result.in_time && fs::file_size(log) < log_most;
    Kill kill = read_kill(driver.kind, log_of(log), result.code, ends);
    kill.executions = executions_of(driver, kill, folder);
    const bool ran = driver.kind != Driver::Kind::target || kill.executions != 0;
    if (kill.outcome == Outcome::survived && !ran) kill.outcome = Outcome::broken;
    if (kill.outcome == Outcome::sanitizer && kill.evidence.empty()) {
        kill.evidence = crash_file(folder);
    }
    kill.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return kill;
}

}  // namespace starzero::zoo
