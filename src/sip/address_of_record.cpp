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

}  // namespace

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
