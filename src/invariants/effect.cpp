#include "starzero/invariants/effect.hpp"

#include <algorithm>

#include "starzero/invariants/response_facts.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::invariants {

namespace {

// Escapes of unreserved octets decoded, the others in upper case.
std::string plain_escapes(std::string_view text, bool fold) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size();
        const std::string_view unit = text.substr(i, escape ? 3 : 1);
        std::string octets;
        sip::append_unescaped(octets, unit);
        const char c = octets[0];
        if (escape && !sip::is(c, sip::CharClass::unreserved)) {
            for (const char h : unit)
                out.push_back(h >= 'a' && h <= 'f' ? static_cast<char>(h - 32) : h);
        } else {
            out.push_back(fold ? sip::lower(c) : c);
        }
        if (escape) i += 2;
    }
    return out;
}

std::string lower_text(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), sip::lower);
    return out;
}

std::string contact_line(std::string_view display, std::string_view uri, std::string_view params,
                         std::int64_t number) {
    return canonical_uri(uri) + " " + std::string(display) + " " + lower_text(params) + " " +
           std::to_string(number);
}

std::string binding_line(const model::BindingView& view, Detail detail) {
    const bool all = detail == Detail::all;
    std::string line = view.aor + " ";
    line += contact_line(view.display, view.uri, view.params, all ? view.expires_at : 0);
    line += " " + view.instance + " " + std::to_string(view.reg_id);
    for (const std::string& value : view.path) line += " " + value;
    if (all) line += " " + view.call_id + " " + std::to_string(view.cseq) + " " + view.flow;
    return line;
}

std::string listed_line(const sip::Contact& contact, Detail detail) {
    std::string display;
    sip::append_unfolded(display, contact.value.display);
    std::string params;
    std::int64_t expires = -1;
    for (const auto& param : contact.value.params) {
        // Every registration brings a temporary GRUU of its own (RFC 5627 5.1).
        const bool passing =
            sip::iequals(param.name, "expires") || sip::iequals(param.name, "temp-gruu");
        if (!passing) sip::append_param(params, param);
    }
    const auto interval = sip::interval_of(contact);
    if (interval.form == sip::Interval::Form::given) expires = interval.seconds;
    return contact_line(display, contact.value.uri.text, params,
                        detail == Detail::all ? expires : 0);
}

std::string describe(const Effect& effect) {
    std::string text = "status";
    for (const int status : effect.statuses) text += " " + std::to_string(status);
    if (effect.statuses.empty()) text += " none";
    return text + ", " + std::to_string(effect.contacts.size()) + " contacts, " +
           std::to_string(effect.bindings.size()) + " bindings";
}

}  // namespace

std::string canonical_uri(std::string_view text) {
    const auto uri = sip::parse_uri(text);
    if (!uri || !uri->is_sip()) return std::string(text);
    std::string out = lower_text(uri->scheme_text) + ":";
    if (uri->user) out += plain_escapes(*uri->user, false);
    if (uri->password) out += ":" + plain_escapes(*uri->password, false);
    if (uri->user) out += "@";
    sip::append_canonical(out, uri->host);
    if (uri->port != 0) out += ":" + std::to_string(uri->port);
    std::vector<std::string> parts;
    for (const auto& param : uri->params) {
        parts.push_back(";" + plain_escapes(param.name, true));
        if (param.value) parts.back() += "=" + plain_escapes(*param.value, true);
    }
    std::ranges::sort(parts);
    for (const auto& part : parts) out += part;
    parts.clear();
    for (const auto& header : uri->headers) {
        parts.push_back("?" + plain_escapes(header.name, true) + "=" +
                        plain_escapes(header.value, false));
    }
    std::ranges::sort(parts);
    for (const auto& part : parts) out += part;
    return out;
}

Effect effect_of(const scenario::Entry& entry, Detail detail) {
    Effect effect;
    for (const auto& response : entry.responses) {
        const ResponseFacts facts = read_response(response.octets);
        effect.statuses.push_back(facts.status);
        for (const auto& contact : facts.contacts.contacts) {
            effect.contacts.push_back(listed_line(contact, detail));
        }
    }
    if (entry.lookup) {
        for (const auto& view : entry.lookup->targets) {
            effect.targets.push_back(binding_line(*view, detail));
        }
    }
    if (entry.snapshot) {
        for (const auto& view : *entry.snapshot) {
            effect.bindings.push_back(binding_line(*view, detail));
        }
    }
    std::ranges::sort(effect.contacts);
    std::ranges::sort(effect.targets);
    std::ranges::sort(effect.bindings);
    return effect;
}

bool is_inserted(const scenario::Event& event) {
    return event.octets.find(inserted_mark) != std::string::npos;
}

std::vector<const scenario::Entry*> own_entries(const scenario::Transcript& transcript) {
    std::vector<const scenario::Entry*> own;
    for (const auto& entry : transcript.entries) {
        if (!is_inserted(entry.event)) own.push_back(&entry);
    }
    return own;
}

Verdict same_entries(const std::vector<const scenario::Entry*>& left,
                     const std::vector<const scenario::Entry*>& right, Detail detail) {
    if (left.empty() || left.size() != right.size()) return not_applicable();
    for (std::size_t i = 0; i < left.size(); ++i) {
        const Effect a = effect_of(*left[i], detail);
        const Effect b = effect_of(*right[i], detail);
        if (a == b) continue;
        std::string text =
            "event " + std::to_string(i + 1) + ": " + describe(a) + "; transformed: " + describe(b);
        for (std::size_t k = 0; k < std::min(a.bindings.size(), b.bindings.size()); ++k) {
            if (a.bindings[k] != b.bindings[k]) {
                text += "; " + a.bindings[k] + " against " + b.bindings[k];
                break;
            }
        }
        return violated(std::move(text));
    }
    return holds();
}

Verdict same_effect(const scenario::Transcript& left, const scenario::Transcript& right,
                    Detail detail) {
    return same_entries(own_entries(left), own_entries(right), detail);
}

Verdict same_in_all(const scenario::Transcript& left, const scenario::Transcript& right) {
    return same_effect(left, right);
}

}  // namespace starzero::invariants
