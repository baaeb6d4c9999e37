#include "starzero/model/reason.hpp"

#include <array>

namespace starzero::model {

namespace {

constexpr auto reason_count = static_cast<std::size_t>(Reason::count);

constexpr std::array<ReasonText, reason_count> texts{{
    {"registered", "OK"},
    {"queried", "OK"},
    {"ignored-out-of-order", "OK"},
    {"cancelled", "OK"},
    {"retransmission", "OK"},
    {"binding-expired", "OK"},
    {"started", "OK"},
    {"flow-closed", "OK"},
    {"subscribed", "OK"},
    {"not-a-request", "Not A Request"},
    {"no-usable-via", "No Usable Via"},
    {"ack-ignored", "ACK Ignored"},
    {"stream-broken", "Stream Broken"},
    {"keep-alive", "Keep Alive"},
    {"malformed-message", "Malformed Message"},
    {"message-too-large", "Message Too Large"},
    {"too-many-elements", "Too Many Elements"},
    {"bad-request-uri", "Bad Request-URI"},
    {"bad-version", "Version Not Supported"},
    {"missing-header", "Missing Header Field"},
    {"duplicate-header", "Duplicate Header Field"},
    {"bad-header", "Malformed Header Field"},
    {"cseq-method-mismatch", "CSeq Method Differs"},
    {"no-transaction", "Call/Transaction Does Not Exist"},
    {"unknown-method", "Not Implemented"},
    {"method-not-allowed", "Method Not Allowed"},
    {"unsupported-scheme", "Unsupported URI Scheme"},
    {"foreign-domain", "Domain Not Served Here"},
    {"merged-request", "Loop Detected"},
    {"unknown-extension", "Bad Extension"},
    {"missing-content-type", "Body Without Content-Type"},
    {"unsupported-body", "Unsupported Media Type"},
    {"bad-credentials", "Malformed Credentials"},
    {"no-credentials", "Unauthorized"},
    {"wrong-credentials", "Unauthorized"},
    {"stale-nonce", "Unauthorized"},
    {"not-authorised", "Forbidden"},
    {"aor-scheme", "To Is Not A SIP URI"},
    {"unknown-aor", "Unknown Address-Of-Record"},
    {"bad-contact", "Malformed Contact"},
    {"duplicate-parameter", "Duplicate Parameter"},
    {"bad-qvalue", "Malformed q Value"},
    {"wildcard-not-alone", "Wildcard Contact Not Alone"},
    {"wildcard-without-zero", "Wildcard Contact Needs Expires 0"},
    {"duplicate-contact", "Equal Contacts In One Request"},
    {"too-many-contacts", "Too Many Contacts In One Request"},
    {"bad-instance", "Malformed Instance Or Reg-ID"},
    {"bad-supported", "Malformed Supported"},
    {"insecure-contact", "SIPS Contact Beside SIP"},
    {"bad-path", "Malformed Path"},
    {"path-unsupported", "Path Without Support"},
    {"first-hop-lacks-outbound", "First Hop Lacks Outbound Support"},
    {"several-flows", "Several Contacts With Reg-ID"},
    {"bulk-contact-with-user", "Bulk Contact With User"},
    {"contact-is-own-gruu", "Contact Is Its Own Address"},
    {"push-unsupported", "Push Notification Service Not Supported"},
    {"interval-too-brief", "Interval Too Brief"},
    {"out-of-order", "CSeq Out Of Order"},
    {"too-many-bindings", "Too Many Bindings"},
    {"store-failure", "Server Internal Error"},
    {"too-many-subscriptions", "Too Many Subscriptions"},
    {"out-of-memory", "Out Of Memory"},
    {"unusable-policy", "Unusable Policy"},
    {"foreign-line", "Foreign Line"},
}};

}  // namespace

ReasonText text_of(Reason reason) noexcept {
    const auto index = static_cast<std::size_t>(reason);
    return index < texts.size() ? texts[index] : ReasonText{"unknown", "Unknown"};
}

std::optional<Reason> reason_from(std::string_view id) noexcept {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].id == id) return static_cast<Reason>(i);
    }
    return std::nullopt;
}

bool is_limit(Reason reason) noexcept {
    return reason == Reason::message_too_large || reason == Reason::too_many_elements ||
           reason == Reason::too_many_contacts || reason == Reason::too_many_bindings ||
           reason == Reason::too_many_subscriptions;
}

}  // namespace starzero::model
