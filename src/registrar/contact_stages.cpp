// Stages 14 to 18: the contacts, their intervals, the update as a whole, the commit (10.3).
#include <algorithm>
#include <span>

#include "starzero/registrar/contact_params.hpp"
#include "starzero/registrar/keyed_hash.hpp"
#include "starzero/registrar/stages.hpp"

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
        Change change;
        change.contact = &contact;
        change.uri = &contact.value.uri;
        change.q = *q ? int{**q} : -1;
        request.changes.push_back(std::move(change));
    }
    return std::nullopt;
}

// D-22: a malformed instance-id or reg-id is refused where somebody would use it.
Verdict check_flow_params(const Request& request) {
    const bool outbound = request.offers(model::Extension::outbound);
    if (!outbound && !request.offers(model::Extension::gruu)) return std::nullopt;
    for (const Change& change : request.changes) {
        const auto params = sip::flow_params_of(*change.contact);
        const bool number = !params && (params.error().kind == sip::ErrorKind::number ||
                                        params.error().kind == sip::ErrorKind::range ||
                                        params.error().kind == sip::ErrorKind::empty);
        if (!params && (outbound || !number)) return refuse(400, Reason::bad_instance);
    }
    return std::nullopt;
}

// The keys of the contacts, now that it is known whether outbound is used.
void find_keys(Request& request) {
    const bool reads =
        request.offers(model::Extension::outbound) || request.offers(model::Extension::gruu);
    for (Change& change : request.changes) {
        const auto params = reads ? sip::flow_params_of(*change.contact)
                                  : sip::Result<sip::FlowParams>(sip::FlowParams{});
        const sip::Param* instance =
            reads ? sip::find_param(change.contact->value.params, "+sip.instance") : nullptr;
        if (instance == nullptr) continue;
        // Under GRUU alone a reg-id means nothing, so a malformed one does not hide the instance.
        const auto urn = sip::parse_instance(*instance->value);
        change.instance = sip::instance_key(*urn);
        const bool used = request.outbound == OutboundUse::used && params;
        if (used && params->reg_id) change.reg_id = *params->reg_id;
    }
}

// Would both be the same binding?
bool same_key(const Request& request, const Change& a, const Change& b) {
    if (a.reg_id != b.reg_id) return false;
    if (a.reg_id != 0) return a.instance == b.instance;
    return request.same_uri(*a.uri, *b.uri);
}

// Two equal contacts have no order-independent meaning: refused, or one of them wins (D-04).
Verdict settle_duplicates(Request& request) {
    auto& changes = request.changes;
    std::vector<Change> kept;
    for (const Change& change : changes) {
        const auto twin = std::ranges::find_if(
            kept, [&](const Change& k) { return same_key(request, k, change); });
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

// RFC 3680 5.1: contacts whose URIs differ have different ids, and an equal one keeps its id. Of
// the key, so that a contact that comes back is known again; no two of a list are alike.
std::uint64_t new_contact_id(const Request& request, const Change& change,
                             std::span<const std::uint64_t> used) {
    HashKey chain;  // each field's hash is part of the next one's key
    for (const std::string_view field :
         {std::string_view(request.aor), change.uri->text, std::string_view(change.instance)}) {
        chain.first = keyed_hash(chain, field);
    }
    std::uint64_t id = chain.first + change.reg_id;
    const auto taken = [&] { return std::ranges::find(used, id) != used.end(); };
    while (taken()) ++id;
    return id;
}

// Of a new binding; old: the one that it refreshes, or nullptr.
Binding make_binding(const Request& request, const Change& change, const Binding* old,
                     std::vector<std::uint64_t>& ids) {
    auto view = std::make_shared<model::BindingView>();
    view->aor = request.aor;
    sip::append_unfolded(view->display, change.contact->value.display);
    view->uri = change.uri->text;
    view->params = kept_params(*change.contact);
    view->q = change.q;
    view->expires_at = request.now + model::seconds(change.granted);
    view->registered_at = old != nullptr ? old->view->registered_at : request.now;
    view->updated_at = request.now;
    view->call_id = request.call_id;
    view->cseq = request.cseq.number;
    view->instance = change.instance;
    view->reg_id = change.reg_id;
    view->bulk = request.bulk && is_bulk(*change.uri);
    if (request.offers(model::Extension::path)) {
        for (const sip::RouteValue& value : request.path) {
            sip::append_route_value(view->path.emplace_back(), value);
        }
    }
    if (change.reg_id != 0 && is_first_hop(request.outbound_question())) {
        view->flow = request.flow.id;
    }
    const std::uint64_t id =
        old != nullptr ? old->contact_id : new_contact_id(request, change, ids);
    ids.push_back(id);
    return {std::move(view), sip::comparison_hash(*change.uri), id};
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
    request.instances.clear();
    return std::nullopt;
}

bool same_stored_uri(const Request& request, const Change& change, const Binding& binding) {
    const auto stored = sip::parse_uri(binding.view->uri, sip::accepted_text);
    return stored && request.same_uri(*stored, *change.uri);
}

// Places in the list before the request that the contact equals (D-05). A flow is found by its
// key, whatever its URI (RFC 5626 section 6), and a URI finds no flow (D-29).
std::vector<std::size_t> matches_of(const Request& request, const Change& change,
                                    std::span<const Binding> before) {
    std::vector<std::size_t> places;
    const std::uint64_t hash = sip::comparison_hash(*change.uri);
    for (std::size_t i = 0; i < before.size(); ++i) {
        const model::BindingView& view = *before[i].view;
        if (view.reg_id != change.reg_id) continue;
        const bool same = change.reg_id != 0 ? view.instance == change.instance
                                             : before[i].uri_hash == hash &&
                                                   same_stored_uri(request, change, before[i]);
        if (!same) continue;
        places.push_back(i);
        if (request.policy.multi_match == model::MultiMatch::first) break;
    }
    return places;
}

// RFC 5627 5.1: a registration of an instance makes a new temporary GRUU, and all earlier ones
// invalid when the newest contact of that instance (and flow) came under another Call-ID.
void renew_gruu(Request& request, const Change& change, std::span<const Binding> before) {
    const model::BindingView* newest = nullptr;
    bool lives = false;
    for (const Binding& binding : before) {
        if (binding.view->instance != change.instance) continue;
        lives = true;
        if (change.reg_id != 0 && binding.view->reg_id != change.reg_id) continue;
        if (newest == nullptr || binding.view->updated_at >= newest->updated_at) {
            newest = binding.view.get();
        }
    }
    auto record = std::ranges::find(request.instances, change.instance, &InstanceRecord::instance);
    const bool known = record != request.instances.end();
    if (!known) record = request.instances.insert(record, InstanceRecord{change.instance});
    if (!known || !lives || (newest != nullptr && newest->call_id != request.call_id)) {
        record->epoch = request.gruus.new_epoch(request.aor, change.instance);
        record->prefix = request.gruus.prefix();
        record->count = 0;
        record->first_cseq = request.cseq.number;
    }
    ++record->count;
}

bool has_gruu(const Request& request, const Change& change) {
    return request.offers(model::Extension::gruu) && !change.instance.empty();
}

// RFC 5627 5.3: the last contact of an instance takes its temporary GRUUs with it.
void drop_instances_without_binding(Request& request) {
    std::erase_if(request.instances, [&](const InstanceRecord& record) {
        return std::ranges::none_of(request.bindings, [&](const Binding& binding) {
            return binding.view->instance == record.instance;
        });
    });
}

// Step 7. Every contact is matched against the list as it was, so that the order of the contacts
// cannot matter; a binding that an earlier contact took is not there for a later one.
Verdict apply_changes(Request& request) {
    const std::vector<Binding> before = std::move(request.bindings);
    std::vector<Binding> updated = before;  // a place without a view is removed
    std::vector<Binding> added;
    std::vector<bool> taken(before.size(), false);
    std::vector<std::uint64_t> ids;  // of all contacts before and after
    for (const Binding& binding : before) ids.push_back(binding.contact_id);
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
        // A flow whose URI changes is another contact to whoever watches (D-36).
        const bool refresh =
            place && (change.reg_id == 0 || same_stored_uri(request, change, before[*place]));
        Binding made = make_binding(request, change, refresh ? &before[*place] : nullptr, ids);
        if (place) updated[*place] = std::move(made);
        else added.push_back(std::move(made));
        if (has_gruu(request, change)) renew_gruu(request, change, before);
    }
    std::erase_if(updated, [](const Binding& binding) { return binding.view == nullptr; });
    updated.insert(updated.end(), added.begin(), added.end());
    const bool over = updated.size() > request.policy.max_contacts;
    if (over && updated.size() > before.size()) return refuse(403, Reason::too_many_bindings);
    request.bindings = std::move(updated);
    drop_instances_without_binding(request);
    return std::nullopt;
}

Verdict read_bindings(Request& request) {
    auto live = request.locations.live(request.aor, request.now);
    if (!live) return refuse(500, Reason::store_failure);
    request.bindings = std::move(live->bindings);
    request.instances = std::move(live->instances);
    return std::nullopt;
}

// D-01: the RFC says that the request fails and names no code.
Verdict settle_order(Request& request, Verdict verdict) {
    if (!verdict || verdict->reason != Reason::out_of_order) return verdict;
    if (request.policy.cseq_failure == model::CSeqFailure::status_400) verdict->status = 400;
    if (request.policy.cseq_failure != model::CSeqFailure::ignore_with_200) return verdict;
    request.keeps_state = true;
    return read_bindings(request);
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
        read_extensions(request);
        return std::nullopt;
    }
    if (Verdict verdict = read_qvalues(request)) return verdict;
    if (!request.policy.extensions.empty()) {
        if (Verdict verdict = check_flow_params(request)) return verdict;
        read_extensions(request);
        find_keys(request);
    }
    return settle_duplicates(request);
}

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
    if (Verdict verdict = read_bindings(request)) return verdict;
    if (request.is_query()) return std::nullopt;
    return settle_order(request,
                        request.contacts.wildcard ? remove_all(request) : apply_changes(request));
}

Verdict commit_bindings(Request& request) {
    if (request.is_query() || request.keeps_state) return std::nullopt;
    if (!request.locations.commit(request.aor, {request.bindings, request.instances},
                                  request.now)) {
        return refuse(500, Reason::store_failure);
    }
    return std::nullopt;
}

}  // namespace starzero::registrar
