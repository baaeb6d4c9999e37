// starzero triage DIR: crash files to buckets, one of each made small, with the name that it gets
// in the corpus when it is fixed.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/core.h>
#include <unistd.h>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/progress.hpp"
#include "starzero/tool/triage_report.hpp"
#include "starzero/triage/bucket.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_octets = 4'096;  // a relation stands among them

struct Options {
    std::vector<std::string> paths;
    std::string target;
    std::string bin = "build/fuzz/bin";
    std::string corpus = "corpus";
    std::string out;
    std::string known;
    double timeout = 10;
    bool as_they_are = false;
    bool json = false;
    triage::TriageOptions work;
};

// A folder that nobody else has, and that goes when the work is done.
class Scratch {
public:
    Scratch() {
        std::string name = (fs::temp_directory_path() / "starzero-triage-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw Question(fmt::format("{}: cannot be made", name));
        }
        path_ = name;
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

// What an engine or an earlier triage leaves beside the crashes.
bool is_input(const fs::path& file) {
    const std::string name = file.filename().string();
    return name != "README.txt" && name != "triage.json" && !name.ends_with(".part");
}

// The path says it, or the first octets do.
std::string target_of(const fs::path& file, const Options& options, const triage::Runner& runner) {
    if (!options.target.empty()) return options.target;
    std::string begin(head_octets, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    begin.resize(static_cast<std::size_t>(stream.gcount()));
    return triage::target_of(file.string(), begin, runner.targets());
}

std::vector<triage::Input> inputs_of(const Options& options, const triage::Runner& runner) {
    std::vector<triage::Input> inputs;
    for (const std::string& path : options.paths) {
        if (!fs::exists(path)) throw Question(fmt::format("{}: no such file or folder", path));
        const auto files = fs::is_directory(path) ? files_below(path) : std::vector<fs::path>{path};
        for (const fs::path& file : files) {
            if (is_input(file))
                inputs.emplace_back(file.string(), target_of(file, options, runner));
        }
    }
    if (inputs.empty()) throw Question(fmt::format("{}: no file in it", options.paths.front()));
    return inputs;
}

triage::Runner runner_of(const Options& options) {
    triage::Runner runner(options.bin,
                          std::chrono::milliseconds(static_cast<int>(options.timeout * 1'000)));
    if (options.target.empty() || runner.targets().contains(options.target)) return runner;
    std::string names;
    for (const std::string& name : runner.targets()) names += " " + name;
    throw Question(
        fmt::format("{}: no target of {}; there are{}", options.target, options.bin, names));
}

// A file that lies among the crashes of the corpus was fixed once.
bool is_of_corpus(const triage::Bucket& bucket, const std::string& corpus) {
    std::error_code none;
    for (const std::string& file : bucket.files) {
        const std::string beside =
            fs::relative(file, fs::path(corpus) / bucket.target / "crashes", none).string();
        if (!none && !beside.empty() && !beside.starts_with("..")) return true;
    }
    return false;
}

void name(Verdicts& verdicts, const Options& options) {
    std::set<std::string> taken;
    for (const auto& bucket : verdicts.sorted.buckets) {
        const auto* rule = bucket.death.kind == triage::Kind::rule
                               ? invariants::find_invariant(bucket.death.name)
                               : nullptr;
        const std::string base =
            bucket.target + "/crashes/" +
            triage::regression_name(bucket.death, rule != nullptr ? rule->title : "");
        std::string file = base;
        for (int i = 2; taken.contains(file) || fs::exists(fs::path(options.corpus) / file); ++i) {
            file = fmt::format("{}-{}", base, i);
        }
        taken.insert(file);
        verdicts.names[bucket.key] = file;
    }
}

void stand(Verdicts& verdicts, const Options& options) {
    std::string earlier = options.known;
    if (earlier.empty() && !options.out.empty()) earlier = options.out + "/triage.json";
    std::set<std::string> known;
    if (!options.known.empty() || fs::exists(earlier)) known = keys_of_report(earlier);
    for (const auto& bucket : verdicts.sorted.buckets) {
        const bool flaky = !options.as_they_are && bucket.died < options.work.repeats;
        Standing standing = flaky ? Standing::flaky : Standing::fresh;
        if (known.contains(bucket.key)) standing = Standing::known;
        if (is_of_corpus(bucket, options.corpus)) standing = Standing::returned;
        verdicts.standing[bucket.key] = standing;
    }
}

int triage_paths(Options options) {
    watch_interrupt();
    const triage::Runner runner = runner_of(options);
    const auto inputs = inputs_of(options, runner);
    const Scratch scratch;
    options.work.scratch = scratch.path();
    Progress progress;
    const triage::Told told = [&](const std::string& what, std::size_t done, std::size_t all) {
        if (progress.due()) progress.show(fmt::format("{} of {}: {}", done, all, what));
        return !interrupted();
    };
    Verdicts verdicts;
    verdicts.sorted = sort_inputs(inputs, runner, options.work, told);
    if (!options.as_they_are) {
        make_small(verdicts.sorted, runner, options.work, told);
        join_causes(verdicts.sorted);
    }
    name(verdicts, options);
    stand(verdicts, options);
    // What was not looked at again is known all the same: a report of a part does not replace one.
    if (!options.out.empty() && !interrupted()) write_verdicts(verdicts, runner, options.out);
    if (options.json) {
        fmt::print("{}", json_text(triage_json(verdicts, runner, options.out)));
    } else {
        print_verdicts(verdicts, runner, options.out);
    }
    if (interrupted()) return exit_interrupted;
    if (!verdicts.sorted.unjudged.empty()) return exit_question;
    const auto is_known = [](const auto& entry) { return entry.second == Standing::known; };
    return std::ranges::all_of(verdicts.standing, is_known) ? exit_ok : exit_finding;
}

}  // namespace

void add_triage(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("triage", "crash files to causes: buckets, each minimised");
    auto options = std::make_shared<Options>();
    command->add_option("PATH", options->paths, "crash files of any engine, or folders of them")
        ->required();
    command->add_option("--target", options->target,
                        "whose they are (default: a folder TARGET/ or a name TARGET-... says it; a "
                        "scenario says it)");
    command->add_option("--bin", options->bin, "fuzz targets, of the presets fuzz or dev")
        ->capture_default_str();
    command->add_option(
        "--out", options->out,
        "folder for triage.json and the smallest inputs; what its report has is known");
    command->add_option("--known", options->known, "an earlier triage.json: its buckets are known");
    command->add_option("--corpus", options->corpus, "where fixed crashes are kept")
        ->capture_default_str();
    command->add_option("--repeats", options->work.repeats, "runs of each smallest input")
        ->check(CLI::Range(1U, 100U))
        ->capture_default_str();
    command
        ->add_option("--tries", options->work.tries, "questions for each bucket, to make it small")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}))
        ->capture_default_str();
    command->add_option("--timeout", options->timeout, "seconds of a run before it is a hang")
        ->check(CLI::Range(0.1, 600.0))
        ->capture_default_str();
    command->add_option("--jobs", options->work.jobs, "at a time")
        ->check(CLI::Range(1U, 64U))
        ->capture_default_str();
    command->add_flag("--as-they-are", options->as_they_are, "sort only, make nothing smaller");
    command->add_flag("--json", options->json, "the report as JSON");
    command->footer(
        "Exit codes: 0 nothing falls that was not known, 1 something new, returned or flaky,\n"
        "2 the question was wrong, or a file could not be judged, 130 interrupted: told what is "
        "known,\n"
        "--out is as it was.");
    command->callback([options, &code] { code = triage_paths(*options); });
}

}  // namespace starzero::tool
