// Stages 16 and 17 as the judge sees them: what the bindings become if the request is accepted.
#include <algorithm>

#include "starzero/invariants/ledger.hpp"
#include "starzero/sip/contact.hpp"

namespace starzero::invariants {

namespace {

using sip::Interval;

const Interval& asked_for(const RequestFacts& facts, const Interval& own) {
    return own.form == Interval::Form::absent ? facts.expires : own;
}

std::uint32_t interval_for(const RequestFacts& facts, const sip::Contact& contact,
                           const model::Policy& policy) {
    const Interval own = sip::interval_of(contact);
    std::uint32_t seconds = policy.default_expires;
    if (own.form == Interval::Form::malformed) seconds = 3'600;  // RFC 3261 10.2
    const Interval& asked = asked_for(facts, own);
    if (asked.form == Interval::Form::given) seconds = asked.seconds;
    return std::min(seconds, policy.max_expires);
}

bool brief(const RequestFacts& facts, const sip::Contact& contact, const model::Policy& policy) {
    const Interval own = sip::interval_of(contact);
    const Interval& asked = asked_for(facts, own);
    return asked.form == Interval::Form::given && asked.seconds != 0 &&
           asked.seconds < std::min<std::uint32_t>(3'600, policy.min_expires);
}

Tracked tracked(const RequestFacts& facts, const sip::Contact& contact, const ContactKey& key,
                Millis now, Millis registered_at, std::uint32_t interval) {
    auto view = std::make_shared<model::BindingView>();
    view->aor = facts.aor;
    sip::append_unfolded(view->display, contact.value.display);
    view->uri = contact.value.uri.text;
    view->params = kept_params(contact);
    const auto q = sip::qvalue_of(contact);
    view->q = q && *q ? int{**q} : -1;
    view->expires_at = now + model::seconds(interval);
    view->registered_at = registered_at;
    view->updated_at = now;
    view->call_id = facts.call_id;
    view->cseq = facts.cseq->number;
    view->instance = key.instance;
    view->reg_id = key.reg_id;
    const sip::Uri& contact_uri = contact.value.uri;
    view->bulk = facts.bulk && contact_uri.is_sip() && !contact_uri.user &&
                 sip::find_param(contact_uri, "bnc") != nullptr;
    for (const sip::RouteValue& value : facts.path) {
        sip::append_route_value(view->path.emplace_back(), value);
    }
    Tracked result{view, {}};
    if (auto uri = sip::parse_uri(view->uri, sip::accepted_text)) result.uri = std::move(*uri);
    return result;
}

// Places of the contacts that count once duplicates are settled (D-04).
std::vector<std::size_t> settled(const RequestFacts& facts, const model::Policy& policy) {
    const auto& contacts = facts.contacts.contacts;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        const auto same = [&](std::size_t k) {
            return same_place(contacts[k], facts.key(k), contacts[i], facts.key(i), policy);
        };
        const auto twin = std::ranges::find_if(kept, same);
        if (twin == kept.end()) kept.push_back(i);
        else if (policy.duplicate_contact == model::DuplicateContact::last_wins) *twin = i;
    }
    return kept;
}

class Predictor {
public:
    Predictor(const RequestFacts& facts, const TrackedList& before, const model::Policy& policy,
              const std::string& flow_id, Millis now)
        : facts_(facts), before_(before), policy_(policy), flow_id_(flow_id), now_(now) {
        prediction_.touched.resize(before.size(), false);
    }

    Prediction predict() {
        if (facts_.contacts.wildcard) remove_all();
        else apply_contacts();
        finish();
        return std::move(prediction_);
    }

private:
    bool late(const Tracked& binding) const {
        return binding.view->call_id == facts_.call_id &&
               !(facts_.cseq->number > binding.view->cseq);
    }

    void remove_all() {
        for (std::size_t i = 0; i < before_.size(); ++i) {
            prediction_.touched[i] = true;
            prediction_.out_of_order = prediction_.out_of_order || late(before_[i]);
            tell(model::RegEventKind::unregistered, before_[i].view);
        }
        prediction_.removed = before_.size();
    }

    void apply_contacts() {
        std::vector<std::optional<Tracked>> places(before_.begin(), before_.end());
        TrackedList fresh;
        for (const std::size_t index : settled(facts_, policy_)) {
            const sip::Contact& contact = facts_.contacts.contacts[index];
            if (brief(facts_, contact, policy_)) {
                prediction_.faults.push_back({16, {423, 0}, "interval too brief"});
            }
            apply(contact, facts_.key(index), places, fresh);
        }
        for (auto& place : places) {
            if (place) prediction_.after.push_back(std::move(*place));
        }
        prediction_.after.insert(prediction_.after.end(), fresh.begin(), fresh.end());
        prediction_.added = fresh.size();
        prediction_.removed = before_.size() + fresh.size() - prediction_.after.size();
    }

    void tell(model::RegEventKind kind, const model::BindingPtr& view) {
        prediction_.events.push_back({kind, view});
    }

    bool is_match(const Tracked& binding, const sip::Contact& contact,
                  const ContactKey& key) const {
        if (binding.view->reg_id != key.reg_id) return false;
        if (key.reg_id != 0) return binding.view->instance == key.instance;
        return same_uri(binding.uri, contact.value.uri, policy_);
    }

    // The binding that the contact makes; where it takes the place of one, that one's first
    // registration counts unless a flow came with another URI (D-36).
    Tracked made(const sip::Contact& contact, const ContactKey& key, const Tracked* old,
                 std::uint32_t interval) {
        const bool refresh =
            old != nullptr && (key.reg_id == 0 || same_uri(old->uri, contact.value.uri, policy_));
        Tracked fresh = tracked(facts_, contact, key, now_,
                                refresh ? old->view->registered_at : now_, interval);
        if (key.reg_id != 0 && facts_.vias.size() == 1) {
            auto view = std::make_shared<model::BindingView>(*fresh.view);
            view->flow = flow_id_;
            fresh.view = view;
            fresh.uri = *sip::parse_uri(view->uri, sip::accepted_text);
        }
        if (refresh) {
            tell(model::RegEventKind::refreshed, fresh.view);
        } else {
            if (old != nullptr) tell(model::RegEventKind::unregistered, old->view);
            tell(model::RegEventKind::registered, fresh.view);
        }
        note_gruu(key);
        return fresh;
    }

    // RFC 5627 5.1: the newest contact of the instance, of the same flow where there is one, under
    // another Call-ID ends all temporary GRUUs; so does the lack of any contact.
    void note_gruu(const ContactKey& key) {
        if (!policy_.offers(model::Extension::gruu) || key.instance.empty()) return;
        const model::BindingView* newest = nullptr;
        bool lives = false;
        for (const Tracked& b : before_) {
            if (b.view->instance != key.instance) continue;
            lives = true;
            if (key.reg_id != 0 && b.view->reg_id != key.reg_id) continue;
            if (newest == nullptr || b.view->updated_at >= newest->updated_at) {
                newest = b.view.get();
            }
        }
        prediction_.registered.push_back(key.instance);
        if (!lives || (newest != nullptr && newest->call_id != facts_.call_id)) {
            prediction_.renewed.push_back(key.instance);
        }
    }

    // Against the list as it was before the request; an earlier contact's match is taken.
    void apply(const sip::Contact& contact, const ContactKey& key,
               std::vector<std::optional<Tracked>>& places, TrackedList& fresh) {
        const std::uint32_t interval = interval_for(facts_, contact, policy_);
        bool placed = false;
        for (std::size_t i = 0; i < before_.size(); ++i) {
            if (!is_match(before_[i], contact, key)) continue;
            prediction_.out_of_order = prediction_.out_of_order || late(before_[i]);
            if (!prediction_.touched[i]) {
                prediction_.touched[i] = true;
                places[i].reset();
                if (interval != 0 && !placed) {
                    places[i] = made(contact, key, &before_[i], interval);
                    placed = true;
                } else {
                    tell(model::RegEventKind::unregistered, before_[i].view);
                }
            }
            if (policy_.multi_match == model::MultiMatch::first) break;
        }
        if (interval != 0 && !placed) fresh.push_back(made(contact, key, nullptr, interval));
    }

    void finish() {
        const auto rule = policy_.cseq_failure;
        if (prediction_.out_of_order && rule == model::CSeqFailure::status_500) {
            prediction_.faults.push_back({17, {500, 0}, "CSeq not higher"});
        } else if (prediction_.out_of_order && rule == model::CSeqFailure::status_400) {
            prediction_.faults.push_back({17, {400, 0}, "CSeq not higher"});
        } else if (!prediction_.out_of_order && prediction_.after.size() > policy_.max_contacts &&
                   prediction_.after.size() > before_.size()) {
            prediction_.faults.push_back({17, {403, 0}, "binding limit"});
        }
    }

    const RequestFacts& facts_;
    const TrackedList& before_;
    const model::Policy& policy_;
    const std::string& flow_id_;
    Millis now_;
    Prediction prediction_;
};

}  // namespace

Prediction Ledger::predict(const RequestFacts& facts, const std::string& flow_id,
                           Millis now) const {
    Prediction prediction = Predictor(facts, bindings(facts.aor), *policy_, flow_id, now).predict();
    // A GRUU of this address-of-record as a contact of an instance (RFC 5627 5.1): a temporary one,
    // or a bulk contact's; any other public one equals the address-of-record.
    for (std::size_t i = 0; i < facts.keys.size(); ++i) {
        const auto& uri = facts.contacts.contacts[i].value.uri;
        if (!policy_->offers(model::Extension::gruu)) break;
        if (facts.keys[i].instance.empty() || !facts.keys[i].wanted || !uri.is_sip()) continue;
        const bool bulk = !uri.user && sip::find_param(uri, "bnc") != nullptr;
        const auto owner = bulk ? gruus_.owner_of_public(uri) : gruus_.owner_of_temporary(uri);
        if (owner && owner->aor == facts.aor) {
            prediction.faults.push_back({15, {403, 0}, "contact is its own address"});
        }
    }
    return prediction;
}

}  // namespace starzero::invariants
