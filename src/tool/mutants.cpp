// starzero mutants: small changes at places that nobody chose, in the registrar and its parser, and
// whether any driver sees them. A survivor is a rule that is missing, or a change that is none.
#include <filesystem>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/zoo_site.hpp"
#include "starzero/zoo/operators.hpp"
#include "starzero/zoo/table.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;
using zoo::Mutation;

// The quick ones first: a mutant is done with at the first kill.
constexpr std::array<std::string_view, 28> cheapest_first{"target.register",
                                                          "unit",
                                                          "property.wildcard",
                                                          "property.values",
                                                          "property.round_trip",
                                                          "property.uri",
                                                          "property.uri_vectors_linked",
                                                          "property.torture",
                                                          "property.flows",
                                                          "property.requirements",
                                                          "property.uri_vectors",
                                                          "property.conformant",
                                                          "property.scenarios",
                                                          "property.expiry",
                                                          "target.sequence",
                                                          "property.extensions",
                                                          "property.stateful",
                                                          "property.concurrent",
                                                          "property.disk",
                                                          "target.gruu",
                                                          "target.outbound",
                                                          "target.reginfo",
                                                          "target.extensions",
                                                          "property.store_faults",
                                                          "target.metamorphic",
                                                          "property.relations",
                                                          "target.round_trip",
                                                          "property.memory"};

struct Options {
    ZooSite site;
    std::size_t sample = 200;
    std::uint64_t seed = 1;
    std::string json, markdown;
    std::vector<std::string> files;
    bool list = false, survivors = false;
};

enum class Fate : std::uint8_t { killed, survived, equivalent, refused, untold };

struct Row {
    Mutation mutation;
    Fate fate = Fate::untold;
    zoo::Result killer;      // of a killed one
    std::string_view proof;  // of an equivalent one
};

std::vector<Mutation> all_mutations(const Options& options) {
    std::vector<Mutation> all;
    std::vector<std::string> files;
    for (const char* folder : {"src/registrar", "src/sip"}) {
        for (const auto& entry : fs::directory_iterator(options.site.root + "/" + folder)) {
            const std::string name = entry.path().filename().string();
            if (name.ends_with(".cpp") && !name.ends_with(".test.cpp")) {
                files.push_back(std::string(folder) + "/" + name);
            }
        }
    }
    std::ranges::sort(files);
    for (const std::string& file : files) {
        const bool asked =
            options.files.empty() || std::ranges::find(options.files, file) != options.files.end();
        if (!asked) continue;
        const auto some = zoo::mutations_of(file, zoo::read_file(options.site.root + "/" + file));
        all.insert(all.end(), some.begin(), some.end());
    }
    if (all.empty()) throw Question("no source of src/registrar or src/sip has that name");
    return all;
}

std::vector<zoo::Driver> ordered_drivers() {
    std::vector<zoo::Driver> list;
    for (const std::string_view name : cheapest_first) {
        if (name == zoo::unit_tests().name) list.push_back(zoo::unit_tests());
        const auto found = std::ranges::find(zoo::drivers(), name, &zoo::Driver::name);
        if (found != zoo::drivers().end()) list.push_back(*found);
    }
    return list;
}

// By what its runs came to, the first kill first; one that could not be judged, or not be made,
// leaves it untold.
void tell_fate(Row& row, const std::string& name, const std::vector<zoo::Result>& results,
               const std::vector<zoo::Unmade>& unmade) {
    bool told = true;
    for (const zoo::Result& result : results) {
        if (result.fault != name) continue;
        row.killer = result;
        row.fate = Fate::survived;
        if (result.kill.outcome == zoo::Outcome::broken) told = false;
        else if (result.kill.outcome != zoo::Outcome::survived) {
            row.fate = Fate::killed;
            return;
        }
    }
    for (const zoo::Unmade& one : unmade) {
        if (one.id != name) continue;
        if (one.refused) row.fate = Fate::refused;
        else told = false;
    }
    if (!told && row.fate != Fate::refused) row.fate = Fate::untold;
}

std::vector<Row> rows_of(const std::vector<Mutation>& mutations,
                         const std::vector<zoo::Equivalent>& equivalents,
                         const std::vector<zoo::Result>& results,
                         const std::vector<zoo::Unmade>& unmade) {
    std::vector<Row> rows;
    for (const Mutation& mutation : mutations) {
        Row row{mutation, Fate::untold, {}, {}};
        tell_fate(row, name_of(mutation), results, unmade);
        const auto* proof = proof_of(mutation, equivalents);
        if (row.fate == Fate::survived && proof != nullptr) {
            row.fate = Fate::equivalent;
            row.proof = proof->proof;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::size_t count(const std::vector<Row>& rows, Fate fate) {
    return static_cast<std::size_t>(std::ranges::count(rows, fate, &Row::fate));
}

// Of those that a compiler takes and that were not proved to change nothing.
double score(const std::vector<Row>& rows) {
    const std::size_t killed = count(rows, Fate::killed);
    const std::size_t asked = killed + count(rows, Fate::survived);
    return asked == 0 ? 0 : 100.0 * static_cast<double>(killed) / static_cast<double>(asked);
}

std::string summary(const std::vector<Row>& rows) {
    const std::size_t untold = count(rows, Fate::untold);
    return fmt::format(
        "{} mutants: {} killed, {} survived, {} proved equivalent, {} that no compiler takes{}; "
        "score {:.1f} %",
        rows.size(), count(rows, Fate::killed), count(rows, Fate::survived),
        count(rows, Fate::equivalent), count(rows, Fate::refused),
        untold == 0 ? "" : fmt::format(", {} that could not be judged", untold), score(rows));
}

std::string text_of(const std::vector<Row>& rows) {
    std::string text;
    for (const Row& row : rows) {
        if (row.fate != Fate::survived) continue;
        text += fmt::format("{} {}:{} {}\n     - {}\n     + {}\n", coloured("SURVIVED", 31),
                            row.mutation.file, row.mutation.line, row.mutation.kind,
                            row.mutation.before, row.mutation.after);
    }
    return text + summary(rows) + "\n";
}

std::string code(const std::string& text) {
    std::string escaped;
    for (const char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
    return "`" + escaped + "`";
}

std::string markdown_of(const std::vector<Row>& rows, const Options& options) {
    std::string text = fmt::format(
        "# Ordinary mutants\n\nMade by `starzero mutants --sample {} --seed {} --markdown`; do not "
        "edit. Small changes at places that\nnobody chose, in `src/registrar` and `src/sip`; each "
        "was hunted by all drivers until the first kill.\n\n{}.\n\n## Survivors\n\n",
        options.sample, options.seed, summary(rows));
    const auto table = [&](Fate fate, const char* head) {
        text += head;
        for (const Row& row : rows) {
            if (row.fate != fate) continue;
            text += fmt::format(
                "| {}:{} | {} | {} | {} |\n", row.mutation.file, row.mutation.line,
                code(row.mutation.before), code(row.mutation.after),
                fate == Fate::equivalent ? std::string(row.proof) : std::string(row.mutation.kind));
        }
    };
    table(Fate::survived,
          "| place | as it is | as it becomes | kind |\n| --- | --- | --- | --- |\n");
    table(Fate::equivalent,
          "\n## Proved to change nothing\n\n| place | as it is | as it becomes | proof |\n| --- | "
          "--- | --- | --- |\n");
    std::map<std::string, std::size_t> killers;
    for (const Row& row : rows) {
        if (row.fate == Fate::killed) ++killers[row.killer.driver];
    }
    text += "\n## First to kill\n\n| driver | mutants |\n| --- | --- |\n";
    for (const auto& [driver, number] : killers)
        text += fmt::format("| {} | {} |\n", driver, number);
    return text;
}

nlohmann::json json_of(const std::vector<Row>& rows) {
    constexpr std::array<std::string_view, 5> fates{"killed", "survived", "equivalent", "refused",
                                                    "untold"};
    nlohmann::json list = nlohmann::json::array();
    for (const Row& row : rows) {
        list.push_back({{"file", row.mutation.file},
                        {"line", row.mutation.line},
                        {"kind", row.mutation.kind},
                        {"before", row.mutation.before},
                        {"after", row.mutation.after},
                        {"fate", fates[static_cast<std::size_t>(row.fate)]},
                        {"driver", row.killer.driver},
                        {"rule", row.killer.kill.rule},
                        {"executions", row.killer.kill.executions}});
    }
    return {{"schema", json_schema}, {"score", score(rows)}, {"mutants", list}};
}

int measure(const Options& options, const std::vector<Mutation>& mutations) {
    const auto equivalents =
        zoo::read_equivalents(options.site.root + "/corpus/zoo/equivalent.tsv");
    build_preset(options.site);
    const zoo::Workshop workshop = workshop_of(options.site);
    const zoo::Bench bench = bench_of(options.site, workshop);
    zoo::Results results(options.site.results);
    zoo::HuntOptions hunting{
        ordered_drivers(), {1}, {}, options.site.jobs, zoo::HuntOptions::Until::first};
    hunting.budget = zoo::Budget::of(options.site.runs);
    std::vector<zoo::Specimen> specimens;
    const auto known = zoo::newest(results.all());
    const auto before = rows_of(mutations, equivalents, known, {});
    zoo::Bag bag;
    for (std::size_t i = 0; i < mutations.size(); ++i) {
        const Fate fate = before[i].fate;
        const Mutation& mutation = mutations[i];
        if (options.survivors && (fate == Fate::killed || fate == Fate::equivalent)) {
            std::ranges::copy_if(known, std::back_inserter(bag.results), [&](const zoo::Result& r) {
                return r.fault == name_of(mutation);
            });
            continue;
        }
        specimens.push_back(
            {name_of(mutation),
             mutation.file,
             mutated(mutation, zoo::read_file(workshop.root() + "/" + mutation.file)),
             {}});
    }
    {
        Progress line;
        const auto tell = [&](const zoo::Progress& progress) { return told(line, progress); };
        zoo::Bag more = zoo::hunt(specimens, workshop, bench, hunting, results, tell);
        std::ranges::move(more.results, std::back_inserter(bag.results));
        bag.unmade = std::move(more.unmade);
    }
    if (interrupted()) return cut_off(options.site);
    const auto rows = rows_of(mutations, equivalents, bag.results, bag.unmade);
    fmt::print("{}", text_of(rows));
    if (!options.json.empty()) write_file(options.json, json_text(json_of(rows)));
    if (!options.markdown.empty()) write_file(options.markdown, markdown_of(rows, options));
    return count(rows, Fate::survived) + count(rows, Fate::untold) == 0 ? exit_ok : exit_finding;
}

int run(const Options& options) {
    try {
        const auto mutations = zoo::sample_of(all_mutations(options), options.sample, options.seed);
        if (options.list) {
            for (const Mutation& mutation : mutations) {
                fmt::print("{:52} {}\n{:52} {}\n", name_of(mutation), mutation.before, "",
                           mutation.after);
            }
            return exit_ok;
        }
        watch_interrupt();
        return measure(options, mutations);
    } catch (const zoo::FaultError& error) {
        throw Question(error.what());
    }
}

}  // namespace

void add_mutants(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("mutants", "small changes anywhere: which survive");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "sources, as src/sip/uri.cpp; all without one");
    command->add_option("--sample", options->sample, "so many of them")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "that chooses them")->capture_default_str();
    command->add_flag(
        "--survivors", options->survivors,
        "after new tests: only those that by --results were not killed and have no proof");
    command->add_flag("--list", options->list, "which they are, and nothing else");
    command->add_option("--json", options->json, "file for the table");
    command->add_option("--markdown", options->markdown, "file for docs/mutants.md");
    add_site_options(*command, options->site);
    command->footer(
        "Exit codes: 0 none survived, 1 one did, 2 the question was wrong, 130 interrupted.");
    command->callback([options, &code] { code = run(*options); });
}

}  // namespace starzero::tool
