// Character classes of RFC 3261 section 25.1 as one table lookup, and ASCII case.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

// Loops over single octets get no coverage counters: they would cost more than the parsing, and
// tell a fuzzer only how long a token was.
#if defined(__clang__)
#define STARZERO_UNCOUNTED __attribute__((no_sanitize("coverage")))
#else
#define STARZERO_UNCOUNTED
#endif

namespace starzero::sip {

enum class CharClass : std::uint16_t {
    digit = 1 << 0,
    alpha = 1 << 1,
    hex = 1 << 2,
    token = 1 << 3,        // alphanum and -.!%*_+`'~
    word = 1 << 4,         // token and ()<>:\"/[]?{}
    user = 1 << 5,         // unreserved and &=+$,;?/
    password = 1 << 6,     // unreserved and &=+$,
    param = 1 << 7,        // unreserved and []/:&+$
    uri_header = 1 << 8,   // unreserved and []/?:+$
    uric = 1 << 9,         // reserved and unreserved of RFC 2396
    label = 1 << 10,       // alphanum and -
    blank = 1 << 11,       // SP and HTAB
    control = 1 << 12,     // 0..31 and 127
    unreserved = 1 << 13,  // alphanum and mark
};

namespace detail {

consteval bool among(unsigned char c, std::string_view set) {
    return set.find(static_cast<char>(c)) != std::string_view::npos;
}

consteval std::uint16_t classes_of(unsigned char c) {
    const bool digit = c >= '0' && c <= '9';
    const bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool alphanum = digit || alpha;
    const bool unreserved = alphanum || (c != 0 && among(c, "-_.!~*'()"));
    std::uint16_t bits = 0;
    const auto set = [&](CharClass cls, bool on) {
        if (on) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(cls));
    };
    set(CharClass::digit, digit);
    set(CharClass::alpha, alpha);
    set(CharClass::hex, digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    set(CharClass::token, alphanum || among(c, "-.!%*_+`'~"));
    set(CharClass::word, alphanum || among(c, "-.!%*_+`'~()<>:\\\"/[]?{}"));
    set(CharClass::user, unreserved || among(c, "&=+$,;?/"));
    set(CharClass::password, unreserved || among(c, "&=+$,"));
    set(CharClass::param, unreserved || among(c, "[]/:&+$"));
    set(CharClass::uri_header, unreserved || among(c, "[]/?:+$"));
    set(CharClass::uric, unreserved || among(c, ";/?:@&=+$,"));
    set(CharClass::label, alphanum || c == '-');
    set(CharClass::blank, c == ' ' || c == '\t');
    set(CharClass::control, c < 32 || c == 127);
    set(CharClass::unreserved, unreserved);
    return bits;
}

consteval std::array<std::uint16_t, 256> make_classes() {
    std::array<std::uint16_t, 256> table{};
    for (unsigned c = 0; c < 256; ++c) table[c] = classes_of(static_cast<unsigned char>(c));
    return table;
}

inline constexpr std::array<std::uint16_t, 256> classes = make_classes();

}  // namespace detail

STARZERO_UNCOUNTED constexpr bool is(char c, CharClass cls) noexcept {
    return (detail::classes[static_cast<unsigned char>(c)] & static_cast<std::uint16_t>(cls)) != 0;
}

STARZERO_UNCOUNTED constexpr bool all_of(std::string_view text, CharClass cls) noexcept {
    for (const char c : text) {
        if (!is(c, cls)) return false;
    }
    return true;
}

STARZERO_UNCOUNTED constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// ASCII case folding only: SIP compares names and tokens so, whatever the locale (O-39).
STARZERO_UNCOUNTED constexpr bool iequals(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

}  // namespace starzero::sip
