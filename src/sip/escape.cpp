#include "starzero/sip/escape.hpp"

namespace starzero::sip {

namespace {

// One decoded octet and whether it must be told apart from the same octet written plainly.
struct Unit {
    unsigned char octet;
    bool kept_escaped;
    friend bool operator==(const Unit&, const Unit&) = default;
};

bool escape_at(std::string_view text, std::size_t i) noexcept {
    return text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
           hex_value(text[i + 2]) >= 0;
}

unsigned char decode_at(std::string_view text, std::size_t i) noexcept {
    return static_cast<unsigned char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
}

bool reserved(unsigned char c) noexcept {
    return c != 0 &&
           std::string_view(";/?:@&=+$,").find(static_cast<char>(c)) != std::string_view::npos;
}

STARZERO_UNCOUNTED Unit next_unit(std::string_view text, std::size_t& i, bool fold_case) noexcept {
    Unit unit{static_cast<unsigned char>(text[i]), false};
    if (escape_at(text, i)) {
        unit.octet = decode_at(text, i);
        unit.kept_escaped = reserved(unit.octet);
        i += 3;
    } else {
        ++i;
    }
    if (fold_case) unit.octet = static_cast<unsigned char>(lower(static_cast<char>(unit.octet)));
    return unit;
}

}  // namespace

STARZERO_UNCOUNTED Result<void> check_escaped(std::string_view text, CharClass cls) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (!escape_at(text, i)) return fail(ErrorKind::escape, i);
            i += 2;
        } else if (!is(text[i], cls)) {
            return fail(ErrorKind::token, i);
        }
    }
    return {};
}

void append_unescaped(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (escape_at(text, i)) {
            out.push_back(static_cast<char>(decode_at(text, i)));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
}

void append_escaped(std::string& out, std::string_view octets) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : octets) {
        if (is(c, CharClass::unreserved)) {
            out.push_back(c);
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(digits[octet >> 4]);
        out.push_back(digits[octet & 15]);
    }
}

STARZERO_UNCOUNTED bool equal_escaped(std::string_view a, std::string_view b,
                                      bool fold_case) noexcept {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (next_unit(a, i, fold_case) != next_unit(b, j, fold_case)) return false;
    }
    return i == a.size() && j == b.size();
}

}  // namespace starzero::sip
