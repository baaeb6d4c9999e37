#include "starzero/registrar/reginfo.hpp"

#include <algorithm>

#include "starzero/registrar/contact_params.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/name_addr.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/param.hpp"

namespace starzero::registrar {

namespace {

using model::RegEventKind;

// The octets of one well-formed UTF-8 character at the front that XML 1.0 allows; 0 if none.
std::size_t xml_character(std::string_view text) noexcept {
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = octet(0);
    if (first < 0x80) return first >= ' ' || first == '\t' ? 1 : 0;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
    std::uint32_t point = first & (0xFF >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(i) & 0xC0) != 0x80) return 0;
        point = point << 6 | (octet(i) & 0x3F);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    const bool allowed = point >= least[length] && point <= 0x10FFFF && !surrogate &&
                         point != 0xFFFE && point != 0xFFFF;
    return allowed ? length : 0;
}

// What XML cannot carry stands as U+FFFD: a document must never be what a peer makes of it.
void append_xml(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = xml_character(text);
        switch (text[0]) {
            case '&': out.append("&amp;"); break;
            case '<': out.append("&lt;"); break;
            case '>': out.append("&gt;"); break;
            case '"': out.append("&quot;"); break;
            case '\t': out.append("&#9;"); break;
            default:
                if (length == 0) out.append("\xEF\xBF\xBD");
                else out.append(text.substr(0, length));
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    out.append(" ").append(name).append("=\"");
    append_xml(out, value);
    out.append("\"");
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
    out.append("<").append(name).append(">");
    append_xml(out, text);
    out.append("</").append(name).append(">");
}

bool is_active(RegEventKind kind) noexcept {
    return kind != RegEventKind::expired && kind != RegEventKind::unregistered;
}

// Parameters that the format has no attribute for; a value-less one is empty (5.1).
void append_unknown_params(std::string& out, const model::BindingView& view) {
    sip::Cursor cursor(view.params);
    const auto params = sip::parse_params(cursor, sip::accepted_text);
    if (!params) return;
    for (const sip::Param& param : *params) {
        if (sip::iequals(param.name, "q")) continue;
        out.append("<unknown-param");
        append_attribute(out, "name", param.name);
        out.append(">");
        append_xml(out, param.value.value_or(std::string_view{}));
        out.append("</unknown-param>");
    }
}

void append_gruus(std::string& out, const BindingChange& change, const Gruus& gruus) {
    const model::BindingView& view = *change.binding.view;
    if (view.instance.empty()) return;
    const auto uri = sip::parse_uri(view.uri, sip::accepted_text);
    if (!uri || !uri->is_sip()) return;
    const std::string_view scheme = uri->scheme == sip::Scheme::sips ? "sips" : "sip";
    out.append("<gr:pub-gruu");
    append_attribute(out, "uri", gruus.public_gruu(scheme, view.aor, view.instance, view.bulk));
    out.append("/>");
    if (!change.gruu || view.bulk || !is_active(change.event.kind)) return;
    out.append("<gr:temp-gruu");
    append_attribute(out, "uri", gruus.temporary_gruu(scheme, view.aor, *change.gruu));
    append_attribute(out, "first-cseq", std::to_string(change.gruu->first_cseq));
    out.append("/>");
}

void append_contact(std::string& out, const BindingChange& change, const Gruus* gruus, Millis now) {
    const model::BindingView& view = *change.binding.view;
    const bool active = is_active(change.event.kind);
    out.append("<contact");
    append_attribute(out, "id", "c" + std::to_string(change.binding.contact_id));
    append_attribute(out, "state", active ? "active" : "terminated");
    append_attribute(out, "event", to_string(change.event.kind));
    if (active) {
        append_attribute(out, "expires", std::to_string((view.expires_at - now + 999) / 1000));
    }
    append_attribute(out, "duration-registered", std::to_string((now - view.registered_at) / 1000));
    if (view.q >= 0) {
        std::string q;
        sip::append_qvalue(q, static_cast<std::uint16_t>(view.q));
        append_attribute(out, "q", q);
    }
    append_attribute(out, "callid", view.call_id);
    append_attribute(out, "cseq", std::to_string(view.cseq));
    out.append(">");
    append_element(out, "uri", view.uri);
    if (!view.display.empty())
        append_element(out, "display-name", sip::plain_display(view.display));
    append_unknown_params(out, view);
    if (gruus != nullptr) append_gruus(out, change, *gruus);
    out.append("</contact>\n");
}

}  // namespace

std::string print_reginfo(const RegistrationInfo& info, std::uint64_t registration_id,
                          const Gruus* gruus, Millis now) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\""
        " xmlns:gr=\"urn:ietf:params:xml:ns:gruuinfo\"";
    append_attribute(out, "version", std::to_string(info.version));
    append_attribute(out, "state", info.full ? "full" : "partial");
    out.append(">\n<registration");
    append_attribute(out, "aor", "sip:" + sip::plain_address(info.aor));
    append_attribute(out, "id", "r" + std::to_string(registration_id));
    append_attribute(out, "state", info.any_bound ? "active" : info.full ? "init" : "terminated");
    out.append(">\n");
    for (const BindingChange& change : info.contacts) append_contact(out, change, gruus, now);
    return out.append("</registration>\n</reginfo>\n");
}

}  // namespace starzero::registrar
