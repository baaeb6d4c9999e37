// Stage 15: what each extension demands of a REGISTER beside RFC 3261, in the order of the
// requirement catalogue (section 1.3). A request that has no contact meets most gates untouched.
#include <algorithm>
#include <array>

#include "starzero/registrar/contact_params.hpp"
#include "starzero/registrar/lookup.hpp"
#include "starzero/registrar/push.hpp"
#include "starzero/registrar/stages.hpp"
#include "starzero/sip/address_of_record.hpp"

namespace starzero::registrar {

namespace {

using model::Extension;
using model::Reason;
using sip::HeaderId;

Refusal refuse(int status, Reason reason, std::string rows = {}) {
    return {status, reason, std::move(rows)};
}

bool is_sips(const sip::Uri& uri) noexcept { return uri.scheme == sip::Scheme::sips; }

// Asked to be bound, by its own parameter or by Expires; what is not a number is no zero.
bool is_wanted(const Request& request, const sip::Contact& contact) noexcept {
    const sip::Interval own = sip::interval_of(contact);
    const sip::Interval& asked = own.form == sip::Interval::Form::absent ? request.expires : own;
    return asked.form != sip::Interval::Form::given || asked.seconds != 0;
}

Verdict check_supported(const Request& request) {
    if (!request.supported_read) return refuse(400, Reason::bad_supported);
    return std::nullopt;
}

// RFC 5630 5.2: a sips contact is only bound over sips all the way; From and To may say what they
// like. Its removal needs no such care.
Verdict check_sips(const Request& request) {
    if (!request.offers(Extension::sips)) return std::nullopt;
    const auto& contacts = request.contacts.contacts;
    const bool binds = std::ranges::any_of(contacts, [&](const sip::Contact& contact) {
        return is_sips(contact.value.uri) && is_wanted(request, contact);
    });
    if (!binds) return std::nullopt;
    const bool all =
        is_sips(request.request_uri) &&
        std::ranges::all_of(contacts, [](const auto& c) { return is_sips(c.value.uri); }) &&
        std::ranges::all_of(request.path,
                            [](const auto& value) { return is_sips(value.value.uri); });
    if (!all) return refuse(400, Reason::insecure_contact);
    return std::nullopt;
}

// RFC 3327 5.3: what to do with a Path that the user agent does not support is policy.
Verdict check_path(const Request& request) {
    if (!request.offers(Extension::path)) return std::nullopt;
    if (!request.path_read) return refuse(400, Reason::bad_path);
    if (request.path.empty() || request.supports("path")) return std::nullopt;
    switch (request.policy.unsupported_path) {
        case model::UnsupportedPath::refuse_420:
            return refuse(420, Reason::path_unsupported, "Unsupported: path\r\n");
        case model::UnsupportedPath::refuse_421:
            return refuse(421, Reason::path_unsupported, "Require: path\r\n");
        case model::UnsupportedPath::accept: break;
    }
    return std::nullopt;
}

// RFC 5626 section 6.
Verdict check_outbound(const Request& request) {
    if (request.outbound == OutboundUse::lacks_first_hop) {
        return refuse(439, Reason::first_hop_lacks_outbound);
    }
    if (!request.offers(Extension::outbound)) return std::nullopt;
    std::size_t wanted = 0;
    bool reg_id = false;
    for (const sip::Contact& contact : request.contacts.contacts) {
        if (!is_wanted(request, contact)) continue;
        ++wanted;
        reg_id = reg_id || sip::find_param(contact.value.params, "reg-id") != nullptr;  // D-28
    }
    if (wanted > 1 && reg_id) return refuse(400, Reason::several_flows);
    return std::nullopt;
}

bool requires_gin(const Request& request) {
    if (!request.offers(Extension::gin)) return false;
    std::vector<std::string_view> tags;
    for (const sip::HeaderRow& row : request.message().rows) {
        if (row.id == HeaderId::require) (void)sip::parse_option_tags(row.value, tags);
    }
    return sip::contains_tag(tags, "gin");
}

// RFC 6140 5.2 and 5.3. Without Require: gin bnc is a parameter like any other (D-33).
Verdict check_bulk(const Request& request) {
    if (!requires_gin(request)) return std::nullopt;
    const bool wrong = std::ranges::any_of(request.contacts.contacts, [](const auto& contact) {
        const sip::Uri& uri = contact.value.uri;
        return sip::find_param(uri, "bnc") != nullptr &&
               (uri.user || sip::find_param(uri, "user") != nullptr);
    });
    if (wrong) return refuse(400, Reason::bulk_contact_with_user);
    return std::nullopt;
}

// The address-of-record as a URI equals the contact, whichever of the two schemes it has.
bool is_own_address(const Request& request, const sip::Uri& contact) {
    const std::string text = "sip:" + sip::plain_address(request.aor);
    const auto own = sip::parse_uri(text, sip::accepted_text);
    return own && sip::equal_across_sips(*own, contact);
}

// The public GRUU of a bulk contact names no user, so it does not equal the address-of-record.
bool is_own_bulk_gruu(const Request& request, const sip::Uri& contact) {
    const auto instance = request.gruus.instance_of(contact, request.aor);
    if (!instance) return false;
    const std::string text = request.gruus.public_gruu("sip", request.aor, *instance, true);
    const auto own = sip::parse_uri(text, sip::accepted_text);
    return own && sip::equal_across_sips(*own, contact);
}

// RFC 5627 5.1: an instance must not be reached through the address that leads to it. A public
// GRUU equals its address-of-record, since gr alone makes no difference to 19.1.4.
Verdict check_gruu(const Request& request) {
    if (!request.offers(Extension::gruu)) return std::nullopt;
    const LookupContext context{request.policy, request.locations, request.gruus, request.now};
    for (const sip::Contact& contact : request.contacts.contacts) {
        const sip::Uri& uri = contact.value.uri;
        const bool instance = sip::find_param(contact.value.params, "+sip.instance") != nullptr;
        if (!instance || !is_wanted(request, contact)) continue;
        if (!uri.is_sip() || is_own_address(request, uri)) {
            return refuse(403, Reason::contact_is_own_gruu);
        }
        if (is_bulk(uri) && is_own_bulk_gruu(request, uri)) {
            return refuse(403, Reason::contact_is_own_gruu);
        }
        const auto owner = owner_of_temporary(context, uri);
        if (!owner) return refuse(500, Reason::store_failure);
        if (*owner && (*owner)->aor == request.aor) {
            return refuse(403, Reason::contact_is_own_gruu);
        }
    }
    return std::nullopt;
}

Verdict check_push(const Request& request) {
    if (!request.offers(Extension::push) || !request.policy.only_push_here) return std::nullopt;
    if (announces_push(request.message())) return std::nullopt;
    const bool lacking = std::ranges::any_of(request.contacts.contacts, [&](const auto& contact) {
        return is_wanted(request, contact) &&
               push_need(contact.value.uri, request.policy) == PushNeed::unknown_service;
    });
    if (lacking) return refuse(555, Reason::push_unsupported);
    return std::nullopt;
}

}  // namespace

void read_extensions(Request& request) {
    if (request.policy.extensions.empty()) return;
    const bool tags = request.offers(Extension::path) || request.offers(Extension::gruu);
    for (const sip::HeaderRow& row : request.message().rows) {
        if (row.id == HeaderId::supported && tags) {
            request.supported_read =
                request.supported_read &&
                sip::parse_option_tags(row.value, request.supported, request.limits);
        } else if (row.id == HeaderId::path && request.offers(Extension::path)) {
            request.path_read =
                request.path_read && sip::parse_route_row(row.value, request.path, request.limits);
        }
    }
    if (!request.path_read) request.path.clear();
    request.bulk = requires_gin(request) && pbx_at(request.policy, request.aor) != nullptr;
    request.outbound = outbound_use(request.outbound_question());
}

Verdict check_extensions(Request& request) {
    if (request.policy.extensions.empty()) return std::nullopt;
    constexpr std::array<Verdict (*)(const Request&), 7> gates{
        check_supported, check_sips, check_path, check_outbound,
        check_bulk,      check_gruu, check_push};
    for (const auto gate : gates) {
        if (Verdict verdict = gate(request)) return verdict;
    }
    return std::nullopt;
}

}  // namespace starzero::registrar
