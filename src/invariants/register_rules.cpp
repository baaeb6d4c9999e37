// RFC 3261 section 10.3, step by step: the wildcard, the intervals, matching, the 200.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/scenario/editable_message.hpp"
#include "starzero/sip/date.hpp"

namespace starzero::invariants {

namespace {

using Form = sip::Interval::Form;

bool is_wildcard(const Exchange& x) {
    return x.is_register() && x.response && x.request->contacts_read &&
           x.request->contacts.wildcard;
}

Verdict refused_with(const Exchange& x, int status) {
    return require(x.status() == status, [&] {
        return "answered " + std::to_string(x.status()) + " instead of " + std::to_string(status);
    });
}

// The first half of the project's first sentence; the second is O-01.
Verdict wildcard_removes_all(const Exchange& x) {
    if (!is_wildcard(x) || !x.faults.empty() || store_failed(x) || !x.entry.snapshot) {
        return not_applicable();
    }
    if (!x.response->is_success()) {
        return violated("a sound wildcard was answered " + std::to_string(x.status()));
    }
    if (ignored(x)) return not_applicable();
    const auto& mine = x.mine();
    if (!mine.empty()) return violated("still bound after the wildcard: " + quoted(mine[0]->uri));
    const bool others = model::equal(without_aor(x.lived_before(), x.aor()),
                                     without_aor(*x.entry.snapshot, x.aor()));
    return require(others, [] { return "the wildcard changed another address-of-record"; });
}

// Nobody knows what is bound: a system without snapshots left a request unanswered, or obeyed one
// that it should have refused.
bool is_doubtful(const Exchange& x) { return x.request && x.ledger.is_doubtful(x.request->aor); }

Verdict wildcard_not_alone(const Exchange& x) {
    if (!x.is_register() || !x.response || x.request->contacts_read) return not_applicable();
    bool star = false;
    std::size_t values = 0;
    for (const auto& row : x.request->message().rows) {
        if (row.id != sip::HeaderId::contact) continue;
        for (const std::string& value : scenario::split_list(row.value)) {
            ++values;
            const std::size_t first = value.find_first_not_of(" \t\r\n");
            const std::size_t last = value.find_last_not_of(" \t\r\n");
            star = star || (first == last && first != std::string::npos && value[first] == '*');
        }
    }
    if (!star || values < 2 || !only_fault(x, 14, "Contact")) return not_applicable();
    return refused_with(x, 400);
}

Verdict wildcard_with_interval(const Exchange& x) {
    if (!is_wildcard(x) || !only_fault(x, 14, "wildcard without Expires 0")) {
        return not_applicable();
    }
    if (x.request->expires.form != Form::given) return not_applicable();
    return refused_with(x, 400);
}

Verdict wildcard_without_expires(const Exchange& x) {
    if (!is_wildcard(x) || !only_fault(x, 14, "wildcard without Expires 0")) {
        return not_applicable();
    }
    if (x.request->expires.form == Form::given) return not_applicable();
    return refused_with(x, 400);
}

Verdict wildcard_on_empty(const Exchange& x) {
    if (is_doubtful(x)) return not_applicable();
    if (!is_wildcard(x) || !x.faults.empty() || store_failed(x) || !x.before().empty()) {
        return not_applicable();
    }
    return require(x.status() == 200 && x.response->contacts.contacts.empty(), [&] {
        return "a wildcard on nothing was answered " + std::to_string(x.status());
    });
}

Verdict wildcard_older_cseq(const Exchange& x) {
    if (is_doubtful(x)) return not_applicable();
    if (!is_wildcard(x) || !x.prediction || !x.prediction->out_of_order || ignored(x) ||
        store_failed(x)) {
        return not_applicable();
    }
    return require(!x.response->is_success(),
                   [] { return "a wildcard whose CSeq is not higher was accepted"; });
}

// Lifetime in seconds of the binding that a contact made; none if it made none.
std::optional<Millis> lifetime_of(const Exchange& x, const sip::Contact& contact) {
    if (!x.entry.snapshot) return std::nullopt;
    const auto* view = bound(x, contact);
    if (view == nullptr || view->updated_at != x.entry.now) return std::nullopt;
    return view->expires_at - x.entry.now;
}

// Calls the rule for each contact and demands the same lifetime from the bindings.
template <class Wanted>
Verdict each_lifetime(const Exchange& x, Wanted&& wanted) {
    if (!each_contact_counts(x)) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const std::optional<std::uint32_t> seconds = wanted(contact);
        if (!seconds) continue;
        const auto lifetime = lifetime_of(x, contact);
        if (!lifetime) continue;
        applies = true;
        const Millis most = model::seconds(std::min(*seconds, x.policy().max_expires));
        if (*lifetime != most) {
            return violated("granted " + std::to_string(*lifetime) + " ms, the request says " +
                            std::to_string(most));
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict param_beats_header(const Exchange& x) {
    return each_lifetime(x, [&](const sip::Contact& contact) -> std::optional<std::uint32_t> {
        const auto own = sip::interval_of(contact);
        if (own.form != Form::given || x.request->expires.form != Form::given) return std::nullopt;
        if (own.seconds == x.request->expires.seconds) return std::nullopt;
        return own.seconds;
    });
}

// A zero in the parameter leaves no binding to look at, so removal is checked for itself.
Verdict zero_param_removes(const Exchange& x) {
    if (!each_contact_counts(x) || !x.entry.snapshot ||
        x.policy().multi_match != model::MultiMatch::all) {
        return not_applicable();
    }
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const Asked asked = asked_interval(*x.request, contact);
        if (!asked.given || asked.seconds != 0) continue;
        applies = true;
        if (bound(x, contact) != nullptr) {
            return violated("asked to go, still bound: " + quoted(contact.value.uri.text));
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict header_without_param(const Exchange& x) {
    return each_lifetime(x, [&](const sip::Contact& contact) -> std::optional<std::uint32_t> {
        const bool alone = sip::interval_of(contact).form == Form::absent;
        if (!alone || x.request->expires.form != Form::given) return std::nullopt;
        return x.request->expires.seconds;
    });
}

Verdict default_without_both(const Exchange& x) {
    return each_lifetime(x, [&](const sip::Contact& contact) -> std::optional<std::uint32_t> {
        const bool alone = sip::interval_of(contact).form == Form::absent;
        if (!alone || x.request->message().count(sip::HeaderId::expires) != 0) return std::nullopt;
        return x.policy().default_expires;
    });
}

Verdict malformed_is_an_hour(const Exchange& x) {
    return each_lifetime(x, [&](const sip::Contact& contact) -> std::optional<std::uint32_t> {
        if (sip::interval_of(contact).form != Form::malformed) return std::nullopt;
        return 3'600;
    });
}

Verdict brief_only_when_brief(const Exchange& x) {
    if (!x.is_register() || !x.response || x.status() != 423) return not_applicable();
    bool justified = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const Asked asked = asked_interval(*x.request, contact);
        justified = justified || (asked.given && asked.seconds > 0 && asked.seconds < 3'600 &&
                                  asked.seconds < x.policy().min_expires);
    }
    return require(justified,
                   [] { return "423, yet no contact asks for 1 to 3599 s below the minimum"; });
}

Verdict brief_tells_minimum(const Exchange& x) {
    if (!x.is_register() || !x.response || x.status() != 423) return not_applicable();
    const auto told = sip::read_interval(x.response->value(sip::HeaderId::min_expires));
    const bool once = x.response->message().count(sip::HeaderId::min_expires) == 1;
    return require(once && told.form == Form::given && told.seconds == x.policy().min_expires,
                   [] { return "423 without exactly one Min-Expires of the policy's value"; });
}

Verdict unknown_removal_succeeds(const Exchange& x) {
    if (is_doubtful(x)) return not_applicable();
    if (!x.is_register() || !x.response || !x.faults.empty() || store_failed(x) || !x.prediction) {
        return not_applicable();
    }
    bool applies = !x.request->contacts.contacts.empty();
    for (const auto& contact : x.request->contacts.contacts) {
        const Asked asked = asked_interval(*x.request, contact);
        applies = applies && asked.given && asked.seconds == 0;
    }
    const bool touches =
        std::ranges::find(x.prediction->touched, true) != x.prediction->touched.end();
    if (!applies || touches) return not_applicable();
    return refused_with(x, 200);
}

bool touches_with_call_id(const Exchange& x, bool same) {
    for (std::size_t i = 0; i < x.before().size(); ++i) {
        if (!x.prediction->touched[i]) continue;
        const auto& view = *x.before()[i].view;
        const bool lower = x.request->cseq->number <= view.cseq;
        if ((view.call_id == x.request->call_id) == same && lower) return true;
    }
    return false;
}

Verdict other_call_id_ignores_cseq(const Exchange& x) {
    if (is_doubtful(x)) return not_applicable();
    if (!x.is_register() || !x.response || !x.prediction || !x.faults.empty()) {
        return not_applicable();
    }
    if (store_failed(x) || x.prediction->out_of_order || !touches_with_call_id(x, false)) {
        return not_applicable();
    }
    return refused_with(x, 200);
}

// A 200 with the list as it was is one of the answers that D-01 leaves to a server that shows
// nothing but its listing.
bool lists_what_was(const Exchange& x) {
    if (x.entry.snapshot || !x.response->contacts_read) return false;
    const auto& listed = x.response->contacts.contacts;
    const auto shown = [&](const Tracked& binding) {
        return std::ranges::any_of(listed, [&](const sip::Contact& contact) {
            const sip::Interval told = sip::interval_of(contact);
            const std::int64_t left = (binding.view->expires_at - x.entry.now) / 1000;
            return contact.value.uri.text == binding.view->uri &&
                   told.form == sip::Interval::Form::given && told.seconds + 2 >= left &&
                   told.seconds <= left + 2;
        });
    };
    return listed.size() == x.before().size() && std::ranges::all_of(x.before(), shown);
}

Verdict same_call_id_needs_higher(const Exchange& x) {
    if (is_doubtful(x)) return not_applicable();
    if (!x.is_register() || !x.response || !x.prediction || ignored(x) || store_failed(x)) {
        return not_applicable();
    }
    if (!x.prediction->out_of_order || !touches_with_call_id(x, true)) return not_applicable();
    if (x.response->is_success() && lists_what_was(x)) return not_applicable();
    return require(!x.response->is_success(), [&] {
        return "accepted CSeq " + std::to_string(x.request->cseq->number) +
               ", which is not higher than the binding's";
    });
}

Verdict stores_call_id_and_cseq(const Exchange& x) {
    if (!each_contact_counts(x) || !x.entry.snapshot) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const auto* view = bound(x, contact);
        const Asked asked = asked_interval(*x.request, contact);
        if (view == nullptr || (asked.given && asked.seconds == 0)) continue;
        applies = true;
        if (view->call_id != x.request->call_id || view->cseq != x.request->cseq->number) {
            return violated("a written binding holds another Call-ID or CSeq");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict refresh_replaces_whole(const Exchange& x) {
    if (!each_contact_counts(x)) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        for (const auto& shown : x.response->contacts.contacts) {
            const bool same = shown.value.uri.text == contact.value.uri.text;
            const bool was = std::ranges::any_of(x.before(), [&](const Tracked& t) {
                return t.view->uri == contact.value.uri.text;
            });
            if (!same || !was) continue;
            const auto asked_q = sip::qvalue_of(contact);
            const auto shown_q = sip::qvalue_of(shown);
            const Asked asked = asked_interval(*x.request, contact);
            if (!asked_q || (asked.given && asked.seconds == 0)) continue;
            applies = true;
            if (!shown_q || *shown_q != *asked_q) return violated("the refresh's q is not shown");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict empty_list_has_no_contact(const Exchange& x) {
    if (!x.accepted() || !x.entry.snapshot) return not_applicable();
    if (!x.mine().empty()) return not_applicable();
    return require(x.response->message().count(sip::HeaderId::contact) == 0,
                   [] { return "a Contact row though nothing is bound"; });
}

Verdict contacts_have_expires(const Exchange& x) {
    if (!x.accepted() || x.response->contacts.contacts.empty()) return not_applicable();
    for (const auto& contact : x.response->contacts.contacts) {
        if (shown_interval(contact) < 1) {
            return violated("without a positive expires: " + quoted(contact.text));
        }
    }
    return holds();
}

Verdict success_has_date(const Exchange& x) {
    constexpr Millis year_one = -62'135'596'800'000;
    constexpr Millis year_ten_thousand = 253'402'300'800'000;
    const bool datable = x.entry.wall >= year_one && x.entry.wall < year_ten_thousand;
    if (!x.accepted() || !datable) return not_applicable();
    const auto date = sip::parse_date(x.response->value(sip::HeaderId::date));
    if (!date) return violated("no well-formed Date in the 200");
    const Millis off = *date * 1'000 - x.entry.wall;
    return require(off <= 0 && off > -1'000, [] { return "Date is not the wall clock's second"; });
}

Verdict contacts_in_brackets(const Exchange& x) {
    if (!x.accepted() || x.response->message().count(sip::HeaderId::contact) == 0) {
        return not_applicable();
    }
    if (!x.response->contacts_read) return violated("the 200's Contacts cannot be read back");
    for (const auto& contact : x.response->contacts.contacts) {
        if (!contact.value.bracketed) return violated("no brackets: " + quoted(contact.text));
    }
    return holds();
}

Verdict echo_is_faithful(const Exchange& x) {
    if (!each_contact_counts(x)) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const Asked asked = asked_interval(*x.request, contact);
        if (asked.given && asked.seconds == 0) continue;
        applies = true;
        std::string display;
        sip::append_unfolded(display, contact.value.display);
        const bool shown = std::ranges::any_of(x.response->contacts.contacts, [&](const auto& c) {
            return c.value.uri.text == contact.value.uri.text && c.value.display == display &&
                   kept_params(c) == kept_params(contact);
        });
        if (!shown) return violated("not echoed as sent: " + quoted(contact.text));
    }
    return applies ? holds() : not_applicable();
}

Verdict foreign_domain(const Exchange& x) {
    if (!x.request || !x.response || !only_fault(x, 5, "domain")) return not_applicable();
    return refused_with(x, 404);
}

Verdict foreign_aor(const Exchange& x) {
    if (!x.request || !x.response || !only_fault(x, 11, "address-of-record")) {
        return not_applicable();
    }
    return refused_with(x, 404);
}

Verdict no_global_failure(const Exchange& x) {
    if (!x.response) return not_applicable();
    return require(x.status() < 600,
                   [&] { return "status " + std::to_string(x.status()) + " from a registrar"; });
}

Verdict no_record_route(const Exchange& x) {
    if (!x.response) return not_applicable();
    return require(x.response->message().count(sip::HeaderId::record_route) == 0,
                   [] { return "Record-Route in a response to REGISTER"; });
}

constexpr unsigned ws = wire | snapshot;

constexpr std::array<Invariant, 27> rules{{
    {"R3261-10.3-6", "R3261-10.3-6f R3261-10.3-6g R3261-10.3-6k", Strength::must,
     "A wildcard with Expires 0 removes every binding of that AOR and of no other",
     "When no binding's Call-ID and CSeq stand against it, Contact: * with Expires: 0 is accepted, "
     "leaves that address-of-record without bindings, and touches nobody else's.",
     ws, wildcard_removes_all},
    {"R3261-10.3-6b", "R3261-10.3-6b R3261-10.3-6e", Strength::must,
     "A wildcard beside another Contact is refused",
     "Status 400, in whatever order they stand, in one row or in several.", wire,
     wildcard_not_alone},
    {"R3261-10.3-6c", "R3261-10.3-6c", Strength::must, "A wildcard with an interval is refused",
     "Expires other than 0 beside Contact: * is 400.", wire, wildcard_with_interval},
    {"R3261-10.3-6d", "R3261-10.3-6d R3261-10.3-6j R3261-10.2.2-2", Strength::must,
     "A wildcard without a readable Expires is refused",
     "No Expires, or one that is no number, beside Contact: * is 400.", wire,
     wildcard_without_expires},
    {"R3261-10.3-6h", "R3261-10.3-6h", Strength::must,
     "A wildcard fails when one binding's CSeq stands against it",
     "Same Call-ID and a CSeq that is not higher: no 2xx.", wire, wildcard_older_cseq},
    {"R3261-10.3-6i", "R3261-10.3-6i", Strength::must, "A wildcard on nothing succeeds",
     "On an address-of-record without bindings it is 200 without Contact.", wire,
     wildcard_on_empty},
    {"R3261-10.3-7b", "R3261-10.3-7b", Strength::must,
     "The expires parameter beats the header field",
     "Where both are given and differ, the parameter is the requested interval.", ws,
     param_beats_header},
    {"R3261-10.3-7b0", "R3261-10.3-7b R3261-10.3-7c R3261-10.2.2-1", Strength::must,
     "An interval of zero removes",
     "A contact whose requested interval is 0 is not bound after a "
     "200.",
     ws, zero_param_removes},
    {"R3261-10.3-7c", "R3261-10.3-7c", Strength::must, "The Expires header field serves the rest",
     "A contact without the parameter gets what Expires says.", ws, header_without_param},
    {"R3261-10.3-7d", "R3261-10.3-7d", Strength::must, "Without both the default counts",
     "A contact without any interval gets the configured default.", ws, default_without_both},
    {"R3261-10.2-13", "R3261-10.2-13 D-06", Strength::should,
     "A malformed expires parameter counts as an hour",
     "An expires parameter that is no number is taken as 3600.", ws, malformed_is_an_hour},
    {"R3261-10.3-7f", "R3261-10.3-7f", Strength::must, "423 only for a brief interval",
     "423 means that a contact asks for more than 0, less than 3600 and less than the minimum.",
     wire, brief_only_when_brief},
    {"R3261-10.3-7g", "R3261-10.3-7g", Strength::must, "423 tells the minimum",
     "Exactly one Min-Expires with the smallest interval that is honoured.", wire,
     brief_tells_minimum},
    {"R3261-10.3-7k", "R3261-10.3-7k", Strength::must, "Removing the unknown succeeds",
     "A request that only removes contacts which are not bound is 200.", wire,
     unknown_removal_succeeds},
    {"R3261-10.3-7l", "R3261-10.3-7l R3261-10.3-6f", Strength::must, "Another Call-ID never blocks",
     "Under another Call-ID a lower CSeq is no reason to refuse.", wire,
     other_call_id_ignores_cseq},
    {"R3261-10.3-7n", "R3261-10.3-7n", Strength::must, "The same Call-ID needs a higher CSeq",
     "Same Call-ID and a CSeq that is not higher: the request fails.", wire,
     same_call_id_needs_higher},
    {"R3261-10.3-7o", "R3261-10.3-7o", Strength::must, "Bindings remember their request",
     "A written binding holds the Call-ID and CSeq of the request that wrote it.", ws,
     stores_call_id_and_cseq},
    {"R3261-10.3-7p", "R3261-10.3-7p", Strength::must, "A refresh shows its own q",
     "After a refresh the 200 shows the q of the refresh, or none if it had none.", wire,
     refresh_replaces_whole},
    {"R3261-10.3-8b", "R3261-10.3-8b", Strength::must, "Nothing bound, no Contact",
     "A 200 for an address-of-record without bindings has no Contact row.", ws,
     empty_list_has_no_contact},
    {"R3261-10.3-8c", "R3261-10.3-8c R3261-10.3-8e", Strength::must,
     "Every listed contact has an interval", "expires is there and at least 1.", wire,
     contacts_have_expires},
    {"R3261-10.3-8d", "R3261-10.3-8d R3261-20.17-1", Strength::should, "A 200 has a Date",
     "Well-formed, in GMT, and the second of the wall clock.", wire, success_has_date},
    {"R3261-10.3-8f", "R3261-10.3-8f P-05", Strength::must, "Listed URIs stand in brackets",
     "Every Contact of a 200 can be read back and has its URI in angle brackets.", wire,
     contacts_in_brackets},
    {"M-17", "M-17 P-05", Strength::must, "A contact comes back as it went in",
     "URI octets, display name and parameters in the 200 are those of the request.", wire,
     echo_is_faithful},
    {"R3261-10.3-1b", "R3261-10.3-1b R3261-8.2.2.1-2", Strength::should, "A foreign domain is 404",
     "A Request-URI for a domain that is not served is 404.", wire, foreign_domain},
    {"R3261-10.3-5b", "R3261-10.3-5b", Strength::must, "An unknown address-of-record is 404",
     "A To whose domain or user is not ours is 404.", wire, foreign_aor},
    {"R3261-10.3-0b", "R3261-10.3-0b R3261-10.3-0e", Strength::must, "Never a 6xx",
     "No response has a status of 600 or more.", wire, no_global_failure},
    {"R3261-10.3-0e", "R3261-10.3-0e", Strength::must, "Never a Record-Route",
     "No response to REGISTER carries Record-Route.", wire, no_record_route},
}};

}  // namespace

std::span<const Invariant> register_rules() { return rules; }

}  // namespace starzero::invariants
