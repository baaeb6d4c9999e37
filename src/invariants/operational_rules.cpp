// O rows: logging, silence, size. The level rules bind our core; of another server they are
// remarks on quality.
#include <algorithm>
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"

namespace starzero::invariants {

namespace {

using model::Level;
using model::Reason;
using scenario::EventKind;

std::size_t count_from(const Exchange& x, Level level) {
    return static_cast<std::size_t>(std::ranges::count_if(
        x.entry.logs, [&](const model::LogRecord& r) { return r.level >= level; }));
}

std::string loudest(const Exchange& x) {
    const auto worst = std::ranges::max_element(x.entry.logs, {}, &model::LogRecord::level);
    if (worst == x.entry.logs.end()) return "nothing";
    return worst->text.empty() ? to_line(*worst) : worst->text;
}

bool is_send(const Exchange& x) { return x.entry.event.kind == EventKind::send; }

Verdict conformant_is_quiet(const Exchange& x) {
    if (!x.request || !x.request->conformant() || x.several) return not_applicable();
    if (store_failed(x) || has_fault(x, 17, "binding limit")) return not_applicable();
    return require(count_from(x, Level::warn) == 0,
                   [&] { return "a conformant request was logged as: " + loudest(x); });
}

Verdict peers_cannot_alarm(const Exchange& x) {
    if (!is_send(x) || x.ledger.store_may_fail()) return not_applicable();
    return require(count_from(x, Level::error) == 0,
                   [&] { return "octets from a peer were logged as: " + loudest(x); });
}

// What an operator looks for a call by: who asked, for whom, in which call.
bool names_request(const model::LogRecord& record, const Exchange& x) {
    if (record.source.empty()) return false;
    if (!record.text.empty()) return true;  // somebody else's line
    const auto is = [](const std::string& told, std::string_view meant) {
        return meant.empty() || told == model::log_escape(meant);
    };
    return is(record.method, x.request->message().start.method) &&
           is(record.call_id, x.request->call_id) &&
           (record.aor.empty() || is(record.aor, x.aor()));
}

Verdict one_rejection_record(const Exchange& x) {
    if (!x.request || !x.response || x.several) return not_applicable();
    const auto told = std::ranges::count_if(
        x.entry.logs, [](const model::LogRecord& r) { return r.status >= 300; });
    const auto wanted = x.repeats == nullptr && x.status() >= 300 ? 1 : 0;
    if (told != wanted) {
        return violated(std::to_string(told) + " rejection records for status " +
                        std::to_string(x.status()));
    }
    if (wanted == 0) return holds();
    const auto record = std::ranges::find_if(
        x.entry.logs, [](const model::LogRecord& r) { return r.status >= 300; });
    return require(record->status == x.status() && names_request(*record, x),
                   [&] { return "the record does not tell this rejection: " + to_line(*record); });
}

Verdict records_are_lines(const Exchange& x) {
    if (x.entry.logs.empty()) return not_applicable();
    for (const auto& record : x.entry.logs) {
        const std::string line = to_line(record);
        const bool plain = std::ranges::all_of(line, [](char c) { return c >= ' ' && c < 127; });
        if (!plain || line.size() > 600) {
            return violated("a record is not one bounded line of printable octets");
        }
    }
    return holds();
}

Verdict phrase_is_reason(const Exchange& x) {
    if (!x.response || x.repeats != nullptr || x.several) return not_applicable();
    const auto phrase = x.response->message().start.reason;
    const bool plain = phrase.size() <= 120 &&
                       std::ranges::all_of(phrase, [](char c) { return c >= ' ' && c < 127; });
    if (!plain) return violated("the reason phrase is not printable or too long");
    if (x.status() < 300) return holds();
    const bool said = std::ranges::any_of(x.entry.logs, [&](const model::LogRecord& record) {
        return record.status == x.status() && text_of(record.reason).phrase == phrase;
    });
    return require(said || x.entry.logs.empty(),
                   [&] { return "the log gives another reason than " + quoted(phrase); });
}

Verdict one_record_a_request(const Exchange& x) {
    if (!is_send(x) || x.several) return not_applicable();
    return require(count_from(x, Level::info) <= 1, [&] {
        return std::to_string(count_from(x, Level::info)) + " records above DEBUG";
    });
}

Verdict repeats_are_quiet(const Exchange& x) {
    if (x.repeats == nullptr) return not_applicable();
    return require(count_from(x, Level::info) == 0,
                   [&] { return "a retransmission was logged as: " + loudest(x); });
}

Verdict expiry_is_quiet(const Exchange& x) {
    if (x.entry.event.kind != EventKind::advance || x.entry.reg_events.empty()) {
        return not_applicable();
    }
    if (x.ledger.store_may_fail()) return not_applicable();
    const bool loud = count_from(x, Level::warn) != 0;
    return require(!loud && x.entry.logs.size() <= x.entry.reg_events.size(),
                   [&] { return "expiry was logged as: " + loudest(x); });
}

Verdict policy_told_once(const Exchange& x) {
    if (!is_send(x) || x.entry.logs.empty()) return not_applicable();
    const bool told = std::ranges::any_of(x.entry.logs, [](const model::LogRecord& record) {
        return record.reason == Reason::unusable_policy;
    });
    return require(!told, [] { return "the policy was complained of at a request"; });
}

Verdict limit_kept(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot) return not_applicable();
    const auto after = x.mine().size();
    return require(after <= x.policy().max_contacts || after <= x.before().size(), [&] {
        return std::to_string(after) + " bindings, the limit is " +
               std::to_string(x.policy().max_contacts);
    });
}

Verdict store_failure_is_told(const Exchange& x) {
    if (!x.request || !x.response || !store_failed(x) || x.several) return not_applicable();
    const auto told = std::ranges::count_if(x.entry.logs, [](const model::LogRecord& record) {
        return record.reason == Reason::store_failure;
    });
    if (told == 0) return not_applicable();  // a 500 of the request's own making (D-01)
    return require(told == 1 && count_from(x, Level::error) == 1 && unchanged(x),
                   [&] { return "a store failure left changes or was logged as: " + loudest(x); });
}

Verdict no_amplification(const Exchange& x) {
    if (!x.response || x.status() < 300 || x.several) return not_applicable();
    const auto asked = octets_of(x.entry).size();
    const auto given = x.answers[0].octets.size();
    // A challenge for each algorithm is what the policy asks for (O-32: plus a constant).
    const std::size_t challenges = x.status() == 401 ? 256 * 3 : 0;
    return require(
        given <= asked * 3 / 2 + 512 + challenges || x.flow.transport != model::Transport::udp,
        [&] { return std::to_string(given) + " octets in answer to " + std::to_string(asked); });
}

Verdict silence_kept(const Exchange& x) {
    if (!x.request || x.request->silence.empty() || x.several) return not_applicable();
    return require(x.answers.empty(),
                   [&] { return "answered " + std::string(x.request->silence); });
}

Verdict stray_octets_are_quiet(const Exchange& x) {
    if (!x.request || x.request->silence.empty() || x.several) return not_applicable();
    return require(count_from(x, Level::info) == 0,
                   [&] { return "a dropped message was logged as: " + loudest(x); });
}

// Nothing else tells an operator that somebody's messages go nowhere.
Verdict drops_leave_a_record(const Exchange& x) {
    const bool dropped = x.request && !x.request->silence.empty() && !x.several;
    if (!is_send(x) || (!dropped && x.entry.closed.empty())) return not_applicable();
    return require(!x.entry.logs.empty(), [] { return "dropped, and nothing was logged"; });
}

Verdict never_to_many(const Exchange& x) {
    bool applies = false;
    for (const auto& response : x.entry.responses) {
        if (response.destination.empty()) continue;
        applies = true;
        const std::string_view to = response.destination;
        const auto host = sip::parse_host(to.substr(0, to.rfind(':')));
        if ((host && is_for_many(*host)) || to.ends_with(":0"))
            return violated("a response goes to " + quoted(to));
    }
    return applies ? holds() : not_applicable();
}

constexpr std::array<Invariant, 16> rules{{
    {"O-01", "O-01", Strength::policy, "A conformant request is never logged at WARN or above",
     "No fault in the text, so nothing for an operator: neither WARN nor ERROR, whatever legal "
     "oddity it carries. A wildcard with Expires 0 is the plainest of them.",
     wire | log, conformant_is_quiet},
    {"O-02", "O-02", Strength::policy, "No peer can raise an ERROR",
     "Without a fault of our own, no octets from the network produce a record above WARN.", log,
     peers_cannot_alarm},
    {"O-03", "O-03", Strength::policy, "Exactly one record a rejection",
     "Each rejected request has one record with its status, source, method and Call-ID; an "
     "accepted "
     "or repeated one has none of that kind.",
     wire | log, one_rejection_record},
    {"O-05", "O-05", Strength::policy, "A record is one bounded printable line",
     "No control octet or invalid text of a peer reaches a record, and its length is bounded.", log,
     records_are_lines},
    {"O-07", "O-07 R3261-21.4.1-1", Strength::policy, "Phrase and log give the same reason",
     "The reason phrase is printable, at most 120 octets, and that of the logged reason.",
     wire | log, phrase_is_reason},
    {"O-08", "O-08", Strength::policy, "At most one record above DEBUG a request",
     "The number of records does not grow with what a peer sends.", log, one_record_a_request},
    {"O-13", "O-13", Strength::policy, "Retransmissions are quiet",
     "A repeat within its transaction produces no record above DEBUG.", log, repeats_are_quiet},
    {"O-14", "O-14", Strength::policy, "Expiry is quiet",
     "A sweep writes at most one record a binding and none at WARN.", log | events,
     expiry_is_quiet},
    {"O-15", "O-15", Strength::policy, "A bad policy is told once",
     "Complaints about the policy come when it is set, never with a request.", log,
     policy_told_once},
    {"O-21", "O-21 D-13", Strength::policy, "The binding limit holds",
     "No accepted request leaves more bindings than the policy allows, unless there were more.",
     wire | snapshot, limit_kept},
    {"O-29", "O-29 R3261-10.3-7s", Strength::must, "A store failure is 500, once, and no change",
     "When the store fails the answer is a 500, there is exactly one ERROR, nothing changed.",
     wire | log | snapshot, store_failure_is_told},
    {"O-32", "O-32", Strength::policy, "Refusals do not amplify",
     "A refusal over UDP is at most one and a half times the request and 512 octets.", wire,
     no_amplification},
    {"O-33", "O-33 R3261-17.1.1.3", Strength::must,
     "Responses, ACKs and the unroutable get silence",
     "A response, an ACK or a message without a usable top Via is never answered.", wire,
     silence_kept},
    {"O-33-2", "O-33 R3261-18.2.2-1", Strength::policy, "No response goes to many",
     "No destination is multicast, broadcast, unspecified or port 0.", wire, never_to_many},
    {"O-34", "O-34", Strength::policy, "What is dropped is dropped quietly",
     "A message that gets silence is logged at DEBUG at most.", wire | log, stray_octets_are_quiet},
    {"O-34-2", "O-34", Strength::policy, "What is dropped leaves a record",
     "A message that gets silence and a connection that is given up are told at some level, with "
     "the source. Asked of a system whose whole log is seen.",
     wire | log | snapshot, drops_leave_a_record},
}};

}  // namespace

std::span<const Invariant> operational_rules() { return rules; }

}  // namespace starzero::invariants
