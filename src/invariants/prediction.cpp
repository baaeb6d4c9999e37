// Stages 16 and 17 as the judge sees them: what the bindings become if the request is accepted.
#include <algorithm>

#include "starzero/invariants/ledger.hpp"
#include "starzero/sip/uri_compare.hpp"

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

Tracked tracked(const RequestFacts& facts, const sip::Contact& contact, Millis now,
                Millis registered_at, std::uint32_t interval) {
    auto view = std::make_shared<model::BindingView>();
    view->aor = facts.aor;
    sip::append_unfolded(view->display, contact.value.display);
    view->uri = contact.value.uri.text;
    for (const sip::Param& param : contact.value.params) {
        if (!sip::iequals(param.name, "expires")) sip::append_param(view->params, param);
    }
    const auto q = sip::qvalue_of(contact);
    view->q = q && *q ? int{**q} : -1;
    view->expires_at = now + model::seconds(interval);
    view->registered_at = registered_at;
    view->updated_at = now;
    view->call_id = facts.call_id;
    view->cseq = facts.cseq->number;
    Tracked result{view, {}};
    if (auto uri = sip::parse_uri(view->uri, sip::accepted_text)) result.uri = std::move(*uri);
    return result;
}

// The contacts that count once duplicates are settled (D-04).
std::vector<const sip::Contact*> settled(const sip::ContactList& list,
                                         model::DuplicateContact rule) {
    std::vector<const sip::Contact*> kept;
    for (const sip::Contact& contact : list.contacts) {
        const auto same = [&](const sip::Contact* other) {
            return sip::equal(other->value.uri, contact.value.uri);
        };
        const auto twin = std::ranges::find_if(kept, same);
        if (twin == kept.end()) kept.push_back(&contact);
        else if (rule == model::DuplicateContact::last_wins) *twin = &contact;
    }
    return kept;
}

class Predictor {
public:
    Predictor(const RequestFacts& facts, const TrackedList& before, const model::Policy& policy,
              Millis now)
        : facts_(facts), before_(before), policy_(policy), now_(now) {
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
        }
        prediction_.removed = before_.size();
    }

    void apply_contacts() {
        std::vector<std::optional<Tracked>> places(before_.begin(), before_.end());
        TrackedList fresh;
        for (const auto* contact : settled(facts_.contacts, policy_.duplicate_contact)) {
            if (brief(facts_, *contact, policy_)) {
                prediction_.faults.push_back({16, {423, 0}, "interval too brief"});
            }
            apply(*contact, places, fresh);
        }
        for (auto& place : places) {
            if (place) prediction_.after.push_back(std::move(*place));
        }
        prediction_.after.insert(prediction_.after.end(), fresh.begin(), fresh.end());
        prediction_.added = fresh.size();
        prediction_.removed = before_.size() + fresh.size() - prediction_.after.size();
    }

    // Against the list as it was before the request; an earlier contact's match is taken.
    void apply(const sip::Contact& contact, std::vector<std::optional<Tracked>>& places,
               TrackedList& fresh) {
        const std::uint32_t interval = interval_for(facts_, contact, policy_);
        bool placed = false;
        for (std::size_t i = 0; i < before_.size(); ++i) {
            if (!sip::equal(before_[i].uri, contact.value.uri)) continue;
            prediction_.out_of_order = prediction_.out_of_order || late(before_[i]);
            if (!prediction_.touched[i]) {
                prediction_.touched[i] = true;
                places[i].reset();
                if (interval != 0 && !placed) {
                    places[i] =
                        tracked(facts_, contact, now_, before_[i].view->registered_at, interval);
                    placed = true;
                }
            }
            if (policy_.multi_match == model::MultiMatch::first) break;
        }
        if (interval != 0 && !placed) {
            fresh.push_back(tracked(facts_, contact, now_, now_, interval));
        }
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
    Millis now_;
    Prediction prediction_;
};

}  // namespace

Prediction Ledger::predict(const RequestFacts& facts, Millis now) const {
    return Predictor(facts, bindings(facts.aor), policy_, now).predict();
}

}  // namespace starzero::invariants
