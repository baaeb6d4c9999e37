#include "starzero/tool/probe_report.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "starzero/invariants/asked.hpp"
#include "starzero/report/html.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/transcript_text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/exchange_text.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

using invariants::Gravity;
using probe::Cause;

Gravity gravity(const Cause& cause) {
    return cause.rule != nullptr ? invariants::gravity_of(*cause.rule) : Gravity::fault;
}

std::string sureness(const Cause& cause) {
    return fmt::format("{} of {} repeats", cause.repeats, Cause::repeats_asked);
}

}  // namespace

std::string title_of(const Cause& cause) {
    return std::string(cause.rule != nullptr ? cause.rule->title : "The server survives a request");
}

std::string gravity_text(const Cause& cause) {
    return std::string(invariants::to_string(gravity(cause)));
}

std::string cause_text(const Cause& cause, const Known& known) {
    const auto* expectation = probe::expected(known, cause);
    const std::string word = gravity_text(cause);
    std::string text =
        fmt::format("{} {}  {}\n", coloured(word, gravity(cause) == Gravity::fault ? 31 : 33),
                    cause.id(), title_of(cause));
    if (cause.rule != nullptr) {
        text += fmt::format("  {} [{}]\n", cause.rule->statement, cause.rule->requirements);
    }
    text += fmt::format("  {}\n  seen {} times, {}; cause: {}\n", cause.explanation, cause.seen,
                        sureness(cause), cause.cause);
    if (expectation != nullptr) {
        return text + fmt::format("  expected ({}): {}\n\n", expectation->file, expectation->why);
    }
    text += "\n";
    for (const auto& entry : cause.transcript.entries) text += exchange_text(entry);
    return text;
}

nlohmann::json cause_json(const Cause& cause, const Known& known) {
    const auto* expectation = probe::expected(known, cause);
    nlohmann::json json{{"id", cause.id()},
                        {"title", title_of(cause)},
                        {"gravity", gravity_text(cause)},
                        {"explanation", cause.explanation},
                        {"cause", cause.cause},
                        {"seen", cause.seen},
                        {"repeats", cause.repeats},
                        {"scenario_number", cause.scenario_number},
                        {"messages", cause.scenario.events.size()},
                        {"scenario", print_scenario(cause.scenario)},
                        {"transcript", print_transcript(cause.transcript)},
                        {"expected", expectation != nullptr}};
    if (cause.rule != nullptr) {
        json["statement"] = cause.rule->statement;
        json["requirements"] = cause.rule->requirements;
    }
    if (expectation != nullptr) json["why"] = expectation->why;
    return json;
}

std::string junit_text(const std::vector<const invariants::Invariant*>& rules,
                       const std::vector<Cause>& causes, const Known& known) {
    std::string cases;
    std::size_t failures = 0;
    const auto add = [&](std::string_view id, std::string_view title) {
        std::string failure;
        for (const Cause& cause : causes) {
            if (cause.id() != id || probe::expected(known, cause) != nullptr) continue;
            ++failures;
            failure +=
                fmt::format("    <failure message=\"{}\"/>\n", report::escaped(cause.explanation));
        }
        cases += fmt::format(
            "  <testcase classname=\"starzero.probe\" name=\"{} {}\">\n{}  </testcase>\n", id,
            report::escaped(title), failure);
    };
    for (const auto* rule : rules) add(rule->id, rule->title);
    add("alive", "The server survives a request");
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"starzero probe\" "
        "tests=\"{}\" failures=\"{}\">\n{}</testsuite>\n",
        rules.size() + 1, failures, cases);
}

void write_causes(const std::string& folder, const std::vector<Cause>& causes) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw Question(fmt::format("{}: {}", folder, error.message()));
    std::size_t number = 0;
    for (const Cause& cause : causes) {
        const auto path =
            std::filesystem::path(folder) / fmt::format("{:02}-{}.scn", ++number, cause.id());
        std::ofstream file(path, std::ios::binary);
        file << print_transcript(cause.transcript);
        if (!file.flush()) throw Question(fmt::format("{}: cannot be written", path.string()));
    }
}

}  // namespace starzero::tool
