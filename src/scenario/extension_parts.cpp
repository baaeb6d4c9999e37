#include "starzero/scenario/extension_parts.hpp"

#include <algorithm>
#include <array>

#include "starzero/scenario/pools.hpp"

namespace starzero::scenario {

namespace {

using model::Extension;

void replace_all(std::string& text, std::string_view old, std::string_view fresh) {
    const std::size_t at = text.find(old);
    if (at != std::string::npos) text.replace(at, old.size(), fresh);
}

// Inside the brackets of a contact, behind its URI.
void add_uri_param(std::string& contact, std::string_view param) {
    const std::size_t close = contact.find('>');
    const std::size_t query = contact.find('?');
    if (close != std::string::npos) contact.insert(std::min(query, close), param);
}

void add_instances(RegisterMessage& message, Choices& choices) {
    for (std::string& contact : message.contacts) {
        if (contact == "*" || contact.find("+sip.instance") != std::string::npos) continue;
        const auto oddity = choices.pick(12);
        if (oddity == 11) continue;
        if (oddity == 10) contact += ";temp-gruu=\"sip:mine@example.com;gr\"";
        if (oddity == 8) contact = "<sip:alice@example.com;x=1>";
        if (oddity == 9) {
            contact += choices.among(pools::reg_ids);
            continue;
        }
        contact += choices.among(pools::instances);
        if (choices.pick(4) != 3) contact += choices.among(pools::reg_ids);
        if (message.contacts.size() > 1 && choices.pick(2) == 1) contact += ";expires=0";
    }
}

void add_path(RegisterMessage& message, Choices& choices) {
    const auto count = 1 + choices.pick(3);
    for (std::uint32_t i = 0; i < count; ++i) {
        message.rows.push_back("Path: " + std::string(choices.among(pools::path_values)));
    }
}

void add_hops(RegisterMessage& message, Choices& choices) {
    message.rows.emplace_back("Via: SIP/2.0/UDP 192.0.2.8;branch=z9hG4bKlower");
    if (choices.pick(4) == 3) message.rows.emplace_back("v: SIP/2.0/TCP a.b, SIP/2.0/UDP c.d");
}

void secure(RegisterMessage& message, Choices& choices) {
    if (choices.pick(4) != 3) message.request_uri = "sips:example.com";
    for (std::string& contact : message.contacts) {
        if (choices.pick(4) != 3) replace_all(contact, "<sip:", "<sips:");
    }
}

void add_bulk(RegisterMessage& message, Choices& choices) {
    message.to = "<sip:pbx@example.com>";
    message.rows.emplace_back("Require: gin");
    if (message.contacts.empty() || message.contacts[0] == "*") return;
    if (choices.pick(4) == 3) return add_uri_param(message.contacts[0], ";bnc");
    message.contacts = {"<" + std::string(choices.among(pools::bulk_uris)) + ">"};
    if (choices.pick(2) == 1) message.contacts[0] += choices.among(pools::instances);
}

void add_push(RegisterMessage& message, Choices& choices) {
    for (std::string& contact : message.contacts) {
        if (contact == "*" || choices.pick(4) == 3) continue;
        add_uri_param(contact, choices.among(pools::push_params));
        if (choices.pick(3) == 2) contact += ";+sip.pnsreg";
    }
    if (choices.pick(8) == 7) message.rows.emplace_back("Feature-Caps: *;+sip.pns=\"apns\"");
}

}  // namespace

void draw_extensions(model::Policy& policy, Choices& choices) {
    const auto mode = choices.pick(4);
    if (mode < 2) return;
    if (mode == 3 && choices.pick(2) == 1) policy.extensions = model::Extensions::all();
    else {
        for (std::size_t i = 0; i < model::extension_count; ++i) {
            if (choices.pick(3) == 2) policy.extensions.add(static_cast<Extension>(i));
        }
    }
    if (choices.pick(3) != 2) policy.extensions.remove(Extension::digest);
    policy.unsupported_path = static_cast<model::UnsupportedPath>(choices.pick(3));
    policy.edge_proxy = static_cast<model::EdgeProxy>(choices.pick(2));
    if (choices.pick(2) == 1) policy.flow_timer = 120;
    if (choices.pick(3) == 2) policy.service_routes = {"sip:orig@p1.example.com;lr", "sips:p2;lr"};
    policy.only_push_here = choices.pick(3) == 2;
    if (!policy.offers(Extension::digest)) return;
    if (choices.pick(3) == 2) policy.digest.algorithms = {model::DigestAlgorithm::md5};
    if (choices.pick(3) == 2) policy.digest.nonce_lifetime = 60;
    if (choices.pick(3) == 2) policy.digest.owners = {{"alice", "bob"}, {"alice", "pbx"}};
    policy.digest.without_qop = choices.pick(4) == 3;
    if (choices.pick(6) == 5) policy.limits.nonces = 1;
}

void add_extension_parts(RegisterMessage& message, const model::Policy& policy, Choices& choices) {
    if (policy.extensions.empty()) return;
    const bool instances = policy.offers(Extension::outbound) || policy.offers(Extension::gruu);
    if (instances && choices.pick(4) != 3) add_instances(message, choices);
    if (policy.offers(Extension::path) && choices.pick(3) == 2) add_path(message, choices);
    if (policy.offers(Extension::outbound) && choices.pick(3) == 2) add_hops(message, choices);
    if (policy.offers(Extension::sips) && choices.pick(3) == 2) secure(message, choices);
    if (policy.offers(Extension::push) && choices.pick(2) == 1) add_push(message, choices);
    if (policy.offers(Extension::gin) && choices.pick(4) == 3) add_bulk(message, choices);
    if (choices.pick(6) != 5) message.rows.emplace_back(choices.among(pools::supported_rows));
    if (choices.pick(8) == 7) message.rows.emplace_back("Require: path, outbound, gruu");
    if (policy.offers(Extension::digest) && choices.pick(6) == 5) {
        message.rows.emplace_back(choices.among(pools::auth_rows));
    }
}

std::optional<Credentials> draw_credentials(const std::string& to, const model::Policy& policy,
                                            Choices& choices) {
    if (!policy.offers(Extension::digest) || policy.digest.users.empty()) return std::nullopt;
    if (choices.pick(8) == 7) return std::nullopt;
    const bool bob = to.find("bob") != std::string::npos;
    const auto& known = policy.digest.users;
    const auto& user = bob && known.size() > 1 && choices.pick(4) != 3 ? known[1] : known[0];
    Credentials who{user.user, user.password};
    switch (choices.pick(16)) {
        case 7: who.password = "wrong"; break;
        case 8: who.first_nonce = who.repeat_count = true; break;
        case 9: who.password = "wrong"; break;
        case 10: who.user = "nobody"; break;
        case 11: who.repeat_count = true; break;
        case 12: who.first_nonce = true; break;
        case 13: who.without_qop = true; break;
        case 14:
        case 15: who.preference = 1; break;
        default: break;
    }
    return who;
}

}  // namespace starzero::scenario
