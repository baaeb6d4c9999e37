#include "starzero/sip/address_of_record.hpp"

#include "starzero/sip/escape.hpp"

namespace starzero::sip {

namespace {

// Decoded once, then escaped again in the one spelling that the key allows.
void append_component(std::string& key, std::string_view component) {
    if (check_escaped(component, CharClass::unreserved) &&
        component.find('%') == std::string_view::npos) {
        key.append(component);
        return;
    }
    std::string octets;
    append_unescaped(octets, component);
    append_escaped(key, octets);
}

// As append_escaped, with what the class allows left as it is.
void append_minimal(std::string& out, std::string_view component, CharClass allowed) {
    std::string octets;
    append_unescaped(octets, component);
    for (const char c : octets) {
        if (is(c, allowed)) out.push_back(c);
        else append_escaped(out, {&c, 1});
    }
}

}  // namespace

std::string plain_address(std::string_view key) {
    const std::size_t at = key.find('@');
    if (at == std::string_view::npos) return std::string(key);
    const auto userinfo = key.substr(0, at);
    const std::size_t colon = userinfo.find(':');
    std::string out;
    append_minimal(out, userinfo.substr(0, colon), CharClass::user);
    if (colon != std::string_view::npos) {
        out.push_back(':');
        append_minimal(out, userinfo.substr(colon + 1), CharClass::password);
    }
    return out.append(key.substr(at));
}

std::string address_of_record(const Uri& uri) {
    std::string key;
    key.reserve(uri.text.size());
    if (uri.user) {
        append_component(key, *uri.user);
        if (uri.password) {
            key.push_back(':');
            append_component(key, *uri.password);
        }
        key.push_back('@');
    }
    append_canonical(key, uri.host);
    return key;
}

}  // namespace starzero::sip
