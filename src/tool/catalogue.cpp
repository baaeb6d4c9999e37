// starzero catalogue: the invariants as a table, JSON, or the page docs/invariants.md.
#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/json_text.hpp"

namespace starzero::tool {

namespace {

using invariants::Invariant;
using invariants::Kind;

std::size_t count_of(Kind kind) {
    return static_cast<std::size_t>(std::ranges::count_if(
        invariants::catalogue(), [&](const Invariant& i) { return i.kind() == kind; }));
}

void print_table() {
    for (const Invariant& i : invariants::catalogue()) {
        fmt::print("{:18} {:8} {:6} {}\n", i.id, to_string(i.kind()), to_string(i.strength),
                   i.title);
    }
    fmt::print("{} judges, {} relations, {} value checks\n", count_of(Kind::judge),
               count_of(Kind::relation), count_of(Kind::value));
}

void print_json() {
    nlohmann::json rows = nlohmann::json::array();
    for (const Invariant& i : invariants::catalogue()) {
        rows.push_back({{"id", i.id},
                        {"kind", to_string(i.kind())},
                        {"strength", to_string(i.strength)},
                        {"requirements", i.requirements},
                        {"needs", invariants::needs_text(i.needs)},
                        {"title", i.title},
                        {"statement", i.statement}});
    }
    fmt::print("{}", json_text({{"schema", json_schema}, {"invariants", rows}}));
}

void print_page() {
    fmt::print(
        "# Invariants\n\n<!-- Generated: starzero catalogue --markdown. Do not edit. -->\n\n"
        "{} judges and {} metamorphic relations over transcripts, and {} value checks over "
        "text.\nA judge gives a verdict for every event; a relation compares two runs; a "
        "verdict may be *not applicable*.\n",
        count_of(Kind::judge), count_of(Kind::relation), count_of(Kind::value));
    constexpr std::array<std::pair<Kind, std::string_view>, 3> parts{
        {{Kind::judge, "Judges"}, {Kind::relation, "Relations"}, {Kind::value, "Value checks"}}};
    for (const auto& [kind, heading] : parts) {
        fmt::print(
            "\n## {}\n\n| id | strength | rule | needs | requirements |\n"
            "| --- | --- | --- | --- | --- |\n",
            heading);
        for (const Invariant& i : invariants::catalogue()) {
            if (i.kind() != kind) continue;
            fmt::print("| {} | {} | **{}.** {} | {} | {} |\n", i.id, to_string(i.strength), i.title,
                       i.statement, invariants::needs_text(i.needs), i.requirements);
        }
    }
}

}  // namespace

void add_catalogue(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("catalogue", "the invariants");
    auto json = std::make_shared<bool>(false);
    auto page = std::make_shared<bool>(false);
    auto* flag = command->add_flag("--json", *json, "as JSON");
    command->add_flag("--markdown", *page, "as docs/invariants.md")->excludes(flag);
    command->callback([json, page, &code] {
        *json ? print_json() : *page ? print_page() : print_table();
        code = exit_ok;
    });
}

}  // namespace starzero::tool
