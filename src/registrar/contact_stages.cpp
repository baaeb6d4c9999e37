// Stages 14 to 18: the contacts, their intervals, the update as a whole, the commit (10.3).
#include <algorithm>
#include <span>

#include "starzero/registrar/stages.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::registrar {

namespace {

using model::Reason;
using sip::HeaderId;

constexpr std::uint32_t malformed_interval = 3'600;  // 10.2: a malformed expires is taken so
constexpr std::uint32_t brief_below = 3'600;         // 10.3 step 7: 423 only below an hour

Refusal refuse(int status, Reason reason) { return {status, reason, {}}; }

Refusal of_contact_error(sip::ErrorKind kind) {
    switch (kind) {
        case sip::ErrorKind::wildcard: return refuse(400, Reason::wildcard_not_alone);
        case sip::ErrorKind::duplicate: return refuse(400, Reason::duplicate_parameter);
        case sip::ErrorKind::too_many: return refuse(400, Reason::too_many_contacts);
        default: return refuse(400, Reason::bad_contact);
    }
}

Verdict read_contacts(Request& request) {
    for (const sip::HeaderRow& row : request.message().rows) {
        if (row.id != HeaderId::contact) continue;
        const auto read = sip::parse_contact_row(row.value, request.contacts, request.limits);
        if (!read) return of_contact_error(read.error().kind);
    }
    if (request.contacts.contacts.size() > request.policy.limits.contacts) {
        return refuse(400, Reason::too_many_contacts);
    }
    return std::nullopt;
}

Verdict read_qvalues(Request& request) {
    for (const sip::Contact& contact : request.contacts.contacts) {
        const auto q = sip::qvalue_of(contact);
        if (!q) return refuse(400, Reason::bad_qvalue);
        request.changes.push_back({&contact, &contact.value.uri, *q ? int{**q} : -1, 0});
    }
    return std::nullopt;
}

// Two equal contacts have no order-independent meaning: refused, or one of them wins (D-04).
Verdict settle_duplicates(Request& request) {
    auto& changes = request.changes;
    const auto equal = [](const Change& a, const Change& b) { return sip::equal(*a.uri, *b.uri); };
    std::vector<Change> kept;
    for (const Change& change : changes) {
        const auto twin =
            std::ranges::find_if(kept, [&](const Change& k) { return equal(k, change); });
        if (twin == kept.end()) {
            kept.push_back(change);
        } else if (request.policy.duplicate_contact == model::DuplicateContact::reject) {
            return refuse(400, Reason::duplicate_contact);
        } else if (request.policy.duplicate_contact == model::DuplicateContact::last_wins) {
            *twin = change;
        }
    }
    changes = std::move(kept);
    return std::nullopt;
}

std::uint32_t granted_interval(const Request& request, const sip::Interval& own) {
    const model::Policy& policy = request.policy;
    std::uint32_t asked = policy.default_expires;
    if (own.form == sip::Interval::Form::malformed) {
        asked = malformed_interval;
    } else if (own.form == sip::Interval::Form::given) {
        asked = own.seconds;
    } else if (request.expires.form == sip::Interval::Form::given) {
        asked = request.expires.seconds;
    }
    return std::min(asked, policy.max_expires);
}

bool too_brief(const Request& request, const sip::Interval& own) {
    const sip::Interval& asked = own.form == sip::Interval::Form::absent ? request.expires : own;
    return asked.form == sip::Interval::Form::given && asked.seconds > 0 &&
           asked.seconds < brief_below && asked.seconds < request.policy.min_expires;
}

std::string params_text(const sip::Contact& contact) {
    std::string text;
    for (const sip::Param& param : contact.value.params) {
        if (!sip::iequals(param.name, "expires")) sip::append_param(text, param);
    }
    return text;
}

Binding make_binding(const Request& request, const Change& change, Millis registered_at) {
    auto view = std::make_shared<model::BindingView>();
    view->aor = request.aor;
    sip::append_unfolded(view->display, change.contact->value.display);
    view->uri = change.uri->text;
    view->params = params_text(*change.contact);
    view->q = change.q;
    view->expires_at = request.now + model::seconds(change.granted);
    view->registered_at = registered_at;
    view->updated_at = request.now;
    view->call_id = request.call_id;
    view->cseq = request.cseq.number;
    return {std::move(view), sip::comparison_hash(*change.uri)};
}

bool out_of_order(const Request& request, const Binding& binding) {
    return binding.view->call_id == request.call_id && request.cseq.number <= binding.view->cseq;
}

// Step 6: all or none, since the request is atomic.
Verdict remove_all(Request& request) {
    for (const Binding& binding : request.bindings) {
        if (out_of_order(request, binding)) return refuse(500, Reason::out_of_order);
    }
    request.bindings.clear();
    return std::nullopt;
}

// Places in the list before the request that the contact equals (D-05).
std::vector<std::size_t> matches_of(const Request& request, const Change& change,
                                    std::span<const Binding> before) {
    std::vector<std::size_t> places;
    const std::uint64_t hash = sip::comparison_hash(*change.uri);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].uri_hash != hash) continue;
        const auto stored = sip::parse_uri(before[i].view->uri, sip::accepted_text);
        if (!stored || !sip::equal(*stored, *change.uri)) continue;
        places.push_back(i);
        if (request.policy.multi_match == model::MultiMatch::first) break;
    }
    return places;
}

// Step 7. Every contact is matched against the list as it was, so that the order of the contacts
// cannot matter; a binding that an earlier contact took is not there for a later one.
Verdict apply_changes(Request& request) {
    const std::vector<Binding> before = std::move(request.bindings);
    std::vector<Binding> updated = before;  // a place without a view is removed
    std::vector<Binding> added;
    std::vector<bool> taken(before.size(), false);
    for (const Change& change : request.changes) {
        std::optional<std::size_t> place;
        for (const std::size_t i : matches_of(request, change, before)) {
            if (out_of_order(request, before[i])) return refuse(500, Reason::out_of_order);
            if (taken[i]) continue;
            taken[i] = true;
            updated[i].view.reset();
            if (!place) place = i;
        }
        if (change.granted == 0) continue;
        if (place) {
            updated[*place] = make_binding(request, change, before[*place].view->registered_at);
        } else {
            added.push_back(make_binding(request, change, request.now));
        }
    }
    std::erase_if(updated, [](const Binding& binding) { return binding.view == nullptr; });
    updated.insert(updated.end(), added.begin(), added.end());
    const bool over = updated.size() > request.policy.max_contacts;
    if (over && updated.size() > before.size()) return refuse(403, Reason::too_many_bindings);
    request.bindings = std::move(updated);
    return std::nullopt;
}

// D-01: the RFC says that the request fails and names no code.
Verdict settle_order(Request& request, Verdict verdict) {
    if (!verdict || verdict->reason != Reason::out_of_order) return verdict;
    if (request.policy.cseq_failure == model::CSeqFailure::status_400) verdict->status = 400;
    if (request.policy.cseq_failure != model::CSeqFailure::ignore_with_200) return verdict;
    request.keeps_state = true;
    auto live = request.locations.live(request.aor, request.now);
    if (!live) return refuse(500, Reason::store_failure);
    request.bindings = std::move(*live);
    return std::nullopt;
}

}  // namespace

Verdict check_contacts(Request& request) {
    if (Verdict verdict = read_contacts(request)) return verdict;
    if (const auto* row = request.message().first(HeaderId::expires)) {
        request.expires = sip::read_interval(row->value);
    }
    if (request.contacts.wildcard) {
        // Only a readable zero counts: a malformed Expires is not zero (10.3-6j).
        const bool zero =
            request.expires.form == sip::Interval::Form::given && request.expires.seconds == 0;
        if (!zero) return refuse(400, Reason::wildcard_without_zero);
        return std::nullopt;
    }
    if (Verdict verdict = read_qvalues(request)) return verdict;
    return settle_duplicates(request);
}

Verdict no_extension_gates(Request&) { return std::nullopt; }

Verdict choose_intervals(Request& request) {
    for (Change& change : request.changes) {
        const sip::Interval own = sip::interval_of(*change.contact);
        if (too_brief(request, own)) {
            return Refusal{423, Reason::interval_too_brief,
                           "Min-Expires: " + std::to_string(request.policy.min_expires) + "\r\n"};
        }
        change.granted = granted_interval(request, own);
    }
    return std::nullopt;
}

Verdict update_bindings(Request& request) {
    auto live = request.locations.live(request.aor, request.now);
    if (!live) return refuse(500, Reason::store_failure);
    request.bindings = std::move(*live);
    if (request.is_query()) return std::nullopt;
    return settle_order(request,
                        request.contacts.wildcard ? remove_all(request) : apply_changes(request));
}

Verdict commit_bindings(Request& request) {
    if (request.is_query() || request.keeps_state) return std::nullopt;
    if (!request.locations.commit(request.aor, request.bindings, request.now)) {
        return refuse(500, Reason::store_failure);
    }
    return std::nullopt;
}

}  // namespace starzero::registrar
