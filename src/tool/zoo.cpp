// starzero zoo: plants each fault of corpus/zoo in the reference registrar and measures which
// driver finds which, through which rule, after how many executions.
#include <filesystem>
#include <iterator>
#include <mutex>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/process/share_out.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/progress.hpp"
#include "starzero/tool/zoo_report.hpp"
#include "starzero/tool/zoo_site.hpp"
#include "starzero/zoo/hunt.hpp"
#include "starzero/zoo/learn.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;
using zoo::Driver;

constexpr std::size_t easy_most = 3;

struct Options {
    ZooSite site;
    std::string json, html, markdown, evidence;
    std::vector<std::string> faults, drivers;
    unsigned seeds = 1;
    std::uint64_t sample = 0, seed = 1;
    bool learn = false;
    bool easy = false, healthy = false, idle = false, until_found = false, list = false;
};

// The part of an id list that is meant; all without one.
std::vector<zoo::Fault> chosen(std::vector<zoo::Fault> faults, const Options& options) {
    for (const std::string& id : options.faults) {
        if (std::ranges::find(faults, id, &zoo::Fault::id) == faults.end()) {
            throw Question(fmt::format("{}: no such fault; starzero zoo --list tells them", id));
        }
    }
    if (!options.faults.empty()) {
        std::erase_if(faults, [&](const zoo::Fault& fault) {
            return std::ranges::find(options.faults, fault.id) == options.faults.end();
        });
    }
    if (options.easy) {
        std::erase_if(faults, [](const zoo::Fault& f) { return f.difficulty != "easy"; });
        if (faults.size() > easy_most) faults.resize(easy_most);
    }
    if (options.sample != 0 && options.sample < faults.size()) {
        // Every n-th from a place that the seed chooses: each turn comes to other ones.
        const std::size_t step = faults.size() / options.sample;
        std::vector<zoo::Fault> some;
        for (std::size_t i = options.seed % step; some.size() < options.sample; i += step) {
            some.push_back(std::move(faults[i % faults.size()]));
        }
        faults = std::move(some);
    }
    return faults;
}

std::vector<Driver> chosen_drivers(const Options& options) {
    std::vector<std::string> names = options.drivers;
    if (options.easy && names.empty()) {
        names = {"known", "target.register", "target.sequence", "property.wildcard",
                 "property.scenarios"};
    }
    if (names.empty()) return zoo::drivers();
    std::vector<Driver> list;
    for (const std::string& name : names) {
        const auto found = std::ranges::find(zoo::drivers(), name, &Driver::name);
        if (found == zoo::drivers().end()) {
            throw Question(fmt::format("{}: no driver; known, target.* and property.* are", name));
        }
        list.push_back(*found);
    }
    return list;
}

// What each driver found by itself, as a scenario that can be replayed.
void write_evidence(const std::string& folder, const std::vector<zoo::Result>& results) {
    fs::create_directories(folder);
    for (const auto& result : results) {
        if (result.driver == "known" || result.kill.evidence.empty()) continue;
        const std::string path = folder + "/" + result.fault + "." + result.driver + ".scn";
        if (!fs::exists(path)) write_file(path, result.kill.evidence);
    }
}

// The shortest scenario that was found, made smaller, into the file of the fault.
void learn_one(const zoo::Fault& fault, const Options& options, const zoo::Workshop& workshop,
               const zoo::Bench& bench, const std::vector<zoo::Result>& results) {
    const std::string folder = workshop.build() + "/zoo/" + fault.id;
    std::vector<std::string> candidates;
    for (const auto& result : results) {
        if (result.fault == fault.id && !result.kill.evidence.empty()) {
            candidates.push_back(result.kill.evidence);
        }
    }
    std::ranges::sort(candidates, {}, &std::string::size);
    if (candidates.size() > 3) candidates.resize(3);
    for (const auto& candidate : candidates) {
        const std::string text =
            zoo::smallest(candidate, folder + "/mutant.so", bench, folder + "/learnt");
        if (text.empty()) continue;
        zoo::write_scenario(options.site.root + "/corpus/zoo/" + fault.id + ".fault", text);
        return;
    }
}

// Of each fault whose file names no scenario, and that one can show.
void learn(const Options& options, const std::vector<zoo::Fault>& faults,
           const zoo::Workshop& workshop, const zoo::Bench& bench,
           const std::vector<zoo::Result>& results) {
    Progress line;
    std::mutex mutex;
    process::share_out(options.site.jobs, faults.size(), [&](std::size_t at) {
        const zoo::Fault& fault = faults[at];
        if (!fault.scenario.empty() || !reaches(zoo::drivers().front(), fault.file)) return true;
        {
            const std::scoped_lock lock(mutex);
            line.show(fmt::format("the smallest scenario of {}", fault.id));
        }
        learn_one(fault, options, workshop, bench, results);
        return !interrupted();
    });
}

std::vector<zoo::Specimen> specimens_of(const std::vector<zoo::Fault>& faults,
                                        const std::string& root, std::vector<zoo::Unmade>& unmade) {
    std::vector<zoo::Specimen> specimens;
    for (const zoo::Fault& fault : faults) {
        try {
            specimens.push_back({fault.id, fault.file,
                                 zoo::planted(fault, zoo::read_file(root + "/" + fault.file)),
                                 fault.scenario});
        } catch (const zoo::FaultError& error) {
            unmade.push_back({fault.id, error.what(), false});
        }
    }
    return specimens;
}

zoo::HuntOptions hunting_of(const Options& options) {
    using Until = zoo::HuntOptions::Until;
    zoo::HuntOptions hunting{chosen_drivers(options),
                             {},
                             zoo::Budget::of(options.site.runs),
                             options.site.jobs,
                             options.until_found ? Until::both : Until::all,
                             options.idle};
    for (unsigned i = 0; i < options.seeds; ++i) hunting.seeds.push_back(options.seed + i);
    return hunting;
}

zoo::Bag hunt_all(const Options& options, const std::vector<zoo::Fault>& faults,
                  const zoo::Workshop& workshop, const zoo::Bench& bench) {
    zoo::Results results(options.site.results);
    const zoo::HuntOptions hunting = hunting_of(options);
    zoo::Bag bag;
    const auto add = [&bag](zoo::Bag more) {
        std::ranges::move(more.results, std::back_inserter(bag.results));
        std::ranges::move(more.unmade, std::back_inserter(bag.unmade));
    };
    const auto specimens = specimens_of(faults, workshop.root(), bag.unmade);
    Progress line;
    const auto tell = [&](const zoo::Progress& progress) { return told(line, progress); };
    add(zoo::hunt(specimens, workshop, bench, hunting, results, tell));
    if (options.healthy && !interrupted()) {
        add(zoo::hunt_healthy(workshop, bench, hunting, results, tell));
    }
    return bag;
}

int measure(const Options& options, const std::vector<zoo::Fault>& faults) {
    build_preset(options.site);
    const zoo::Workshop workshop = workshop_of(options.site);
    const zoo::Bench bench = bench_of(options.site, workshop);
    const zoo::Bag bag = hunt_all(options, faults, workshop, bench);
    if (interrupted()) return cut_off(options.site);
    if (options.learn) learn(options, faults, workshop, bench, bag.results);
    const ZooReport report = zoo_report(faults, bag.results, bag.unmade);
    fmt::print("{}", zoo_text(report));
    if (options.easy) fmt::print("{}", zoo_story(faults, report));
    if (!options.json.empty()) write_file(options.json, json_text(zoo_json(report)));
    if (!options.html.empty()) write_file(options.html, zoo_page(report));
    if (!options.markdown.empty()) write_file(options.markdown, zoo_markdown(report));
    if (!options.evidence.empty()) write_evidence(options.evidence, bag.results);
    return report.sound() ? exit_ok : exit_finding;
}

int run(const Options& options) {
    try {
        const auto faults = chosen(zoo::read_faults(options.site.root + "/corpus/zoo"), options);
        if (options.list) {
            for (const auto& fault : faults) {
                // What is told can be planted: its old text is there.
                (void)zoo::planted(fault, zoo::read_file(options.site.root + "/" + fault.file));
                fmt::print("{:36} {:7} {:10} {}\n", fault.id, fault.difficulty, fault.kind,
                           fault.story);
            }
            return exit_ok;
        }
        watch_interrupt();
        return measure(options, faults);
    } catch (const zoo::FaultError& error) {
        throw Question(error.what());
    }
}

}  // namespace

void add_zoo(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("zoo", "planted faults: which driver finds which");
    auto options = std::make_shared<Options>();
    command->add_option("FAULT", options->faults, "ids of corpus/zoo; all without one");
    command->add_flag("--list", options->list, "what there is, and nothing else");
    command->add_flag("--easy", options->easy, "three easy ones, and the story of one of them");
    command->add_option("--drivers", options->drivers, "known, target.NAME, property.NAME")
        ->delimiter(',');
    command->add_option("--seeds", options->seeds, "runs of each driver on each fault")
        ->check(CLI::Range(1U, 100U))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "the first of them")->capture_default_str();
    command->add_option("--sample", options->sample, "so many of them, chosen by --seed")
        ->check(CLI::NonNegativeNumber);
    command->add_flag("--until-found", options->until_found,
                      "no more of a fault once a target and a property have it; those two go on "
                      "with the other seeds");
    command->add_flag("--idle", options->idle,
                      "drivers that found none are sent after all faults until they find one");
    command->add_flag("--healthy", options->healthy,
                      "the core without a fault too, with ten times the executions");
    command->add_flag("--learn", options->learn,
                      "write the smallest scenario that was found into files that name none");
    command->add_option("--json", options->json, "file for the table");
    command->add_option("--html", options->html, "file for a page with the matrix");
    command->add_option("--markdown", options->markdown, "file for docs/zoo.md");
    command->add_option("--evidence", options->evidence,
                        "folder for the scenarios that were found");
    add_site_options(*command, options->site);
    command->footer(
        "Exit codes: 0 each fault was found as expected, 1 one was not, 2 the question was wrong,\n"
        "130 interrupted.");
    command->callback([options, &code] { code = run(*options); });
}

}  // namespace starzero::tool
