#include "starzero/registrar/gruu.hpp"

#include <utility>

#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/instance_id.hpp"

namespace starzero::registrar {

namespace {

constexpr std::size_t mac_digits = 16;
constexpr std::size_t token_digits = 32;
constexpr int rounds = 4;  // of a Luby-Rackoff cipher whose round function is the keyed hash

void append_hex(std::string& out, std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4) out.push_back(digits[value >> shift & 15]);
}

std::optional<std::uint64_t> read_hex(std::string_view text) {
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = sip::hex_value(c);
        if (digit < 0 || (c >= 'A' && c <= 'F')) return std::nullopt;  // a user part has case
        value = value << 4 | static_cast<std::uint64_t>(digit);
    }
    return value;
}

// What a URI parameter may hold as it is; the rest escaped.
void append_param_text(std::string& out, std::string_view text) {
    for (const char c : text) {
        const bool plain =
            sip::is(c, sip::CharClass::param) || sip::is(c, sip::CharClass::unreserved);
        if (plain) out.push_back(c);
        else sip::append_escaped(out, {&c, 1});
    }
}

std::string_view host_of(std::string_view address) {
    const std::size_t at = address.rfind('@');
    return at == std::string_view::npos ? address : address.substr(at + 1);
}

}  // namespace

std::string Gruus::mac(std::string_view aor, std::string_view instance) const {
    std::string text(aor);
    text.append(1, '\0').append(instance);
    std::string digits;
    append_hex(digits, keyed_hash(key_, text));
    return digits;
}

std::string Gruus::public_gruu(std::string_view scheme, std::string_view aor,
                               std::string_view instance, bool bulk) const {
    const std::string address = sip::plain_address(aor);
    std::string uri(scheme);
    uri.append(":").append(bulk ? host_of(address) : std::string_view(address));
    uri.append(bulk ? ";bnc;gr=" : ";gr=");
    append_param_text(uri, instance);
    return uri.append("~").append(mac(aor, instance));
}

std::optional<std::string> Gruus::instance_of(const sip::Uri& uri, std::string_view aor) const {
    const auto* gr = sip::find_param(uri, "gr");
    if (gr == nullptr || !gr->value) return std::nullopt;
    std::string text;
    sip::append_unescaped(text, *gr->value);
    if (text.size() < mac_digits + 2 || text[text.size() - mac_digits - 1] != '~') {
        return std::nullopt;
    }
    // Without regard to case, as 19.1.4 compares parameters of a URI.
    std::string given = text.substr(text.size() - mac_digits);
    for (char& c : given) c = sip::lower(c);
    const std::string instance = sip::instance_key(text.substr(0, text.size() - mac_digits - 1));
    if (mac(aor, instance) != given) return std::nullopt;
    return instance;
}

Gruus::Token Gruus::crossed(Token halves, bool forward) const {
    for (int i = 0; i < rounds; ++i) {
        const int round = forward ? i : rounds - 1 - i;
        std::string text(1, static_cast<char>('a' + round));
        append_hex(text, forward ? halves.number : halves.epoch);
        const std::uint64_t mask = keyed_hash(key_, text);
        halves = forward ? Token{halves.number, halves.epoch ^ mask}
                         : Token{halves.number ^ mask, halves.epoch};
    }
    return halves;
}

std::string Gruus::temporary_gruu(std::string_view scheme, std::string_view aor,
                                  const InstanceRecord& record) const {
    const Token token = crossed({record.epoch, record.count}, true);
    std::string uri(scheme);
    uri.append(":").append(record.prefix);
    append_hex(uri, token.epoch);
    append_hex(uri, token.number);
    return uri.append("@").append(host_of(aor)).append(";gr");
}

std::optional<Gruus::Token> Gruus::token_of(const sip::Uri& uri) const {
    const auto* gr = sip::find_param(uri, "gr");
    if (gr == nullptr || gr->value || !uri.user) return std::nullopt;
    std::string user;
    sip::append_unescaped(user, *uri.user);
    if (user.size() < token_digits) return std::nullopt;
    const auto digits = std::string_view(user).substr(user.size() - token_digits);
    const auto left = read_hex(digits.substr(0, 16));
    const auto right = read_hex(digits.substr(16));
    if (!left || !right) return std::nullopt;
    return crossed({*left, *right}, false);
}

bool Gruus::is_reserved(const sip::Uri& uri) const {
    if (!uri.user) return false;
    std::string user;
    sip::append_unescaped(user, *uri.user);
    return user.starts_with(prefix_);
}

std::uint64_t Gruus::new_epoch(std::string_view aor, std::string_view instance) {
    std::string text;
    append_hex(text, boot_);
    append_hex(text, epochs_++);
    return keyed_hash(key_, text.append(aor).append(1, '\0').append(instance));
}

}  // namespace starzero::registrar
