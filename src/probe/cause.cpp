#include "starzero/probe/cause.hpp"

#include <array>

#include "starzero/sip/chars.hpp"

namespace starzero::probe {

namespace {

bool is_digit(char c) noexcept { return sip::is(c, sip::CharClass::digit); }

// Behind the level's word a log line says what happened; before it stand process and time.
std::string_view behind_level(std::string_view text) {
    constexpr std::array<std::string_view, 8> levels{"ERROR",   "WARNING",   "CRITICAL",   "ALERT",
                                                     "[error]", "[warning]", "[critical]", "BUG"};
    constexpr std::string_view lead = "logged as: ";
    const std::size_t start = text.find(lead);
    if (start == std::string_view::npos) return text;
    for (const std::string_view level : levels) {
        const std::size_t at = text.find(level, start);
        if (at != std::string_view::npos) return text.substr(at);
    }
    return text;
}

}  // namespace

std::string cause_of(std::string_view explanation) {
    std::string cause;
    const std::string_view text = behind_level(explanation);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const std::size_t close = c == '\'' || c == '"' || c == '<'
                                      ? text.find(c == '<' ? '>' : c, i + 1)
                                      : std::string_view::npos;
        if (close != std::string_view::npos) {
            cause += "'...'";
            i = close;
        } else if (is_digit(c)) {
            const bool status = cause.ends_with("answered ");  // what a server does, not a count
            std::size_t end = i;
            while (end + 1 < text.size() && is_digit(text[end + 1])) ++end;
            cause += status ? text.substr(i, end + 1 - i) : std::string_view("#");
            i = end;
        } else {
            cause += c;
        }
    }
    cause.resize(cause.find_last_not_of(' ') + 1);
    return cause;
}

}  // namespace starzero::probe
