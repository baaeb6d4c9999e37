#include "starzero/tool/probe_page.hpp"

#include <fmt/core.h>

#include "starzero/report/html.hpp"
#include "starzero/report/ladder.hpp"

namespace starzero::tool {

namespace {

using probe::Cause;
using report::element;
using report::escaped;

std::string anchor(std::size_t number) { return fmt::format("f{}", number); }

std::string summary_table(const std::vector<Cause>& causes, const Known& known) {
    if (causes.empty()) return element("p", "No finding.", "ok") + "\n";
    std::string rows;
    for (std::size_t i = 0; i < causes.size(); ++i) {
        const Cause& cause = causes[i];
        const std::string gravity = gravity_text(cause);
        rows += fmt::format(
            "<tr><td><a href=\"#{}\">{}</a></td>{}{}<td class=\"n\">{}</td>{}</tr>\n", anchor(i),
            escaped(cause.id()), element("td", gravity, gravity), element("td", title_of(cause)),
            cause.scenario.events.size(),
            element("td", probe::expected(known, cause) != nullptr ? "expected" : "new"));
    }
    return "<div class=\"scroll\"><table>\n<tr><th>rule</th><th>gravity</th><th>title</th>"
           "<th class=\"n\">events</th><th></th></tr>\n" +
           rows + "</table></div>\n";
}

std::string finding(const Cause& cause, std::size_t number, const Known& known) {
    const auto* expectation = probe::expected(known, cause);
    const std::string gravity = gravity_text(cause);
    std::string text =
        fmt::format("<details id=\"{}\"{}>\n<summary>{} {}</summary>\n", anchor(number),
                    expectation == nullptr ? " open" : "",
                    element("span", gravity + " " + std::string(cause.id()), gravity),
                    escaped(title_of(cause)));
    if (cause.rule != nullptr) {
        text += element("p", std::string(cause.rule->statement) + " [" +
                                 std::string(cause.rule->requirements) + "]");
    }
    text += element("p", cause.explanation);
    text += element("p", fmt::format("Seen {} times, {} of {} repeats.", cause.seen, cause.repeats,
                                     Cause::repeats_asked));
    if (expectation != nullptr) text += element("p", "Expected: " + expectation->why, "remark");
    return text + report::ladder(cause.transcript) + "</details>\n";
}

std::string rules_table(const probe::Campaign& campaign) {
    std::string rows;
    for (const auto* rule : campaign.rules()) {
        const auto& tally = campaign.statistics().of(*rule);
        rows += fmt::format("<tr>{}{}<td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                            element("td", rule->id), element("td", rule->title), tally.holds,
                            tally.violated);
    }
    return "<div class=\"scroll\"><table>\n<tr><th>rule</th><th>title</th><th class=\"n\">held</th>"
           "<th class=\"n\">broken</th></tr>\n" +
           rows + "</table></div>\n";
}

}  // namespace

std::string probe_page(const probe::Campaign& campaign, const Known& known,
                       const ProbeFacts& facts) {
    const auto& causes = campaign.causes();
    std::string body =
        element("p", fmt::format("{} requests in {} scenarios; {} findings.", facts.requests,
                                 campaign.scenarios(), causes.size()));
    if (!facts.stopped.empty()) body += element("p", facts.stopped, "fault");
    for (const auto* gone : probe::lost(known, causes)) {
        body += element("p", "Lost: " + gone->file + " expects " + gone->rule, "warning");
    }
    body += "<h2>Findings</h2>\n" + summary_table(causes, known);
    for (std::size_t i = 0; i < causes.size(); ++i) body += finding(causes[i], i, known);
    body += "<h2>What the server's policy is</h2>\n<ul>\n";
    for (const auto& line : facts.policy) body += element("li", line) + "\n";
    body += "</ul>\n<h2>Rules that were asked</h2>\n" + rules_table(campaign);
    return report::page("starzero probe " + facts.endpoint, body);
}

}  // namespace starzero::tool
