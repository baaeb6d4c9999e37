#include "starzero/report/ladder.hpp"

#include "starzero/report/html.hpp"
#include "starzero/scenario/text.hpp"

namespace starzero::report {

namespace {

std::string message(std::string_view name, std::string_view octets) {
    return "<div class=\"" + std::string(name) + "\">" + element("pre", octets) + "</div>\n";
}

std::string rung(const scenario::Entry& entry) {
    using scenario::EventKind;
    const EventKind kind = entry.event.kind;
    if (kind == EventKind::flow) return {};
    const std::string time = scenario::to_time(entry.now);
    if (kind == EventKind::advance) return element("p", time + " after a wait");
    std::string out = element("p", time);
    if (kind == EventKind::send) out += message("sent", octets_of(entry));
    for (const auto& response : entry.responses) out += message("came", response.octets);
    if (kind == EventKind::send && entry.responses.empty()) {
        out += "<div class=\"came\">" + element("p", "nothing within the time") + "</div>\n";
    }
    for (const auto& record : entry.logs) {
        const bool loud = record.level >= model::Level::warn;
        out += element("p", "log: " + (record.text.empty() ? to_line(record) : record.text),
                       loud ? "fault" : "remark");
    }
    if (entry.held) {
        std::string held = "held:";
        for (const auto& contact : *entry.held) held += " " + contact.uri;
        out += element("p", held);
    }
    return out;
}

}  // namespace

std::string ladder(const scenario::Transcript& transcript) {
    std::string out = "<div class=\"ladder\">\n";
    for (const auto& entry : transcript.entries) out += rung(entry);
    return out + "</div>\n";
}

}  // namespace starzero::report
