#include "starzero/scenario/transcript_text.hpp"

#include <array>

#include "starzero/scenario/policy_text.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/text.hpp"

namespace starzero::scenario {

namespace {

using model::BindingView;

constexpr std::array<std::string_view, 4> lookup_words{"found", "no-bindings", "unknown-aor",
                                                       "store-failure"};

void append_view(std::string& out, std::string_view word, const BindingView& view) {
    out.append(word);
    for (const std::string* text :
         {&view.aor, &view.uri, &view.display, &view.params, &view.call_id}) {
        out.append(" ").append(to_word(*text));
    }
    out.append(" cseq=").append(std::to_string(view.cseq));
    out.append(" q=").append(std::to_string(view.q));
    out.append(" expires=").append(to_time(view.expires_at));
    out.append(" registered=").append(to_time(view.registered_at));
    out.append(" updated=").append(to_time(view.updated_at));
    if (!view.instance.empty()) out.append(" instance=").append(to_word(view.instance));
    if (view.reg_id != 0) out.append(" reg-id=").append(std::to_string(view.reg_id));
    if (!view.flow.empty()) out.append(" flow=").append(to_word(view.flow));
    if (view.bulk) out.append(" bulk=1");
    for (const std::string& value : view.path) out.append(" path=").append(to_word(value));
    out.append("\n");
}

// key=value, or empty.
std::string_view keyed(std::string_view& words, std::string_view key) {
    const auto word = next_word(words);
    return word.starts_with(key) ? word.substr(key.size()) : std::string_view{};
}

BindingView read_view(std::string_view words) {
    BindingView view;
    for (std::string* text : {&view.aor, &view.uri, &view.display, &view.params, &view.call_id}) {
        *text = from_word(next_word(words));
    }
    view.cseq = static_cast<std::uint32_t>(parse_integer(keyed(words, "cseq=")).value_or(0));
    view.q = static_cast<int>(parse_integer(keyed(words, "q=")).value_or(-1));
    view.expires_at = parse_time(keyed(words, "expires=")).value_or(0);
    view.registered_at = parse_time(keyed(words, "registered=")).value_or(0);
    view.updated_at = parse_time(keyed(words, "updated=")).value_or(0);
    for (auto word = next_word(words); !word.empty(); word = next_word(words)) {
        const std::size_t equal = std::min(word.find('='), word.size());
        const auto key = word.substr(0, equal);
        const auto value = word.substr(std::min(equal + 1, word.size()));
        if (key == "instance") view.instance = from_word(value);
        if (key == "reg-id") {
            view.reg_id = static_cast<std::uint32_t>(parse_integer(value).value_or(0));
        }
        if (key == "flow") view.flow = from_word(value);
        if (key == "bulk") view.bulk = value == "1";
        if (key == "path") view.path.push_back(from_word(value));
    }
    return view;
}

model::LogRecord read_log(std::string_view words) {
    model::LogRecord record;
    record.level = model::level_from(next_word(words)).value_or(model::Level::debug);
    record.reason = model::reason_from(next_word(words)).value_or(model::Reason::registered);
    for (auto word = next_word(words); !word.empty(); word = next_word(words)) {
        const std::size_t equal = std::min(word.find('='), word.size());
        const auto key = word.substr(0, equal);
        const std::string value(word.substr(std::min(equal + 1, word.size())));
        if (key == "status") record.status = static_cast<int>(parse_integer(value).value_or(0));
        if (key == "method") record.method = value;
        if (key == "aor") record.aor = value;
        if (key == "call-id") record.call_id = value;
        if (key == "source") record.source = value;
        if (key == "text") record.text = from_word(value);
        if (key == "suppressed") {
            record.suppressed = static_cast<std::uint64_t>(parse_integer(value).value_or(0));
        }
    }
    return record;
}

void read_lookup(Entry& entry, std::string_view words) {
    entry.lookup.emplace();
    const auto word = next_word(words);
    for (std::size_t i = 0; i < lookup_words.size(); ++i) {
        if (lookup_words[i] == word) {
            entry.lookup->status = static_cast<model::LookupStatus>(i);
        }
    }
}

void read_event_line(Entry& entry, std::string_view line) {
    const auto kind = model::reg_event_kind_from(next_word(line));
    const auto aor = from_word(next_word(line));
    const auto uri = from_word(next_word(line));
    if (kind)
        entry.reg_events.push_back({*kind, aor, uri, parse_time(next_word(line)).value_or(0)});
}

void read_observation(Entry& entry, std::string_view line) {
    if (line.starts_with('<')) {
        if (!entry.responses.empty()) append_marked_line(entry.responses.back().octets, line);
        return;
    }
    if (line.starts_with('>')) return append_marked_line(entry.sent, line);
    const auto word = next_word(line);
    if (word == "answer") {
        const auto flow = from_word(next_word(line));
        entry.responses.push_back({flow, {}, from_word(next_word(line))});
    } else if (word == "seen") {
        entry.now = parse_time(next_word(line)).value_or(0);
        entry.wall = parse_time(next_word(line)).value_or(0);
    } else if (word == "closed") {
        entry.closed.push_back(from_word(next_word(line)));
    } else if (word == "log") {
        entry.logs.push_back(read_log(line));
    } else if (word == "event") {
        read_event_line(entry, line);
    } else if (word == "document") {
        const auto aor = from_word(next_word(line));
        entry.documents.push_back({aor, from_word(next_word(line))});
    } else if (word == "targets") {
        read_lookup(entry, line);
    } else if ((word == "target" || word == "alternative") && entry.lookup) {
        auto& views = word == "target" ? entry.lookup->targets : entry.lookup->alternatives;
        views.push_back(std::make_shared<const BindingView>(read_view(line)));
    } else if (word == "snapshot") {
        entry.snapshot.emplace();
    } else if (word == "held") {
        entry.held.emplace();
    } else if (word == "holds" && entry.held) {
        const auto uri = from_word(next_word(line));
        entry.held->push_back({uri, parse_integer(next_word(line)).value_or(-1)});
    } else if (word == "binding" && entry.snapshot) {
        entry.snapshot->push_back(std::make_shared<const BindingView>(read_view(line)));
    }
}

}  // namespace

void append_observations(std::string& out, const Entry& entry) {
    out.append("seen ").append(to_time(entry.now)).append(" ");
    out.append(to_time(entry.wall)).append("\n");
    append_marked_lines(out, '>', entry.sent);
    for (const model::Transmit& response : entry.responses) {
        out.append("answer ").append(to_word(response.flow)).append(" ");
        out.append(to_word(response.destination)).append("\n");
        append_marked_lines(out, '<', response.octets);
    }
    for (const std::string& flow : entry.closed) {
        out.append("closed ").append(to_word(flow)).append("\n");
    }
    for (const auto& record : entry.logs) out.append("log ").append(to_line(record)).append("\n");
    for (const model::RegEvent& event : entry.reg_events) {
        out.append("event ").append(to_string(event.kind)).append(" ").append(to_word(event.aor));
        out.append(" ").append(to_word(event.uri)).append(" ");
        out.append(to_time(event.expires_at)).append("\n");
    }
    for (const model::RegDocument& document : entry.documents) {
        out.append("document ").append(to_word(document.aor)).append(" ");
        out.append(to_word(document.body)).append("\n");
    }
    if (entry.lookup) {
        const auto status = static_cast<std::size_t>(entry.lookup->status);
        out.append("targets ").append(lookup_words[status]).append("\n");
        for (const auto& view : entry.lookup->targets) append_view(out, "target", *view);
        for (const auto& view : entry.lookup->alternatives) {
            append_view(out, "alternative", *view);
        }
    }
    if (entry.snapshot) {
        out.append("snapshot ").append(std::to_string(entry.snapshot->size())).append("\n");
        for (const auto& view : *entry.snapshot) append_view(out, "binding", *view);
    }
    if (entry.held) {
        out.append("held ").append(std::to_string(entry.held->size())).append("\n");
        for (const model::Held& contact : *entry.held) {
            out.append("holds ").append(to_word(contact.uri)).append(" ");
            out.append(std::to_string(contact.seconds)).append("\n");
        }
    }
}

std::string print_transcript(const Transcript& transcript) {
    std::string out = print_scenario({transcript.policy, std::nullopt, {}});
    for (const Entry& entry : transcript.entries) {
        append_event(out, entry.event);
        append_observations(out, entry);
    }
    return out;
}

// Each event's lines go to the scenario's reader, the rest to the entry that came last.
Transcript read_transcript(std::string_view text) {
    Transcript transcript;
    std::string head(first_line);
    head.push_back('\n');
    std::string pending = head;
    const auto take_event = [&] {
        const Scenario read = read_scenario(pending);
        if (!read.events.empty()) {
            Entry entry;
            entry.event = read.events.front();
            transcript.entries.push_back(std::move(entry));
        }
        pending = head;
    };
    while (!text.empty()) {
        const auto line = next_line(text);
        if (line.starts_with("policy ")) {
            transcript.policy = read_policy(line.substr(7));
        } else if (line.starts_with("seen ")) {
            take_event();
            if (!transcript.entries.empty()) read_observation(transcript.entries.back(), line);
        } else if (line != first_line) {
            pending.append(line).append("\n");
            if (!transcript.entries.empty()) read_observation(transcript.entries.back(), line);
        }
    }
    return transcript;
}

}  // namespace starzero::scenario
