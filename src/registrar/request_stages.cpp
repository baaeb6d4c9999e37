// Stages 4 to 12: is this a REGISTER for us, without demands we do not meet, and for whom?
#include <algorithm>
#include <array>

#include "starzero/registrar/stages.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/option_tags.hpp"

namespace starzero::registrar {

namespace {

using model::Reason;
using sip::HeaderId;

constexpr std::array<std::string_view, 14> known_methods{
    "REGISTER", "INVITE",    "ACK",    "CANCEL",  "BYE",  "OPTIONS", "PRACK",
    "UPDATE",   "SUBSCRIBE", "NOTIFY", "PUBLISH", "INFO", "REFER",   "MESSAGE"};

Refusal refuse(int status, Reason reason, std::string rows = {}) {
    return {status, reason, std::move(rows)};
}

bool serves(const model::Policy& policy, const sip::Host& host) {
    return std::ranges::any_of(policy.domains, [&](const std::string& domain) {
        const auto served = sip::parse_host(domain);
        return served && sip::equal(*served, host);
    });
}

std::string user_of(const sip::Uri& uri) {
    std::string user;
    if (uri.user) sip::append_unescaped(user, *uri.user);
    return user;
}

bool user_exists(const model::Policy& policy, const sip::Uri& to) {
    if (policy.unknown_users.empty() || !to.user) return true;
    return std::ranges::find(policy.unknown_users, user_of(to)) == policy.unknown_users.end();
}

bool understands(const model::Policy& policy, std::string_view tag) {
    constexpr std::array<std::pair<std::string_view, model::Extension>, 4> tags{
        {{"path", model::Extension::path},
         {"outbound", model::Extension::outbound},
         {"gruu", model::Extension::gruu},
         {"gin", model::Extension::gin}}};
    return std::ranges::any_of(tags, [&](const auto& known) {
        return sip::iequals(known.first, tag) && policy.offers(known.second);
    });
}

bool body_is_optional(const sip::Message& message) {
    const sip::HeaderRow* row = message.first(HeaderId::content_disposition);
    if (row == nullptr) return false;
    sip::Cursor cursor(row->value);
    cursor.take(sip::CharClass::token);
    const auto params = sip::parse_params(cursor, {});
    const sip::Param* handling = params ? sip::find_param(*params, "handling") : nullptr;
    return handling != nullptr && handling->value && sip::iequals(*handling->value, "optional");
}

bool is_encoded(const sip::Message& message) {
    return std::ranges::any_of(message.rows, [](const sip::HeaderRow& row) {
        return row.id == HeaderId::content_encoding && !sip::iequals(row.value, "identity");
    });
}

}  // namespace

Verdict check_method(Request& request) {
    const auto method = request.message().start.method;
    if (method == "REGISTER") return std::nullopt;
    if (method == "CANCEL") return refuse(481, Reason::no_transaction);
    if (std::ranges::find(known_methods, method) == known_methods.end()) {
        return refuse(501, Reason::unknown_method);
    }
    return refuse(405, Reason::method_not_allowed, "Allow: REGISTER\r\n");
}

// User part, port and parameters of the Request-URI do not change the answer (D-03).
Verdict check_request_uri(Request& request) {
    if (!request.request_uri.is_sip()) return refuse(416, Reason::unsupported_scheme);
    if (!serves(request.policy, request.request_uri.host)) {
        return refuse(404, Reason::foreign_domain);
    }
    return std::nullopt;
}

// 8.2.2.2: another transaction is under way with the same From tag, Call-ID and CSeq.
Verdict check_merged(Request& request) {
    if (!request.merge.empty() && request.transactions.merges(request.merge)) {
        return refuse(482, Reason::merged_request);
    }
    return std::nullopt;
}

// Option tags of the extensions on offer are understood, which is all that Require asks (RFC 5627
// 5.1: understood, not used). Proxy-Require is for proxies (D-16).
Verdict check_require(Request& request) {
    std::vector<std::string_view> tags;
    for (const sip::HeaderRow& row : request.message().rows) {
        if (row.id != HeaderId::require) continue;
        if (!sip::parse_option_tags(row.value, tags, request.limits)) {
            return refuse(400, Reason::bad_header);
        }
    }
    std::erase_if(tags, [&](std::string_view tag) { return understands(request.policy, tag); });
    if (tags.empty()) return std::nullopt;
    std::string rows = "Unsupported: ";
    for (std::size_t i = 0; i < tags.size(); ++i) {
        rows.append(i == 0 ? "" : ", ").append(tags[i]);
    }
    return refuse(420, Reason::unknown_extension, rows.append("\r\n"));
}

// 8.2.3: a registrar understands no body; only one whose handling is optional is passed over.
Verdict check_body(Request& request) {
    const sip::Message& message = request.message();
    if (message.body.empty() || body_is_optional(message)) return std::nullopt;
    if (message.count(HeaderId::content_type) == 0) {
        return refuse(400, Reason::missing_content_type);
    }
    std::string rows = "Accept: \r\n";
    if (is_encoded(message)) rows += "Accept-Encoding: identity\r\n";
    return refuse(415, Reason::unsupported_body, std::move(rows));
}

Verdict authenticate(Request& request) {
    if (!request.offers(model::Extension::digest)) return std::nullopt;
    auto outcome =
        request.gate.judge(request.message(), request.policy, request.limits, request.now);
    if (outcome.identity) {
        request.identity = std::move(*outcome.identity);
        return std::nullopt;
    }
    if (outcome.reason == Reason::bad_credentials) return refuse(400, outcome.reason);
    return refuse(401, outcome.reason,
                  request.gate.challenge(request.policy.digest,
                                         outcome.reason == Reason::stale_nonce, request.now));
}

// 10.3 step 4. An identity owns the address-of-record of its own name, and those that the policy
// gives it. Whether that user exists is asked later, so that the 403 does not tell.
Verdict authorise(Request& request) {
    if (!request.offers(model::Extension::digest) || !request.to.uri.is_sip()) return std::nullopt;
    const std::string user = user_of(request.to.uri);
    const model::Ownership wanted{request.identity, user};
    const auto& owners = request.policy.digest.owners;
    if (user == request.identity || std::ranges::find(owners, wanted) != owners.end()) {
        return std::nullopt;
    }
    return refuse(403, Reason::not_authorised);
}

Verdict check_to(Request& request) {
    if (!request.to.uri.is_sip()) return refuse(400, Reason::aor_scheme);
    const bool reserved =
        request.offers(model::Extension::gruu) && request.gruus.is_reserved(request.to.uri);
    if (!serves(request.policy, request.to.uri.host) || reserved ||
        !user_exists(request.policy, request.to.uri)) {
        return refuse(404, Reason::unknown_aor);
    }
    return std::nullopt;
}

Verdict find_address_of_record(Request& request) {
    request.aor = sip::address_of_record(request.to.uri);
    return std::nullopt;
}

}  // namespace starzero::registrar
