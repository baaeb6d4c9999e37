// RFC 3680: every change of a binding is told once and rightly, and documents add up.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/invariants/reginfo_reader.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::invariants {

namespace {

using model::RegEvent;
using model::RegEventKind;
using scenario::EventKind;

std::string described(const std::vector<BindingEvent>& events) {
    std::string text;
    for (const BindingEvent& event : events) {
        text.append(to_string(event.kind)).append(" ").append(quoted(event.view->uri)).append("; ");
    }
    return text.empty() ? "none" : text;
}

using Told = std::vector<const RegEvent*>;

Told events_but_expiry(const Exchange& x) {
    Told events;
    for (const RegEvent& event : x.entry.reg_events) {
        if (event.kind != RegEventKind::expired) events.push_back(&event);
    }
    return events;
}

std::string described(const Told& events) {
    std::string text;
    for (const RegEvent* event : events) {
        text.append(to_string(event->kind)).append(" ").append(quoted(event->uri)).append("; ");
    }
    return text.empty() ? "none" : text;
}

// Each wanted event is told by another one.
bool all_told(const std::vector<BindingEvent>& wanted, Told told) {
    return std::ranges::all_of(wanted, [&](const BindingEvent& event) {
        const auto found =
            std::ranges::find_if(told, [&](const RegEvent* t) { return same_event(event, *t); });
        if (found == told.end()) return false;
        told.erase(found);
        return true;
    });
}

Verdict exact_events(const Exchange& x) {
    if (!took_effect(x) || x.several || x.ledger.store_may_fail()) return not_applicable();
    const auto told = events_but_expiry(x);
    const auto& wanted = x.prediction->events;
    if (told.empty() && wanted.empty()) return not_applicable();
    return require(told.size() == wanted.size() && all_told(wanted, told), [&] {
        return "told: " + described(told) + "the request makes: " + described(wanted);
    });
}

Verdict no_event_without_change(const Exchange& x) {
    const bool request = x.request && !x.several && x.entry.event.kind == EventKind::send;
    if (!request || took_effect(x)) return not_applicable();
    const auto told = events_but_expiry(x);
    return require(told.empty(),
                   [&] { return "told although nothing changed: " + described(told); });
}

Verdict expiry_is_told_once(const Exchange& x) {
    if (x.several || x.ledger.store_may_fail()) return not_applicable();
    if (x.ledger.untold().empty() && x.entry.reg_events.empty()) return not_applicable();
    auto untold = x.ledger.untold();
    bool applies = false;
    for (const RegEvent& event : x.entry.reg_events) {
        if (event.kind != RegEventKind::expired) continue;
        applies = true;
        const auto due = std::ranges::find_if(
            untold, [&](const BindingEvent& wanted) { return same_event(wanted, event); });
        if (due == untold.end())
            return violated("expiry of what did not expire: " + quoted(event.uri));
        untold.erase(due);
    }
    if (x.entry.event.kind == EventKind::advance && !x.ledger.untold().empty()) {
        return require(untold.empty(), [&] { return "nobody told of " + described(untold); });
    }
    return applies ? holds() : not_applicable();
}

Verdict documents_are_sound(const Exchange& x) {
    if (x.entry.documents.empty()) return not_applicable();
    return require(x.documents.size() == x.entry.documents.size(),
                   [] { return "a document is no reginfo"; });
}

Verdict versions_rise(const Exchange& x) {
    if (x.several) return not_applicable();
    const auto& read = x.documents;
    if (read.empty()) return not_applicable();
    for (const auto& [aor, info] : read) {
        const Watch* watch = x.ledger.watch(aor);
        const std::uint32_t wanted = watch != nullptr ? watch->next_version : 0;
        // A subscription that ended starts anew.
        const bool anew = info.version == 0 && info.full;
        if (info.version != wanted && !anew) {
            return violated("version " + std::to_string(info.version) + " after " +
                            std::to_string(wanted) + " documents");
        }
    }
    return holds();
}

Verdict registration_is_named(const Exchange& x) {
    const auto& read = x.documents;
    if (read.empty()) return not_applicable();
    for (const auto& [aor, info] : read) {
        const auto uri = sip::parse_uri(info.aor, sip::accepted_text);
        if (!uri || !uri->is_sip() || sip::address_of_record(*uri) != aor) {
            return violated("a document of " + quoted(aor) + " names " + quoted(info.aor));
        }
        const Watch* watch = x.ledger.watch(aor);
        if (watch != nullptr && watch->registration_id != info.id) {
            return violated("the id of a registration changes");
        }
        for (const auto& [other, known] : read) {
            if (other != aor && known.id == info.id) return violated("two AORs share an id");
        }
    }
    return holds();
}

bool is_active_event(std::string_view event) {
    return event == "registered" || event == "created" || event == "refreshed" ||
           event == "shortened";
}

Verdict state_and_event_agree(const Exchange& x) {
    bool applies = false;
    for (const auto& [aor, info] : x.documents) {
        for (const auto& contact : info.contacts) {
            applies = true;
            if (is_active_event(contact.event) != (contact.state == "active")) {
                return violated(contact.event + " of a contact that is " + contact.state);
            }
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict ids_are_of_contacts(const Exchange& x) {
    if (x.several) return not_applicable();  // one document builds on the one before
    bool applies = false;
    for (const auto& [aor, info] : x.documents) {
        for (std::size_t i = 0; i < info.contacts.size(); ++i) {
            const auto& contact = info.contacts[i];
            applies = true;
            for (std::size_t k = 0; k < i; ++k) {
                const auto& other = info.contacts[k];
                const bool both = contact.state == "active" && other.state == "active";
                if (both && other.id == contact.id) return violated("two contacts share an id");
            }
            const Watch* watch = x.ledger.watch(aor);
            if (watch == nullptr || contact.event == "registered") continue;
            if (!info.full && !watch->active.contains(contact.id)) {
                return violated(contact.event + " of a contact that was never told of");
            }
        }
    }
    return applies ? holds() : not_applicable();
}

// What the watcher knows after this entry.
std::map<std::string, std::vector<std::string>> known_after(const Exchange& x) {
    std::map<std::string, std::vector<std::string>> known;
    std::map<std::string, std::map<std::string, std::string>> active;
    for (const auto& [aor, info] : x.documents) {
        auto [place, fresh] = active.try_emplace(aor);
        const Watch* watch = x.ledger.watch(aor);
        if (fresh && watch != nullptr) place->second = watch->active;
        if (info.full) place->second.clear();
        for (const auto& contact : info.contacts) {
            if (contact.state == "active") place->second[contact.id] = contact.uri;
            else place->second.erase(contact.id);
        }
    }
    for (const auto& [aor, contacts] : active) {
        for (const auto& [id, uri] : contacts) known[aor].push_back(uri);
        known.try_emplace(aor);
    }
    return known;
}

Verdict documents_add_up(const Exchange& x) {
    if (!x.entry.snapshot || x.entry.documents.empty() || x.several ||
        x.documents.size() != x.entry.documents.size()) {
        return not_applicable();
    }
    for (auto& [aor, uris] : known_after(x)) {
        std::vector<std::string> bound;
        for (const auto& view : *x.entry.snapshot) {
            if (view->aor == aor) bound.push_back(view->uri);
        }
        // What expired and was not swept is still known: its event comes with the sweep.
        for (const BindingEvent& event : x.ledger.untold()) {
            const bool told = std::ranges::any_of(
                x.entry.reg_events, [&](const RegEvent& e) { return same_event(event, e); });
            const auto at = std::ranges::find(uris, event.view->uri);
            if (event.view->aor == aor && !told && at != uris.end() && uris.size() > bound.size()) {
                uris.erase(at);
            }
        }
        if (!std::ranges::is_permutation(uris, bound)) {
            return violated("the watcher of " + quoted(aor) + " knows " +
                            std::to_string(uris.size()) + " contacts, bound are " +
                            std::to_string(bound.size()) + " or others");
        }
    }
    return holds();
}

Verdict state_of_registration(const Exchange& x) {
    if (x.several || x.documents.size() != x.entry.documents.size()) return not_applicable();
    bool applies = false;
    const auto known = known_after(x);
    const auto& read = x.documents;
    for (std::size_t i = 0; i < read.size(); ++i) {
        const auto& [aor, info] = read[i];
        const auto uris = known.find(aor);
        if (uris == known.end()) continue;
        applies = true;
        const bool none = uris->second.empty();
        const bool right =
            none ? (info.state == "terminated" || info.state == "init") : info.state == "active";
        if (!right)
            return violated("a registration with " + std::to_string(uris->second.size()) +
                            " contacts is " + info.state);
        if (info.state == "init" && !info.full) {
            return violated("the step from terminated to init was told");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict contact_tells_its_binding(const Exchange& x) {
    if (!x.entry.snapshot || x.several) return not_applicable();
    bool applies = false;
    for (const auto& [aor, info] : x.documents) {
        for (const auto& contact : info.contacts) {
            if (contact.state != "active") continue;
            const bool same = std::ranges::any_of(*x.entry.snapshot, [&](const auto& view) {
                const auto expires = sip::parse_number(contact.expires, UINT32_MAX);
                const auto left = (view->expires_at - x.entry.now + 999) / 1000;
                return view->aor == aor && view->uri == contact.uri &&
                       view->call_id == contact.call_id &&
                       std::to_string(view->cseq) == contact.cseq && expires &&
                       static_cast<model::Millis>(*expires) == left &&
                       contact.q.empty() == (view->q < 0);
            });
            applies = true;
            if (!same)
                return violated("a contact of a document is no binding: " + quoted(contact.uri));
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict changes_reach_the_watcher(const Exchange& x) {
    if (x.several) return not_applicable();
    bool applies = false;
    for (const RegEvent& event : x.entry.reg_events) {
        const Watch* watch = x.ledger.watch(event.aor);
        if (watch == nullptr || x.entry.now >= watch->ends_at) continue;
        if (event.kind == RegEventKind::expired) continue;  // it may have been known as gone
        applies = true;
        const bool told = std::ranges::any_of(
            x.entry.documents, [&](const auto& document) { return document.aor == event.aor; });
        if (!told) return violated("no document tells of a change of " + quoted(event.aor));
    }
    return applies ? holds() : not_applicable();
}

constexpr std::array<Invariant, 12> rules{{
    {"R3680-4.7.1-3", "R3680-4.7.1-3 R3680-4.7.1-1 D-36", Strength::must,
     "Each change has its event",
     "registered for a new contact, refreshed for an update, unregistered for a removal; no other.",
     wire | snapshot | events, exact_events},
    {"R3680-4.7.2-1", "R3680-4.7.2-1 S-25", Strength::must, "No change, no event",
     "A refused request, a query and a repeat tell nothing but expiry.", wire | events,
     no_event_without_change},
    {"R3680-4.7.1-3b", "R3680-4.7.1-3", Strength::must, "Expiry is told once",
     "Each binding that ran out is told as expired, at the latest when time is let pass.",
     wire | snapshot | events, expiry_is_told_once},
    {"R3680-4.5-1", "R3680-4.5-1 R3680-5.1-4 R3680-5.1-5", Strength::must, "A document is reginfo",
     "Well-formed XML of the format, with every attribute that must be there.", events,
     documents_are_sound},
    {"R3680-5.1-1", "R3680-5.1-1", Strength::must, "Versions rise by one",
     "The first document of a subscription is 0.", events, versions_rise},
    {"R3680-5.1-2", "R3680-5.1-2", Strength::must, "A registration keeps its id",
     "aor names the address-of-record; the id is its own and stays.", events,
     registration_is_named},
    {"R3680-5.1-3", "R3680-5.1-3", Strength::must, "A contact keeps its id",
     "No two contacts share one, and only a known one is refreshed or goes.", events,
     ids_are_of_contacts},
    {"R3680-5.1-6", "R3680-5.1-6", Strength::must, "State and event of a contact agree",
     "registered, created, refreshed and shortened are active; all others terminated.", events,
     state_and_event_agree},
    {"S-25b", "S-25", Strength::must, "Documents add up to the bindings",
     "What a watcher knows after a document is what is bound.", snapshot | events,
     documents_add_up},
    {"R3680-4.7.1-2", "R3680-4.7.1-1 R3680-4.7.1-2", Strength::must,
     "A registration's state is that of its contacts",
     "active with contacts, terminated when the last went, init only in a full document.", events,
     state_of_registration},
    {"R3680-5.1-5", "R3680-5.1-5", Strength::must, "A document tells the binding as it is",
     "URI, Call-ID, CSeq, remaining seconds and q of an active contact are the binding's.",
     snapshot | events, contact_tells_its_binding},
    {"R3680-4.7.2-2", "R3680-4.7.2-1", Strength::policy, "A watcher is told of every change",
     "Each event but expiry comes with a document to whoever watches.", wire | events,
     changes_reach_the_watcher},
}};

}  // namespace

std::span<const Invariant> event_rules() { return rules; }

}  // namespace starzero::invariants
