#include "starzero/tool/zoo_report.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "starzero/report/html.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

using report::element;
using zoo::Cell;
using zoo::Fault;
using zoo::Row;

// A fault that nothing but a sanitizer can see says so.
bool wants_a_rule(const Fault& fault) {
    return std::ranges::any_of(fault.expects,
                               [](const std::string& name) { return name != "sanitizer"; });
}

bool is_sound(const Fault& fault, const Row& row) {
    const bool seen = row.found() || row.known;
    const bool by_its_scenario =
        fault.scenario.empty() || row.known ||
        std::ranges::none_of(row.cells, [](const Cell& cell) { return cell.driver == "known"; });
    return seen && by_its_scenario && row.expected_found;
}

// As NAME RULE after N, and in how many runs of how many.
std::string best_of(const Row& row, std::string_view kind) {
    const Cell* best = zoo::steadiest(row, kind);
    if (best == nullptr) return "-";
    const std::string after =
        best->executions == 0 ? "" : fmt::format(" after {}", best->executions);
    const std::string share =
        best->runs == 1 ? "" : fmt::format(" ({} of {})", best->kills, best->runs);
    return fmt::format("{} {}{}{}", best->driver.substr(kind.size()), best->rule, after, share);
}

const Cell* cell_of(const Row& row, const std::string& driver) {
    const auto found = std::ranges::find(row.cells, driver, &Cell::driver);
    return found != row.cells.end() ? &*found : nullptr;
}

bool any_healthy_kill(const Row& row) {
    return std::ranges::any_of(row.cells, [](const Cell& cell) { return cell.kills != 0; });
}

// Nothing where the healthy core was not asked.
std::string healthy_text(const Row& healthy) {
    std::string text;
    for (const Cell& cell : healthy.cells) {
        if (cell.kills != 0)
            text += fmt::format("HEALTHY core: {} told {}\n", cell.driver, cell.rule);
        if (cell.broken != 0)
            text += fmt::format("HEALTHY core: {} could not be judged\n", cell.driver);
    }
    if (text.empty() && !healthy.cells.empty()) {
        text = fmt::format(
            "The core without a fault: {} drivers, ten times the executions, nothing told.\n",
            healthy.cells.size());
    }
    return text;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text.append(text.empty() ? "" : ", ").append(word);
    return text.empty() ? "none" : text;
}

std::string matrix_row(const ZooReport& report, const std::string& name, const Row& row) {
    std::string text = "<tr><th scope=\"row\">" + report::escaped(name) + "</th>";
    for (const std::string& driver : report.drivers) {
        const Cell* cell = cell_of(row, driver);
        if (cell == nullptr || cell->runs == 0) text += "<td></td>";
        else if (cell->kills == 0) text += element("td", "-");
        else {
            const std::string after =
                cell->executions == 0 ? "" : fmt::format(" ({})", cell->executions);
            text += element("td", cell->rule + after, cell->by_rule ? "ok" : "warning");
        }
    }
    return text + "</tr>\n";
}

}  // namespace

bool ZooReport::sound() const {
    for (std::size_t i = 0; i < faults.size(); ++i) {
        if (!is_sound(faults[i], rows[i])) return false;
    }
    return unmade.empty() && !any_healthy_kill(healthy) && broken().empty();
}

std::vector<std::string> ZooReport::broken() const {
    std::vector<std::string> list;
    const auto add = [&list](const Row& row, const std::string& name) {
        for (const Cell& cell : row.cells) {
            if (cell.broken != 0) list.push_back(name + " by " + cell.driver);
        }
    };
    for (std::size_t i = 0; i < rows.size(); ++i) add(rows[i], faults[i].id);
    add(healthy, "healthy");
    return list;
}

std::vector<std::string> ZooReport::idle_drivers() const {
    std::vector<std::string> idle;
    for (const std::string& driver : drivers) {
        const bool kills = std::ranges::any_of(rows, [&](const Row& row) {
            const Cell* cell = cell_of(row, driver);
            return cell != nullptr && cell->kills != 0;
        });
        if (!kills) idle.push_back(driver);
    }
    return idle;
}

std::vector<std::string> ZooReport::sanitizer_alone() const {
    std::vector<std::string> list;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        const bool seen = rows[i].found() || rows[i].known;
        if (seen && !rows[i].by_rule && wants_a_rule(faults[i])) list.push_back(faults[i].id);
    }
    return list;
}

std::uint64_t ZooReport::median_executions() const {
    std::vector<std::uint64_t> numbers;
    for (const Row& row : rows) {
        if (row.found() && row.executions != 0) numbers.push_back(row.executions);
    }
    return zoo::median(numbers);
}

std::string ZooReport::summary() const {
    std::size_t found = 0;
    std::size_t in_reach = 0;
    std::size_t both = 0;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        const bool reached = std::ranges::any_of(zoo::drivers(), [&](const zoo::Driver& driver) {
            return driver.kind == zoo::Driver::Kind::target && reaches(driver, faults[i].file);
        });
        found += rows[i].found() || rows[i].known ? 1U : 0U;
        in_reach += reached ? 1U : 0U;
        both += rows[i].by_target && rows[i].by_property ? 1U : 0U;
    }
    return fmt::format(
        "{} faults, {} found; of {} in sources that events of a scenario reach {} by a target and "
        "a property; median {} executions",
        faults.size(), found, in_reach, both, median_executions());
}

ZooReport zoo_report(const std::vector<Fault>& faults, const std::vector<zoo::Result>& results,
                     std::vector<zoo::Unmade> unmade) {
    ZooReport report{faults, {}, {}, {}, std::move(unmade)};
    for (const Fault& fault : faults) report.rows.push_back(row_of(fault, results));
    Fault none;
    none.id = "healthy";
    report.healthy = row_of(none, results);
    for (const zoo::Driver& driver : zoo::drivers()) {
        const bool used = std::ranges::any_of(
            results, [&](const zoo::Result& result) { return result.driver == driver.name; });
        if (used) report.drivers.push_back(driver.name);
    }
    return report;
}

std::string zoo_text(const ZooReport& report) {
    std::string text;
    for (std::size_t i = 0; i < report.faults.size(); ++i) {
        const Row& row = report.rows[i];
        const bool sound = is_sound(report.faults[i], row);
        text += fmt::format(
            "{} {:34} {:7} known {:12} target {}; property {}{}\n",
            sound ? coloured("ok  ", 32) : coloured("LOOK", 31), report.faults[i].id,
            report.faults[i].difficulty, best_of(row, "known").substr(0, 24),
            best_of(row, "target."), best_of(row, "property."),
            row.unexpected.empty() ? "" : "; beside what is expected: " + joined(row.unexpected));
    }
    for (const auto& one : report.unmade) text += "NOT MADE " + one.id + ": " + one.why + "\n";
    for (const auto& run : report.broken()) text += "NOT JUDGED " + run + "\n";
    text += healthy_text(report.healthy) + report.summary() + "\n";
    return text +
           fmt::format(
               "drivers that found none: {}\nfound by a sanitizer or an assertion alone: {}\n",
               joined(report.idle_drivers()), joined(report.sanitizer_alone()));
}

std::string zoo_story(const std::vector<Fault>& faults, const ZooReport& report) {
    for (std::size_t i = 0; i < faults.size(); ++i) {
        if (!report.rows[i].known) continue;
        std::string text = fmt::format("\nThe story of {}: {}\n\n{}\n", faults[i].id,
                                       faults[i].story, faults[i].file);
        for (const auto& replacement : faults[i].replacements) {
            text +=
                "--- healthy\n" + replacement.old + "\n--- planted\n" + replacement.fresh + "\n";
        }
        return text + fmt::format("\nWhat shows it ({}):\n{}", best_of(report.rows[i], "known"),
                                  faults[i].scenario);
    }
    return {};
}

nlohmann::json zoo_json(const ZooReport& report) {
    nlohmann::json faults = nlohmann::json::array();
    for (std::size_t i = 0; i < report.faults.size(); ++i) {
        nlohmann::json cells = nlohmann::json::array();
        for (const Cell& cell : report.rows[i].cells) {
            cells.push_back({{"driver", cell.driver},
                             {"runs", cell.runs},
                             {"kills", cell.kills},
                             {"broken", cell.broken},
                             {"executions", cell.executions},
                             {"rule", cell.rule}});
        }
        faults.push_back({{"id", report.faults[i].id},
                          {"source", report.faults[i].source},
                          {"class", report.faults[i].kind},
                          {"expects", report.faults[i].expects},
                          {"difficulty", report.faults[i].difficulty},
                          {"sound", is_sound(report.faults[i], report.rows[i])},
                          {"drivers", cells}});
    }
    return {{"schema", json_schema},
            {"faults", faults},
            {"median_executions", report.median_executions()},
            {"idle_drivers", report.idle_drivers()},
            {"broken", report.broken()},
            {"sanitizer_alone", report.sanitizer_alone()}};
}

std::string zoo_markdown(const ZooReport& report) {
    std::string text =
        "# The zoo\n\nMade by `starzero zoo --markdown`; do not edit. Each fault of `corpus/zoo` "
        "was planted alone in\nthe reference registrar. A cell names the steadiest driver of its "
        "kind, of equals the quickest; the\nrule that fell; the executions to the kill, where the "
        "driver counts them: the median where it was\nsent with several seeds, one that found "
        "none with all that it had; and how many found it.\n\n"
        "| fault | source | class | target | property | mistake |\n"
        "| --- | --- | --- | --- | --- | --- |\n";
    for (std::size_t i = 0; i < report.faults.size(); ++i) {
        const Fault& fault = report.faults[i];
        text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", fault.id, fault.source, fault.kind,
                            best_of(report.rows[i], "target."),
                            best_of(report.rows[i], "property."), fault.story);
    }
    return text + fmt::format(
                      "\n{}.\n\nDrivers that found none: {}.\n\nFound by a sanitizer or an "
                      "assertion alone: {}.\n\nRuns that could not be judged: {}.\n\n{}",
                      report.summary(), joined(report.idle_drivers()),
                      joined(report.sanitizer_alone()), joined(report.broken()),
                      healthy_text(report.healthy));
}

std::string zoo_page(const ZooReport& report) {
    std::string body = element(
        "p",
        fmt::format("{}. A cell is the rule that fell, and after how many executions; in another "
                    "colour where only a sanitizer or an assertion saw it; - where nothing did.",
                    report.summary()));
    body += element("p", "Drivers that found none: " + joined(report.idle_drivers())) +
            element("p", "Found by a sanitizer or an assertion alone: " +
                             joined(report.sanitizer_alone()));
    body += "<div class=\"matrix\" tabindex=\"0\"><table>\n<tr><th>fault</th>";
    for (const std::string& driver : report.drivers) body += element("th", driver);
    body += "</tr>\n";
    for (std::size_t i = 0; i < report.faults.size(); ++i) {
        body += matrix_row(report, report.faults[i].id, report.rows[i]);
    }
    if (!report.healthy.cells.empty()) body += matrix_row(report, "healthy", report.healthy);
    body += "</table></div>\n<h2>The faults</h2>\n";
    for (const Fault& fault : report.faults) {
        body += "<details><summary>" + report::escaped(fault.id + ": " + fault.story) +
                "</summary>\n" + element("p", fault.source + "; " + fault.file);
        for (const auto& replacement : fault.replacements) {
            body += element("pre", replacement.old) + element("pre", replacement.fresh, "fault");
        }
        body += "</details>\n";
    }
    return report::page("starzero zoo", body);
}

}  // namespace starzero::tool
