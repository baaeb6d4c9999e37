// RFC 5626: when instance-id and reg-id are the key of a binding, what the answer says of it, and
// what becomes of a binding whose flow is gone.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/option_tags.hpp"
#include "starzero/sip/stun.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

using model::Extension;
using sip::HeaderId;

bool on(const Exchange& x) { return x.policy().offers(Extension::outbound); }

bool answered_register(const Exchange& x) { return x.is_register() && x.response && !x.several; }

std::vector<std::string_view> required(const Exchange& x) {
    std::vector<std::string_view> tags;
    for (const auto& row : x.response->message().rows) {
        if (row.id == HeaderId::require) (void)sip::parse_option_tags(row.value, tags);
    }
    return tags;
}

Verdict first_hop_is_439(const Exchange& x) {
    if (!answered_register(x) || !on(x) || !only_fault(x, 15, "first hop")) {
        return not_applicable();
    }
    return require(x.status() == 439, [&] {
        return "reg-id through a first hop without ob was answered " + std::to_string(x.status());
    });
}

Verdict only_then_439(const Exchange& x) {
    if (!answered_register(x) || x.status() != 439) return not_applicable();
    return require(has_fault(x, 15, "first hop"),
                   [] { return "439, yet the first hop is no reason for it"; });
}

// The story: a wildcard and a query ask for no flow, whatever Expires says.
Verdict no_flow_without_contact(const Exchange& x) {
    if (!answered_register(x) || !on(x) || !x.request->contacts_read) return not_applicable();
    if (!x.request->contacts.contacts.empty()) return not_applicable();
    return require(x.status() != 439 && !sip::contains_tag(required(x), "outbound"),
                   [] { return "outbound was looked for in a request without contacts"; });
}

Verdict ignored_reg_id(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot || x.request->flow_use != FlowUse::ignored) {
        return not_applicable();
    }
    const bool keyed = std::ranges::any_of(x.mine(), [&](const auto& view) {
        const bool old = std::ranges::any_of(x.lived_before(),
                                             [&](const auto& before) { return *before == *view; });
        return !old && view->reg_id != 0;
    });
    return require(!keyed, [] { return "reg-id was the key though outbound may not be used"; });
}

Verdict reg_id_needs_instance(const Exchange& x) {
    if (!each_contact_counts(x) || !on(x) || !x.entry.snapshot) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const bool reg_id = sip::find_param(contact.value.params, "reg-id") != nullptr;
        const ContactKey key = key_of(x, contact);
        if (!reg_id || !key.instance.empty() || !key.wanted) continue;
        applies = true;
        if (bound(x, contact) == nullptr) {
            return violated("reg-id without an instance-id kept the URI from being the key");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict several_flows(const Exchange& x) {
    if (!answered_register(x) || !only_fault(x, 15, "several flows")) return not_applicable();
    return require(x.status() == 400, [&] {
        return "several contacts with a reg-id were answered " + std::to_string(x.status());
    });
}

// The places where the policy of D-22 refuses.
Verdict malformed_flow(const Exchange& x) {
    if (!answered_register(x) || !only_fault(x, 14, "instance or reg-id")) return not_applicable();
    return require(x.status() == 400, [&] {
        return "a malformed instance-id or reg-id was answered " + std::to_string(x.status());
    });
}

Verdict one_binding_a_flow(const Exchange& x) {
    if (!x.entry.snapshot || !on(x) || !x.accepted()) return not_applicable();
    bool applies = false;
    for (std::size_t i = 0; i < x.mine().size(); ++i) {
        const auto& a = *x.mine()[i];
        applies = applies || a.reg_id != 0;
        for (std::size_t k = 0; k < i; ++k) {
            const auto& b = *x.mine()[k];
            if (a.reg_id != 0 && a.reg_id == b.reg_id && a.instance == b.instance) {
                return violated("two bindings of " + quoted(a.instance) + " and reg-id " +
                                std::to_string(a.reg_id));
            }
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict flow_is_the_key(const Exchange& x) {
    if (!each_contact_counts(x) || !x.entry.snapshot || x.request->flow_use != FlowUse::keyed) {
        return not_applicable();
    }
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const ContactKey key = key_of(x, contact);
        if (key.reg_id == 0) continue;
        applies = true;
        const auto* view = bound(x, contact);
        if (key.wanted && (view == nullptr || view->uri != contact.value.uri.text)) {
            return violated("no binding of this URI under the instance-id and reg-id");
        }
        if (!key.wanted && view != nullptr) {
            return violated("asked to go by instance-id and reg-id, still bound: " +
                            quoted(view->uri));
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict flow_is_stored(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot || x.request->flow_use != FlowUse::keyed) {
        return not_applicable();
    }
    const std::string wanted = x.request->vias.size() == 1 ? x.entry.event.subject : "";
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const auto* view = key_of(x, contact).reg_id != 0 ? bound(x, contact) : nullptr;
        if (view == nullptr) continue;
        applies = true;
        if (view->flow != wanted) {
            return violated("bound to flow " + quoted(view->flow) + ", it came by " +
                            quoted(wanted));
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict outbound_is_told(const Exchange& x) {
    if (!x.accepted() || !on(x) || x.several) return not_applicable();
    const bool used = x.request->flow_use == FlowUse::keyed && x.request->supports("outbound");
    return require(sip::contains_tag(required(x), "outbound") == used, [&] {
        return used ? std::string("outbound was used, and Require does not say so")
                    : std::string("Require says outbound, which was not used");
    });
}

Verdict flow_timer_with_outbound(const Exchange& x) {
    if (!x.response || x.several) return not_applicable();
    const auto count = x.response->message().count(HeaderId::flow_timer);
    if (count == 0) return not_applicable();
    const bool number =
        sip::parse_number(x.response->value(HeaderId::flow_timer), UINT32_MAX).has_value();
    return require(count == 1 && number && x.response->is_success() &&
                       sip::contains_tag(required(x), "outbound"),
                   [] { return "Flow-Timer without Require: outbound in a 2xx"; });
}

Verdict one_target_an_instance(const Exchange& x) {
    const bool groups = on(x) || x.policy().offers(Extension::gruu);
    if (!x.entry.lookup || !groups) return not_applicable();
    const auto& targets = x.entry.lookup->targets;
    bool applies = false;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i]->instance.empty()) continue;
        applies = true;
        for (std::size_t k = 0; k < i; ++k) {
            const bool same =
                targets[k]->instance == targets[i]->instance && targets[k]->aor == targets[i]->aor;
            if (same) return violated("two targets of one instance at a time");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict newest_of_an_instance(const Exchange& x) {
    if (!x.entry.lookup || x.entry.lookup->alternatives.empty()) return not_applicable();
    for (const auto& other : x.entry.lookup->alternatives) {
        const auto offered = std::ranges::find_if(x.entry.lookup->targets, [&](const auto& view) {
            return view->instance == other->instance;
        });
        if (offered == x.entry.lookup->targets.end()) {
            return violated("an alternative without a target of its instance");
        }
        if (other->updated_at > (*offered)->updated_at) {
            return violated("an older contact of the instance is offered first");
        }
    }
    return holds();
}

Verdict others_of_an_instance_stand_by(const Exchange& x) {
    const TrackedList* asked = on(x) ? asked_of(x) : nullptr;
    if (asked == nullptr) return not_applicable();
    bool applies = false;
    for (const Tracked& binding : *asked) {
        if (binding.view->instance.empty() || !binding.reachable) continue;
        applies = true;
        const auto is_it = [&](const auto& view) {
            return view->instance == binding.view->instance &&
                   view->reg_id == binding.view->reg_id && view->uri == binding.view->uri;
        };
        const model::Lookup& lookup = *x.entry.lookup;
        if (std::ranges::none_of(lookup.targets, is_it) &&
            std::ranges::none_of(lookup.alternatives, is_it)) {
            return violated("neither offered nor an alternative: " + quoted(binding.view->uri) +
                            " reg-id " + std::to_string(binding.view->reg_id));
        }
    }
    return applies ? holds() : not_applicable();
}

// Compares with what the transcript has shown of each flow; a system that lost track of a flow in
// a store failure is not judged.
Verdict dead_flows_are_not_offered(const Exchange& x) {
    if (!x.entry.lookup || !on(x)) return not_applicable();
    bool applies = false;
    for (const auto* views : {&x.entry.lookup->targets, &x.entry.lookup->alternatives}) {
        for (const auto& view : *views) {
            for (const Tracked& tracked : x.ledger.bindings(view->aor)) {
                if (view->flow.empty() || *tracked.view != *view) continue;
                applies = true;
                if (!tracked.reachable) {
                    return violated("offered on the dead flow " + quoted(view->flow));
                }
            }
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict live_flows_are_offered(const Exchange& x) {
    const TrackedList* asked = on(x) ? asked_of(x) : nullptr;
    if (asked == nullptr) return not_applicable();
    bool applies = false;
    for (const Tracked& binding : *asked) {
        if (binding.view->flow.empty() || !binding.reachable) continue;
        applies = true;
        if (!is_offered(x, binding)) {
            return violated("nothing is offered of an instance with a live flow");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict pings_are_answered(const Exchange& x) {
    const bool stream = model::is_stream(x.flow.transport);
    if (!on(x) || !stream || x.entry.event.kind != scenario::EventKind::send) {
        return not_applicable();
    }
    if (x.pings == 0 || !x.entry.closed.empty()) return not_applicable();
    return require(x.pongs == x.pings, [&] {
        return std::to_string(x.pongs) + " CRLF in answer to " + std::to_string(x.pings) + " pings";
    });
}

Verdict stun_is_answered(const Exchange& x) {
    if (!x.stun) return not_applicable();
    const auto request = sip::parse_stun_binding_request(octets_of(x.entry));
    if (!request) {
        return require(x.entry.responses.empty(),
                       [] { return "an answer to what is no STUN Binding request"; });
    }
    if (x.entry.responses.size() != 1) return violated("no STUN Binding response");
    const auto& response = x.entry.responses[0];
    if (!request->unknown.empty()) {  // RFC 5389 7.3.1
        return require(response.octets == sip::stun_unknown_attributes_response(*request),
                       [] { return "unknown STUN attributes without 420"; });
    }
    const auto mapped = sip::parse_stun_binding_response(response.octets);
    if (!mapped || response.octets.substr(8, 12) != request->transaction) {
        return violated("no Binding response of that transaction");
    }
    const auto port = [](std::string_view text) { return text.substr(text.rfind(':') + 1); };
    const auto host = [](std::string_view text) {
        return sip::parse_host(text.substr(0, text.rfind(':')));
    };
    const auto told = host(*mapped);
    const auto source = host(x.flow.source);
    return require(told && source && sip::equal(*told, *source) &&
                       sip::parse_number(port(*mapped), 65'535) ==
                           sip::parse_number(port(x.flow.source), 65'535),
                   [&] { return "XOR-MAPPED-ADDRESS is " + *mapped; });
}

constexpr unsigned ws = wire | snapshot;

constexpr std::array<Invariant, 19> rules{{
    {"R5626-6-4", "R5626-6-2 R5626-6-3 R5626-6-4 R5626-11-1 M-18", Strength::must,
     "A first hop without ob is 439",
     "reg-id with instance-id, Supported: outbound, more than one Via and no ob on the edge's "
     "Path: "
     "439, in whichever contact the reg-id stands.",
     extended | wire, first_hop_is_439},
    {"R5626-6-4b", "R5626-6-4", Strength::must, "439 only for a first hop without ob",
     "No other request is answered 439.", extended | wire, only_then_439},
    {"R5626-4.2.3-1", "R5626-4.2.3-1", Strength::must, "A wildcard or a query asks for no flow",
     "Without a contact there is neither 439 nor Require: outbound, whatever Expires says.",
     extended | wire, no_flow_without_contact},
    {"R5626-6-5", "R5626-6-5", Strength::must, "An unusable reg-id is ignored",
     "Behind a first hop without ob, from a user agent without outbound, the URI is the key.",
     extended | ws, ignored_reg_id},
    {"R5626-6-6", "R5626-6-6", Strength::must, "reg-id without instance-id is ignored",
     "The URI is the key of such a contact.", extended | ws, reg_id_needs_instance},
    {"R5626-6-7", "R5626-6-7 D-28", Strength::should, "One flow a request",
     "More than one contact with an interval, one of them with reg-id: 400.", extended | wire,
     several_flows},
    {"R5626-10-1", "R5626-10-1 R5626-4.1-1 V-REGID D-22", Strength::policy,
     "A malformed instance-id or reg-id is 400",
     "No URN in quotes and brackets, or beside an instance-id a reg-id outside 1..2^31-1.",
     extended | wire, malformed_flow},
    {"R5626-6-8", "R5626-6-8 R5626-6-14 R5626-6-18 R5626-4.1-2", Strength::must,
     "A flow has one binding",
     "No two bindings of an address-of-record share instance-id and reg-id.", extended | ws,
     one_binding_a_flow},
    {"R5626-6-8b", "R5626-6-8 R5626-6-17 R5626-6-11", Strength::must,
     "instance-id and reg-id are the key",
     "A new URI under the same pair replaces the binding; expires=0 removes it whatever its URI.",
     extended | ws, flow_is_the_key},
    {"R5626-6-10", "R5626-6-10 R5626-6-11", Strength::must, "A direct flow is remembered",
     "A binding of the first hop carries the flow of its last registration; through a proxy none.",
     extended | ws, flow_is_stored},
    {"R5626-6-12", "R5626-6-12", Strength::must, "Require: outbound tells that it was used",
     "In a 2xx to a user agent that supports it exactly when outbound was applied.", wire,
     outbound_is_told},
    {"R5626-6-13", "R5626-6-13 V-FT", Strength::must, "Flow-Timer only with outbound",
     "Flow-Timer stands only in a 2xx with Require: outbound, once and as a number.", wire,
     flow_timer_with_outbound},
    {"R5626-7-1", "R5626-7-1 R5627-6.1-1", Strength::must, "One target of an instance",
     "A lookup offers at most one contact of an instance at a time.", extended | lookup,
     one_target_an_instance},
    {"R5626-7-2", "R5626-7-2 R5627-6.1-1", Strength::must,
     "The newest contact of an instance first",
     "The contact that a lookup offers of an instance is the one refreshed last.",
     extended | lookup, newest_of_an_instance},
    {"R5626-7-2b", "R5626-7-2 R5626-7-1", Strength::should, "The others of an instance stand by",
     "Every contact of an instance whose flow lives is the one that a lookup offers, or one of its "
     "alternatives.",
     extended | lookup, others_of_an_instance_stand_by},
    {"S-29", "S-29 R5626-7-3 D-37", Strength::must, "A dead flow is not offered",
     "After a flow is gone no lookup offers a binding on it.", extended | lookup,
     dead_flows_are_not_offered},
    {"S-29b", "S-29 R5626-7-3", Strength::must, "Other flows stay",
     "An instance with a flow that lives is offered, whatever became of other flows.",
     extended | lookup, live_flows_are_offered},
    {"R5626-5.4-1", "R5626-5.4-1", Strength::must, "A ping gets its pong",
     "Each CRLFCRLF between messages of a stream is answered by one CRLF.", extended | wire,
     pings_are_answered},
    {"R5626-8-1", "R5626-8-1", Strength::must, "STUN is answered with the source address",
     "A Binding request over UDP gets a Binding response with XOR-MAPPED-ADDRESS.", extended | wire,
     stun_is_answered},
}};

}  // namespace

std::span<const Invariant> outbound_rules() { return rules; }

}  // namespace starzero::invariants
