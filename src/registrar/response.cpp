#include "starzero/registrar/response.hpp"

#include <algorithm>

#include "starzero/registrar/contact_params.hpp"
#include "starzero/registrar/endpoint.hpp"
#include "starzero/registrar/push.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/cursor.hpp"
#include "starzero/sip/date.hpp"
#include "starzero/sip/name_addr.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::registrar {

namespace {

using sip::HeaderId;

// A value that could not be read may hold anything: what could break the response's own lines is
// left out rather than repaired (P-17). A sound one may hold quoted controls, and is copied.
STARZERO_UNCOUNTED bool printable(std::string_view text) noexcept {
    for (const char c : text) {
        if (sip::is(c, sip::CharClass::control) && c != '\t') return false;
    }
    return true;
}

void append_row(std::string& out, std::string_view name, std::string_view value, bool sound,
                std::string_view suffix = {}) {
    const std::size_t start = out.size();
    out.append(name).append(": ");
    sip::append_unfolded(out, value);
    if (!sound && !printable(std::string_view(out).substr(start))) return out.resize(start);
    out.append(suffix).append("\r\n");
}

void append_vias(std::string& out, const ResponseParts& parts) {
    out.append("Via: ");
    append_reply_via(out, parts.top_via, parts.flow);
    std::string rest;
    sip::append_unfolded(rest, parts.rest_of_via_row);
    if (printable(rest)) out.append(rest);
    out.append("\r\n");
    bool top = true;
    for (const sip::HeaderRow& row : parts.request.rows) {
        if (row.id != HeaderId::via) continue;
        if (!top) append_row(out, "Via", row.value, false);
        top = false;
    }
}

void append_to(std::string& out, const ResponseParts& parts) {
    const sip::HeaderRow* row = parts.request.first(HeaderId::to);
    if (row == nullptr) return;
    const auto to = sip::parse_single_name_addr(row->value, sip::accepted_text);
    // A tag behind an unbalanced quote or bracket would become part of it: copy as it is.
    const bool wants_tag = to && sip::find_param(to->params, "tag") == nullptr;
    append_row(out, "To", row->value, to.has_value(),
               wants_tag ? std::string(";tag=").append(parts.to_tag) : std::string{});
}

void append_from(std::string& out, const ResponseParts& parts) {
    const sip::HeaderRow* row = parts.request.first(HeaderId::from);
    if (row == nullptr) return;
    append_row(out, "From", row->value,
               sip::parse_single_name_addr(row->value, sip::accepted_text).has_value());
}

void append_copy(std::string& out, const sip::Message& request, HeaderId id) {
    const sip::HeaderRow* row = request.first(id);
    if (row != nullptr) append_row(out, sip::header_name(id), row->value, false);
}

// RFC 5627 5.2: for a user agent that supports GRUUs, with every contact of an instance; the
// spelling of the scheme is the contact's (RFC 5630 5.2.1).
void append_gruus(std::string& rows, const Request& request, const model::BindingView& view) {
    const auto uri = sip::parse_uri(view.uri, sip::accepted_text);
    if (!uri || !uri->is_sip()) return;
    const std::string_view scheme = uri->scheme == sip::Scheme::sips ? "sips" : "sip";
    rows.append(";pub-gruu=\"");
    rows.append(request.gruus.public_gruu(scheme, view.aor, view.instance, view.bulk)).append("\"");
    const auto record =
        std::ranges::find(request.instances, view.instance, &InstanceRecord::instance);
    if (record == request.instances.end() || view.bulk) return;
    rows.append(";temp-gruu=\"");
    rows.append(request.gruus.temporary_gruu(scheme, view.aor, *record)).append("\"");
}

void append_contact_row(std::string& rows, const Request& request, const model::BindingView& view) {
    rows.append("Contact: ");
    if (!view.display.empty()) rows.append(view.display).append(" ");
    rows.append("<").append(view.uri).append(">").append(view.params);
    const bool wants_gruu = request.offers(model::Extension::gruu) && request.supports("gruu");
    if (wants_gruu && !view.instance.empty()) append_gruus(rows, request, view);
    rows.append(";expires=");
    const Millis left = view.expires_at - request.now;
    sip::append_number(rows, static_cast<std::uint64_t>((left + 999) / 1000));
    rows.append("\r\n");
}

}  // namespace

std::string build_response(const ResponseParts& parts) {
    std::string out;
    out.reserve(512);
    sip::append_start_line(out, {.request = false, .status = parts.status, .reason = parts.phrase});
    out.append("\r\n");
    append_vias(out, parts);
    append_from(out, parts);
    append_to(out, parts);
    append_copy(out, parts.request, HeaderId::call_id);
    append_copy(out, parts.request, HeaderId::cseq);
    out.append(parts.rows).append("Content-Length: 0\r\n\r\n");
    return out;
}

void append_binding_rows(std::string& rows, const Request& request) {
    std::vector<const model::BindingView*> order;
    order.reserve(request.bindings.size());
    const auto rank = [](const model::BindingView& view) { return view.q < 0 ? 1000 : view.q; };
    for (const Binding& binding : request.bindings) {
        const auto place = std::ranges::find_if(
            order, [&](const auto* other) { return rank(*other) < rank(*binding.view); });
        order.insert(place, binding.view.get());
    }
    for (const model::BindingView* view : order) append_contact_row(rows, request, *view);
}

void append_extension_rows(std::string& rows, const Request& request) {
    if (request.policy.extensions.empty()) return;
    // RFC 5626 section 6: only where outbound was applied, and told to whom it means something.
    if (request.outbound == OutboundUse::used && request.supports("outbound")) {
        rows.append("Require: outbound\r\n");
        if (request.policy.flow_timer != 0 && is_first_hop(request.outbound_question())) {
            rows.append("Flow-Timer: ");
            sip::append_number(rows, request.policy.flow_timer);
            rows.append("\r\n");
        }
    }
    for (const sip::RouteValue& value : request.path) {
        rows.append("Path: ");
        sip::append_route_value(rows, value);
        rows.append("\r\n");
    }
    if (request.offers(model::Extension::path) && !request.bindings.empty()) {  // D-31
        for (const std::string& uri : request.policy.service_routes) {
            rows.append("Service-Route: <").append(uri).append(">\r\n");
        }
    }
    if (!request.offers(model::Extension::push) || announces_push(request.message())) return;
    PushServices told;
    for (const Change& change : request.changes) {
        if (change.granted != 0) told.add(*change.contact, request.policy);
    }
    told.append(rows);
}

void append_date_row(std::string& rows, Millis wall) {
    rows.append("Date: ");
    sip::append_date(rows, wall >= 0 ? wall / 1000 : (wall - 999) / 1000);
    rows.append("\r\n");
}

}  // namespace starzero::registrar
