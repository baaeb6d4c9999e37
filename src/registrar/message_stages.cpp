// Stages 0 to 2: is this a SIP request that can be answered by its header fields?
#include "starzero/registrar/stages.hpp"
#include "starzero/sip/call_id.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::registrar {

namespace {

using model::Reason;
using sip::ErrorKind;
using sip::HeaderId;

Refusal refuse(int status, Reason reason) { return {status, reason, {}}; }

Refusal of_error(ErrorKind kind, Reason otherwise) {
    switch (kind) {
        case ErrorKind::too_large: return refuse(513, Reason::message_too_large);
        case ErrorKind::too_many: return refuse(400, Reason::too_many_elements);
        case ErrorKind::duplicate: return refuse(400, Reason::duplicate_parameter);
        default: return refuse(400, otherwise);
    }
}

Verdict check_counts(const sip::Message& message) {
    for (const auto id :
         {HeaderId::via, HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq}) {
        if (message.count(id) == 0) return refuse(400, Reason::missing_header);
    }
    for (const auto id :
         {HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq, HeaderId::max_forwards,
          HeaderId::expires, HeaderId::content_length, HeaderId::content_type}) {
        if (message.count(id) > 1) return refuse(400, Reason::duplicate_header);
    }
    return std::nullopt;
}

Verdict read_vias(Request& request) {
    for (const sip::HeaderRow& row : request.message().rows) {
        if (row.id != HeaderId::via) continue;
        const auto read = sip::parse_via_row(row.value, request.vias, request.limits);
        if (!read) return of_error(read.error().kind, Reason::bad_header);
    }
    return std::nullopt;
}

Verdict read_name_addr(const Request& request, HeaderId id, sip::NameAddr& out) {
    auto value = sip::parse_single_name_addr(request.message().first(id)->value, request.limits);
    if (!value) return of_error(value.error().kind, Reason::bad_header);
    const sip::Param* tag = sip::find_param(value->params, "tag");
    if (tag != nullptr && (!tag->value || tag->quoted())) return refuse(400, Reason::bad_header);
    out = std::move(*value);
    return std::nullopt;
}

Verdict read_call_id_and_cseq(Request& request) {
    const auto call_id = sip::parse_call_id(request.message().first(HeaderId::call_id)->value);
    if (!call_id) return refuse(400, Reason::bad_header);
    request.call_id = *call_id;
    const auto cseq = sip::parse_cseq(request.message().first(HeaderId::cseq)->value);
    if (!cseq) return refuse(400, Reason::bad_header);
    request.cseq = *cseq;
    if (request.cseq.method != request.message().start.method) {
        return refuse(400, Reason::cseq_method_mismatch);
    }
    return std::nullopt;
}

// Peers of RFC 2543 have no Max-Forwards, From tag or branch: by policy (D-11).
Verdict check_strict(const Request& request) {
    if (!request.policy.strict_peers) return std::nullopt;
    const sip::HeaderRow* forwards = request.message().first(HeaderId::max_forwards);
    const bool complete = forwards != nullptr && sip::parse_number(forwards->value, 255) &&
                          sip::find_param(request.from.params, "tag") != nullptr &&
                          request.vias.front().has_cookie();
    if (!complete) return refuse(400, Reason::missing_header);
    return std::nullopt;
}

}  // namespace

Verdict check_framing(Request& request) {
    if (request.parsed.error && request.parsed.error->kind != ErrorKind::version) {
        return of_error(request.parsed.error->kind, Reason::malformed_message);
    }
    auto uri = sip::parse_uri(request.message().start.uri, request.limits);
    if (!uri) return of_error(uri.error().kind, Reason::bad_request_uri);
    request.request_uri = std::move(*uri);
    return std::nullopt;
}

Verdict check_version(Request& request) {
    if (request.parsed.error) return refuse(505, Reason::bad_version);
    return std::nullopt;
}

Verdict check_mandatory_headers(Request& request) {
    Verdict verdict = check_counts(request.message());
    if (!verdict) verdict = read_vias(request);
    if (!verdict) verdict = read_name_addr(request, HeaderId::from, request.from);
    if (!verdict) verdict = read_name_addr(request, HeaderId::to, request.to);
    if (!verdict) verdict = read_call_id_and_cseq(request);
    if (!verdict) verdict = check_strict(request);
    return verdict;
}

}  // namespace starzero::registrar
