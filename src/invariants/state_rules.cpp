// S rows: what the bindings must be before and after one entry.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

using scenario::EventKind;

bool is_event(const Exchange& x, EventKind kind) { return x.entry.event.kind == kind; }

Verdict rejection_is_noop(const Exchange& x) {
    if (!x.request || !x.entry.snapshot || x.several) return not_applicable();
    if (x.repeats == nullptr && x.response && x.status() < 300) return not_applicable();
    return require(unchanged(x), [&] {
        return "answered " + std::to_string(x.status()) + " yet the bindings changed";
    });
}

Verdict lists_exactly_live(const Exchange& x) {
    if (!x.accepted() || !x.entry.snapshot) return not_applicable();
    const auto& listed = x.response->contacts.contacts;
    const bool same = std::ranges::is_permutation(
        listed, x.mine(), {}, [](const sip::Contact& c) { return c.value.uri.text; },
        [](const model::BindingPtr& view) { return std::string_view(view->uri); });
    return require(same, [&] {
        return "the 200 lists " + std::to_string(listed.size()) + " contacts, live are " +
               std::to_string(x.mine().size()) + " or others";
    });
}

Verdict frame(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot || x.before().empty()) return not_applicable();
    bool applies = false;
    for (std::size_t i = 0; i < x.before().size(); ++i) {
        if (x.prediction->touched[i]) continue;
        applies = true;
        const auto& kept = *x.before()[i].view;
        const bool there =
            std::ranges::any_of(*x.entry.snapshot, [&](const auto& v) { return *v == kept; });
        if (!there) return violated("a binding that no Contact names changed: " + quoted(kept.uri));
    }
    return applies ? holds() : not_applicable();
}

Verdict query_is_pure(const Exchange& x) {
    if (!x.accepted() || x.request->has_contact() || !x.entry.snapshot) return not_applicable();
    return require(unchanged(x), [] { return "a REGISTER without Contact changed bindings"; });
}

Verdict granted_within_asked(const Exchange& x) {
    if (!each_contact_counts(x) || !x.entry.snapshot) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const Asked asked = asked_interval(*x.request, contact);
        const auto* view = bound(x, contact);
        if (view == nullptr || asked.malformed || view->updated_at != x.entry.now) continue;
        applies = true;
        const std::int64_t most = asked.given ? asked.seconds : x.policy().default_expires;
        const Millis lifetime = view->expires_at - x.entry.now;
        if (lifetime > model::seconds(most)) {
            return violated("asked for " + std::to_string(most) + " s, the binding lives " +
                            std::to_string(lifetime) + " ms");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict shown_within_asked(const Exchange& x) {
    if (!each_contact_counts(x)) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const Asked asked = asked_interval(*x.request, contact);
        // What goes may leave a flow, or a flow what is no flow, of the same URI behind (D-29).
        const bool flows =
            x.policy().offers(model::Extension::outbound) ||
            std::ranges::any_of(x.before(), [](const Tracked& b) { return b.view->reg_id != 0; });
        if (!asked.given || (asked.seconds == 0 && flows)) continue;
        for (const auto& shown : x.response->contacts.contacts) {
            if (shown.value.uri.text != contact.value.uri.text) continue;
            applies = true;
            if (shown_interval(shown) > std::int64_t{asked.seconds}) {
                return violated("asked for " + std::to_string(asked.seconds) + " s, the 200 says " +
                                std::to_string(shown_interval(shown)));
            }
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict shows_remaining(const Exchange& x) {
    if (!x.accepted() || !x.entry.snapshot || x.response->contacts.contacts.empty() ||
        !one_binding_a_uri(x)) {
        return not_applicable();
    }
    const auto& mine = x.mine();
    for (const auto& shown : x.response->contacts.contacts) {
        const auto* view = with_uri(mine, shown.value.uri.text);
        if (view == nullptr) continue;
        const Millis left = view->expires_at - x.entry.now;
        const Millis said = model::seconds(shown_interval(shown));
        if (said < 1'000 || said - left >= 1'000 || left - said >= 1'000) {
            return violated("the 200 says " + std::to_string(said) + " ms, " +
                            std::to_string(left) + " ms remain");
        }
    }
    return holds();
}

Verdict no_zombie(const Exchange& x) {
    const auto dead = [&](const auto& view) { return view->expires_at <= x.entry.now; };
    if (!x.entry.snapshot && !x.entry.lookup) return not_applicable();
    if (x.entry.snapshot && std::ranges::any_of(*x.entry.snapshot, dead)) {
        return violated("a binding is still shown at or after its expiry");
    }
    if (x.entry.lookup && std::ranges::any_of(x.entry.lookup->targets, dead)) {
        return violated("a lookup offers a binding at or after its expiry");
    }
    return holds();
}

Verdict refinement(const Exchange& x) {
    if (!x.entry.snapshot || x.several) return not_applicable();
    std::size_t total = 0;
    for (const auto& [aor, list] : x.ledger.all()) {
        const bool touched = x.accepted() && aor == x.aor();
        if (touched) continue;
        total += list.size();
        if (!matches(list, aor, *x.entry.snapshot)) {
            return violated("bindings of " + quoted(aor) + " differ from what was accepted");
        }
    }
    if (x.accepted()) {
        const auto& expected = x.expected();
        total += expected.size();
        if (!matches(expected, x.aor(), *x.entry.snapshot)) {
            return violated("bindings of " + quoted(x.aor()) + " are not what the request makes");
        }
    }
    return require(total == x.entry.snapshot->size(), [&] {
        return std::to_string(x.entry.snapshot->size()) + " bindings, should be " +
               std::to_string(total);
    });
}

Verdict cseq_increases(const Exchange& x) {
    if (!x.changes() || !x.prediction || !x.prediction->out_of_order) return not_applicable();
    return require(unchanged(x), [&] {
        return "CSeq " + std::to_string(x.request->cseq->number) +
               " took effect over an equal or higher one of the same Call-ID";
    });
}

Verdict wildcard_all_or_none(const Exchange& x) {
    if (!x.is_register() || !x.response || !x.entry.snapshot || !x.request->contacts.wildcard) {
        return not_applicable();
    }
    if (!x.response->is_success() || ignored(x)) {
        return require(unchanged(x), [] { return "a refused wildcard changed bindings"; });
    }
    const auto& left = x.mine();
    return require(left.empty(), [&] {
        return std::to_string(left.size()) + " bindings survived an accepted wildcard";
    });
}

Verdict no_field_mixing(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot) return not_applicable();
    const auto& before = x.lived_before();
    bool applies = false;
    for (const auto& view : *x.entry.snapshot) {
        const bool same =
            std::ranges::any_of(before, [&](const auto& old) { return *old == *view; });
        if (same) continue;
        applies = true;
        const bool whole = view->aor == x.aor() && view->call_id == x.request->call_id &&
                           view->cseq == x.request->cseq->number && view->updated_at == x.entry.now;
        if (!whole) return violated("a changed binding holds fields of another request");
    }
    return applies ? holds() : not_applicable();
}

// Of two old ones another policy may be the reason; a binding of this request must find no equal.
Verdict pairwise_different(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot || x.mine().size() < 2) return not_applicable();
    // Of three contacts where only the last equals both others, one of those may stay (D-04).
    const bool settles = x.policy().duplicate_contact != model::DuplicateContact::reject;
    if (x.policy().multi_match != model::MultiMatch::all || settles) return not_applicable();
    std::vector<sip::Uri> uris;
    std::vector<bool> fresh;
    for (const auto& view : x.mine()) {
        auto uri = sip::parse_uri(view->uri, sip::accepted_text);
        if (!uri) return violated("a bound URI cannot be read: " + quoted(view->uri));
        uris.push_back(std::move(*uri));
        fresh.push_back(
            std::ranges::none_of(x.lived_before(), [&](const auto& old) { return *old == *view; }));
    }
    for (std::size_t i = 0; i < uris.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            const bool by_uri = x.mine()[i]->reg_id == 0 && x.mine()[k]->reg_id == 0;
            if (by_uri && (fresh[i] || fresh[k]) && same_uri(uris[i], uris[k], x.policy())) {
                return violated("two live bindings are equal: " + quoted(uris[i].text) + " and " +
                                quoted(uris[k].text));
            }
        }
    }
    return holds();
}

// The binding that a contact of the request should have made, or none when it asked for zero.
const model::BindingView* made_by(const Exchange& x, const sip::Contact& contact) {
    const Asked asked = asked_interval(*x.request, contact);
    if (asked.given && asked.seconds == 0) return nullptr;
    return bound(x, contact);
}

Verdict stored_as_sent(const Exchange& x) {
    if (!each_contact_counts(x) || !x.entry.snapshot) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const auto* view = made_by(x, contact);
        if (view == nullptr) continue;
        applies = true;
        std::string display;
        sip::append_unfolded(display, contact.value.display);
        const auto q = sip::qvalue_of(contact);
        const int wanted_q = q && *q ? int{**q} : -1;
        if (view->display != display || view->params != kept_params(contact) ||
            view->q != wanted_q) {
            return violated("stored as " + quoted(view->display + view->params) + ", sent as " +
                            quoted(contact.text));
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict lookup_order(const Exchange& x) {
    if (!x.entry.lookup || x.entry.lookup->targets.size() < 2) return not_applicable();
    const auto& targets = x.entry.lookup->targets;
    const auto rank = [](const auto& v) { return v->q < 0 ? 1000 : v->q; };
    for (std::size_t i = 1; i < targets.size(); ++i) {
        const bool falls = rank(targets[i - 1]) > rank(targets[i]);
        const bool ties = rank(targets[i - 1]) == rank(targets[i]);
        if (!falls && !(ties && targets[i - 1]->updated_at >= targets[i]->updated_at)) {
            return violated("targets are not in order of q, then of age");
        }
    }
    return holds();
}

Verdict count_law(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot) return not_applicable();
    const auto after = x.mine().size();
    const auto wanted = x.before().size() + x.prediction->added - x.prediction->removed;
    return require(after == wanted, [&] {
        return std::to_string(after) + " bindings, the request makes " + std::to_string(wanted);
    });
}

bool code_of(const Fault& fault, int status) {
    return status != 0 && std::ranges::find(fault.codes, status) != fault.codes.end();
}

bool answerable(const Exchange& x) {
    return x.request && x.request->silence.empty() && x.repeats == nullptr && x.response &&
           !store_failed(x) && !x.several;
}

Verdict justified_code(const Exchange& x) {
    if (!answerable(x)) return not_applicable();
    const bool ok = x.faults.empty() ? x.response->is_success()
                                     : std::ranges::any_of(x.faults, [&](const Fault& fault) {
                                           return code_of(fault, x.status());
                                       });
    return require(ok, [&] {
        std::string text = "status " + std::to_string(x.status()) + " with ";
        if (x.faults.empty()) return text + "no fault in the request";
        for (const Fault& fault : x.faults) text.append(fault.what).append("; ");
        return text;
    });
}

Verdict earliest_stage(const Exchange& x) {
    if (!answerable(x) || x.faults.empty()) return not_applicable();
    const int first = x.faults.front().stage;
    const bool ok = std::ranges::any_of(x.faults, [&](const Fault& fault) {
        return fault.stage == first && code_of(fault, x.status());
    });
    return require(ok, [&] {
        return "status " + std::to_string(x.status()) + ", but stage " + std::to_string(first) +
               " fails first: " + std::string(x.faults.front().what);
    });
}

Verdict effect_of_200(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot || x.request->contacts.contacts.empty()) {
        return not_applicable();
    }
    if (!each_contact_counts(x)) return not_applicable();
    for (const auto& contact : x.request->contacts.contacts) {
        const Asked asked = asked_interval(*x.request, contact);
        const bool wanted = !(asked.given && asked.seconds == 0);
        const bool there = bound(x, contact) != nullptr;
        if (wanted && !there) return violated("accepted but not live: " + quoted(contact.text));
        // With one match only, an equal binding of the same octets may rightly survive (D-05).
        if (!wanted && there && x.policy().multi_match == model::MultiMatch::all) {
            return violated("removed but still live: " + quoted(contact.text));
        }
    }
    return holds();
}

Verdict events_add_up(const Exchange& x) {
    if (!is_event(x, EventKind::advance) || !x.entry.snapshot) return not_applicable();
    if (x.ledger.store_may_fail() || x.ledger.event_counts().empty()) return not_applicable();
    auto counts = x.ledger.event_counts();
    for (const auto& event : x.entry.reg_events) {
        if (event.kind == model::RegEventKind::expired) --counts[event.aor];
    }
    for (const auto& view : *x.entry.snapshot) --counts[view->aor];
    for (const auto& [aor, rest] : counts) {
        if (rest != 0) {
            return violated("events of " + quoted(aor) + " differ from its bindings by " +
                            std::to_string(rest));
        }
    }
    return holds();
}

Verdict restart_keeps(const Exchange& x) {
    if (!is_event(x, EventKind::restart) || !x.entry.snapshot) return not_applicable();
    return require(unchanged(x), [] { return "bindings differ after a restart"; });
}

Verdict wall_is_harmless(const Exchange& x) {
    if (!is_event(x, EventKind::wall) || !x.entry.snapshot) return not_applicable();
    return require(unchanged(x), [] { return "a jump of the wall clock changed bindings"; });
}

Verdict expiry_in_range(const Exchange& x) {
    if (!x.entry.snapshot || x.entry.snapshot->empty()) return not_applicable();
    for (const auto& view : *x.entry.snapshot) {
        const Millis lifetime = view->expires_at - view->updated_at;
        if (lifetime <= 0 || lifetime > model::seconds(0xFFFF'FFFFLL)) {
            return violated("a binding was granted " + std::to_string(lifetime) + " ms");
        }
    }
    return holds();
}

Verdict refresh_keeps_identity(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot) return not_applicable();
    const auto& mine = x.mine();
    bool applies = false;
    for (const Tracked& old : x.before()) {
        const auto* view = with_uri(mine, old.view->uri);
        if (view == nullptr || *view == *old.view) continue;
        applies = true;
        const bool kept = std::ranges::any_of(x.prediction->after, [&](const Tracked& t) {
            return t.view->uri == view->uri && t.view->registered_at == view->registered_at;
        });
        if (!kept) return violated("a refresh lost the time of first registration");
    }
    return applies ? holds() : not_applicable();
}

Verdict lookup_agrees(const Exchange& x) {
    if (!x.entry.lookup || !x.entry.snapshot) return not_applicable();
    // A number of a PBX gets contacts that nobody bound as they are (RFC 6140 5.2).
    if (x.policy().offers(model::Extension::gin)) return not_applicable();
    if (x.entry.lookup->targets.empty()) return not_applicable();
    const auto& targets = x.entry.lookup->targets;
    const auto live = of_aor(*x.entry.snapshot, targets.front()->aor);
    const bool subset = std::ranges::all_of(targets, [&](const auto& target) {
        return std::ranges::any_of(live, [&](const auto& v) { return *v == *target; });
    });
    return require(subset && targets.size() <= live.size(),
                   [] { return "a lookup offers what is not bound"; });
}

// Those that hang on a flow are S-29b's.
Verdict lookup_is_whole(const Exchange& x) {
    const TrackedList* asked = asked_of(x);
    if (asked == nullptr) return not_applicable();
    for (const Tracked& binding : *asked) {
        if (binding.view->flow.empty() && !is_offered(x, binding)) {
            return violated("not offered: " + quoted(binding.view->uri));
        }
    }
    return x.entry.lookup->targets.empty() ? not_applicable() : holds();
}

Verdict no_target_twice(const Exchange& x) {
    if (!x.entry.lookup || x.entry.lookup->targets.size() < 2) return not_applicable();
    const auto& targets = x.entry.lookup->targets;
    for (auto one = targets.begin(); one != targets.end(); ++one) {
        for (auto other = targets.begin(); other != one; ++other) {
            const auto& a = **one;
            const auto& b = **other;
            // Behind two NATs two instances may well have one URI; their flows tell them apart.
            if (!a.instance.empty() && !b.instance.empty() && a.instance != b.instance) continue;
            const auto left = sip::parse_uri(a.uri, sip::accepted_text);
            const auto right = sip::parse_uri(b.uri, sip::accepted_text);
            if (left && right && sip::equal(*left, *right)) {
                return violated("offered twice: " + quoted(a.uri));
            }
        }
    }
    return holds();
}

constexpr unsigned ws = wire | snapshot;

constexpr std::array<Invariant, 27> rules{{
    {"S-01", "S-01 R3261-8.2-1 R3261-10.3-0h", Strength::must, "A rejection changes nothing",
     "After a final status of 300 or more, after silence and after a repeat, every field of every "
     "binding is as before.",
     ws, rejection_is_noop},
    {"S-02", "S-02 R3261-10.3-8a", Strength::must, "A 200 lists exactly the live bindings",
     "A 200 to REGISTER names every live binding of its address-of-record, no other, and none "
     "twice.",
     ws, lists_exactly_live},
    {"S-03", "S-03 R3261-10.2.1-4", Strength::must, "Bindings not named stay as they are",
     "A binding that no Contact of the request equals keeps every field.", ws, frame},
    {"S-04", "S-04 R3261-10.3-6a", Strength::must, "A query is pure",
     "A REGISTER without Contact changes nothing, whatever else it carries.", ws, query_is_pure},
    {"S-05", "S-05 R3261-10.3-7e", Strength::policy, "No binding lives longer than asked",
     "The granted interval is at most the requested one, or the default when none was given.", ws,
     granted_within_asked},
    {"S-06", "S-06 R3261-10.3-7e", Strength::policy, "The 200 promises no more than asked",
     "The expires of a contact in the 200 is at most what the request gave for it.", wire,
     shown_within_asked},
    {"S-07", "S-07 R3261-10.3-8c", Strength::should, "The 200 shows the remaining seconds",
     "expires in a 200 is at least 1 and within a second of the remaining lifetime.", ws,
     shows_remaining},
    {"S-08", "S-08", Strength::must, "An expired binding is gone",
     "From the instant of its expiry a binding is in no list and no lookup, swept or not.",
     snapshot | lookup, no_zombie},
    {"S-09", "S-09 R3261-10.3-7", Strength::must, "The state is what the accepted requests make",
     "All fields of all bindings equal those folded from the accepted requests alone.", ws,
     refinement},
    {"S-10", "S-10 R3261-10.3-7n R3261-10.3-6h", Strength::must, "CSeq only rises",
     "Under one Call-ID a request whose CSeq is not higher than the binding's changes nothing.", ws,
     cseq_increases},
    {"S-11", "S-11 R3261-10.3-6h", Strength::must, "A wildcard removes all or none",
     "After a wildcard the list is empty and the status 2xx, or the list is as before.", ws,
     wildcard_all_or_none},
    {"S-12", "S-12", Strength::must, "Fields of one binding come from one request",
     "A changed binding carries address-of-record, Call-ID, CSeq and time of this request.", ws,
     no_field_mixing},
    {"S-13", "S-13 R3261-16.5-1", Strength::policy, "Live bindings are pairwise different",
     "No two live bindings of an address-of-record are equal by URI comparison.", ws,
     pairwise_different},
    {"S-17", "S-17 R3261-10.3-7p", Strength::must, "What was accepted is what is stored",
     "Display name, URI octets, parameters in their order and q are those that were sent.", ws,
     stored_as_sent},
    {"S-18", "S-18 R3261-16.6-1", Strength::should, "Lookups are in order of preference",
     "Targets come by q descending (none counts as 1), then the newest first.", lookup,
     lookup_order},
    {"S-20", "S-20", Strength::must, "Bindings are counted right",
     "The number of bindings afterwards is that before, plus additions, less removals.", ws,
     count_law},
    {"S-21", "S-21", Strength::must, "Every status is justified",
     "The status is one that a fault of the request justifies; 2xx exactly when there is none.",
     wire, justified_code},
    {"S-22", "S-22", Strength::must, "No 200 without effect",
     "After a 200 each contact with an interval is live and each with zero is gone.", ws,
     effect_of_200},
    {"S-25", "S-25 R3680-5.1", Strength::must, "Events tell the bindings",
     "Registration events since the start add up to the bindings that live.", snapshot | events,
     events_add_up},
    {"S-26", "S-26", Strength::must, "A restart loses no binding",
     "Bindings after a restart are those before it, with their instants of expiry.", snapshot,
     restart_keeps},
    {"S-27", "S-27", Strength::must, "The wall clock moves no binding",
     "A jump of the wall clock changes no binding and no expiry.", snapshot, wall_is_harmless},
    {"S-28", "S-28", Strength::must, "Lifetimes never overflow",
     "Every granted lifetime is above 0 and at most 2^32-1 seconds.", snapshot, expiry_in_range},
    {"S-32", "S-32", Strength::policy, "A refresh keeps the binding's identity",
     "Updating a binding keeps the instant of its first registration.", ws, refresh_keeps_identity},
    {"S-33", "S-33", Strength::must, "A lookup offers only what is bound",
     "Every target of a lookup is a live binding of that address-of-record.", snapshot | lookup,
     lookup_agrees},
    {"S-33-2", "S-33 R3261-16.5-1", Strength::must, "A lookup offers all that is bound",
     "Every live binding that hangs on no flow is among the targets, or one that equals it, or one "
     "of its instance.",
     snapshot | lookup, lookup_is_whole},
    {"R3261-16.5-1", "R3261-16.5-1 S-33", Strength::must, "No target twice",
     "No two targets of a lookup are equal URIs, but for two instances.", lookup, no_target_twice},
    {"D-02", "S-21 R3261-8.2-2", Strength::policy, "The earliest stage decides",
     "With several faults the status is that of the first stage that fails.", wire, earliest_stage},
}};

}  // namespace

std::span<const Invariant> state_rules() { return rules; }

}  // namespace starzero::invariants
