// RFC 3327, 3608, 5630, 6140, 8599, 7118 and 3581: what hangs on the way that a request came.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/option_tags.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

using model::Extension;
using sip::HeaderId;

bool answered_register(const Exchange& x) { return x.is_register() && x.response && !x.several; }

Verdict refused_with(const Exchange& x, int status) {
    return require(x.status() == status, [&] {
        return "answered " + std::to_string(x.status()) + " instead of " + std::to_string(status);
    });
}

std::vector<std::string> printed(const std::vector<sip::RouteValue>& values) {
    std::vector<std::string> texts;
    for (const auto& value : values) sip::append_route_value(texts.emplace_back(), value);
    return texts;
}

// Values of one list field of the response; nothing if one of its rows cannot be read.
std::optional<std::vector<std::string>> listed(const Exchange& x, HeaderId id) {
    std::vector<sip::RouteValue> values;
    for (const auto& row : x.response->message().rows) {
        if (row.id != id) continue;
        if (!sip::parse_route_row(row.value, values, sip::accepted_text)) return std::nullopt;
    }
    return printed(values);
}

Verdict path_is_stored(const Exchange& x) {
    if (!took_effect(x) || !x.policy().offers(Extension::path) || !x.entry.snapshot) {
        return not_applicable();
    }
    const auto wanted = printed(x.request->path);
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const auto* view = key_of(x, contact).wanted ? bound(x, contact) : nullptr;
        const bool written = view != nullptr && view->call_id == x.request->call_id &&
                             view->cseq == x.request->cseq->number;
        if (!written) continue;
        applies = applies || !wanted.empty() || !x.before().empty();
        if (view->path != wanted) {
            return violated("the stored path vector has " + std::to_string(view->path.size()) +
                            " values, the request " + std::to_string(wanted.size()) +
                            ", or in another order");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict path_is_echoed(const Exchange& x) {
    if (!x.accepted() || !x.policy().offers(Extension::path) || x.several) return not_applicable();
    if (x.request->path.empty() && x.response->message().count(HeaderId::path) == 0) {
        return not_applicable();
    }
    if (!x.request->has_contact() && x.response->message().count(HeaderId::path) == 0) {
        return not_applicable();  // a query may leave it out (D-30)
    }
    const auto given = listed(x, HeaderId::path);
    return require(given && *given == printed(x.request->path),
                   [] { return "Path in the 200 is not that of the request"; });
}

Verdict path_only_in_success(const Exchange& x) {
    if (!x.response || x.several) return not_applicable();
    const auto& message = x.response->message();
    if (x.response->is_success()) return not_applicable();
    return require(message.count(HeaderId::path) + message.count(HeaderId::service_route) == 0,
                   [] { return "Path or Service-Route in a refusal"; });
}

Verdict path_without_support(const Exchange& x) {
    if (!answered_register(x) || !only_fault(x, 15, "Path without support")) {
        return not_applicable();
    }
    if (x.policy().unsupported_path == model::UnsupportedPath::refuse_420) {
        return refused_with(x, 420);
    }
    std::vector<std::string_view> tags;
    const bool told = sip::parse_option_tags(x.response->value(HeaderId::require), tags) &&
                      sip::contains_tag(tags, "path");
    return require(x.status() == 421 && told,
                   [] { return "not a 421 with Require: path (8.2.4)"; });
}

Verdict malformed_path(const Exchange& x) {
    if (!answered_register(x) || !only_fault(x, 15, "Path")) return not_applicable();
    return refused_with(x, 400);
}

Verdict service_route(const Exchange& x) {
    if (!x.accepted() || !x.policy().offers(Extension::path) || !x.entry.snapshot || x.several) {
        return not_applicable();
    }
    const auto& routes = x.policy().service_routes;
    const auto given = listed(x, HeaderId::service_route);
    if (routes.empty() && given && given->empty()) return not_applicable();
    if (!given) return violated("Service-Route is no list of name-addrs");
    if (x.mine().empty()) {
        return require(given->empty(), [] { return "Service-Route though nothing is bound"; });
    }
    std::vector<std::string> wanted;
    for (const std::string& uri : routes) wanted.push_back("<" + uri + ">");
    return require(*given == wanted, [] { return "Service-Route is not what the policy says"; });
}

Verdict sips_all_the_way(const Exchange& x) {
    if (!answered_register(x) || !only_fault(x, 15, "sips beside sip")) return not_applicable();
    return refused_with(x, 400);
}

Verdict sips_lookup(const Exchange& x) {
    if (!x.entry.lookup || !x.policy().offers(Extension::sips)) return not_applicable();
    const auto uri = sip::parse_uri(looked_up(x.entry));
    if (!uri || uri->scheme != sip::Scheme::sips || x.entry.lookup->targets.empty()) {
        return not_applicable();
    }
    for (const auto& view : x.entry.lookup->targets) {
        const auto target = sip::parse_uri(view->uri, sip::accepted_text);
        if (!target || target->scheme != sip::Scheme::sips) {
            return violated("a sips request would go to " + quoted(view->uri));
        }
    }
    return holds();
}

// D-38: the two versions of a contact are one under RFC 5630.
Verdict sips_replaces_sip(const Exchange& x) {
    if (!took_effect(x) || !x.policy().offers(Extension::sips) || !x.entry.snapshot) {
        return not_applicable();
    }
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        if (!contact.value.uri.is_sip() || key_of(x, contact).reg_id != 0) continue;
        for (const Tracked& old : x.before()) {
            const bool twin = old.view->reg_id == 0 && old.uri.scheme != contact.value.uri.scheme &&
                              sip::equal_across_sips(old.uri, contact.value.uri);
            if (!twin || x.policy().multi_match != model::MultiMatch::all) continue;
            applies = true;
            const bool stays =
                std::ranges::any_of(x.mine(), [&](const auto& view) { return *view == *old.view; });
            if (stays) return violated("sip and sips of one contact are bound beside each other");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict bulk_with_user(const Exchange& x) {
    if (!answered_register(x) || !only_fault(x, 15, "bulk contact with user")) {
        return not_applicable();
    }
    return refused_with(x, 400);
}

// A number of a PBX as the lookup's URI names it; empty if it is none.
std::string bulk_number(const Exchange& x, const sip::Uri& uri, const model::BulkNumbers** pbx) {
    if (!uri.user || uri.password) return {};
    std::string number;
    sip::append_unescaped(number, *uri.user);
    for (const auto& bulk : x.policy().bulk_numbers) {
        const bool digits = number.starts_with(bulk.prefix) && number.size() > bulk.prefix.size() &&
                            number[0] == '+' &&
                            sip::all_of(std::string_view(number).substr(1), sip::CharClass::digit);
        if (!bulk.prefix.empty() && digits) {
            *pbx = &bulk;
            return number;
        }
    }
    return {};
}

// What a bulk contact is for one number: that user part, bnc gone, all else as it was.
bool is_expansion(const Tracked& bulk, const std::string& number,
                  const model::BindingView& target) {
    sip::Uri wanted = bulk.uri;
    wanted.user = number;
    std::erase_if(wanted.params,
                  [](const auto& p) { return sip::equal_escaped(p.name, "bnc", true); });
    const auto uri = sip::parse_uri(target.uri, sip::accepted_text);
    return uri && uri->params.size() == wanted.params.size() && sip::equal(*uri, wanted);
}

// The address-of-record of the PBX, and the number that a lookup asks for; empty if for none.
struct BulkLookup {
    std::string pbx;
    std::string number;
    bool secure = false;  // only sips contacts may serve it (RFC 5630 5.3)
};

BulkLookup bulk_lookup(const Exchange& x) {
    if (!x.entry.lookup || !x.policy().offers(Extension::gin) || x.ledger.store_may_fail())
        return {};
    const auto uri = sip::parse_uri(looked_up(x.entry));
    if (!uri || !uri->is_sip() || sip::find_param(*uri, "gr") != nullptr) return {};
    const model::BulkNumbers* pbx = nullptr;
    BulkLookup asked;
    asked.number = bulk_number(x, *uri, &pbx);
    if (asked.number.empty()) return {};
    sip::append_escaped(asked.pbx, pbx->pbx);
    asked.pbx.push_back('@');
    sip::append_canonical(asked.pbx, uri->host);
    asked.secure = x.policy().offers(Extension::sips) && uri->scheme == sip::Scheme::sips;
    return asked;
}

// Every bulk contact stands for each number (RFC 6140 5.2), and nothing else does.
Verdict bulk_is_expanded(const Exchange& x) {
    const BulkLookup asked = bulk_lookup(x);
    const auto status =
        asked.number.empty() ? model::LookupStatus::unknown_aor : x.entry.lookup->status;
    if (status == model::LookupStatus::unknown_aor ||
        status == model::LookupStatus::store_failure) {
        return not_applicable();
    }
    model::Snapshot offered = x.entry.lookup->targets;
    const auto& others = x.entry.lookup->alternatives;
    offered.insert(offered.end(), others.begin(), others.end());
    const auto& bindings = x.ledger.bindings(asked.pbx);
    const bool known_pbx = is_known(x.policy(), asked.pbx);
    bool applies = false;
    for (const Tracked& bulk : bindings) {
        const bool usable = bulk.view->bulk && bulk.reachable &&
                            (!asked.secure || bulk.uri.scheme == sip::Scheme::sips);
        if (!usable) continue;
        applies = true;
        if (!known_pbx) continue;
        const bool found = std::ranges::any_of(
            offered, [&](const auto& view) { return is_expansion(bulk, asked.number, *view); });
        if (!found) return violated("not offered for a number: " + quoted(bulk.view->uri));
    }
    for (const auto& view : offered) {
        if (view->aor != asked.pbx) continue;  // an explicit registration of the number
        applies = true;
        if (!known_pbx)
            return violated("offered for a PBX that nobody knows: " + quoted(view->uri));
        const bool known = std::ranges::any_of(bindings, [&](const Tracked& bulk) {
            return bulk.view->bulk && is_expansion(bulk, asked.number, *view);
        });
        if (!known) return violated("no bulk contact is behind " + quoted(view->uri));
    }
    return applies ? holds() : not_applicable();
}

std::vector<std::string> feature_caps(const Exchange& x) {
    std::vector<std::string> rows;
    for (const auto& row : x.response->message().rows) {
        if (row.id == HeaderId::feature_caps) rows.emplace_back(row.value);
    }
    return rows;
}

std::size_t count_text(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

Verdict one_service_a_row(const Exchange& x) {
    if (!x.response || x.several || x.response->message().count(HeaderId::feature_caps) == 0) {
        return not_applicable();
    }
    for (const std::string& row : feature_caps(x)) {
        if (!x.response->is_success() || count_text(row, "+sip.pns=") != 1) {
            return violated("a Feature-Caps row without exactly one sip.pns: " + quoted(row));
        }
    }
    return holds();
}

std::string service_of(const sip::UriParam& provider) {
    std::string service;
    if (provider.value) sip::append_unescaped(service, *provider.value);
    for (char& c : service) c = sip::lower(c);
    return service;
}

bool announced(const Exchange& x) {
    return std::ranges::any_of(x.request->message().rows, [](const sip::HeaderRow& row) {
        std::string text(row.value);
        for (char& c : text) c = sip::lower(c);
        return row.id == HeaderId::feature_caps && text.find("+sip.pns=") != std::string::npos;
    });
}

// The services that some contact of an accepted request is told of.
Verdict services_are_told(const Exchange& x) {
    if (!each_contact_counts(x) || !x.policy().offers(Extension::push) || announced(x)) {
        return not_applicable();
    }
    std::vector<std::string> wanted;
    bool asks = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const auto* provider = contact.value.uri.is_sip()
                                   ? sip::find_param(contact.value.uri, "pn-provider")
                                   : nullptr;
        if (provider == nullptr || !key_of(x, contact).wanted) continue;
        asks = true;
        const std::string service = service_of(*provider);
        for (const std::string& known : x.policy().push_services) {
            const bool told = std::ranges::find(wanted, known) != wanted.end();
            if (!told && (service.empty() || service == known)) wanted.push_back(known);
        }
    }
    const auto rows = feature_caps(x);
    if (rows.size() > wanted.size()) return violated("the 200 tells of a service twice");
    if (!asks) {
        return require(rows.empty(), [] { return "Feature-Caps for contacts without push"; });
    }
    for (const std::string& service : wanted) {
        const bool told = std::ranges::any_of(rows, [&](const std::string& row) {
            return row.find("+sip.pns=\"" + service + "\"") != std::string::npos;
        });
        if (!told) return violated("the 200 does not tell of " + quoted(service));
    }
    const bool others = std::ranges::any_of(rows, [&](const std::string& row) {
        return std::ranges::none_of(wanted, [&](const std::string& service) {
            return row.find("+sip.pns=\"" + service + "\"") != std::string::npos;
        });
    });
    return require(!others, [] { return "the 200 tells of a service that nobody asked for"; });
}

Verdict no_push_here(const Exchange& x) {
    if (!answered_register(x) || x.status() != 555) return not_applicable();
    return require(has_fault(x, 15, "push service"),
                   [] { return "555, yet the service is no reason for it"; });
}

Verdict unknown_push_service(const Exchange& x) {
    if (!answered_register(x) || !only_fault(x, 15, "push service")) return not_applicable();
    return refused_with(x, 555);
}

Verdict wakes_in_time(const Exchange& x) {
    if (!x.accepted() || x.several) return not_applicable();
    bool applies = false;
    for (const std::string& row : feature_caps(x)) {
        const std::size_t at = row.find("+sip.pnsreg=\"");
        if (at == std::string::npos) continue;
        applies = true;
        const auto digits = std::string_view(row).substr(at + 13);
        const auto seconds = sip::parse_number(digits.substr(0, digits.find('"')), UINT32_MAX);
        if (!seconds || *seconds <= 120) return violated("sip.pnsreg is not above 120");
    }
    return applies ? holds() : not_applicable();
}

Verdict one_message_a_frame(const Exchange& x) {
    const bool frame =
        x.flow.transport == model::Transport::ws || x.flow.transport == model::Transport::wss;
    if (!frame || !x.request || !x.response || !x.request->parsed.error || x.repeats != nullptr) {
        return not_applicable();
    }
    if (x.request->parsed.error->kind != sip::ErrorKind::trailing) return not_applicable();
    return require(!x.response->is_success(),
                   [] { return "a WebSocket message with more than one SIP message was served"; });
}

bool wants_rport(const Exchange& x) {
    const auto* rport =
        x.request && x.request->top ? sip::find_param(x.request->top->params, "rport") : nullptr;
    return rport != nullptr && !rport->value && x.response && !x.response->vias.empty() &&
           x.request->silence.empty() && x.repeats == nullptr && !x.several &&
           !x.request->faulty_up_to(2);
}

Verdict rport_is_filled(const Exchange& x) {
    if (!wants_rport(x)) return not_applicable();
    const auto* rport = sip::find_param(x.response->vias[0].params, "rport");
    const std::string_view source = x.flow.source;
    return require(rport != nullptr && rport->value == source.substr(source.rfind(':') + 1),
                   [] { return "rport is not the source port"; });
}

Verdict received_with_rport(const Exchange& x) {
    if (!wants_rport(x)) return not_applicable();
    return require(sip::find_param(x.response->vias[0].params, "received") != nullptr,
                   [] { return "rport without received"; });
}

Verdict understood_tags(const Exchange& x) {
    if (!answered_register(x) || x.request->require.empty()) return not_applicable();
    const bool all = std::ranges::all_of(x.request->require,
                                         [&](auto tag) { return is_understood(x.policy(), tag); });
    if (!all || has_fault(x, 15, "Path without support")) return not_applicable();
    return require(x.status() != 420, [] { return "420 for tags that are understood"; });
}

constexpr unsigned ws = wire | snapshot;

constexpr std::array<Invariant, 22> rules{{
    {"R3327-5.3-1", "R3327-5.3-1 R3327-4-2 R3327-D-1 R3327-D-3 R5626-6-9 P-14", Strength::must,
     "The path vector is the last registration's",
     "A written binding holds every Path value of its request in their order, and none else.",
     extended | ws, path_is_stored},
    {"R3327-5.3-2", "R3327-5.3-2 D-30 P-14", Strength::must, "A 200 repeats Path",
     "The same values in the same order.", extended | wire, path_is_echoed},
    {"R3327-5.3-2b", "R3327-5.3-2 R3608-6.3-1", Strength::must, "Routes only in a 2xx",
     "No refusal carries Path or Service-Route.", wire, path_only_in_success},
    {"R3327-5.3-3", "R3327-5.3-3", Strength::should, "Path without support is refused as told",
     "420 with Unsupported: path, or by policy 421 with Require: path.", extended | wire,
     path_without_support},
    {"R3327-4-1", "R3327-4-1 D-18", Strength::policy, "A malformed Path is 400",
     "A value that is no name-addr in brackets with a SIP URI.", extended | wire, malformed_path},
    {"R3608-6.3-1", "R3608-6.3-1 R3608-6.3-2 R3608-6.3-3 R3608-6.3-4 R5630-5.2-4 D-31",
     Strength::must, "Service-Route is the policy's",
     "In every 2xx that lists a binding, the same values in their order; never the request's.",
     extended | ws, service_route},
    {"R5630-5.2-2", "R5630-5.2-2 R5630-5.1.1.1-1", Strength::must, "sips all the way or not at all",
     "A sips contact to be bound beside a sip Request-URI, contact or Path is 400.",
     extended | wire, sips_all_the_way},
    {"R5630-5.3-1", "R5630-5.3-1", Strength::must, "A sips request finds sips contacts",
     "A lookup of a sips URI offers no sip contact.", extended | lookup, sips_lookup},
    {"R5630-5.1.1.1-2", "R5630-5.1.1.1-2 D-38", Strength::policy, "sips replaces sip",
     "Registering the other version of a contact replaces the one that is bound.", extended | ws,
     sips_replaces_sip},
    {"R6140-5.2-7", "R6140-5.2-7 R6140-5.3-1", Strength::must, "A bulk contact names nobody",
     "bnc beside a user part or a user parameter, under Require: gin, is 400.", extended | wire,
     bulk_with_user},
    {"R6140-5.2-3", "R6140-5.2-2 R6140-5.2-3 R6140-5.2-4 R6140-5.2-6", Strength::must,
     "A bulk contact leads to each number",
     "A lookup of a PBX's number offers the bulk contact with that number and without bnc.",
     extended | lookup, bulk_is_expanded},
    {"R8599-5.4-1", "R8599-5.4-1 R8599-13-1", Strength::must, "One push service a row",
     "Each Feature-Caps row of a 2xx has exactly one sip.pns; a refusal has none.", wire,
     one_service_a_row},
    {"R8599-5.6.1.1-4", "R8599-5.6.1.1-4 R8599-5.6.1.1-1 R8599-4.1.5-1 R8599-5.6.1-1",
     Strength::must, "Push services on offer are told",
     "A 2xx to contacts with pn-provider tells exactly the services that they ask for.",
     extended | wire, services_are_told},
    {"R8599-5.6.1.1-2", "R8599-5.6.1.1-2 R8599-5.6.1.2-1", Strength::must,
     "555 only for a service nobody has",
     "And only where the policy knows that nobody upstream has it.", wire, no_push_here},
    {"R8599-5.6.1.1-2b", "R8599-5.6.1.1-2", Strength::policy, "A push service nobody has is 555",
     "Where the policy knows so.", extended | wire, unknown_push_service},
    {"R8599-5.6.1.1-5", "R8599-5.6.1.1-5", Strength::should, "sip.pnsreg is above 120",
     "Long enough before expiry for a device to wake and register.", extended | wire,
     wakes_in_time},
    {"R7118-1", "R7118-1", Strength::policy, "One SIP message a WebSocket message",
     "Octets behind the body of a WebSocket message: no 2xx.", wire, one_message_a_frame},
    {"R3581-4-1", "R3581-4-1 R3581-4-3", Strength::must, "rport is the source port",
     "An rport without value in the top Via comes back with the port of the source.", wire,
     rport_is_filled},
    {"R3581-4-2", "R3581-4-2", Strength::must, "rport comes with received",
     "Even where the source equals sent-by.", wire, received_with_rport},
    {"R3261-8.2.2.3-1", "R3261-8.2.2.3-1 R5626-4.2.1-2 R5627-5.1-1 M-42", Strength::must,
     "Understood tags are no reason to refuse",
     "Require with nothing but extensions on offer is not answered 420.", wire, understood_tags},
    {"P-14", "P-14", Strength::must, "Route lists can be read back",
     "Path and Service-Route of a response are lists of name-addrs in brackets.", wire,
     [](const Exchange& x) {
         if (!x.response || x.several) return not_applicable();
         const auto& message = x.response->message();
         if (message.count(HeaderId::path) + message.count(HeaderId::service_route) == 0) {
             return not_applicable();
         }
         return require(listed(x, HeaderId::path) && listed(x, HeaderId::service_route),
                        [] { return "a route list of the response cannot be read"; });
     }},
    {"R5626-7-1b", "R3327-5.4-1 R5626-7-1", Strength::must, "A lookup gives the whole path",
     "Every target of a lookup carries the path vector of its binding.",
     extended | snapshot | lookup,
     [](const Exchange& x) {
         if (!x.entry.lookup || !x.entry.snapshot || !x.policy().offers(Extension::path)) {
             return not_applicable();
         }
         bool applies = false;
         for (const auto& target : x.entry.lookup->targets) {
             for (const Tracked& known : x.ledger.bindings(target->aor)) {
                 if (known.view->uri != target->uri || known.view->reg_id != target->reg_id ||
                     known.view->instance != target->instance || known.view->path.empty()) {
                     continue;
                 }
                 applies = true;
                 if (known.view->path != target->path) return violated("another path vector");
             }
         }
         return applies ? holds() : not_applicable();
     }},
}};

}  // namespace

std::span<const Invariant> path_rules() { return rules; }

}  // namespace starzero::invariants
