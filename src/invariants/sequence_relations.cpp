// M rows on sequences: what may be put in, taken out or exchanged without another outcome.
#include <algorithm>
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/effect.hpp"
#include "starzero/invariants/response_facts.hpp"
#include "starzero/invariants/transforming.hpp"
#include "starzero/scenario/register_message.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/transcript_text.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

using scenario::Entry;
using scenario::EventKind;
using scenario::RegisterMessage;
using scenario::Transcript;

// Store faults count calls and restarts lose transactions: inserting something moves them.
bool steady(const Scenario& scenario) {
    return is_plain(scenario) && !has_event(scenario, EventKind::fail_store);
}

// Under digest a peer's next request hangs on the answers to its earlier ones: leaving out or
// exchanging requests is another conversation.
bool is_conversation(const Scenario& scenario) {
    return ever_offers(scenario, model::Extension::digest);
}

std::string domain_of(const Scenario& scenario) {
    return scenario.policy->domains.empty() ? std::string("example.com")
                                            : scenario.policy->domains.front();
}

RegisterMessage message_for(const Scenario& scenario, const std::string& user, int serial) {
    const std::string domain = domain_of(scenario);
    const std::string mark = std::string(inserted_mark) + "-" + std::to_string(serial);
    RegisterMessage message;
    message.request_uri = "sip:" + domain;
    message.branch = "z9hG4bK-" + mark;
    message.from = "<sip:" + user + "@" + domain + ">;tag=" + mark;
    message.to = "<sip:" + user + "@" + domain + ">";
    message.call_id = mark;
    return message;
}

// The last status and the contacts of the events that a relation put in, in order.
std::vector<Effect> inserted_effects(const Transcript& transcript) {
    std::vector<Effect> effects;
    for (const Entry& entry : transcript.entries) {
        if (is_inserted(entry.event)) effects.push_back(effect_of(entry, Detail::lasting));
    }
    return effects;
}

bool is_200(const Effect& effect) { return effect.statuses == std::vector<int>{200}; }

// --- S-15, S-30 -----------------------------------------------------------------------------

std::optional<Scenario> identity(const Scenario& scenario, Choices&) { return scenario; }

Verdict same_octets(const Transcript& left, const Transcript& right) {
    if (left.entries.empty()) return not_applicable();
    return require(print_transcript(left) == print_transcript(right),
                   [] { return "two runs of one scenario differ"; });
}

std::optional<Scenario> split_advance(const Scenario& scenario, Choices& choices) {
    if (!is_plain(scenario) || has_event(scenario, EventKind::fail_store)) return std::nullopt;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < scenario.events.size(); ++i) {
        const Event& event = scenario.events[i];
        if (event.kind == EventKind::advance && event.number > 1) places.push_back(i);
    }
    if (places.empty()) return std::nullopt;
    Scenario split = scenario;
    const std::size_t at = choices.among(places);
    const std::int64_t whole = split.events[at].number;
    const auto bound = static_cast<std::uint32_t>(std::min<std::int64_t>(whole - 1, 1'000'000));
    Event first = split.events[at];
    first.number = 1 + choices.pick(bound);
    split.events[at].number = whole - first.number;
    split.events[at].at.reset();
    split.events.insert(split.events.begin() + static_cast<std::ptrdiff_t>(at), first);
    return split;
}

// Entries but the advances, whose number differs; the last one's state is in what follows.
Verdict same_but_advances(const Transcript& left, const Transcript& right) {
    const auto others = [](const Transcript& transcript) {
        std::vector<const Entry*> entries;
        for (const Entry& entry : transcript.entries) {
            if (entry.event.kind != EventKind::advance) entries.push_back(&entry);
        }
        if (!transcript.entries.empty()) entries.push_back(&transcript.entries.back());
        return entries;
    };
    return same_entries(others(left), others(right), Detail::all);
}

// --- M-16, M-30: URI comparison through the registrar -----------------------------------------

Scenario two_contacts(const Scenario& scenario, const std::string& a, const std::string& b) {
    Scenario pair;
    pair.policy = scenario.policy;
    pair.policy.edit([](model::Policy& policy) {
        policy.max_contacts = std::max(policy.max_contacts, 2U);
        policy.unknown_users.clear();
    });
    for (int i = 0; i < 2; ++i) {
        RegisterMessage message = message_for(scenario, "pair", i);
        message.contacts = {"<" + (i == 0 ? a : b) + ">;expires=3600"};
        pair.events.push_back(inserted_send(message.octets()));
    }
    return pair;
}

std::optional<Scenario> pair_of_uris(const Scenario& scenario, Choices& choices) {
    const auto uris = contact_uris(scenario);
    if (uris.empty() || !is_plain(scenario)) return std::nullopt;
    return two_contacts(scenario, choices.among(uris), choices.among(uris));
}

// The contact URI of each inserted REGISTER.
std::vector<std::string> sent_uris(const Transcript& transcript) {
    std::vector<std::string> uris;
    for (const Entry& entry : transcript.entries) {
        Scenario one{transcript.policy, std::nullopt, {entry.event}};
        for (auto& uri : contact_uris(one)) uris.push_back(std::move(uri));
    }
    return uris;
}

Verdict counts_by_comparison(const Transcript&, const Transcript& right) {
    const auto uris = sent_uris(right);
    const auto effects = inserted_effects(right);
    if (uris.size() != 2 || effects.size() < 2 || !is_200(effects[0]) || !is_200(effects[1])) {
        return not_applicable();
    }
    const auto a = sip::parse_uri(uris[0]);
    const auto b = sip::parse_uri(uris[1]);
    const std::size_t wanted = a && b && same_uri(*a, *b, right.policy) ? 1 : 2;
    return require(effects[1].contacts.size() == wanted, [&] {
        return uris[0] + " then " + uris[1] + " gives " +
               std::to_string(effects[1].contacts.size()) + " bindings";
    });
}

// One component changed so that 19.1.4 tells the URIs apart.
std::optional<std::string> break_equality(const sip::Uri& uri, Choices& choices) {
    if (!uri.is_sip() || !uri.headers.empty() || !uri.params.empty()) return std::nullopt;
    const std::string text(uri.text);
    const std::array<std::string, 6> tails{
        ";transport=tcp", ";ttl=1", ";user=phone", ";method=INVITE", ";maddr=192.0.2.99", "?h=1"};
    const auto pick = choices.pick(8);
    if (pick < tails.size()) return text + tails[pick];
    if (pick == 6) return uri.port == 0 ? text + ":5060" : text + ";user=ip";
    const std::string scheme = uri.scheme == sip::Scheme::sip ? "sips" : "sip";
    return scheme + text.substr(uri.scheme_text.size());
}

std::optional<Scenario> unequal_pair(const Scenario& scenario, Choices& choices) {
    const auto uris = contact_uris(scenario);
    if (uris.empty() || !is_plain(scenario)) return std::nullopt;
    const std::string uri = choices.among(uris);
    const auto parsed = sip::parse_uri(uri);
    const auto other = parsed ? break_equality(*parsed, choices) : std::nullopt;
    if (!other) return std::nullopt;
    Scenario pair = two_contacts(scenario, uri, *other);
    RegisterMessage removal = message_for(scenario, "pair", 2);
    removal.contacts = {"<" + uri + ">;expires=0"};
    pair.events.push_back(inserted_send(removal.octets()));
    return pair;
}

Verdict two_then_one(const Transcript&, const Transcript& right) {
    const auto effects = inserted_effects(right);
    if (effects.size() != 3 || !std::ranges::all_of(effects, is_200)) return not_applicable();
    return require(effects[1].contacts.size() == 2 && effects[2].contacts.size() == 1, [&] {
        return "unequal contacts gave " + std::to_string(effects[1].contacts.size()) +
               " bindings, then " + std::to_string(effects[2].contacts.size());
    });
}

std::string aor_of(const Scenario& scenario, const Event& event) {
    const auto facts = clean_register(scenario, event);
    return facts ? facts->aor : std::string{};
}

// Sharing a branch or a From tag ties requests together whatever their address-of-record.
bool tied(const Scenario& scenario, const Event& a, const Event& b) {
    const auto x = clean_register(scenario, a);
    const auto y = clean_register(scenario, b);
    return !x || !y || transaction_key_of(*x) == transaction_key_of(*y) ||
           (!merge_key_of(*x).empty() && merge_key_of(*x) == merge_key_of(*y));
}

// --- M-24: a repeat with the next CSeq ----------------------------------------------------------

// Is the event a repeat of, or merged with, some send before that place?
bool tied_before(const Scenario& scenario, std::size_t place, const Event& event) {
    for (std::size_t i = 0; i < place; ++i) {
        const Event& earlier = scenario.events[i];
        if (earlier.kind == EventKind::send && tied(scenario, earlier, event)) return true;
    }
    return false;
}

std::optional<Scenario> repeat_with_next(const Scenario& scenario, Choices& choices) {
    if (!steady(scenario) || has_event(scenario, EventKind::reload)) return std::nullopt;
    if (is_conversation(scenario)) return std::nullopt;
    if (scenario.policy->cseq_failure == model::CSeqFailure::ignore_with_200) return std::nullopt;
    // With one match a removal takes one of several equal bindings, and its repeat the next (D-05).
    if (scenario.policy->multi_match != model::MultiMatch::all) return std::nullopt;
    const auto indices = clean_registers(scenario);
    if (indices.empty()) return std::nullopt;
    const std::size_t at = choices.among(indices);
    const auto facts = clean_register(scenario, scenario.events[at]);
    if (tied_before(scenario, at, scenario.events[at])) return std::nullopt;
    if (facts->cseq->number >= 0xFFFF'FFFEU) return std::nullopt;
    EditableMessage copy(scenario.events[at].octets);
    copy.set(sip::HeaderId::cseq, std::to_string(facts->cseq->number + 1) + " REGISTER");
    const std::string branch(facts->top->branch());
    for (auto& row : copy.rows) {
        const std::size_t place = row.value.find(branch);
        if (row.id() == sip::HeaderId::via && place != std::string::npos) {
            row.value.replace(place, branch.size(), branch + std::string(inserted_mark));
            break;
        }
    }
    Scenario repeated = scenario;
    repeated.events.resize(at + 1);
    Event event = scenario.events[at];
    event.octets = copy.octets();
    event.at.reset();
    if (tied_before(scenario, at, event)) return std::nullopt;
    repeated.events.push_back(std::move(event));
    return repeated;
}

Verdict repeat_changes_nothing(const Transcript& left, const Transcript& right) {
    if (right.entries.size() < 2 || left.entries.size() + 1 < right.entries.size()) {
        return not_applicable();
    }
    const Effect once = effect_of(right.entries[right.entries.size() - 2], Detail::lasting);
    const Effect twice = effect_of(right.entries.back(), Detail::lasting);
    if (!is_200(once)) return not_applicable();
    return require(once == twice, [&] {
        return "the repeat gave status " +
               (twice.statuses.empty() ? "none" : std::to_string(twice.statuses[0])) + ", " +
               std::to_string(once.bindings.size()) + " then " +
               std::to_string(twice.bindings.size()) + " bindings";
    });
}

// --- M-33, M-37: other addresses-of-record -----------------------------------------------------

std::optional<Scenario> swap_neighbours(const Scenario& scenario, Choices& choices) {
    if (!steady(scenario) || is_conversation(scenario) || looks_back(scenario)) {
        return std::nullopt;
    }
    const auto times = times_of(scenario);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i + 1 < scenario.events.size(); ++i) {
        const auto a = aor_of(scenario, scenario.events[i]);
        const auto b = aor_of(scenario, scenario.events[i + 1]);
        if (!a.empty() && !b.empty() && a != b && times[i] == times[i + 1] &&
            !tied(scenario, scenario.events[i], scenario.events[i + 1])) {
            places.push_back(i);
        }
    }
    if (places.empty()) return std::nullopt;
    Scenario swapped = scenario;
    const std::size_t at = choices.among(places);
    std::swap(swapped.events[at], swapped.events[at + 1]);
    swapped.events[at].at = times[at];
    swapped.events[at + 1].at = times[at];
    return swapped;
}

Verdict same_when_swapped(const Transcript& left, const Transcript& right) {
    if (left.entries.size() != right.entries.size()) return not_applicable();
    std::vector<const Entry*> a;
    std::vector<const Entry*> b;
    for (std::size_t i = 0; i < left.entries.size(); ++i) {
        a.push_back(&left.entries[i]);
        b.push_back(&right.entries[i]);
    }
    std::size_t at = 0;
    while (at < a.size() && a[at]->event.octets == b[at]->event.octets) ++at;
    if (at + 1 >= a.size()) return not_applicable();
    // Between the two the state is neither's end: compare their answers, then all that follows.
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        const Effect one = effect_of(*a[at + i], Detail::all);
        const Effect other = effect_of(*b[at + 1 - i], Detail::all);
        if (one.statuses != other.statuses || one.contacts != other.contacts) {
            return violated("requests for different AORs answer differently when swapped");
        }
    }
    a.erase(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(at + 2));
    b.erase(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(at + 2));
    return a.empty() ? holds() : same_entries(a, b, Detail::all);
}

std::optional<Scenario> only_one_aor(const Scenario& scenario, Choices& choices) {
    if (!steady(scenario) || is_conversation(scenario) || looks_back(scenario)) {
        return std::nullopt;
    }
    std::vector<std::string> aors;
    for (const std::size_t i : clean_registers(scenario)) {
        const auto aor = aor_of(scenario, scenario.events[i]);
        if (!aor.empty() && std::ranges::find(aors, aor) == aors.end()) aors.push_back(aor);
    }
    if (aors.size() < 2) return std::nullopt;
    const std::string kept = choices.among(aors);
    const auto times = times_of(scenario);
    Scenario reduced = scenario;
    reduced.events.clear();
    std::vector<const Event*> removed;
    for (std::size_t i = 0; i < scenario.events.size(); ++i) {
        const Event& event = scenario.events[i];
        const auto aor = aor_of(scenario, event);
        if (!aor.empty() && aor != kept) {
            removed.push_back(&event);
            continue;
        }
        for (const Event* gone : removed) {
            if (event.kind == EventKind::send && tied(scenario, *gone, event)) return std::nullopt;
        }
        reduced.events.push_back(event);
        if (event.kind != EventKind::advance) reduced.events.back().at = times[i];
    }
    return reduced;
}

// What the remaining requests were answered, and what lives of their address-of-record.
Verdict same_for_the_rest(const Transcript& left, const Transcript& right) {
    std::size_t i = 0;
    bool compared = false;
    for (const Entry& entry : right.entries) {
        if (entry.event.kind != EventKind::send) continue;
        while (i < left.entries.size() && left.entries[i].event.octets != entry.event.octets) ++i;
        if (i == left.entries.size()) return not_applicable();
        const Effect a = effect_of(left.entries[i++], Detail::all);
        const Effect b = effect_of(entry, Detail::all);
        compared = true;
        if (a.statuses != b.statuses || a.contacts != b.contacts) {
            return violated("an answer depends on requests for another address-of-record");
        }
    }
    return compared ? holds() : not_applicable();
}

// --- M-34: wildcard against removal one by one
// -----------------------------------------------------

std::optional<Scenario> remove_one_by_one(const Scenario& scenario, Choices& choices) {
    if (!steady(scenario) || scenario.policy->multi_match != model::MultiMatch::all ||
        scenario.policy->cseq_failure == model::CSeqFailure::ignore_with_200 ||
        has_event(scenario, EventKind::reload) ||
        ever_offers(scenario, model::Extension::outbound)) {  // a URI finds no flow (D-29)
        return std::nullopt;
    }
    std::vector<std::size_t> wildcards;
    for (const std::size_t i : clean_registers(scenario)) {
        const auto facts = clean_register(scenario, scenario.events[i]);
        const bool sound = facts->contacts.wildcard && facts->faults.empty();
        if (sound && !tied_before(scenario, i, scenario.events[i])) wildcards.push_back(i);
    }
    if (wildcards.empty()) return std::nullopt;
    const std::size_t at = choices.among(wildcards);
    const auto facts = clean_register(scenario, scenario.events[at]);
    Scenario before = scenario;
    before.events.resize(at);
    const auto sends = std::ranges::count(before.events, EventKind::send, &Event::kind);
    if (static_cast<std::size_t>(sends) != clean_registers(before).size()) {
        return std::nullopt;  // a request that cannot be read here may have bound something
    }
    Scenario other = before;
    int serial = 0;
    for (const std::string& uri : contact_uris(before)) {
        RegisterMessage removal = message_for(scenario, "x", serial);
        removal.to = facts->message().first(sip::HeaderId::to)->value;
        removal.call_id = std::string(inserted_mark);
        removal.cseq = static_cast<std::uint64_t>(++serial);
        removal.contacts = {"<" + uri + ">;expires=0"};
        Event event = inserted_send(removal.octets());
        event.at = scenario.events[at].at;
        other.events.push_back(std::move(event));
    }
    if (serial == 0) return std::nullopt;
    return other;
}

Verdict same_end(const Transcript& left, const Transcript& right) {
    std::size_t at = 0;
    while (at < right.entries.size() && !is_inserted(right.entries[at].event)) ++at;
    if (at >= left.entries.size() || at >= right.entries.size()) return not_applicable();
    const Effect wildcard = effect_of(left.entries[at], Detail::all);
    const Effect removed = effect_of(right.entries.back(), Detail::all);
    if (!is_200(wildcard) || !is_200(removed)) return not_applicable();
    return require(wildcard.bindings == removed.bindings, [&] {
        return "the wildcard leaves " + std::to_string(wildcard.bindings.size()) +
               " bindings, removal one by one " + std::to_string(removed.bindings.size());
    });
}

// --- M-35, M-36, M-52: what may be put in anywhere
// --------------------------------------------------

std::optional<Scenario> insert_at(const Scenario& scenario, Choices& choices, Event event) {
    if (!steady(scenario) || scenario.events.empty()) return std::nullopt;
    Scenario longer = scenario;
    const auto size = static_cast<std::uint32_t>(scenario.events.size());
    const std::size_t at = 1 + choices.pick(size);
    longer.events.insert(
        longer.events.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(at, size)),
        std::move(event));
    return longer;
}

// To as some request of the scenario has it, so that the insertion meets live bindings.
std::string some_to(const Scenario& scenario, Choices& choices) {
    const auto indices = clean_registers(scenario);
    if (indices.empty()) return "<sip:alice@" + domain_of(scenario) + ">";
    const auto facts = clean_register(scenario, scenario.events[choices.among(indices)]);
    return "<" + std::string(facts->to->uri.text) + ">";
}

std::optional<Scenario> insert_query(const Scenario& scenario, Choices& choices) {
    RegisterMessage query = message_for(scenario, "alice", 0);
    query.to = some_to(scenario, choices);
    if (choices.pick(2) == 1) query.expires = "0";
    return insert_at(scenario, choices, inserted_send(query.octets()));
}

std::optional<Scenario> insert_rejected(const Scenario& scenario, Choices& choices) {
    RegisterMessage bad = message_for(scenario, "alice", 0);
    bad.to = some_to(scenario, choices);
    bad.contacts = {"<sip:intruder@192.0.2.66>"};
    switch (choices.pick(11)) {
        case 0: bad.contacts = {"*"}; break;
        case 1: bad.contacts = {"*", "<sip:intruder@192.0.2.66>"}, bad.expires = "0"; break;
        case 2: bad.rows = {"Require: unheard-of"}; break;
        case 3: bad.request_uri = "sip:elsewhere.invalid"; break;
        case 4: bad.to = "<tel:+15551234567>"; break;
        case 5: bad.method = "OPTIONS"; break;
        case 6: bad.version = "SIP/7.0"; break;
        case 7: bad.contacts.push_back("<sip:intruder@192.0.2.66>;q=0.5"); break;
        case 8: bad.request_uri = "http:example"; break;
        case 9: bad.body = "x", bad.rows = {"Content-Type: text/x"}; break;
        default: bad.contacts.push_back("<sip:other@192.0.2.66>;q=7"); break;
    }
    return insert_at(scenario, choices, inserted_send(bad.octets()));
}

Verdict same_if_rejected(const Transcript& left, const Transcript& right) {
    const auto effects = inserted_effects(right);
    if (effects.size() != 1 || effects[0].statuses.size() != 1 || effects[0].statuses[0] < 300) {
        return not_applicable();
    }
    return same_effect(left, right);
}

std::optional<Scenario> insert_restart(const Scenario& scenario, Choices& choices) {
    // It loses nonces, watchers, and that a flow over UDP was given up.
    if (is_conversation(scenario) || has_event(scenario, EventKind::close) ||
        has_event(scenario, EventKind::subscribe) || has_event(scenario, EventKind::flow)) {
        return std::nullopt;
    }
    const auto indices = clean_registers(scenario);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (tied(scenario, scenario.events[indices[k]], scenario.events[indices[i]])) {
                return std::nullopt;  // a restart forgets the transaction that ties them
            }
        }
    }
    std::size_t sends = 0;
    for (const Event& event : scenario.events) sends += event.kind == EventKind::send ? 1 : 0;
    if (sends != indices.size()) return std::nullopt;
    Event restart;
    restart.kind = EventKind::restart;
    return insert_at(scenario, choices, restart);
}

Verdict same_but_restarts(const Transcript& left, const Transcript& right) {
    const auto others = [](const Transcript& transcript) {
        std::vector<const Entry*> entries;
        for (const Entry& entry : transcript.entries) {
            if (entry.event.kind != EventKind::restart) entries.push_back(&entry);
        }
        return entries;
    };
    return same_entries(others(left), others(right), Detail::all);
}

constexpr unsigned ws = wire | snapshot;

constexpr std::array<Invariant, 11> rules{
    relation("S-15", "S-15 O-38", "The same scenario gives the same octets",
             "Two runs of one scenario agree in every response, record and event, byte for byte.",
             ws | log, identity, same_octets, Strength::policy),
    relation("S-30", "S-30", "Time adds up", "Waiting a then b is waiting a + b.", ws,
             split_advance, same_but_advances),
    relation("M-16", "M-16 R3261-19.1.4-7 R3261-19.1.4-8", "Unequal contacts are two bindings",
             "A contact made unequal adds a second binding; removing the first leaves the second.",
             wire, unequal_pair, two_then_one),
    relation(
        "M-24", "M-24", "A repeat with the next CSeq changes nothing",
        "An accepted request sent again with CSeq + 1 leaves the same contacts and parameters.", ws,
        repeat_with_next, repeat_changes_nothing),
    relation("M-30", "M-30 R3261-10.3-7j", "URI comparison decides through the registrar",
             "Two contacts from different Call-IDs make one binding if they are equal, else two.",
             wire, pair_of_uris, counts_by_comparison),
    relation("M-33", "M-33 C-07", "Requests for different AORs commute",
             "Neighbours that concern different addresses-of-record may change places.", ws,
             swap_neighbours, same_when_swapped),
    relation("M-34", "M-34 R3261-10.3-6f", "A wildcard is removal one by one",
             "Contact: * with Expires: 0 leaves what removing every contact leaves.", ws,
             remove_one_by_one, same_end),
    relation("M-35", "M-35 S-04", "Queries may stand anywhere",
             "Putting in a REGISTER without Contact changes no later outcome.", ws, insert_query,
             same_in_all),
    relation("M-36", "M-36 S-01", "Refused requests may stand anywhere",
             "Putting in a request that is refused changes no later outcome.", ws, insert_rejected,
             same_if_rejected),
    relation("M-37", "M-37 S-16", "Other AORs do not matter",
             "Leaving out all requests for other addresses-of-record changes no answer.", ws,
             only_one_aor, same_for_the_rest),
    relation("M-52", "M-52 S-26", "A restart may stand anywhere",
             "Putting in a restart changes no later outcome, transactions aside.", ws,
             insert_restart, same_but_restarts),
};

}  // namespace

std::span<const Invariant> sequence_relations() { return rules; }

}  // namespace starzero::invariants
