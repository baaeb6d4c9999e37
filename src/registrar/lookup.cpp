#include "starzero/registrar/lookup.hpp"

#include <algorithm>
#include <iterator>

#include "starzero/registrar/contact_params.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::registrar {

namespace {

using model::Extension;
using model::LookupStatus;

model::Lookup nothing(LookupStatus status) { return {status, {}, {}}; }

bool is_sips(std::string_view uri) {
    return uri.size() > 5 && sip::iequals(uri.substr(0, 5), "sips:");
}

// Whom the policy does not know is reached by nothing, however it is asked for (RFC 3261 16.5).
bool knows(const model::Policy& policy, const std::string& aor) {
    if (policy.unknown_users.empty()) return true;
    std::string user;
    sip::append_unescaped(user, std::string_view(aor).substr(0, aor.find('@')));
    return std::ranges::find(policy.unknown_users, user) == policy.unknown_users.end();
}

// RFC 5630 5.3: what was registered as sip is no place for a sips request.
void keep_secure(const LookupContext& context, const sip::Uri& asked, model::Snapshot& targets) {
    if (!context.policy.offers(Extension::sips) || asked.scheme != sip::Scheme::sips) return;
    std::erase_if(targets, [](const auto& view) { return !is_sips(view->uri); });
}

template <class Before>
void sort_stably(model::Snapshot& views, Before before) {
    for (auto at = views.begin(); at != views.end(); ++at) {
        std::rotate(std::upper_bound(views.begin(), at, *at, before), at, std::next(at));
    }
}

// q descending, then the newest, then as they came (S-18).
void sort_targets(model::Snapshot& targets) {
    const auto rank = [](const auto& view) { return view->q < 0 ? 1000 : view->q; };
    sort_stably(targets, [&](const auto& a, const auto& b) {
        return rank(a) != rank(b) ? rank(a) > rank(b) : a->updated_at > b->updated_at;
    });
}

// RFC 5626 section 7, RFC 5627 6.1: of one instance only the contact that was refreshed last; its
// other contacts are alternatives, the newest first. Of equally new ones the first stays.
void one_of_each_instance(model::Lookup& lookup) {
    model::Snapshot kept;
    for (const auto& view : lookup.targets) {
        const auto twin = std::ranges::find_if(kept, [&](const auto& other) {
            return !view->instance.empty() && other->instance == view->instance &&
                   other->aor == view->aor;
        });
        if (twin == kept.end()) {
            kept.push_back(view);
            continue;
        }
        const bool newer = view->updated_at > (*twin)->updated_at;
        lookup.alternatives.push_back(newer ? *twin : view);
        if (newer) *twin = view;
    }
    sort_targets(kept);  // a newer contact may have taken the place of one with a higher q
    sort_stably(lookup.alternatives,
                [](const auto& a, const auto& b) { return a->updated_at > b->updated_at; });
    lookup.targets = std::move(kept);
}

bool groups_instances(const model::Policy& policy) noexcept {
    return policy.offers(Extension::outbound) || policy.offers(Extension::gruu);
}

// The PBX whose numbers this user part is one of: + and digits behind the prefix (RFC 6140 5.2).
const model::BulkNumbers* pbx_of(const model::Policy& policy, const sip::Uri& uri,
                                 std::string& number) {
    if (!policy.offers(Extension::gin) || !uri.user || uri.password) return nullptr;
    number.clear();
    sip::append_unescaped(number, *uri.user);
    const auto found = std::ranges::find_if(policy.bulk_numbers, [&](const auto& bulk) {
        return !bulk.prefix.empty() && number.size() > bulk.prefix.size() &&
               number.starts_with(bulk.prefix);
    });
    const bool digits =
        number.size() > 1 && sip::all_of(std::string_view(number).substr(1), sip::CharClass::digit);
    return found != policy.bulk_numbers.end() && digits ? &*found : nullptr;
}

// The contact of one number: its user part is the number, bnc goes, all else stays.
model::BindingPtr expanded(const model::BindingView& bulk, const std::string& number) {
    auto view = std::make_shared<model::BindingView>(bulk);
    const sip::Uri uri = sip::parse_uri(bulk.uri, sip::accepted_text).value_or(sip::Uri{});
    std::string text(uri.scheme_text);
    text.append(":").append(number).append("@").append(uri.host.text);
    if (uri.port != 0) text.append(":").append(std::to_string(uri.port));
    for (const sip::UriParam& param : uri.params) {
        if (sip::equal_escaped(param.name, "bnc", true)) continue;  // as find_param finds it
        text.append(";").append(param.name);
        if (param.value) text.append("=").append(*param.value);
    }
    char separator = '?';
    for (const sip::UriHeader& header : uri.headers) {
        text.append(1, separator).append(header.name).append("=").append(header.value);
        separator = '&';
    }
    view->uri = std::move(text);
    return view;
}

bool equals(const model::BindingView& view, const sip::Uri& uri) {
    const auto own = sip::parse_uri(view.uri, sip::accepted_text);
    return own && sip::equal(*own, uri);
}

// Twins are one target (RFC 3261 16.5): the same instance, or none, at equal URIs. Two instances
// are two, whatever their URIs: behind two NATs they may well have the same one, and are reached by
// their flows.
bool has_twin(const model::Snapshot& targets, const model::BindingView& target) {
    const auto uri = sip::parse_uri(target.uri, sip::accepted_text);
    return uri && std::ranges::any_of(targets, [&](const auto& view) {
               return view->instance == target.instance && equals(*view, *uri);
           });
}

// Of a contact without an instance and an equal one with it the latter stays.
void drop_equals_of_instances(model::Snapshot& targets) {
    const auto is_named = [](const auto& view) { return !view->instance.empty(); };
    model::Snapshot named;
    std::ranges::copy_if(targets, std::back_inserter(named), is_named);
    if (named.empty() || named.size() == targets.size()) return;
    std::erase_if(targets, [&](const auto& view) {
        const auto uri = sip::parse_uri(view->uri, sip::accepted_text);
        return !is_named(view) && uri &&
               std::ranges::any_of(named, [&](const auto& other) { return equals(*other, *uri); });
    });
}

// Comes when it is known which contacts of the instances are offered: the flows of one have one URI
// as often as not, and are alternatives all the same (RFC 5626 section 7).
void drop_twins(model::Snapshot& targets) {
    model::Snapshot kept;
    for (const auto& view : targets) {
        if (!has_twin(kept, *view)) kept.push_back(view);
    }
    drop_equals_of_instances(kept);
    targets = std::move(kept);
}

// The bulk contacts of the number's PBX, one for the number each. False when the store failed.
bool add_bulk(const LookupContext& context, const sip::Uri& uri, model::Snapshot& targets) {
    std::string number;
    const auto* pbx = pbx_of(context.policy, uri, number);
    if (pbx == nullptr) return true;
    const std::string aor = pbx_address(*pbx, uri.host);
    if (!knows(context.policy, aor)) return true;
    const auto bulk = context.locations.targets(aor, context.now);
    if (!bulk) return false;
    for (const auto& view : *bulk) {
        if (view->bulk) targets.push_back(expanded(*view, number));
    }
    sort_targets(targets);
    return true;
}

model::Lookup of_instance(const LookupContext& context, const sip::Uri& uri, const std::string& aor,
                          const std::string& instance) {
    if (!knows(context.policy, aor)) return nothing(LookupStatus::unknown_aor);
    auto targets = context.locations.targets(aor, context.now, instance);
    if (!targets) return nothing(LookupStatus::store_failure);
    keep_secure(context, uri, *targets);
    model::Lookup lookup{LookupStatus::found, std::move(*targets), {}};
    one_of_each_instance(lookup);
    if (lookup.targets.empty()) lookup.status = LookupStatus::no_bindings;
    return lookup;
}

// RFC 6140 7.1.1: the public GRUU of a bulk contact, which names no user, and the one that the
// PBX's devices make of it: with a number in front and without bnc.
std::optional<model::Lookup> of_bulk_instance(const LookupContext& context, const sip::Uri& uri) {
    if (!context.policy.offers(Extension::gin)) return std::nullopt;
    std::string number;
    const model::BulkNumbers* pbx = pbx_of(context.policy, uri, number);
    for (const model::BulkNumbers& bulk : context.policy.bulk_numbers) {
        if (pbx != nullptr ? pbx != &bulk : !is_bulk(uri)) continue;
        const std::string aor = pbx_address(bulk, uri.host);
        const auto instance = context.gruus.instance_of(uri, aor);
        if (!instance) continue;
        auto lookup = of_instance(context, uri, aor, *instance);
        if (pbx == nullptr) return lookup;
        for (auto* list : {&lookup.targets, &lookup.alternatives}) {
            std::erase_if(*list, [](const auto& view) { return !view->bulk; });
            for (auto& view : *list) view = expanded(*view, number);
        }
        if (lookup.targets.empty() && lookup.status == LookupStatus::found) {
            lookup.status = LookupStatus::no_bindings;
        }
        return lookup;
    }
    return std::nullopt;
}

bool served(const model::Policy& policy, const sip::Host& host) {
    return std::ranges::any_of(policy.domains, [&](const std::string& domain) {
        const auto own = sip::parse_host(domain);
        return own && sip::equal(*own, host);
    });
}

}  // namespace

model::Lookup look_up_address(const LookupContext& context, const sip::Uri& uri,
                              const std::string& aor) {
    auto targets = context.locations.targets(aor, context.now);
    if (!targets || !add_bulk(context, uri, *targets)) {
        return nothing(LookupStatus::store_failure);
    }
    keep_secure(context, uri, *targets);
    model::Lookup lookup{LookupStatus::found, std::move(*targets), {}};
    if (groups_instances(context.policy)) one_of_each_instance(lookup);
    drop_twins(lookup.targets);
    if (lookup.targets.empty()) lookup.status = LookupStatus::no_bindings;
    return lookup;
}

model::Lookup look_up_gruu(const LookupContext& context, const sip::Uri& uri) {
    if (!uri.is_sip() || !served(context.policy, uri.host)) {
        return nothing(LookupStatus::unknown_aor);
    }
    const std::string aor = sip::address_of_record(uri);
    if (const auto instance = context.gruus.instance_of(uri, aor)) {
        return of_instance(context, uri, aor, *instance);
    }
    if (auto lookup = of_bulk_instance(context, uri)) return std::move(*lookup);
    const auto owner = owner_of_temporary(context, uri);
    if (!owner) return nothing(LookupStatus::store_failure);
    if (!*owner) return nothing(LookupStatus::unknown_aor);
    return of_instance(context, uri, (*owner)->aor, (*owner)->instance);
}

StoreResult<std::optional<GruuOwner>> owner_of_temporary(const LookupContext& context,
                                                         const sip::Uri& uri) {
    const std::optional<GruuOwner> nobody;
    const auto token = context.gruus.token_of(uri);
    if (!token) return nobody;
    const std::string aor(context.locations.aor_of_epoch(token->epoch));
    if (aor.empty()) return nobody;
    const auto list = context.locations.live(aor, context.now);
    if (!list) return std::unexpected(list.error());
    const auto record = std::ranges::find(list->instances, token->epoch, &InstanceRecord::epoch);
    if (record == list->instances.end() || token->number < 1 || token->number > record->count) {
        return nobody;
    }
    InstanceRecord made = *record;
    made.count = token->number;
    const std::string text = context.gruus.temporary_gruu("sip", aor, made);
    const auto gruu = sip::parse_uri(text, sip::accepted_text);
    if (!gruu || !sip::equal_across_sips(*gruu, uri)) return nobody;
    return GruuOwner{aor, record->instance};
}

}  // namespace starzero::registrar
