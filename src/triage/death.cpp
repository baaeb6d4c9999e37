#include "starzero/triage/death.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "starzero/triage/stack.hpp"

namespace starzero::triage {

namespace {

using View = std::string_view;

constexpr std::array<View, 6> words{"none", "rule", "sanitizer", "hang", "memory", "failed"};
constexpr std::size_t scenario_most = 16'384;
constexpr std::size_t seen_most = 65'536;
constexpr std::size_t line_most = 400;
constexpr std::size_t id_most = 24;
constexpr std::size_t name_most = 60;
constexpr View first_line = "starzero-scenario 1\n";
constexpr View also_mark = "\nalso broken: ";
constexpr View seen_mark = "\nseen:\n";

View line_at(View text, std::size_t at) {
    const std::size_t begin = text.rfind('\n', at) + 1;  // npos + 1 is 0
    return text.substr(begin, std::min(text.find('\n', at), text.size()) - begin);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// S-01, R3261-10.3-6b, P-06-reginfo, V-CSEQ: a capital, digits perhaps, '-', and what begins with a
// digit or is all capitals. What a log or a header field begins with (Call-ID: ...) is none.
bool is_id(View id) {
    if (id.size() > id_most || id.empty() || !is_capital(id[0])) return false;
    const std::size_t dash = id.find_first_not_of("0123456789", 1);
    if (dash == View::npos || id[dash] != '-' || dash + 1 == id.size()) return false;
    const View rest = id.substr(dash + 1);
    return std::ranges::all_of(rest, is_capital) ||
           (is_digit(rest[0]) && std::ranges::all_of(rest, [](char c) {
                return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
            }));
}

// ID: explanation (event N), alone at the start of a line.
View rule_line(View output) {
    for (std::size_t at = output.find("(event "); at != View::npos;
         at = output.find("(event ", at + 1)) {
        const View line = line_at(output, at);
        if (is_id(line.substr(0, line.find(": ")))) return line;
    }
    return {};
}

// Value rules have no event; a target's first own line, before anything of the engine's.
View value_rule_line(View output) {
    for (std::size_t at = 0; at < output.size();) {
        const View line = line_at(output, at);
        const std::size_t colon = line.find(": ");
        const View id = line.substr(0, colon);
        if (colon != View::npos && is_id(id)) return line;
        at = std::min(output.find('\n', at), output.size() - 1) + 1;
    }
    return {};
}

struct Mark {
    View text;
    Kind kind;
    View name;  // empty: the word behind the mark
};

constexpr std::array<Mark, 17> marks{{
    {"ERROR: libFuzzer: timeout", Kind::hang, "timeout"},
    {"ERROR: libFuzzer: out-of-memory", Kind::memory, "out-of-memory"},
    {"hard rss limit exhausted", Kind::memory, "out-of-memory"},
    {"AddressSanitizer: allocation-size-too-big", Kind::memory, "allocation-size-too-big"},
    {"AddressSanitizer: requested allocation size", Kind::memory, "allocation-size-too-big"},
    {"AddressSanitizer: out of memory", Kind::memory, "out-of-memory"},
    {": Assertion '", Kind::sanitizer, "assertion: "},  // of the C++ library
    {": Assertion `", Kind::sanitizer, "assertion: "},  // assert() of the C library
    {"ERROR: AddressSanitizer: ", Kind::sanitizer, ""},
    {"runtime error: ", Kind::sanitizer, "undefined: "},
    {"WARNING: MemorySanitizer: ", Kind::sanitizer, ""},
    {"WARNING: ThreadSanitizer: ", Kind::sanitizer, ""},
    {"terminate called after throwing an instance of '", Kind::sanitizer, "exception: "},
    {"memory access violation", Kind::sanitizer, "SEGV"},
    {"terminate called", Kind::sanitizer, "exception"},
    {"ERROR: libFuzzer: deadly signal", Kind::sanitizer, "abort"},
    {"ERROR: LeakSanitizer", Kind::sanitizer, "leak"},  // at the end; what came before led to it
}};

// Numbers of one run (sizes, shifts, addresses) make no other bucket.
std::string without_numbers(View text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit && !out.empty() && out.back() == '#') continue;
        const bool in_word = !out.empty() && out.back() != '#' && out.back() != ' ' && digit;
        out += digit && !in_word ? '#' : text[i];
    }
    return out;
}

// The first line that is neither the engine's nor the name of an input.
View last_words(View output) {
    for (std::size_t at = 0; at < output.size();
         at = std::min(output.find('\n', at), output.size() - 1) + 1) {
        const View line = line_at(output, at);
        if (line.find(": ") != View::npos && !line.starts_with("INFO") &&
            !line.starts_with("Running") && !line.starts_with("Dictionary")) {
            return line.substr(0, line_most);
        }
    }
    return {};
}

std::string name_behind(View output, const Mark& mark, std::size_t at) {
    std::string name(mark.name);
    if (!name.empty() && !name.ends_with(": ")) return name;
    const View rest = output.substr(at + mark.text.size());
    const std::size_t end = name == "undefined: " ? rest.find('\n')
                            : name.empty()        ? rest.find_first_of(" \n")
                                                  : rest.find('\'');
    return name + without_numbers(rest.substr(0, std::min({end, rest.size(), std::size_t{80}})));
}

void read_report(View output, Death& death) {
    for (const Mark& mark : marks) {
        const std::size_t at = output.find(mark.text);
        if (at == View::npos) continue;
        death.kind = mark.kind;
        death.name = name_behind(output, mark, at);
        death.line = line_at(output, at).substr(0, line_most);
        death.frames = own_frames(output.substr(at), Death::frames_most);
        return;
    }
}

std::vector<std::string> split_words(View text) {
    std::vector<std::string> list;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) list.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return list;
}

std::string scenario_in(View output) {
    const std::size_t at = output.find(first_line);
    if (at == View::npos) return {};
    View text = output.substr(at);
    for (const View end : {"\n==", "\nMS: ", "\n\n", "\n*** "}) {
        text = text.substr(0, text.find(end));
    }
    if (text.size() > scenario_most) return {};
    while (text.ends_with('\n')) text.remove_suffix(1);
    return std::string(text) + "\n";
}

std::string seen_in(View output) {
    const std::size_t at = output.find(seen_mark);
    if (at == View::npos) return {};
    View text = output.substr(at + seen_mark.size());
    for (const View end : {"\n==", "\nMS: ", "\n*** "}) text = text.substr(0, text.find(end));
    return text.size() > seen_most ? std::string{} : std::string(text);
}

void read_rule(View output, View line, Death& death) {
    death.kind = Kind::rule;
    death.name = line.substr(0, line.find(": "));
    death.line = line.substr(0, line_most);
    const std::size_t also = output.find(also_mark);
    if (also != View::npos) {
        death.also = split_words(line_at(output, also + 1).substr(also_mark.size() - 1));
    }
    death.seen = seen_in(output);
}

}  // namespace

std::string_view to_string(Kind kind) noexcept { return words[static_cast<std::size_t>(kind)]; }

Kind kind_from(std::string_view word) noexcept {
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? Kind::failed : static_cast<Kind>(found - words.begin());
}

Death read_death(std::string_view output, int code, bool in_time) {
    Death death;
    death.scenario = scenario_in(output);
    View line = code == 0 ? View{} : rule_line(output);
    if (line.empty() && code != 0) line = value_rule_line(output);
    if (!line.empty()) read_rule(output, line, death);
    else read_report(output, death);
    if (death.kind == Kind::rule) return death;
    if (!in_time) {
        death.kind = Kind::hang;
        death.name = "timeout";
        death.line = "no end within the time";
    }
    if (death.kind == Kind::none && code != 0) {
        death.kind = Kind::failed;
        death.line = last_words(output);
        death.name = without_numbers(death.line.substr(0, name_most));
    }
    return death;
}

}  // namespace starzero::triage
