// P rows of the text that extensions read: route lists, credentials, instance-ids, reginfo, STUN.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/reginfo_reader.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/credentials.hpp"
#include "starzero/sip/instance_id.hpp"
#include "starzero/sip/route_list.hpp"
#include "starzero/sip/stun.hpp"

namespace starzero::invariants {

namespace {

Verdict inside(const sip::ParseError& error, std::string_view text) {
    return require(error.offset <= text.size(), [] { return "an error points behind the text"; });
}

std::string printed(const std::vector<sip::RouteValue>& list) {
    std::string text;
    for (const auto& value : list) {
        if (!text.empty()) text += ", ";
        sip::append_route_value(text, value);
    }
    return text;
}

// Order, brackets, parameters and their owner survive print and read.
Verdict routes_round_trip(std::string_view text) {
    std::vector<sip::RouteValue> list;
    const auto read = sip::parse_route_row(text, list);
    if (!read) return inside(read.error(), text);
    const std::string once = printed(list);
    std::vector<sip::RouteValue> again;
    if (!sip::parse_route_row(once, again)) return violated("not read back: " + once);
    if (again.size() != list.size()) return violated("another number of values: " + once);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto& a = list[i].value;
        const auto& b = again[i].value;
        if (a.uri.text != b.uri.text || a.params.size() != b.params.size()) {
            return violated("a value changes: " + once);
        }
    }
    return require(printed(again) == once, [&] { return "printing is not stable: " + once; });
}

Verdict credentials_round_trip(std::string_view text) {
    const auto value = sip::parse_auth_value(text);
    if (!value) return inside(value.error(), text);
    std::string once;
    sip::append_auth_value(once, *value);
    const auto again = sip::parse_auth_value(once);
    if (!again) return violated("not read back: " + once);
    if (again->scheme != value->scheme || again->params.size() != value->params.size()) {
        return violated("scheme or parameters: " + once);
    }
    for (const auto& param : value->params) {
        if (again->text(param.name) != value->text(param.name)) {
            return violated("a value changes: " + once);
        }
    }
    return holds();
}

Verdict credentials_hold_each_once(std::string_view text) {
    const auto value = sip::parse_auth_value(text);
    if (!value || value->params.empty()) return not_applicable();
    for (std::size_t i = 0; i < value->params.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (sip::iequals(value->params[i].name, value->params[k].name)) {
                return violated("a parameter stands twice");
            }
        }
        if (!value->params[i].value) return violated("a parameter has no value");
    }
    return holds();
}

// The key is one spelling: a fixed point, and of a UUID without regard to case.
Verdict instance_key_is_stable(std::string_view text) {
    const auto urn = sip::parse_instance(text);
    if (!urn) return inside(urn.error(), text);
    const std::string key = sip::instance_key(*urn);
    std::string quoted = "\"<" + key + ">\"";
    const auto again = sip::parse_instance(quoted);
    return require(again && sip::instance_key(*again) == key && key.size() == urn->size(),
                   [&] { return "an instance-id's key is not stable: " + key; });
}

Verdict reginfo_is_total(std::string_view text) {
    const auto info = read_reginfo(text);
    if (!info) return not_applicable();
    for (const auto& contact : info->contacts) {
        if (contact.id.empty() || contact.event.empty()) return violated("a contact without id");
    }
    return holds();
}

Verdict stun_is_exact(std::string_view text) {
    const auto request = sip::parse_stun_binding_request(text);
    if (!request) return inside(request.error(), text);
    for (const std::string_view source : {"192.0.2.7:5060", "[2001:db8::7]:65535"}) {
        const auto response = sip::stun_binding_response(request->transaction, source);
        if (!sip::parse_stun_binding_response(response)) return violated("no Binding response");
    }
    return holds();
}

constexpr std::array<Invariant, 6> rules{
    value("P-14-route", "P-14 R3327-4-1 R3608-6.3-3", "Route lists survive print and read",
          "Order, brackets and parameters stay; an error points inside the text.",
          routes_round_trip),
    value("P-01-auth", "P-01 R3261-25-22", "Credentials survive print and read",
          "Scheme, names and unquoted values stay.", credentials_round_trip),
    value("P-06-auth", "P-06 R7616-3.4-1", "Credentials name each field once",
          "No name stands twice, none is without value.", credentials_hold_each_once),
    value("P-15-instance", "R5626-4.1-1 R5626-4.1-2", "An instance-id has one key",
          "The key of the key is the key, and no octet is lost.", instance_key_is_stable),
    value("P-06-reginfo", "P-06 R3680-5.1-3", "The reginfo reader is total",
          "What it accepts has an id and an event for every contact.", reginfo_is_total),
    value("P-06-stun", "P-06 R5626-8-1", "STUN requests are read to the octet",
          "A Binding request gives a response that can be read; anything else an error inside.",
          stun_is_exact),
};

}  // namespace

std::span<const Invariant> extension_values() { return rules; }

}  // namespace starzero::invariants
