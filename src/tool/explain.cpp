// starzero explain FILE: the annotated ladder of a scenario: each message, what it changed, and
// the clauses behind what is broken.
#include <algorithm>
#include <fmt/core.h>

#include "starzero/driver/judged_run.hpp"
#include "starzero/invariants/response_facts.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/text.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

using scenario::Entry;
using scenario::EventKind;

std::string escaped(std::string_view octets) {
    std::string line;
    scenario::append_escaped_line(line, octets);
    return line;
}

void print_lines(std::string_view arrow, std::string_view octets) {
    while (!octets.empty()) {
        const std::size_t end = octets.find("\r\n");
        const auto line = octets.substr(0, end);
        if (!line.empty()) fmt::print("    {} {}\n", arrow, escaped(line));
        if (end == std::string_view::npos) return;
        octets.remove_prefix(end + 2);
    }
}

// What extensions hang on a binding: its flow, its path vector, its instance.
void print_reach(const model::BindingView& view) {
    if (view.reg_id != 0) {
        fmt::print("        flow {} reg-id {} by {}\n", escaped(view.instance), view.reg_id,
                   view.flow.empty() ? "its path" : "flow " + escaped(view.flow));
    } else if (!view.instance.empty()) {
        fmt::print("        instance {}\n", escaped(view.instance));
    }
    for (const std::string& value : view.path) fmt::print("        path {}\n", escaped(value));
}

// GRUUs as the answer shows them, one a line.
void print_gruus(std::string_view octets) {
    const auto response = invariants::read_response(octets);
    for (const auto& contact : response.contacts.contacts) {
        for (const char* name : {"pub-gruu", "temp-gruu"}) {
            const auto* param = sip::find_param(contact.value.params, name);
            if (param == nullptr || !param->value) continue;
            fmt::print("    {} {} of {}\n", name, escaped(*param->value),
                       escaped(contact.value.uri.text));
        }
    }
}

void print_document(std::string_view body) {
    while (!body.empty()) {
        const std::size_t end = std::min(body.find('\n'), body.size());
        fmt::print("    | {}\n", escaped(body.substr(0, end)));
        body.remove_prefix(std::min(end + 1, body.size()));
    }
}

void print_changes(const model::Snapshot& before, const Entry& entry) {
    if (!entry.snapshot) return;
    const auto has = [](const model::Snapshot& set, const model::BindingPtr& view) {
        return std::ranges::any_of(set, [&](const auto& v) { return *v == *view; });
    };
    for (const auto& view : before) {
        if (!has(*entry.snapshot, view)) {
            fmt::print("    - {} {}\n", view->aor, escaped(view->uri));
        }
    }
    for (const auto& view : *entry.snapshot) {
        if (has(before, view)) continue;
        fmt::print("    + {} {}{} until {} (Call-ID {}, CSeq {})\n", view->aor, escaped(view->uri),
                   escaped(view->params), scenario::to_time(view->expires_at),
                   escaped(view->call_id), view->cseq);
        print_reach(*view);
    }
}

void print_entry(std::size_t number, const Entry& entry, const model::Snapshot& before) {
    std::string head;
    scenario::append_event(head, entry.event);
    fmt::print("{} {} {}\n", coloured(fmt::format("[{}]", number), 1), scenario::to_time(entry.now),
               head.substr(0, head.find('\n')));
    if (entry.event.kind == EventKind::send) print_lines("-->", octets_of(entry));
    for (const auto& response : entry.responses) print_lines("<--", response.octets);
    for (const auto& response : entry.responses) print_gruus(response.octets);
    for (const auto& flow : entry.closed) fmt::print("    closes {}\n", flow);
    if (entry.lookup) {
        if (!entry.sent.empty()) fmt::print("    of {}\n", escaped(entry.sent));
        fmt::print("    {} targets\n", entry.lookup->targets.size());
        for (const auto& view : entry.lookup->targets) {
            fmt::print("    > {}\n", escaped(view->uri));
            print_reach(*view);
        }
        for (const auto& view : entry.lookup->alternatives) {
            fmt::print("    or, after a 430, {}\n", escaped(view->uri));
        }
    }
    for (const auto& record : entry.logs) fmt::print("    log {}\n", to_line(record));
    for (const auto& event : entry.reg_events) {
        fmt::print("    event {} {} {}\n", to_string(event.kind), event.aor, escaped(event.uri));
    }
    for (const auto& document : entry.documents) {
        fmt::print("    document for the watcher of {}\n", document.aor);
        print_document(document.body);
    }
    print_changes(before, entry);
}

int explain(const std::string& file) {
    const auto scenario = read_scenario_file(file);
    const auto judged = driver::run_file(scenario);
    model::Snapshot before;
    for (std::size_t i = 0; i < judged.transcript.entries.size(); ++i) {
        const Entry& entry = judged.transcript.entries[i];
        print_entry(i + 1, entry, before);
        if (entry.snapshot) before = *entry.snapshot;
        for (const auto& finding : judged.findings) {
            if (finding.entry != i) continue;
            fmt::print("    {} {}: {}\n", coloured("BROKEN", 31), finding.invariant->id,
                       finding.explanation);
            fmt::print("           {} [{}]\n", finding.invariant->statement,
                       finding.invariant->requirements);
        }
    }
    if (judged.findings.empty()) fmt::print("{}\n", coloured("all rules hold", 32));
    return judged.findings.empty() ? exit_ok : exit_finding;
}

}  // namespace

void add_explain(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("explain", "the annotated ladder of one scenario");
    auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "a scenario file")->required();
    command->callback([file, &code] { code = explain(*file); });
}

}  // namespace starzero::tool
