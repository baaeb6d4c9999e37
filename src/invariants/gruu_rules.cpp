// RFC 5627 and 5628: who is told of a GRUU, what it looks like, how long it leads anywhere. The
// judge knows GRUUs only as they were handed out.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/invariants/reginfo_reader.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/instance_id.hpp"
#include "starzero/sip/option_tags.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

using model::Extension;
using sip::HeaderId;

bool on(const Exchange& x) { return x.policy().offers(Extension::gruu); }
bool listing(const Exchange& x) { return x.accepted() && on(x) && !x.several; }

std::string instance_of(const sip::Contact& contact) {
    const auto* param = sip::find_param(contact.value.params, "+sip.instance");
    if (param == nullptr || !param->value) return {};
    const auto urn = sip::parse_instance(*param->value);
    return urn ? sip::instance_key(*urn) : std::string{};
}

// Is the listed contact bound in bulk? bnc alone does not say so (D-33).
bool is_bulk(const Exchange& x, const sip::Contact& contact, const std::string& instance) {
    if (sip::find_param(contact.value.uri, "bnc") == nullptr) return false;
    return std::ranges::any_of(x.expected(), [&](const Tracked& b) {
        return b.view->bulk && b.view->uri == contact.value.uri.text &&
               b.view->instance == instance;
    });
}

// Not so for a contact that was registered while nobody read instances; a later one of the same
// URI may stand beside it.
bool is_stored(const Exchange& x, const sip::Contact& contact, const std::string& instance) {
    bool found = false;
    for (const auto& view : x.mine()) {
        if (view->uri != contact.value.uri.text) continue;
        if (view->instance.empty()) return false;
        found = found || view->instance == instance;
    }
    return found;
}

Verdict only_fault_is_403(const Exchange& x, std::string_view what) {
    if (!x.is_register() || !x.response || x.several || !only_fault(x, 15, what)) {
        return not_applicable();
    }
    return require(x.status() == 403, [&] {
        return std::string(what) + " was answered " + std::to_string(x.status());
    });
}

Verdict own_address(const Exchange& x) {
    return only_fault_is_403(x, "contact is its own address");
}
Verdict not_sip(const Exchange& x) { return only_fault_is_403(x, "instance without SIP URI"); }

// Calls the rule for each listed contact that is of an instance and no bulk contact.
template <class Rule>
Verdict each_instance(const Exchange& x, Rule&& rule) {
    if (!listing(x)) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.response->contacts.contacts) {
        const std::string instance = instance_of(contact);
        if (instance.empty() || !contact.value.uri.is_sip()) continue;
        Verdict verdict = rule(contact, instance);
        if (verdict.outcome == Outcome::violated) return verdict;
        applies = applies || verdict.outcome == Outcome::holds;
    }
    return applies ? holds() : not_applicable();
}

Verdict shown_when_supported(const Exchange& x) {
    if (!x.request || !x.request->supports("gruu")) return not_applicable();
    return each_instance(x, [&](const sip::Contact& contact, const std::string& instance) {
        if (!is_stored(x, contact, instance)) return not_applicable();
        return require(gruu_param(contact, "pub-gruu").has_value(),
                       [&] { return "no public GRUU with " + quoted(contact.text); });
    });
}

Verdict temporary_shown(const Exchange& x) {
    if (!x.request || !x.request->supports("gruu") || !took_effect(x)) return not_applicable();
    return each_instance(x, [&](const sip::Contact& contact, const std::string& instance) {
        const auto& registered = x.prediction->registered;
        const bool fresh = std::ranges::find(registered, instance) != registered.end();
        const bool stored = is_stored(x, contact, instance);
        if (!fresh || !stored || is_bulk(x, contact, instance)) return not_applicable();
        return require(gruu_param(contact, "temp-gruu").has_value(),
                       [&] { return "no temporary GRUU with " + quoted(contact.text); });
    });
}

Verdict hidden_when_unsupported(const Exchange& x) {
    if (!x.accepted() || x.several || (on(x) && x.request->supports("gruu"))) {
        return not_applicable();
    }
    if (x.response->contacts.contacts.empty()) return not_applicable();
    for (const auto& contact : x.response->contacts.contacts) {
        const auto& params = contact.value.params;
        if (sip::find_param(params, "pub-gruu") || sip::find_param(params, "temp-gruu")) {
            return violated("a GRUU for who did not say Supported: gruu");
        }
    }
    return holds();
}

Verdict tag_not_in_response(const Exchange& x) {
    if (!x.response || !on(x) || x.several) return not_applicable();
    std::vector<std::string_view> tags;
    for (const auto& row : x.response->message().rows) {
        if (row.id == HeaderId::require || row.id == HeaderId::supported) {
            (void)sip::parse_option_tags(row.value, tags);
        }
    }
    return require(!sip::contains_tag(tags, "gruu"),
                   [] { return "gruu in Require or Supported of a response"; });
}

// The address-of-record and a gr parameter with a value; a bulk contact's has bnc and no user.
Verdict public_is_aor_with_gr(const Exchange& x) {
    return each_instance(x, [&](const sip::Contact& contact, const std::string& instance) {
        const auto text = gruu_param(contact, "pub-gruu");
        if (!text) return not_applicable();
        const auto uri = sip::parse_uri(*text, sip::accepted_text);
        const auto* gr = sip::find_param(*uri, "gr");
        if (gr == nullptr || !gr->value) return violated("no gr with a value: " + quoted(*text));
        const std::string own_text = "sip:" + sip::plain_address(x.aor());
        const auto own = sip::parse_uri(own_text, sip::accepted_text);
        if (is_bulk(x, contact, instance)) {
            return require(!uri->user && sip::find_param(*uri, "bnc") && own &&
                               sip::equal(uri->host, own->host),
                           [&] { return "no public GRUU of a bulk contact: " + quoted(*text); });
        }
        return require(own && sip::equal_across_sips(*own, *uri),
                       [&] { return quoted(*text) + " is not the AOR with gr"; });
    });
}

Verdict scheme_is_the_contacts(const Exchange& x) {
    return each_instance(x, [&](const sip::Contact& contact, const std::string&) {
        bool applies = false;
        for (const auto* name : {"pub-gruu", "temp-gruu"}) {
            const auto text = gruu_param(contact, name);
            if (!text) continue;
            applies = true;
            const auto uri = sip::parse_uri(*text, sip::accepted_text);
            if (uri->scheme != contact.value.uri.scheme) {
                return violated("a GRUU of another scheme than its contact");
            }
        }
        return applies ? holds() : not_applicable();
    });
}

Verdict public_is_constant(const Exchange& x) {
    return each_instance(x, [&](const sip::Contact& contact, const std::string& instance) {
        const auto text = gruu_param(contact, "pub-gruu");
        const auto* known = x.ledger.gruus().publics({x.aor(), instance});
        if (!text || known == nullptr) return not_applicable();
        const auto uri = sip::parse_uri(*text, sip::accepted_text);
        for (const std::string& before : *known) {
            const auto other = sip::parse_uri(before, sip::accepted_text);
            const bool bulk = sip::find_param(*uri, "bnc") != nullptr;
            if (bulk != (sip::find_param(*other, "bnc") != nullptr)) continue;
            return require(sip::equal_across_sips(*uri, *other),
                           [&] { return quoted(*text) + " was " + quoted(before) + " before"; });
        }
        return not_applicable();
    });
}

Verdict publics_differ(const Exchange& x) {
    return each_instance(x, [&](const sip::Contact& contact, const std::string& instance) {
        const auto text = gruu_param(contact, "pub-gruu");
        if (!text) return not_applicable();
        const auto uri = sip::parse_uri(*text, sip::accepted_text);
        const auto owner = x.ledger.gruus().owner_of_public(*uri);
        if (!owner) return not_applicable();
        return require(owner->aor == x.aor() && owner->instance == instance, [&] {
            return quoted(*text) + " also leads to " + quoted(owner->instance) + " of " +
                   quoted(owner->aor);
        });
    });
}

Verdict temporary_is_fresh(const Exchange& x) {
    if (!took_effect(x)) return not_applicable();
    return each_instance(x, [&](const sip::Contact& contact, const std::string& instance) {
        const auto& registered = x.prediction->registered;
        const auto text = gruu_param(contact, "temp-gruu");
        if (!text || std::ranges::find(registered, instance) == registered.end()) {
            return not_applicable();
        }
        const auto uri = sip::parse_uri(*text, sip::accepted_text);
        return require(!x.ledger.gruus().was_temporary(*uri),
                       [&] { return "a registration shows the old " + quoted(*text); });
    });
}

Verdict temporary_is_opaque(const Exchange& x) {
    return each_instance(x, [&](const sip::Contact& contact, const std::string& instance) {
        const auto text = gruu_param(contact, "temp-gruu");
        if (!text) return not_applicable();
        const auto uri = sip::parse_uri(*text, sip::accepted_text);
        const auto* gr = sip::find_param(*uri, "gr");
        const std::string user = x.aor().substr(0, x.aor().find('@'));
        const bool tells = user.size() > 3 && text->find(user) != std::string::npos;
        if (gr == nullptr || gr->value || !uri->user || uri->user->size() < 20) {
            return violated("no long opaque user with a gr that has no value: " + quoted(*text));
        }
        return require(!tells && text->find(instance) == std::string::npos,
                       [&] { return quoted(*text) + " tells whose it is"; });
    });
}

Verdict client_gruu_is_ignored(const Exchange& x) {
    if (!took_effect(x) || !x.entry.snapshot) return not_applicable();
    bool applies = false;
    for (const auto& contact : x.request->contacts.contacts) {
        const auto& params = contact.value.params;
        if (!sip::find_param(params, "pub-gruu") && !sip::find_param(params, "temp-gruu")) continue;
        const auto* view = bound(x, contact);
        if (view == nullptr) continue;
        applies = true;
        std::string kept = view->params;
        for (char& c : kept) c = sip::lower(c);
        if (kept.find(";pub-gruu") != std::string::npos ||
            kept.find(";temp-gruu") != std::string::npos) {
            return violated("a GRUU of the client's own was stored");
        }
    }
    return applies ? holds() : not_applicable();
}

Verdict instance_is_echoed(const Exchange& x) {
    if (!x.accepted() || !x.entry.snapshot || x.several || !one_binding_a_uri(x)) {
        return not_applicable();
    }
    bool applies = false;
    for (const auto& view : x.mine()) {
        if (view->instance.empty()) continue;
        applies = true;
        const bool shown =
            std::ranges::any_of(x.response->contacts.contacts, [&](const sip::Contact& contact) {
                return contact.value.uri.text == view->uri &&
                       instance_of(contact) == view->instance;
            });
        if (!shown) return violated("the 200 lists " + quoted(view->uri) + " without its instance");
    }
    return applies ? holds() : not_applicable();
}

// --- lookups of GRUUs -----------------------------------------------------------------------

struct GruuLookup {
    std::optional<InstanceName> of_public;
    std::optional<InstanceName> of_temporary;
    bool was_temporary = false;
};

std::optional<GruuLookup> gruu_lookup(const Exchange& x) {
    if (!x.entry.lookup || !on(x) || x.ledger.is_blind() ||
        x.entry.lookup->status == model::LookupStatus::store_failure) {
        return std::nullopt;
    }
    const auto uri = sip::parse_uri(looked_up(x.entry));
    if (!uri || !uri->is_sip() || !sip::find_param(*uri, "gr")) return std::nullopt;
    const auto& gruus = x.ledger.gruus();
    return GruuLookup{gruus.owner_of_public(*uri), gruus.owner_of_temporary(*uri),
                      gruus.was_temporary(*uri)};
}

Verdict dead_temporary_is_unknown(const Exchange& x) {
    const auto asked = gruu_lookup(x);
    if (!asked || !asked->was_temporary || asked->of_temporary) return not_applicable();
    return require(x.entry.lookup->status == model::LookupStatus::unknown_aor &&
                       x.entry.lookup->targets.empty(),
                   [] { return "a temporary GRUU that has ended still leads somewhere"; });
}

bool is_served(const model::Policy& policy, const sip::Host& host) {
    return std::ranges::any_of(policy.domains, [&](const std::string& domain) {
        const auto own = sip::parse_host(domain);
        return own && sip::equal(*own, host);
    });
}

// Does the policy still know the address-of-record as a PBX's?
bool leads_bulk(const model::Policy& policy, const std::string& aor) {
    const std::string text = "sip:" + aor;
    const auto uri = sip::parse_uri(text, sip::accepted_text);
    return policy.offers(Extension::gin) && uri && pbx_at(policy, *uri) != nullptr;
}

// Whose contacts a lookup of a GRUU must give: one of the instance's, or none if none may be used.
Verdict leads_to(const Exchange& x, const InstanceName& name) {
    const auto uri = sip::parse_uri(looked_up(x.entry));
    if (!is_served(x.policy(), uri->host)) return not_applicable();  // another policy gave it
    const bool bulk = !uri->user && sip::find_param(*uri, "bnc") != nullptr;
    if (bulk && !leads_bulk(x.policy(), name.aor)) return not_applicable();
    if (!is_known(x.policy(), name.aor)) {
        return require(x.entry.lookup->status == model::LookupStatus::unknown_aor,
                       [] { return "the GRUU of a user whom nobody knows is not 404"; });
    }
    const bool secure = x.policy().offers(Extension::sips) && uri->scheme == sip::Scheme::sips;
    const bool usable = std::ranges::any_of(x.ledger.bindings(name.aor), [&](const Tracked& b) {
        return b.view->instance == name.instance && b.reachable &&
               (!secure || b.uri.scheme == sip::Scheme::sips);
    });
    const auto& found = *x.entry.lookup;
    if (!usable) {
        return require(found.status == model::LookupStatus::no_bindings && found.targets.empty(),
                       [] { return "a GRUU of an instance that is not there is not 480"; });
    }
    return require(found.targets.size() == 1 && found.targets[0]->aor == name.aor &&
                       found.targets[0]->instance == name.instance,
                   [] { return "a GRUU does not lead to its instance"; });
}

Verdict temporary_leads(const Exchange& x) {
    const auto asked = gruu_lookup(x);
    if (!asked || !asked->of_temporary) return not_applicable();
    return leads_to(x, *asked->of_temporary);
}

Verdict public_leads(const Exchange& x) {
    const auto asked = gruu_lookup(x);
    if (!asked || !asked->of_public) return not_applicable();
    return leads_to(x, *asked->of_public);
}

Verdict unknown_gruu(const Exchange& x) {
    const auto asked = gruu_lookup(x);
    if (!asked || asked->of_public || asked->of_temporary || asked->was_temporary) {
        return not_applicable();
    }
    // It may be one that was made and not shown; then it leads to one instance. gr of a made-up
    // instance never does.
    if (looked_up(x.entry).find("gr=urn:uuid:none") == std::string::npos) {
        return not_applicable();
    }
    return require(x.entry.lookup->status == model::LookupStatus::unknown_aor,
                   [] { return "a gr that nobody was given is not 404"; });
}

Verdict documents_show_gruus(const Exchange& x) {
    if (!on(x) || x.entry.documents.empty()) return not_applicable();
    bool applies = false;
    for (const auto& document : x.entry.documents) {
        const auto info = read_reginfo(document.body);
        if (!info) continue;
        for (const auto& contact : info->contacts) {
            if (contact.public_gruu.empty()) continue;
            const auto uri = sip::parse_uri(contact.public_gruu, sip::accepted_text);
            const auto owner =
                uri ? x.ledger.gruus().owner_of_public(*uri) : std::optional<InstanceName>{};
            if (!uri) return violated("a document's pub-gruu is no URI");
            if (!owner) continue;
            applies = true;
            if (owner->aor != document.aor) return violated("a document shows another AOR's GRUU");
        }
    }
    return applies ? holds() : not_applicable();
}

constexpr unsigned ws = wire | snapshot;

constexpr std::array<Invariant, 20> rules{{
    {"R5627-5.1-4", "R5627-5.1-4 R5627-5.1-5", Strength::must,
     "A contact is not the address that leads to it",
     "With an instance-id, a contact that equals the AOR or is one of its GRUUs is 403.",
     extended | wire, own_address},
    {"R5627-5.1-6", "R5627-5.1-6 D-32", Strength::must, "An instance has a SIP contact",
     "With an instance-id, a contact that is no SIP URI is 403.", extended | wire, not_sip},
    {"R5627-5.1-7", "R5627-5.1-7 R6140-7.1-1 R5627-5.4-2", Strength::must,
     "A public GRUU is the AOR with gr",
     "pub-gruu equals the AOR but for a gr with a value; a bulk contact's has bnc and no user.",
     extended | wire, public_is_aor_with_gr},
    {"R5627-5.1-8", "R5627-5.1-8 M-19", Strength::must, "A client's own GRUUs are ignored",
     "pub-gruu and temp-gruu of a request are not stored.", extended | ws, client_gruu_is_ignored},
    {"R5627-5.1-9", "R5627-5.1-9 R5627-5.3-1", Strength::must, "A temporary GRUU ends",
     "With another Call-ID, or with the last contact of its instance; then a lookup is 404.",
     extended | lookup, dead_temporary_is_unknown},
    {"R5627-5.1-10", "R5627-5.1-10", Strength::should, "Each registration brings a temporary GRUU",
     "One that was not there before.", extended | wire, temporary_is_fresh},
    {"R5627-5.1-11", "R5627-5.1-11", Strength::must, "A temporary GRUU tells nothing",
     "A long opaque user part without AOR and instance, and a gr without value.", extended | wire,
     temporary_is_opaque},
    {"R5627-5.1-9b", "R5627-5.1-9 R5627-5.1-10 S-19", Strength::must, "A temporary GRUU leads",
     "As long as it is valid a lookup gives one contact of its instance, 480, or 404 for an "
     "unknown user.",
     extended | snapshot | lookup, temporary_leads},
    {"R5627-5.2-1", "R5627-5.2-1", Strength::must, "Each contact shows its instance",
     "A 200 lists a contact of an instance with its +sip.instance.", ws, instance_is_echoed},
    {"R5627-5.2-2", "R5627-5.2-2", Strength::must, "GRUUs for who supports them",
     "Under Supported: gruu every contact of an instance has its public GRUU.", extended | ws,
     shown_when_supported},
    {"R5627-5.2-2b", "R5627-5.2-2", Strength::must, "The newest temporary GRUU is shown",
     "Under Supported: gruu the registered instance has a temporary GRUU.", extended | ws,
     temporary_shown},
    {"R5627-5.2-2c", "R5627-5.2-2", Strength::must, "No GRUU for who does not support it",
     "Without Supported: gruu no contact of a 200 shows one.", wire, hidden_when_unsupported},
    {"R5627-5.2-3", "R5627-5.2-3", Strength::should, "gruu is not in the response's tags",
     "Neither Require nor Supported of a response names it.", wire, tag_not_in_response},
    {"R5627-5.3-2", "R5627-5.3-2 R5627-6.1-1", Strength::must, "A public GRUU leads",
     "A lookup gives one contact of its instance, 480 while there is none, 404 for an unknown "
     "user.",
     extended | snapshot | lookup, public_leads},
    {"S-19", "S-19 R5627-5.1-7 R5627-5.3-2", Strength::must, "A public GRUU never changes",
     "The same for one AOR and instance, over removal, expiry and restart.", extended | wire,
     public_is_constant},
    {"R5627-5.4-1", "R5627-5.4-1", Strength::must, "A public GRUU is of one instance",
     "Another AOR or instance has an unequal one.", extended | wire, publics_differ},
    {"R5627-6.1-1", "R5627-6.1-1 R5627-6.1-2", Strength::should, "An unknown gr is 404",
     "A lookup of a GRUU that nobody was given.", lookup, unknown_gruu},
    {"R5630-5.2.1-1", "R5630-5.2.1-1", Strength::must, "A GRUU has its contact's scheme",
     "sips for a sips contact, sip for a sip contact.", extended | wire, scheme_is_the_contacts},
    {"R5628-1", "R5628-1 R5627-5.5-1", Strength::must, "Documents show the AOR's own GRUUs",
     "pub-gruu of a reginfo document is one of that address-of-record.", events,
     documents_show_gruus},
    {"R5627-5.1-3", "R5627-5.1-3", Strength::must, "A wildcard takes GRUU contacts as well",
     "After Contact: * with Expires 0 no contact of any instance is left.", extended | ws,
     [](const Exchange& x) {
         if (!took_effect(x) || !on(x) || !x.request->contacts.wildcard || !x.entry.snapshot) {
             return not_applicable();
         }
         const bool instances = std::ranges::any_of(
             x.before(), [](const Tracked& b) { return !b.view->instance.empty(); });
         if (!instances) return not_applicable();
         return require(x.mine().empty(), [] { return "contacts survived the wildcard"; });
     }},
}};

}  // namespace

std::span<const Invariant> gruu_rules() { return rules; }

}  // namespace starzero::invariants
