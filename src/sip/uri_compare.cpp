#include "starzero/sip/uri_compare.hpp"

#include <algorithm>
#include <array>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"

namespace starzero::sip {

namespace {

// Present in one URI only: these decide, any other parameter is ignored. transport is ours
// (D-24); the rest is the clause's own list.
bool decides_alone(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 5> names{"user", "ttl", "method", "maddr", "transport"};
    return std::ranges::any_of(names, [&](auto n) { return equal_escaped(n, name, true); });
}

bool equal_optional(const std::optional<std::string_view>& a,
                    const std::optional<std::string_view>& b, bool fold_case) noexcept {
    if (a.has_value() != b.has_value()) return false;
    return !a || equal_escaped(*a, *b, fold_case);
}

// Every parameter of a against its twin in b.
bool params_agree(const Uri& a, const Uri& b) noexcept {
    return std::ranges::all_of(a.params, [&](const UriParam& param) {
        const UriParam* twin = nullptr;
        for (const UriParam& other : b.params) {
            if (equal_escaped(other.name, param.name, true)) twin = &other;
        }
        if (twin == nullptr) return !decides_alone(param.name);
        return equal_optional(param.value, twin->value, true);
    });
}

bool same_header(const UriHeader& a, const UriHeader& b) noexcept {
    // Case of values is kept: most header fields compare so, and a wrong "equal" loses a binding.
    return equal_escaped(a.name, b.name, true) && equal_escaped(a.value, b.value, false);
}

std::ptrdiff_t count_of(const UriHeader& header, const Uri& uri) noexcept {
    return std::ranges::count_if(uri.headers,
                                 [&](const auto& h) { return same_header(h, header); });
}

bool headers_agree(const Uri& a, const Uri& b) noexcept {
    return a.headers.size() == b.headers.size() &&
           std::ranges::all_of(a.headers, [&](const UriHeader& header) {
               return count_of(header, a) == count_of(header, b);
           });
}

class Hash {
public:
    void add(unsigned char octet) noexcept { value_ = (value_ ^ octet) * 0x100000001b3ULL; }
    void add_decoded(std::string_view text) noexcept {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '%' && i + 2 < text.size()) {
                add(static_cast<unsigned char>(hex_value(text[i + 1]) * 16 +
                                               hex_value(text[i + 2])));
                i += 2;
            } else {
                add(static_cast<unsigned char>(text[i]));
            }
        }
        add(0xFF);
    }
    void add_lower(std::string_view text) noexcept {
        for (const char c : text) add(static_cast<unsigned char>(lower(c)));
    }
    std::uint64_t value() const noexcept { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace

bool equal(const Uri& a, const Uri& b) { return a.scheme == b.scheme && equal_across_sips(a, b); }

bool equal_across_sips(const Uri& a, const Uri& b) {
    if (a.is_sip() != b.is_sip()) return false;
    if (!a.is_sip()) return iequals(a.scheme_text, b.scheme_text) && a.opaque == b.opaque;  // D-25
    return a.port == b.port && equal_optional(a.user, b.user, false) &&
           equal_optional(a.password, b.password, false) && equal(a.host, b.host) &&
           params_agree(a, b) && params_agree(b, a) && headers_agree(a, b);
}

std::uint64_t comparison_hash(const Uri& uri) noexcept {
    Hash hash;
    if (!uri.is_sip()) {
        hash.add_lower(uri.scheme_text);
        for (const char c : uri.opaque) hash.add(static_cast<unsigned char>(c));
        return hash.value();
    }
    hash.add(uri.user ? 1 : 0);
    if (uri.user) hash.add_decoded(*uri.user);
    hash.add(uri.password ? 1 : 0);
    if (uri.password) hash.add_decoded(*uri.password);
    hash.add(static_cast<unsigned char>(uri.host.kind));
    if (uri.host.kind == HostKind::name) {
        hash.add_lower(uri.host.text);
    } else {
        for (const std::uint8_t octet : uri.host.address) hash.add(octet);
    }
    hash.add(static_cast<unsigned char>(uri.port >> 8));
    hash.add(static_cast<unsigned char>(uri.port & 255));
    return hash.value();
}

}  // namespace starzero::sip
