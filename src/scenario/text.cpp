#include "starzero/scenario/text.hpp"

#include <charconv>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"

namespace starzero::scenario {

namespace {

void append_hex(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(c);
    out.append("\\x");
    out.push_back(digits[octet >> 4]);
    out.push_back(digits[octet & 15]);
}

bool printable(char c) noexcept { return c >= ' ' && c < 127; }

}  // namespace

void append_escaped_line(std::string& out, std::string_view octets) {
    for (const char c : octets) {
        if (c == '\\') {
            out.append("\\\\");
        } else if (printable(c)) {
            out.push_back(c);
        } else {
            append_hex(out, c);
        }
    }
}

void append_unescaped_line(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t slash = text.find('\\');
        out.append(text.substr(0, slash));
        if (slash == std::string_view::npos) return;
        text.remove_prefix(slash);
        if (text.size() >= 4 && text[1] == 'x' && sip::hex_value(text[2]) >= 0 &&
            sip::hex_value(text[3]) >= 0) {
            out.push_back(
                static_cast<char>(sip::hex_value(text[2]) * 16 + sip::hex_value(text[3])));
            text.remove_prefix(4);
        } else {
            out.push_back('\\');
            text.remove_prefix(text.size() >= 2 && text[1] == '\\' ? 2 : 1);
        }
    }
}

std::string to_word(std::string_view octets) {
    if (octets.empty()) return "-";
    std::string word;
    for (const char c : octets) {
        if (c == '\\') {
            word.append("\\\\");
        } else if (printable(c) && c != ' ' && c != ',' && c != '=' && octets != "-") {
            word.push_back(c);
        } else {
            append_hex(word, c);
        }
    }
    return word;
}

std::string from_word(std::string_view word) {
    std::string octets;
    if (word != "-") append_unescaped_line(octets, word);
    return octets;
}

std::string to_time(model::Millis time) {
    std::string text = time < 0 ? "-" : "";
    const auto magnitude =
        time < 0 ? 0 - static_cast<std::uint64_t>(time) : static_cast<std::uint64_t>(time);
    text += std::to_string(magnitude / 1000);
    if (const auto rest = magnitude % 1000; rest != 0) {
        std::string digits = std::to_string(1000 + rest).substr(1);
        while (digits.back() == '0') digits.pop_back();
        text.append(".").append(digits);
    }
    return text += "s";
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    std::int64_t value = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return value;
}

std::optional<model::Millis> parse_time(std::string_view text) noexcept {
    if (!text.ends_with('s')) return std::nullopt;
    text.remove_suffix(1);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t dot = text.find('.');
    const auto whole = parse_integer(text.substr(0, dot));
    if (!whole || *whole < 0 || *whole > model::time_max / 1000) return std::nullopt;
    model::Millis value = *whole * 1000;
    if (dot != std::string_view::npos) {
        const auto digits = text.substr(dot + 1);
        if (digits.empty() || digits.size() > 3 || !sip::all_of(digits, sip::CharClass::digit)) {
            return std::nullopt;
        }
        model::Millis scale = 100;
        for (const char c : digits) {
            value += (c - '0') * scale;
            scale /= 10;
        }
    }
    return negative ? -value : value;
}

std::string_view next_word(std::string_view& line) noexcept {
    const std::size_t start = line.find_first_not_of(' ');
    if (start == std::string_view::npos) {
        line = {};
        return {};
    }
    line.remove_prefix(start);
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
}

std::string_view next_line(std::string_view& text) noexcept {
    const std::size_t end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

void append_marked_lines(std::string& out, char mark, std::string_view octets) {
    while (!octets.empty()) {
        const std::size_t end = octets.find("\r\n");
        const auto line = octets.substr(0, end);
        out.push_back(mark);
        if (end == std::string_view::npos) out.push_back('-');
        if (!line.empty()) out.push_back(' ');
        append_escaped_line(out, line);
        out.push_back('\n');
        if (end == std::string_view::npos) return;
        octets.remove_prefix(end + 2);
    }
}

void append_marked_line(std::string& octets, std::string_view line) {
    line.remove_prefix(1);
    const bool ended = !line.starts_with('-');
    if (!ended) line.remove_prefix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    append_unescaped_line(octets, line);
    if (ended) octets.append("\r\n");
}

}  // namespace starzero::scenario
