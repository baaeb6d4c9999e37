#include "starzero/registrar/digest_gate.hpp"

#include <algorithm>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/name_addr.hpp"

namespace starzero::registrar {

using model::Reason;
using sip::HeaderId;

namespace {

constexpr std::size_t time_digits = 16;
constexpr std::size_t serial_digits = 8;
constexpr std::size_t mac_digits = 16;
constexpr std::uint32_t spent = 0xFFFF'FFFFU;  // the count of a nonce that was used without one

void append_hex(std::string& out, std::uint64_t value, std::size_t digits) {
    constexpr std::string_view hex = "0123456789abcdef";
    for (std::size_t i = digits; i-- > 0;) out.push_back(hex[value >> (4 * i) & 15]);
}

std::uint64_t read_hex(std::string_view text) noexcept {
    std::uint64_t value = 0;
    for (const char c : text) value = value << 4 | static_cast<std::uint64_t>(sip::hex_value(c));
    return value;
}

// Takes as long for any two texts of one length.
bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned char>(a[i] ^ b[i]);
    }
    return difference == 0;
}

const model::Credential* find_user(const model::DigestPolicy& policy, std::string_view name) {
    const auto found = std::ranges::find(policy.users, name, &model::Credential::user);
    return found == policy.users.end() ? nullptr : &*found;
}

bool needs(const sip::AuthValue& value, std::string_view name) {
    return sip::find_param(value.params, name) != nullptr;
}

}  // namespace

// Credentials as far as they say all that is needed to check them.
struct DigestGate::Fields {
    std::string method;
    std::string username, realm, nonce, uri, response, cnonce;
    std::optional<std::string> qop;
    std::uint32_t count = 0;
    std::optional<model::DigestAlgorithm> algorithm;  // none: one that nobody offered

    // Missing or malformed fields: nothing.
    static std::optional<Fields> of(const sip::AuthValue& value, std::string_view method) {
        for (const auto* name : {"username", "realm", "nonce", "uri", "response"}) {
            if (!needs(value, name)) return std::nullopt;
        }
        // The grammar quotes these (RFC 3261 22.4 for uri); username* is not username.
        for (const auto* name : {"username", "realm", "nonce", "uri", "response"}) {
            if (!value.is_quoted(name)) return std::nullopt;
        }
        Fields f;
        f.method = method;
        f.username = *value.text("username");
        f.realm = *value.text("realm");
        f.nonce = *value.text("nonce");
        f.uri = *value.text("uri");
        f.response = *value.text("response");
        f.algorithm = model::digest_algorithm_from(value.text("algorithm").value_or("MD5"));
        f.qop = value.text("qop");
        if (!f.qop) return f;
        const auto count = sip::parse_nonce_count(value.text("nc").value_or(""));
        if (!count || *count == 0 || !needs(value, "cnonce")) return std::nullopt;
        f.count = *count;
        f.cnonce = *value.text("cnonce");
        return f;
    }
};

std::string DigestGate::mac_of(std::string_view head) const {
    std::string digits;
    append_hex(digits, keyed_hash(key_, head), mac_digits);
    return digits;
}

std::optional<DigestGate::NonceId> DigestGate::read_nonce(std::string_view nonce) const {
    constexpr std::size_t head = time_digits + serial_digits;
    if (nonce.size() != head + mac_digits) return std::nullopt;
    if (!equal_in_constant_time(mac_of(nonce.substr(0, head)), nonce.substr(head))) {
        return std::nullopt;
    }
    return NonceId{static_cast<model::Millis>(read_hex(nonce.substr(0, time_digits))),
                   static_cast<std::uint32_t>(read_hex(nonce.substr(time_digits, serial_digits)))};
}

std::string DigestGate::challenge(const model::DigestPolicy& policy, bool stale,
                                  model::Millis now) {
    std::string nonce;
    append_hex(nonce, static_cast<std::uint64_t>(now), time_digits);
    append_hex(nonce, serial_++, serial_digits);
    nonce += mac_of(nonce);
    std::string rows;
    for (const model::DigestAlgorithm algorithm : policy.algorithms) {
        rows.append("WWW-Authenticate: Digest realm=").append(sip::quote_display(policy.realm));
        rows.append(", nonce=\"").append(nonce).append("\", qop=\"auth\", algorithm=");
        rows.append(to_string(algorithm)).append(stale ? ", stale=true\r\n" : "\r\n");
    }
    return rows;
}

// RFC 7616 3.4.1; without qop the form of RFC 2069, which RFC 3261 22.4 keeps.
std::string DigestGate::expected_response(const Fields& f, std::string_view password) const {
    const auto h = [&](const std::string& text) { return hash_.hex(*f.algorithm, text); };
    const std::string secret = h(f.username + ":" + f.realm + ":" + std::string(password));
    const std::string request = h(f.method + ":" + f.uri);
    if (!f.qop) return h(secret + ":" + f.nonce + ":" + request);
    std::string count;
    append_hex(count, f.count, 8);
    return h(secret + ":" + f.nonce + ":" + count + ":" + f.cnonce + ":auth:" + request);
}

// Takes the nonce's next count; false when the nonce is stale or the count was used. Only called
// with a right response: a wrong one must not move anything.
bool DigestGate::spend(const Fields& f, const model::Policy& policy, model::Millis now) {
    const auto id = read_nonce(f.nonce);
    if (!id || *id <= forgotten_) return false;
    if (now - id->made_at >= model::seconds(policy.digest.nonce_lifetime)) return false;
    const std::uint32_t count = f.qop ? f.count : spent;
    const auto found = used_.find(*id);
    if (found != used_.end()) {
        if (!f.qop || count <= found->second) return false;
        found->second = count;
        trim(policy);
        return true;
    }
    const std::size_t most = std::max(1U, policy.limits.nonces);
    if (used_.size() >= most && *id < used_.begin()->first) return false;  // would be the oldest
    used_.emplace(*id, count);
    trim(policy);
    return true;
}

// The oldest go; nonces up to them are stale from now on. A reload may have lowered the limit.
void DigestGate::trim(const model::Policy& policy) {
    while (used_.size() > std::max(1U, policy.limits.nonces)) {
        forgotten_ = used_.begin()->first;
        used_.erase(used_.begin());
    }
}

DigestGate::Outcome DigestGate::judge(const sip::Message& request, const model::Policy& policy,
                                      const sip::Limits& limits, model::Millis now) {
    for (const sip::HeaderRow& row : request.rows) {
        if (row.id != HeaderId::authorization) continue;
        const auto value = sip::parse_auth_value(row.value, limits);
        if (!value) return {std::nullopt, Reason::bad_credentials};
        if (!sip::iequals(value->scheme, "Digest")) continue;
        const auto realm = value->text("realm");
        if (realm && *realm != policy.digest.realm) continue;  // for somebody else (22.3)
        const auto fields = Fields::of(*value, request.start.method);
        if (!fields) return {std::nullopt, Reason::bad_credentials};
        const bool offered = fields->algorithm &&
                             std::ranges::find(policy.digest.algorithms, *fields->algorithm) !=
                                 policy.digest.algorithms.end() &&
                             (fields->qop ? *fields->qop == "auth" : policy.digest.without_qop);
        if (!offered) return {std::nullopt, Reason::wrong_credentials};
        // An unknown user costs the same hashes, so that the time tells nothing (S-24).
        const model::Credential* user = find_user(policy.digest, fields->username);
        const std::string right = expected_response(*fields, user ? user->password : "");
        if (!equal_in_constant_time(right, fields->response) || user == nullptr) {
            return {std::nullopt, Reason::wrong_credentials};
        }
        if (!spend(*fields, policy, now)) return {std::nullopt, Reason::stale_nonce};
        return {fields->username, Reason::registered};
    }
    return {};
}

}  // namespace starzero::registrar
