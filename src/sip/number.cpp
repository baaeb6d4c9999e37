#include "starzero/sip/number.hpp"

#include <array>
#include <charconv>

#include "starzero/sip/chars.hpp"

namespace starzero::sip {

Result<std::uint64_t> parse_number(std::string_view text, std::uint64_t max) noexcept {
    if (text.empty()) return fail(ErrorKind::empty, 0);
    std::uint64_t value = 0;
    bool over = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is(text[i], CharClass::digit)) return fail(ErrorKind::number, i);
        const auto digit = static_cast<std::uint64_t>(text[i] - '0');
        over = over || value > (max - digit) / 10 || digit > max;
        if (!over) value = value * 10 + digit;
    }
    if (over) return fail(ErrorKind::range, 0);
    return value;
}

Result<std::uint32_t> parse_delta_seconds(std::string_view text) noexcept {
    const auto value = parse_number(text, seconds_max);
    if (value) return static_cast<std::uint32_t>(*value);
    if (value.error().kind == ErrorKind::range) return seconds_max;
    return std::unexpected(value.error());
}

Result<std::uint16_t> parse_qvalue(std::string_view text) noexcept {
    if (text.empty() || (text[0] != '0' && text[0] != '1')) return fail(ErrorKind::number, 0);
    const int whole = text[0] - '0';
    if (text.size() == 1) return static_cast<std::uint16_t>(whole * 1000);
    if (text[1] != '.' || text.size() > 5) return fail(ErrorKind::number, 1);
    int value = whole * 1000;
    int scale = 100;
    for (std::size_t i = 2; i < text.size(); ++i, scale /= 10) {
        if (!is(text[i], CharClass::digit)) return fail(ErrorKind::number, i);
        value += (text[i] - '0') * scale;
    }
    if (value > 1000) return fail(ErrorKind::number, 2);
    return static_cast<std::uint16_t>(value);
}

void append_number(std::string& out, std::uint64_t value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void append_qvalue(std::string& out, std::uint16_t thousandths) {
    out.push_back(thousandths >= 1000 ? '1' : '0');
    unsigned rest = thousandths % 1000U;
    if (rest == 0) return;
    out.push_back('.');
    for (unsigned scale = 100; rest != 0; scale /= 10) {
        out.push_back(static_cast<char>('0' + rest / scale));
        rest %= scale;
    }
}

}  // namespace starzero::sip
