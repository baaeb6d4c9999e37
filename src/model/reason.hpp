// Why a request was answered as it was: one enumeration for the log, the response's reason
// phrase and the metrics (requirement O-07).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace starzero::model {

enum class Reason : std::uint8_t {
    // nothing was refused
    registered,
    queried,
    ignored_out_of_order,
    cancelled,
    retransmission,
    binding_expired,
    started,
    flow_closed,
    subscribed,
    // nothing was answered
    not_a_request,
    no_usable_via,
    ack_ignored,
    stream_broken,
    keep_alive,
    // the message (stages 0 to 3)
    malformed_message,
    message_too_large,
    too_many_elements,
    bad_request_uri,
    bad_version,
    missing_header,
    duplicate_header,
    bad_header,
    cseq_method_mismatch,
    // the request (stages 4 to 8)
    no_transaction,
    unknown_method,
    method_not_allowed,
    unsupported_scheme,
    foreign_domain,
    merged_request,
    unknown_extension,
    missing_content_type,
    unsupported_body,
    // the peer (stages 9 and 10)
    bad_credentials,
    no_credentials,
    wrong_credentials,
    stale_nonce,
    not_authorised,
    // the registration (stages 11 to 18)
    aor_scheme,
    unknown_aor,
    bad_contact,
    duplicate_parameter,
    bad_qvalue,
    wildcard_not_alone,
    wildcard_without_zero,
    duplicate_contact,
    too_many_contacts,
    bad_instance,
    bad_supported,
    insecure_contact,
    bad_path,
    path_unsupported,
    first_hop_lacks_outbound,
    several_flows,
    bulk_contact_with_user,
    contact_is_own_gruu,
    push_unsupported,
    interval_too_brief,
    out_of_order,
    too_many_bindings,
    store_failure,
    too_many_subscriptions,
    out_of_memory,
    // the configuration
    unusable_policy,
    // another server's log line, whatever it says
    foreign_line,
    count,
};

struct ReasonText {
    std::string_view id;      // stable word for logs and metrics
    std::string_view phrase;  // reason phrase: printable, at most 120 octets, no peer's octets
};

ReasonText text_of(Reason reason) noexcept;
std::optional<Reason> reason_from(std::string_view id) noexcept;

// Reasons that speak of a bound being hit rather than of a fault in the text: they may be WARN.
bool is_limit(Reason reason) noexcept;

}  // namespace starzero::model
