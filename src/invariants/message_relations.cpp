// M rows on single messages: another spelling of the same request has the same effect.
#include <algorithm>
#include <array>
#include <utility>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/effect.hpp"
#include "starzero/invariants/transforming.hpp"
#include "starzero/scenario/editable_message.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/option_tags.hpp"
#include "starzero/sip/route_list.hpp"

namespace starzero::invariants {

namespace {

using scenario::EditableRow;
using sip::HeaderId;

std::string recased(std::string_view text, Choices& choices) {
    std::string out(text);
    const auto style = choices.pick(3);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const bool upper = style == 0 || (style == 2 && i % 2 == 0);
        const char low = sip::lower(out[i]);
        out[i] = upper && low >= 'a' && low <= 'z' ? static_cast<char>(low - 32) : low;
    }
    return out;
}

std::optional<Scenario> rename_headers(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        for (EditableRow& row : message.rows) {
            const auto id = row.id();
            if (id == HeaderId::other) continue;
            const char letter = sip::compact_name(id);
            if (letter != 0 && draw.pick(2) == 0) row.name = std::string(1, letter);
            else row.name = sip::header_name(id);
            row.name = recased(row.name, draw);
        }
    });
}

bool may_split(HeaderId id) {
    return id == HeaderId::contact || id == HeaderId::supported || id == HeaderId::require ||
           id == HeaderId::allow || id == HeaderId::path;
}

// A list with a fault in it may lose the fault by being cut or joined.
bool lists_are_sound(const EditableMessage& message) {
    return std::ranges::all_of(message.rows, [](const EditableRow& row) {
        std::vector<std::string_view> tags;
        std::vector<sip::RouteValue> values;
        if (row.id() == HeaderId::path) return sip::parse_route_row(row.value, values).has_value();
        const bool list = row.id() == HeaderId::supported || row.id() == HeaderId::require;
        return !list || sip::parse_option_tags(row.value, tags).has_value();
    });
}

void split_row(EditableMessage& message, std::size_t at) {
    const auto values = scenario::split_list(message.rows[at].value);
    const EditableRow row = message.rows[at];
    message.rows.erase(message.rows.begin() + static_cast<std::ptrdiff_t>(at));
    for (std::size_t i = 0; i < values.size(); ++i) {
        message.rows.insert(message.rows.begin() + static_cast<std::ptrdiff_t>(at + i),
                            {row.name, values[i], row.separator});
    }
}

void join_rows(EditableMessage& message, HeaderId id) {
    EditableRow* first = message.first(id);
    if (first == nullptr) return;
    std::string joined;
    for (const EditableRow& row : message.rows) {
        if (row.id() != id || row.value.empty()) continue;
        joined += (joined.empty() ? "" : ", ") + row.value;
    }
    first->value = joined;
    bool seen = false;
    std::erase_if(message.rows, [&](const EditableRow& row) {
        return row.id() == id && std::exchange(seen, true);
    });
}

std::optional<Scenario> split_or_join(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        const auto* contact = message.first(HeaderId::contact);
        if (contact != nullptr && contact->value == "*") return;
        if (!lists_are_sound(message)) return;
        const bool join = draw.pick(2) == 0;
        for (const auto id :
             {HeaderId::contact, HeaderId::supported, HeaderId::require, HeaderId::path}) {
            if (join) join_rows(message, id);
        }
        for (std::size_t i = message.rows.size(); !join && i-- > 0;) {
            if (may_split(message.rows[i].id()) && !message.rows[i].value.empty()) {
                split_row(message, i);
            }
        }
    });
}

bool takes_white(HeaderId id) {
    return id == HeaderId::contact || id == HeaderId::from || id == HeaderId::to ||
           id == HeaderId::via || id == HeaderId::require || id == HeaderId::supported;
}

// White space of a kind around ; , and = where SEMI, COMMA and EQUAL allow it.
void pad_separators(EditableMessage& message, std::string_view white) {
    for (EditableRow& row : message.rows) {
        if (!takes_white(row.id())) continue;
        row.value = scenario::map_outside_quotes(row.value, [&](std::string_view part) {
            std::string out;
            for (const char c : part) {
                if (c == ';' || c == ',' || c == '=') {
                    out.append(white);
                    out.push_back(c);
                    out.append(white);
                } else {
                    out.push_back(c);
                }
            }
            return out;
        });
    }
}

// An addr-spec may hold = and ; of its own only inside brackets; outside they are separators,
// but = can be part of its user.
bool all_bracketed(const EditableMessage& message) {
    return std::ranges::all_of(message.rows, [](const EditableRow& row) {
        const auto id = row.id();
        const bool address = id == HeaderId::contact || id == HeaderId::from || id == HeaderId::to;
        return !address || row.value == "*" || row.value.find('<') != std::string::npos;
    });
}

bool all_contacts_bracketed(const EditableMessage& message) {
    return std::ranges::all_of(message.rows, [](const EditableRow& row) {
        if (row.id() != HeaderId::contact || row.value == "*") return true;
        const auto values = scenario::split_list(row.value);
        return std::ranges::all_of(values,
                                   [](const auto& v) { return v.find('<') != std::string::npos; });
    });
}

std::optional<Scenario> fold_rows(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        const std::array<std::string_view, 3> folds{"\r\n ", "\r\n\t ", " \r\n  "};
        const std::string fold(draw.among(folds));
        for (EditableRow& row : message.rows) row.separator = ":" + fold;
        if (draw.pick(2) == 0 && all_bracketed(message) && all_contacts_bracketed(message)) {
            pad_separators(message, fold);
        }
    });
}

std::optional<Scenario> vary_blanks(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        const std::array<std::string_view, 4> before{"", " ", "\t", "  "};
        const std::array<std::string_view, 4> after{" ", "", "\t", "   "};
        for (EditableRow& row : message.rows) {
            row.separator = std::string(draw.among(before)) + ":" + std::string(draw.among(after));
        }
        if (draw.pick(2) == 0 && all_bracketed(message) && all_contacts_bracketed(message)) {
            pad_separators(message, draw.among(after));
        }
    });
}

// Names of header parameters, between ; and = outside quotes and brackets.
std::string recase_names(std::string_view part, Choices& draw) {
    std::string out;
    bool name = false;
    for (const char c : part) {
        if (c == ';') name = true;
        if (c == '=' || c == ',') name = false;
        if (name && draw.pick(2) == 0) out += recased(std::string_view(&c, 1), draw);
        else out += c;
    }
    return out;
}

std::optional<Scenario> recase(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        const std::size_t version = message.start_line.rfind(' ');
        message.start_line = message.start_line.substr(0, version) +
                             recased(message.start_line.substr(version), draw);
        for (EditableRow& row : message.rows) {
            if (row.id() == HeaderId::require || row.id() == HeaderId::supported) {
                row.value = recased(row.value, draw);
            } else if (row.id() == HeaderId::contact && all_contacts_bracketed(message)) {
                row.value = scenario::map_outside_quotes(
                    row.value, [&](std::string_view part) { return recase_names(part, draw); });
            }
        }
    });
}

std::optional<Scenario> permute_rows(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        auto rows = std::move(message.rows);
        message.rows.clear();
        const auto same_name = [](const EditableRow& a, const EditableRow& b) {
            return a.id() == b.id() && (a.id() != HeaderId::other || sip::iequals(a.name, b.name));
        };
        while (!rows.empty()) {
            std::size_t at = draw.pick(static_cast<std::uint32_t>(rows.size()));
            for (std::size_t k = 0; k < at; ++k) {
                if (same_name(rows[k], rows[at])) at = k;  // keep order under one name
            }
            message.rows.push_back(rows[at]);
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
        }
    });
}

std::optional<Scenario> add_unknown(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        const std::array<std::string_view, 6> values{
            "", ";;,,;;,;", "a, \"b\" <c>", "\xC3\xA9\xE2\x82\xAC", "1\r\n 2", "Contact: *"};
        const auto count = 1 + draw.pick(3);
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto at = draw.pick(static_cast<std::uint32_t>(message.rows.size()) + 1);
            message.rows.insert(
                message.rows.begin() + at,
                {"X-Unknown-" + std::to_string(draw.pick(2)), std::string(draw.among(values))});
        }
    });
}

void lead_with_zeros(std::string& digits, Choices& draw) {
    if (digits.empty() || !sip::is(digits[0], sip::CharClass::digit)) return;
    digits.insert(0, std::string(1 + draw.pick(12), '0'));
}

std::optional<Scenario> leading_zeros(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        for (const auto id : {HeaderId::expires, HeaderId::cseq, HeaderId::max_forwards,
                              HeaderId::content_length}) {
            EditableRow* row = message.first(id);
            if (row != nullptr && draw.pick(2) == 0) lead_with_zeros(row->value, draw);
        }
    });
}

// To with its URI in brackets: the text before, the URI, the text behind.
bool edit_to_uri(EditableMessage& message, const std::function<std::string(std::string)>& edit) {
    EditableRow* to = message.first(HeaderId::to);
    const std::size_t open = to->value.find('<');
    if (open == std::string::npos || to->value.find('"') != std::string::npos) return false;
    const std::size_t close = to->value.find('>', open);
    const std::string uri = edit(to->value.substr(open + 1, close - open - 1));
    to->value = to->value.substr(0, open + 1) + uri + to->value.substr(close);
    return true;
}

// Escapes one octet of the user, or decodes nothing: the key decodes every escape once.
std::string respell_user(std::string_view user, Choices& draw, bool unreserved_only) {
    std::string out;
    const bool lower_hex = draw.pick(2) == 1;
    for (std::size_t i = 0; i < user.size(); ++i) {
        const bool escape = user[i] == '%' && i + 2 < user.size();
        const bool plain = sip::is(user[i], sip::CharClass::unreserved);
        if (escape) {
            std::string unit(user.substr(i, 3));
            for (char& c : unit) c = lower_hex ? sip::lower(c) : c;
            out += unit;
            i += 2;
        } else if (draw.pick(3) == 1 && (plain || !unreserved_only)) {
            constexpr std::string_view digits = "0123456789abcdef";
            const auto octet = static_cast<unsigned char>(user[i]);
            out += {'%', digits[octet >> 4], digits[octet & 15]};
        } else {
            out += user[i];
        }
    }
    return out;
}

std::optional<Scenario> respell_to(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        edit_to_uri(message, [&](std::string text) {
            const auto uri = sip::parse_uri(text);
            if (!uri || !uri->is_sip() || !uri->headers.empty()) return text;
            std::string out = recased(uri->scheme_text, draw) + ":";
            if (uri->user) out += respell_user(*uri->user, draw, false);
            if (uri->password) out += ":" + std::string(*uri->password);
            if (uri->user) out += "@";
            out += recased(uri->host.text, draw);
            if (uri->port != 0) out += ":" + std::to_string(uri->port);
            const std::array<std::string_view, 4> params{"", ";user=phone", ";x=%41;lr",
                                                         ";transport=tcp"};
            return out.append(draw.among(params));
        });
    });
}

std::optional<Scenario> redisplay_to(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        EditableRow* to = message.first(HeaderId::to);
        const std::size_t open = to->value.find('<');
        if (open == std::string::npos || to->value.find('"') != std::string::npos) return;
        const std::array<std::string_view, 4> names{"", "Bob Other ", "\"a,b <c> \\\" ;tag=x\" ",
                                                    "\"\" "};
        to->value = std::string(draw.among(names)) + to->value.substr(open);
        if (draw.pick(2) == 1) to->value += ";unknown=\"1\"";
    });
}

// Re-spelled, but equal to the same third URIs.
std::string respell_contact(const sip::Uri& uri, Choices& draw) {
    if (!uri.is_sip()) return std::string(uri.text);
    std::string out = recased(uri.scheme_text, draw) + ":";
    if (uri.user) out += respell_user(*uri.user, draw, true);
    if (uri.password) out += ":" + std::string(*uri.password);
    if (uri.user) out += "@";
    out += uri.host.kind == sip::HostKind::name ? recased(uri.host.text, draw)
                                                : std::string(uri.host.text);
    if (uri.port != 0) out += ":" + std::string(draw.pick(2), '0') + std::to_string(uri.port);
    std::vector<std::string> params;
    for (const auto& param : uri.params) {
        params.push_back(";" + recased(param.name, draw));
        if (param.value) params.back() += "=" + recased(*param.value, draw);
    }
    if (draw.pick(2) == 1) std::ranges::reverse(params);
    for (const auto& param : params) out += param;
    char separator = '?';
    for (const auto& header : uri.headers) {
        out += separator + recased(header.name, draw) + "=" + std::string(header.value);
        separator = '&';
    }
    return out;
}

std::optional<Scenario> respell_contacts(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        if (!all_contacts_bracketed(message)) return;
        for (EditableRow& row : message.rows) {
            if (row.id() != HeaderId::contact || row.value == "*") continue;
            sip::ContactList list;
            if (!sip::parse_contact_row(row.value, list)) continue;
            std::string value;
            for (const auto& contact : list.contacts) {
                const auto text = contact.text;
                const auto start =
                    static_cast<std::size_t>(contact.value.uri.text.data() - text.data());
                if (!value.empty()) value += ", ";
                value += std::string(text.substr(0, start)) +
                         respell_contact(contact.value.uri, draw) +
                         std::string(text.substr(start + contact.value.uri.text.size()));
            }
            row.value = value;
        }
    });
}

std::optional<Scenario> permute_contacts(const Scenario& scenario, Choices& choices) {
    if (scenario.policy->duplicate_contact != model::DuplicateContact::reject) return std::nullopt;
    if (looks_back(scenario)) return std::nullopt;  // the answer lists in the order of the contacts
    // Which of several equal bindings is the first hangs on the order in which they were made
    // (D-05).
    if (scenario.policy->multi_match == model::MultiMatch::first) return std::nullopt;
    if (has_event(scenario, scenario::EventKind::reload)) return std::nullopt;
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        std::vector<std::string> values;
        for (const EditableRow& row : message.rows) {
            if (row.id() != HeaderId::contact) continue;
            const auto more = scenario::split_list(row.value);
            values.insert(values.end(), more.begin(), more.end());
        }
        if (values.size() < 2) return;
        for (std::size_t i = values.size() - 1; i > 0; --i) {
            std::swap(values[i], values[draw.pick(static_cast<std::uint32_t>(i) + 1)]);
        }
        message.erase(HeaderId::contact);
        for (const std::string& value : values) message.rows.push_back({"Contact", value});
    });
}

std::optional<Scenario> add_inapplicable(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        const std::array<EditableRow, 8> rows{{{"Min-Expires", "1"},
                                               {"WWW-Authenticate", "Digest realm=\"x\""},
                                               {"Unsupported", "path"},
                                               {"Record-Route", "<sip:p.example.com;lr>"},
                                               {"Subject", "nothing"},
                                               {"Priority", "urgent"},
                                               {"Timestamp", "54.2"},
                                               {"Date", "Sat, 13 Nov 2010 23:29:00 EST"}}};
        message.rows.push_back(draw.among(rows));
    });
}

std::optional<Scenario> move_intervals(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        EditableRow* header = message.first(HeaderId::expires);
        if (header == nullptr || !all_contacts_bracketed(message)) return;
        if (sip::read_interval(header->value).form != sip::Interval::Form::given) return;
        const std::string seconds = header->value;
        bool moved = false;
        for (EditableRow& row : message.rows) {
            if (row.id() != HeaderId::contact || row.value == "*") continue;
            sip::ContactList list;
            if (!sip::parse_contact_row(row.value, list)) return;
            std::string value;
            for (const auto& contact : list.contacts) {
                if (!value.empty()) value += ", ";
                value += contact.text;
                const bool own = sip::interval_of(contact).form != sip::Interval::Form::absent;
                if (!own) value += ";expires=" + seconds;
            }
            row.value = value;
            moved = true;
        }
        if (!moved) return;
        if (draw.pick(2) == 0) message.erase(HeaderId::expires);
        else message.set(HeaderId::expires, "1234");
    });
}

// On one request: wire and snapshot are needed.
consteval Invariant on_request(std::string_view id, std::string_view requirements,
                               std::string_view title, std::string_view statement,
                               Transform transform) {
    return relation(id, requirements, title, statement, wire | snapshot, transform, same_in_all);
}

constexpr std::array<Invariant, 14> rules{
    on_request("M-01", "M-01 R3261-7.3.3-1 R3261-7.3.3-2", "Header names by any name",
               "Long or compact names in any case have the same effect.", rename_headers),
    on_request("M-02", "M-02 R3261-7.3-1 R3261-7.3.1-5", "Comma lists and rows are one",
               "Splitting a list into rows or joining rows has the same effect.", split_or_join),
    on_request("M-03", "M-03 R3261-7.3.1-2", "Folding counts as a blank",
               "Folds wherever white space may stand have the same effect.", fold_rows),
    on_request("M-04", "M-04 R3261-7.3.1-7", "Case does not count where it does not count",
               "Case of parameter names, option tags and SIP-Version has no effect.", recase),
    on_request("M-05", "M-05 R3261-7.3.1-1 R3261-25-5", "White space around separators is free",
               "Blanks around colon, comma, semicolon and equal sign have no effect.", vary_blanks),
    on_request("M-06", "M-06 R3261-7.3.1-3", "Rows of different names may change places",
               "The order among different header names has no effect.", permute_rows),
    on_request("M-07", "M-07 R3261-8.2.2-1", "Unknown header fields are ignored",
               "Adding header fields nobody knows has no effect.", add_unknown),
    on_request("M-10", "M-10 R3261-25-20", "Leading zeros are nothing",
               "In Expires, CSeq, Max-Forwards and Content-Length they have no effect.",
               leading_zeros),
    on_request("M-12", "M-12 R3261-10.3-5c R3261-10.3-5d", "To re-spelled is the same AOR",
               "Escapes, host case and URI parameters in To have no effect.", respell_to),
    on_request("M-13", "M-13 R3261-10.3-5h", "To's display name is no key",
               "Display name and header parameters of To have no effect.", redisplay_to),
    on_request("M-15", "M-15 R3261-19.1.4-4", "A Contact re-spelled is the same binding",
               "Spellings that URI comparison sees through have the same effect.",
               respell_contacts),
    on_request("M-18", "M-18 R3261-10.3-7a", "Contacts may change places",
               "The order of the contacts of one request changes neither status nor bindings.",
               permute_contacts),
    on_request("M-19", "M-19 R3261-7.3.2-1 R3261-T2-2", "Fields of the wrong class are ignored",
               "Response-only and inapplicable header fields have no effect.", add_inapplicable),
    on_request("M-22", "M-22 R3261-10.2.1.1-1", "Intervals may stand in either place",
               "Moving them from Expires to the contacts has the same effect.", move_intervals),
};

}  // namespace

std::span<const Invariant> message_relations() { return rules; }

}  // namespace starzero::invariants
