#include "starzero/invariants/queries.hpp"

#include "starzero/model/log_record.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

model::Snapshot of_aor(const model::Snapshot& snapshot, std::string_view aor) {
    model::Snapshot part;
    for (const auto& view : snapshot) {
        if (view->aor == aor) part.push_back(view);
    }
    return part;
}

model::Snapshot without_aor(const model::Snapshot& snapshot, std::string_view aor) {
    model::Snapshot part;
    for (const auto& view : snapshot) {
        if (view->aor != aor) part.push_back(view);
    }
    return part;
}

const model::BindingView* with_uri(const model::Snapshot& snapshot, std::string_view uri) {
    const auto found = std::ranges::find_if(snapshot, [&](const auto& v) { return v->uri == uri; });
    return found == snapshot.end() ? nullptr : found->get();
}

bool unchanged(const Exchange& x) {
    return !x.entry.snapshot || model::equal(x.lived_before(), *x.entry.snapshot);
}

bool has_fault(const Exchange& x, int stage, std::string_view what) {
    return std::ranges::any_of(x.faults,
                               [&](const Fault& f) { return f.stage == stage && f.what == what; });
}

bool only_fault(const Exchange& x, int stage, std::string_view what) {
    return !x.faults.empty() && x.repeats == nullptr && !store_failed(x) &&
           std::ranges::all_of(x.faults,
                               [&](const Fault& f) { return f.stage == stage && f.what == what; });
}

bool store_failed(const Exchange& x) {
    return x.ledger.store_may_fail() && (x.status() == 500 || x.status() == 503);
}

bool ignored(const Exchange& x) {
    return x.prediction && x.prediction->out_of_order &&
           x.policy().cseq_failure == model::CSeqFailure::ignore_with_200;
}

bool took_effect(const Exchange& x) { return x.changes() && x.prediction && !ignored(x); }

bool is_known(const model::Policy& policy, std::string_view aor) {
    std::string user;
    sip::append_unescaped(user, aor.substr(0, aor.find('@')));
    return std::ranges::find(policy.unknown_users, user) == policy.unknown_users.end();
}

bool each_contact_counts(const Exchange& x) {
    return took_effect(x) && !x.request->contacts.contacts.empty() &&
           x.policy().duplicate_contact == model::DuplicateContact::reject &&
           !has_fault(x, 14, "equal contacts") && !x.prediction->out_of_order &&
           one_binding_a_uri(x);
}

bool one_binding_a_uri(const Exchange& x) {
    for (std::size_t i = 0; i < x.mine().size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (x.mine()[i]->uri == x.mine()[k]->uri) return false;
        }
    }
    return true;
}

ContactKey key_of(const Exchange& x, const sip::Contact& contact) {
    const auto& contacts = x.request->contacts.contacts;
    return x.request->key(static_cast<std::size_t>(&contact - contacts.data()));
}

const model::BindingView* bound(const Exchange& x, const sip::Contact& contact) {
    const ContactKey key = key_of(x, contact);
    const auto found = std::ranges::find_if(x.mine(), [&](const auto& view) {
        if (view->reg_id != key.reg_id) return false;
        return key.reg_id != 0 ? view->instance == key.instance
                               : view->uri == contact.value.uri.text;
    });
    return found == x.mine().end() ? nullptr : found->get();
}

Asked asked_interval(const RequestFacts& request, const sip::Contact& contact) {
    using Form = sip::Interval::Form;
    const sip::Interval own = sip::interval_of(contact);
    if (own.form == Form::malformed) return {false, true, 0};
    const sip::Interval& asked = own.form == Form::given ? own : request.expires;
    if (asked.form == Form::given) return {true, false, asked.seconds};
    return {};
}

std::int64_t shown_interval(const sip::Contact& contact) {
    const sip::Interval shown = sip::interval_of(contact);
    return shown.form == sip::Interval::Form::given ? std::int64_t{shown.seconds} : -1;
}

std::string_view new_to_tag(const Exchange& x) {
    if (!x.request || !x.request->silence.empty() || !x.response || x.several) return {};
    if (x.repeats != nullptr || x.request->faulty_up_to(2)) return {};
    return tag_of(x.request->to).empty() ? tag_of(x.response->to) : std::string_view{};
}

const TrackedList* asked_of(const Exchange& x) {
    using model::Extension;
    const bool plain = !x.policy().offers(Extension::gruu) && !x.policy().offers(Extension::gin) &&
                       !x.policy().offers(Extension::sips);
    if (!x.entry.lookup || !plain || x.ledger.store_may_fail() || x.ledger.is_blind() ||
        x.entry.lookup->status == model::LookupStatus::store_failure ||
        x.entry.lookup->status == model::LookupStatus::unknown_aor) {
        return nullptr;
    }
    const auto asked = sip::parse_uri(looked_up(x.entry));
    if (!asked || !asked->is_sip()) return nullptr;
    return &x.ledger.bindings(sip::address_of_record(*asked));
}

bool is_offered(const Exchange& x, const Tracked& binding) {
    const std::string& instance = binding.view->instance;
    const bool grouped = x.policy().offers(model::Extension::outbound) && !instance.empty();
    return std::ranges::any_of(x.entry.lookup->targets, [&](const auto& view) {
        if (grouped && view->instance == instance) return true;
        const auto target = sip::parse_uri(view->uri, sip::accepted_text);
        return target && sip::equal(*target, binding.uri);
    });
}

bool is_for_many(const sip::Host& host) noexcept {
    if (host.kind == sip::HostKind::ipv4) return host.address[0] >= 224 || host.address[0] == 0;
    return host.kind == sip::HostKind::ipv6 && host.address[0] == 0xFF;
}

std::string quoted(std::string_view text) { return "'" + model::log_escape(text) + "'"; }

}  // namespace starzero::invariants
