#include "starzero/tool/report_page.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/core.h>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/report/chart.hpp"
#include "starzero/report/html.hpp"
#include "starzero/report/ladder.hpp"
#include "starzero/scenario/transcript_text.hpp"

namespace starzero::tool {

namespace {

using nlohmann::json;
using report::element;
using report::escaped;

constexpr std::size_t files_shown = 10;

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

double number_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

json list_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : json::array();
}

std::string count_cell(double number) { return fmt::format("<td class=\"n\">{:.0f}</td>", number); }

std::string table(const std::string& head, const std::string& rows) {
    return "<div class=\"scroll\"><table>\n<thead><tr>" + head + "</tr></thead>\n<tbody>\n" + rows +
           "</tbody></table></div>\n";
}

std::string standing_class(const std::string& standing) {
    return standing == "known" ? "warning" : "fault";
}

// ---- causes

std::string smallest(const json& bucket) {
    const std::string seen = text_of(bucket, "seen");
    if (!seen.empty()) return report::ladder(scenario::read_transcript(seen));
    return element("pre", text_of(bucket, "smallest"));
}

std::string files(const json& bucket) {
    std::string out;
    const json list = list_of(bucket, "files");
    for (std::size_t i = 0; i < std::min(list.size(), files_shown); ++i) {
        out += element("li", list[i].is_string() ? list[i].get<std::string>() : "") + "\n";
    }
    if (list.size() > files_shown)
        out += element("li", fmt::format("and {} more", list.size() - files_shown));
    return "<details><summary>" + std::to_string(list.size()) + " crash file" +
           (list.size() == 1 ? "" : "s") + "</summary>\n<ul>\n" + out + "</ul></details>\n";
}

std::string frames(const json& bucket) {
    std::string out;
    for (const auto& frame : list_of(bucket, "frames")) {
        if (frame.is_string())
            out += (out.empty() ? "in " : ", called by ") + frame.get<std::string>();
    }
    return out.empty() ? out : element("p", out);
}

std::string cause(const json& bucket, std::size_t index) {
    const std::string standing = text_of(bucket, "standing");
    std::string out = fmt::format(
        "<details class=\"cause\" id=\"cause-{}\"{}>\n<summary>{} {}</summary>\n", index,
        standing == "known" ? "" : " open", element("span", standing, standing_class(standing)),
        escaped(text_of(bucket, "key")));
    out += element("p", text_of(bucket, "line"));
    if (const auto statement = text_of(bucket, "statement"); !statement.empty()) {
        out += element("p", statement + " [" + text_of(bucket, "requirements") + "]");
    }
    out += frames(bucket);
    for (const auto& joined : list_of(bucket, "joined")) {
        if (joined.is_string())
            out += element("p", "One cause with " + joined.get<std::string>() + ".");
    }
    out +=
        element("p",
                fmt::format("Died {:.0f} times of those asked; {:.0f} questions to make it small.",
                            number_of(bucket, "died"), number_of(bucket, "tries")),
                "remark");
    out += "<p>Repeat: " + element("code", text_of(bucket, "command")) +
           "<br>When it is fixed: " + element("code", text_of(bucket, "regression")) + "</p>\n";
    return out + smallest(bucket) + files(bucket) + "</details>\n";
}

std::string causes(const json& triage) {
    const json buckets = list_of(triage, "buckets");
    if (buckets.empty()) return element("p", "None.", "ok") + "\n";
    std::string rows, details;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        const std::string standing = text_of(buckets[i], "standing");
        rows += fmt::format("<tr><td><a href=\"#cause-{}\">{}</a></td>{}{}", i,
                            escaped(text_of(buckets[i], "key")),
                            element("td", standing, standing_class(standing)),
                            element("td", text_of(buckets[i], "target"))) +
                count_cell(number_of(buckets[i], "messages")) +
                count_cell(static_cast<double>(list_of(buckets[i], "files").size())) + "</tr>\n";
        details += cause(buckets[i], i);
    }
    return table(
               "<th>cause</th><th>stands</th><th>target</th><th class=\"n\">messages</th>"
               "<th class=\"n\">files</th>",
               rows) +
           details;
}

// ---- the ledger

struct TargetSum {
    double slices = 0, seconds = 0, executions = 0, coverage = 0, corpus = 0, crashes = 0;
    std::string last;
    report::Series series;
};

std::map<std::string, TargetSum> sums_of(const json& ledger) {
    std::map<std::string, TargetSum> sums;
    for (const auto& line : ledger) {
        TargetSum& sum = sums[text_of(line, "target")];
        sum.slices += 1;
        sum.seconds += number_of(line, "seconds");
        sum.executions += number_of(line, "executions");
        sum.crashes += number_of(line, "crashes");
        sum.corpus = number_of(line, "corpus");
        sum.last = text_of(line, "outcome");
        // The engines count otherwise, and a slice that was cut off counts nothing.
        if (text_of(line, "engine") == "afl" || number_of(line, "coverage") == 0) continue;
        sum.coverage = std::max(sum.coverage, number_of(line, "coverage"));
        sum.series.points.emplace_back(sum.seconds / 60, sum.coverage);
    }
    return sums;
}

std::string ledger_section(const json& ledger) {
    std::string rows;
    std::vector<report::Series> series;
    for (auto& [target, sum] : sums_of(ledger)) {
        rows += "<tr>" + element("td", target) + count_cell(sum.slices) + count_cell(sum.seconds) +
                count_cell(sum.executions) +
                count_cell(sum.seconds > 0 ? sum.executions / sum.seconds : 0) +
                count_cell(sum.coverage) + count_cell(sum.corpus) + count_cell(sum.crashes) +
                element("td", sum.last, sum.last == "crashed" ? "fault" : "") + "</tr>\n";
        series.push_back({target, sum.series.points});
    }
    return report::chart("Edges reached over the minutes that each target was fuzzed (libFuzzer)",
                         "min", "edges", series) +
           table(
               "<th>target</th><th class=\"n\">slices</th><th class=\"n\">seconds</th>"
               "<th class=\"n\">executions</th><th class=\"n\">a second</th><th "
               "class=\"n\">edges</th>"
               "<th class=\"n\">corpus</th><th class=\"n\">crashes</th><th>last slice</th>",
               rows);
}

// ---- rules, zoo, servers

std::string rules_section(const json& rules) {
    std::string rows;
    std::size_t silent = 0;
    for (const auto& rule : rules) {
        const auto* known = invariants::find_invariant(text_of(rule, "id"));
        const double applied = number_of(rule, "holds") + number_of(rule, "violated");
        if (applied == 0) ++silent;
        rows += "<tr>" + element("td", text_of(rule, "id")) +
                element("td", known != nullptr ? std::string(known->title) : "") +
                count_cell(number_of(rule, "holds")) + count_cell(number_of(rule, "violated")) +
                element("td", applied == 0 ? "never applied" : "", "warning") + "</tr>\n";
    }
    return element("p", fmt::format("{} of {} rules never applied.", silent, rules.size())) + "\n" +
           table(
               "<th>rule</th><th>title</th><th class=\"n\">held</th><th "
               "class=\"n\">broken</th><th></th>",
               rows);
}

std::string quickest(const json& fault, const std::string& kind) {
    std::string text = "-";
    double least = 0;
    for (const auto& cell : list_of(fault, "drivers")) {
        const std::string driver = text_of(cell, "driver");
        const double executions = number_of(cell, "executions");
        if (!driver.starts_with(kind) || number_of(cell, "kills") == 0 ||
            (text != "-" && executions >= least))
            continue;
        least = executions;
        text = fmt::format("{} {} after {:.0f}", driver.substr(kind.size()), text_of(cell, "rule"),
                           executions);
    }
    return text;
}

std::string zoo_section(const json& zoo) {
    std::string rows;
    for (const auto& fault : list_of(zoo, "faults")) {
        const bool sound = fault.value("sound", false);
        rows += "<tr>" + element("td", text_of(fault, "id")) +
                element("td", text_of(fault, "class")) + element("td", quickest(fault, "target.")) +
                element("td", quickest(fault, "property.")) +
                element("td", sound ? "as expected" : "look", sound ? "ok" : "fault") + "</tr>\n";
    }
    return table("<th>fault</th><th>class</th><th>target</th><th>property</th><th></th>", rows);
}

std::string servers_section(const json& servers) {
    std::string rows;
    for (const auto& [server, entries] : servers.items()) {
        for (const auto& entry : entries) {
            rows += "<tr>" + element("td", server) + element("td", text_of(entry, "rule")) +
                    element("td", text_of(entry, "why")) + "</tr>\n";
        }
    }
    return table("<th>server</th><th>rule</th><th>why the server is wrong</th>", rows);
}

struct Section {
    const char* part;
    const char* title;
    std::string (*body)(const json&);
};

constexpr Section sections[] = {{"triage", "Causes", causes},
                                {"ledger", "Fuzzing", ledger_section},
                                {"rules", "Rules", rules_section},
                                {"zoo", "Zoo", zoo_section},
                                {"servers", "Servers", servers_section}};

// Without script everything is there and nothing can be hidden.
constexpr std::string_view filter =
    "<p class=\"filter\" hidden><label>Show only what says <input type=\"search\" "
    "id=\"filter\"></label> "
    "<output id=\"shown\"></output></p>\n";

}  // namespace

std::string report_page(const json& parts) {
    std::string links, body;
    for (const Section& section : sections) {
        const auto part = parts.find(section.part);
        if (part == parts.end()) continue;
        links += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.part, section.title);
        body += fmt::format("<section>\n<h2 id=\"{}\">{}</h2>\n", section.part, section.title) +
                section.body(*part) + "</section>\n";
    }
    const std::string when = text_of(parts, "time");
    return report::page("starzero report", (when.empty() ? "" : element("p", when) + "\n") +
                                               "<nav aria-label=\"Sections\"><ul>\n" + links +
                                               "</ul></nav>\n" + std::string(filter) + body +
                                               std::string(report::filter_script()));
}

}  // namespace starzero::tool
