// What can be said of a registrar that shows nothing but its answers: the bindings as a 2xx lists
// them, against those that the answers so far add up to. Asked of real servers; the rules on
// snapshots say the same of a system that can be looked into.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

// Seconds that a told interval may be off: one for rounding, one for the way of the answer.
constexpr std::int64_t told_tolerance = 2;

// A 2xx to a sound request, which leaves no doubt what is bound afterwards.
bool is_clear(const Exchange& x) {
    if (!x.request || x.ledger.is_doubtful(x.request->aor)) return false;
    const bool sound = x.accepted() && !x.several && x.faults.empty() &&
                       x.response->contacts_read && (!x.request->has_contact() || x.prediction);
    // What a malformed interval or one beyond the range comes to is open (D-06).
    const auto odd = [](const sip::Interval& interval) {
        return interval.form == sip::Interval::Form::malformed || interval.seconds == UINT32_MAX;
    };
    if (!sound || odd(x.request->expires)) return false;
    return std::ranges::none_of(x.request->contacts.contacts, [&](const sip::Contact& contact) {
        return odd(sip::interval_of(contact));
    });
}

bool names(std::string_view text, const Tracked& binding, const model::Policy& policy) {
    if (text == binding.view->uri) return true;
    const auto uri = sip::parse_uri(text, sip::accepted_text);
    return uri && names(*uri, binding, policy);
}

bool lists(const Exchange& x, const Tracked& binding) {
    return std::ranges::any_of(x.response->contacts.contacts, [&](const sip::Contact& contact) {
        return names(contact.value.uri, binding, x.policy());
    });
}

Verdict lists_every_binding(const Exchange& x) {
    if (!is_clear(x)) return not_applicable();
    const TrackedList& bound = x.expected();
    if (bound.empty()) return not_applicable();
    for (const Tracked& binding : bound) {
        if (!lists(x, binding)) {
            return violated("not listed, although bound: " + quoted(binding.view->uri));
        }
    }
    return holds();
}

Verdict lists_nothing_else(const Exchange& x) {
    if (!is_clear(x)) return not_applicable();
    const TrackedList& bound = x.expected();
    for (const sip::Contact& contact : x.response->contacts.contacts) {
        const bool known = std::ranges::any_of(bound, [&](const Tracked& binding) {
            return names(contact.value.uri, binding, x.policy());
        });
        if (!known) return violated("listed, although not bound: " + quoted(contact.text));
    }
    return holds();
}

// Of bindings that the request leaves alone.
Verdict tells_what_is_left(const Exchange& x) {
    if (!is_clear(x) || x.request->has_contact()) return not_applicable();
    bool applies = false;
    for (const sip::Contact& contact : x.response->contacts.contacts) {
        const sip::Interval told = sip::interval_of(contact);
        if (told.form != sip::Interval::Form::given) continue;
        bool known = false;
        bool right = false;  // of one of the bindings of that URI: flows may share it
        for (const Tracked& binding : x.before()) {
            if (contact.value.uri.text != binding.view->uri) continue;
            known = true;
            const std::int64_t left = (binding.view->expires_at - x.entry.now) / 1000;
            const std::int64_t off = std::int64_t{told.seconds} - left;
            right = right || (off <= told_tolerance && off >= -told_tolerance);
        }
        applies = applies || known;
        if (known && !right) return violated("not what is left: " + quoted(contact.text));
    }
    return applies ? holds() : not_applicable();
}

// A client that reads the header field and not the parameters must not refresh too late: an extra
// that some registrars send, and then it is no longer than any grant beside it.
Verdict header_is_no_longer(const Exchange& x) {
    if (!x.accepted() || !x.response->contacts_read) return not_applicable();
    const auto& contacts = x.response->contacts.contacts;
    if (contacts.empty()) return not_applicable();
    const sip::HeaderRow* row = x.response->message().first(sip::HeaderId::expires);
    if (row == nullptr) return holds();
    const auto header = sip::parse_number(row->value, UINT32_MAX);
    if (!header) return not_applicable();
    for (const sip::Contact& contact : contacts) {
        const sip::Interval told = sip::interval_of(contact);
        if (told.form == sip::Interval::Form::given && told.seconds < *header) {
            return violated("Expires of the 2xx is longer than that of " + quoted(contact.text));
        }
    }
    return holds();
}

Verdict sound_is_answered(const Exchange& x) {
    const bool sound = x.is_register() && x.request->conformant() && !x.several;
    if (!sound || x.entry.event.kind != scenario::EventKind::send) return not_applicable();
    return require(x.response && x.response->status >= 200,
                   [] { return "no final response to a sound request"; });
}

Verdict no_uri_no_binding(const Exchange& x) {
    if (!x.is_register() || !x.response || x.several || !only_fault(x, 14, "Contact")) {
        return not_applicable();
    }
    // Of other faults some servers are more tolerant than the grammar; this has not even a scheme.
    std::string_view no_uri;
    for (const auto& row : x.request->message().rows) {
        if (row.id != sip::HeaderId::contact || row.value.empty()) continue;
        if (row.value.find_first_of(":*") == std::string_view::npos) no_uri = row.value;
    }
    if (no_uri.empty()) return not_applicable();
    const bool listed = std::ranges::any_of(x.response->message().rows, [&](const auto& row) {
        return row.id == sip::HeaderId::contact && row.value.find(no_uri) != std::string_view::npos;
    });
    return require(!x.response->is_success() || !listed,
                   [&] { return "bound as it is: " + quoted(no_uri); });
}

// Contacts that the system says it holds for the request's address-of-record.
std::optional<std::vector<std::string>> held_by(const Exchange& x) {
    if (!x.is_register() || x.several || x.aor().empty()) return std::nullopt;
    std::vector<std::string> uris;
    if (x.entry.held) {
        for (const model::Held& contact : *x.entry.held) uris.push_back(contact.uri);
    } else if (x.entry.snapshot) {
        for (const auto& view : x.mine()) uris.push_back(view->uri);
    } else {
        return std::nullopt;
    }
    return uris;
}

// It was asked a moment after the answer: what ends about then may be there or not.
constexpr Millis held_tolerance = 3'000;

Verdict holds_these(const Exchange& x, const TrackedList& bound) {
    const auto uris = held_by(x);
    if (!uris) return not_applicable();
    for (const Tracked& binding : bound) {
        if (binding.view->expires_at < x.entry.now + held_tolerance) continue;
        const bool found = std::ranges::any_of(
            *uris, [&](const auto& uri) { return names(uri, binding, x.policy()); });
        if (!found) return violated("not held, although bound: " + quoted(binding.view->uri));
    }
    for (const std::string& uri : *uris) {
        const bool known = std::ranges::any_of(
            bound, [&](const Tracked& binding) { return names(uri, binding, x.policy()); });
        if (!known) return violated("held, although not bound: " + quoted(uri));
    }
    return holds();
}

Verdict holds_what_it_told(const Exchange& x) {
    return is_clear(x) ? holds_these(x, x.expected()) : not_applicable();
}

Verdict refusal_leaves_what_is_held(const Exchange& x) {
    const bool refused = x.is_register() && x.response && x.response->status >= 300;
    if (!refused || x.ledger.is_doubtful(x.aor())) return not_applicable();
    return holds_these(x, x.before());
}

constexpr std::array<Invariant, 8> rules{{
    {"R3261-10.3-8a", "R3261-10.3-8a", Strength::must, "A 2xx lists every binding",
     "Each contact that the answers so far left bound stands in the 2xx.", wire,
     lists_every_binding},
    {"R3261-10.3-8e", "R3261-10.3-8a R3261-10.3-8e", Strength::must, "A 2xx lists nothing else",
     "No contact in a 2xx that is not bound: none that was removed, replaced or never there.", wire,
     lists_nothing_else},
    {"R3261-10.3-8c2", "R3261-10.3-8c", Strength::policy, "A query tells what is left",
     "The expires of a contact in answer to a query is its remaining interval.", wire,
     tells_what_is_left},
    {"R3261-10.2.4-2", "R3261-10.2.4-2", Strength::should, "Header and parameters agree",
     "An Expires header field in a 2xx is no longer than the expires of any contact it lists.",
     wire, header_is_no_longer},
    {"R3261-8.2-1b", "R3261-8.2-1 R3261-17.2.2-1", Strength::must, "A sound request is answered",
     "A conformant REGISTER gets a final response.", wire, sound_is_answered},
    {"R3261-25-1", "R3261-20.10-1 R3261-20.10-2", Strength::must, "What is no URI is not bound",
     "No 2xx lists a Contact whose value has no scheme.", wire, no_uri_no_binding},
    {"S-01h", "S-01", Strength::must, "A refusal leaves what is held",
     "After a final response of 300 and above the system holds what it held.", held,
     refusal_leaves_what_is_held},
    {"S-02h", "S-02", Strength::must, "What is held is what was told",
     "After a 2xx the system holds the contacts that its answers add up to.", held,
     holds_what_it_told},
}};

}  // namespace

std::span<const Invariant> listing_rules() { return rules; }

}  // namespace starzero::invariants
