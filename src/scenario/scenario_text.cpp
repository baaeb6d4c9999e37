#include "starzero/scenario/scenario_text.hpp"

#include <algorithm>

#include "starzero/scenario/policy_text.hpp"
#include "starzero/scenario/text.hpp"
#include "starzero/sip/host.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::scenario {

namespace {

using model::Millis;

constexpr std::size_t choices_max = 4'096;
constexpr std::string_view flow_default = "A";

std::optional<Millis> bounded(std::optional<Millis> time, Millis least) {
    if (time) *time = std::clamp(*time, least, model::time_max);
    return time;
}

// address:port, IPv6 in brackets: what a transport could really say.
bool is_endpoint(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    const auto host = sip::parse_host(text.substr(0, colon));
    return host && host->kind != sip::HostKind::name &&
           sip::parse_number(text.substr(colon + 1), 65'535).has_value();
}

bool read_flow(Event& event, std::string_view& words) {
    event.flow.id = from_word(next_word(words));
    const auto transport = model::transport_from(next_word(words));
    if (event.flow.id.empty() || !transport) return false;
    event.flow.transport = *transport;
    if (const auto source = next_word(words); !source.empty()) {
        event.flow.source = from_word(source);
    }
    if (const auto local = next_word(words); !local.empty()) event.flow.local = from_word(local);
    return is_endpoint(event.flow.source) && is_endpoint(event.flow.local);
}

bool read_number(Event& event, std::string_view& words) {
    const auto word = next_word(words);
    if (event.kind == EventKind::fail_store) {
        const auto k = parse_integer(word);
        if (!k || *k < 1) return false;
        event.number = std::min<std::int64_t>(*k, 1'000'000);
        return true;
    }
    const auto time =
        bounded(parse_time(word), event.kind == EventKind::wall ? -model::time_max : Millis{0});
    if (!time) return false;
    event.number = *time;
    return true;
}

// as USER:PASSWORD, then what is off in them.
std::optional<Credentials> read_credentials(std::string_view words) {
    if (next_word(words) != "as") return std::nullopt;
    const auto pair = next_word(words);
    const std::size_t colon = pair.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    Credentials who;
    who.user = from_word(pair.substr(0, colon));
    who.password = from_word(pair.substr(colon + 1));
    for (auto word = next_word(words); !word.empty(); word = next_word(words)) {
        if (word == "nc=repeat") who.repeat_count = true;
        if (word == "nonce=first") who.first_nonce = true;
        if (word == "qop=none") who.without_qop = true;
        if (word.starts_with("challenge=")) {
            const auto number = parse_integer(word.substr(10));
            who.preference =
                number ? static_cast<std::uint32_t>(std::clamp<std::int64_t>(*number, 0, 9)) : 0;
        }
    }
    return who;
}

void append_credentials(std::string& out, const Credentials& who) {
    // A colon parts the two words, so the user's own are written as octets.
    std::string user;
    for (const char c : who.user.empty() ? std::string("-") : to_word(who.user)) {
        if (c == ':') user += "\\x3A";
        else user += c;
    }
    out.append(" as ").append(user).append(":").append(to_word(who.password));
    if (who.repeat_count) out.append(" nc=repeat");
    if (who.first_nonce) out.append(" nonce=first");
    if (who.without_qop) out.append(" qop=none");
    if (who.preference != 0) out.append(" challenge=").append(std::to_string(who.preference));
}

// The event that a line says, or nothing when it says none.
std::optional<Event> read_event(std::string_view line) {
    Event event;
    auto word = next_word(line);
    if (word == "at") {
        event.at = bounded(parse_time(next_word(line)), 0);
        if (!event.at) return std::nullopt;
        word = next_word(line);
    }
    if (word == "send" || word == "close" || word == "lookup" || word == "subscribe") {
        event.kind = word == "send"     ? EventKind::send
                     : word == "close"  ? EventKind::close
                     : word == "lookup" ? EventKind::lookup
                                        : EventKind::subscribe;
        event.subject = from_word(next_word(line));
        if (event.subject.empty()) event.subject = flow_default;
        if (event.kind == EventKind::send) event.credentials = read_credentials(line);
        return event;
    }
    bool read = true;
    if (word == "flow") {
        event.kind = EventKind::flow;
        read = read_flow(event, line);
    } else if (word == "advance" || word == "wall" || word == "fail-store") {
        event.kind = word == "advance" ? EventKind::advance
                     : word == "wall"  ? EventKind::wall
                                       : EventKind::fail_store;
        read = read_number(event, line);
    } else if (word == "restart") {
        event.kind = EventKind::restart;
    } else if (word == "reload") {
        event.kind = EventKind::reload;
        event.policy = read_policy(line);
    } else {
        return std::nullopt;
    }
    if (!read) return std::nullopt;
    return event;
}

BrokenRelation read_relation(std::string_view words) {
    BrokenRelation relation{std::string(next_word(words)), {}};
    for (auto word = next_word(words); !word.empty(); word = next_word(words)) {
        const auto choice = parse_integer(word);
        if (choice && *choice >= 0 && relation.choices.size() < choices_max) {
            relation.choices.push_back(static_cast<std::uint32_t>(*choice));
        }
    }
    return relation;
}

Scenario raw_scenario(std::string_view octets) {
    Scenario scenario;
    Event event;
    event.at = 0;
    event.subject = flow_default;
    event.octets = octets;
    scenario.events.push_back(std::move(event));
    return scenario;
}

}  // namespace

Scenario read_scenario(std::string_view text) {
    auto rest = text;
    if (next_line(rest) != first_line) return raw_scenario(text);
    Scenario scenario;
    bool takes_lines = false;  // the last event read is a send, and nothing came in between
    while (!rest.empty()) {
        const auto line = next_line(rest);
        if (line.starts_with('|')) {
            if (takes_lines) append_marked_line(scenario.events.back().octets, line);
            continue;
        }
        takes_lines = false;
        if (line.starts_with("policy ")) {
            scenario.policy = read_policy(line.substr(7));
        } else if (line.starts_with("relation ")) {
            scenario.relation = read_relation(line.substr(9));
        } else if (scenario.events.size() < events_max) {
            if (auto event = read_event(line)) {
                takes_lines = event->kind == EventKind::send;
                scenario.events.push_back(std::move(*event));
            }
        }
    }
    return scenario;
}

void append_event(std::string& out, const Event& event) {
    if (event.at) out.append("at ").append(to_time(*event.at)).append(" ");
    switch (event.kind) {
        case EventKind::send:
            out.append("send ").append(to_word(event.subject));
            if (event.credentials) append_credentials(out, *event.credentials);
            break;
        case EventKind::subscribe: out.append("subscribe ").append(to_word(event.subject)); break;
        case EventKind::close: out.append("close ").append(to_word(event.subject)); break;
        case EventKind::lookup: out.append("lookup ").append(to_word(event.subject)); break;
        case EventKind::advance: out.append("advance ").append(to_time(event.number)); break;
        case EventKind::wall: out.append("wall ").append(to_time(event.number)); break;
        case EventKind::fail_store:
            out.append("fail-store ").append(std::to_string(event.number));
            break;
        case EventKind::restart: out.append("restart"); break;
        case EventKind::flow:
            out.append("flow ").append(to_word(event.flow.id)).append(" ");
            out.append(to_string(event.flow.transport)).append(" ");
            out.append(to_word(event.flow.source)).append(" ").append(to_word(event.flow.local));
            break;
        case EventKind::reload: {
            const auto words = print_policy(event.policy);
            out.append("reload");
            if (!words.empty()) out.append(" ").append(words);
            break;
        }
    }
    out.push_back('\n');
    if (event.kind == EventKind::send) append_marked_lines(out, '|', event.octets);
}

std::string print_scenario(const Scenario& scenario) {
    std::string out(first_line);
    out.push_back('\n');
    if (const auto words = print_policy(scenario.policy); !words.empty()) {
        out.append("policy ").append(words).append("\n");
    }
    if (scenario.relation) {
        out.append("relation ").append(scenario.relation->id);
        for (const auto choice : scenario.relation->choices) {
            out.append(" ").append(std::to_string(choice));
        }
        out.push_back('\n');
    }
    for (const Event& event : scenario.events) append_event(out, event);
    return out;
}

}  // namespace starzero::scenario
