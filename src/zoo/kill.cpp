#include "starzero/zoo/kill.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "starzero/sip/number.hpp"

namespace starzero::zoo {

namespace {

constexpr std::array<std::string_view, 5> words{"survived", "rule", "sanitizer", "assertion",
                                                "broken"};
constexpr std::size_t evidence_most = 16'384;

std::string_view line_at(std::string_view text, std::size_t at) {
    const std::size_t begin = text.rfind('\n', at) + 1;  // npos + 1 is 0
    return text.substr(begin, std::min(text.find('\n', at), text.size()) - begin);
}

// ID: explanation (event N), alone at the start of a line.
std::string rule_in(std::string_view output) {
    for (std::size_t at = output.find("(event "); at != std::string_view::npos;
         at = output.find("(event ", at + 1)) {
        const std::string_view line = line_at(output, at);
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos || colon == 0 || colon > 24) continue;
        const std::string_view id = line.substr(0, colon);
        const bool plain = std::ranges::all_of(id, [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                   c == '-' || c == '.';
        });
        if (plain && id[0] >= 'A' && id[0] <= 'Z') return std::string(id);
    }
    return {};
}

// An assertion that names its rule: breaks S-01: explanation.
std::string broken_in(std::string_view output) {
    constexpr std::string_view mark = ": breaks ";
    const std::size_t at = output.find(mark);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = output.substr(at + mark.size(), 24);
    const std::size_t colon = rest.find(':');
    return colon == std::string_view::npos ? std::string{} : std::string(rest.substr(0, colon));
}

std::string sanitizer_in(std::string_view output) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> reports{
        {{"ERROR: AddressSanitizer: ", ""},
         {"runtime error: ", "undefined: "},
         {"ERROR: LeakSanitizer", "leak"},
         {"ERROR: libFuzzer: timeout", "timeout"},
         {"ERROR: libFuzzer: out-of-memory", "out-of-memory"},
         {"terminate called", "exception"},
         {"memory access violation", "SEGV"},
         {"ERROR: libFuzzer: deadly signal", "abort"}}};
    for (const auto& [mark, name] : reports) {
        const std::size_t at = output.find(mark);
        if (at == std::string_view::npos) continue;
        std::string kind(name);
        if (mark.ends_with(": ")) {
            const std::string_view rest = output.substr(at + mark.size());
            const std::size_t end = kind.empty() ? rest.find_first_of(" \n") : rest.find('\n');
            kind += rest.substr(0, std::min({end, rest.size(), std::size_t{80}}));
        }
        return kind;
    }
    return {};
}

std::uint64_t number_behind(std::string_view output, std::string_view mark) {
    const std::size_t at = output.find(mark);
    if (at == std::string_view::npos) return 0;
    std::string_view digits = output.substr(at + mark.size(), 20);
    digits = digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size()));
    return sip::parse_number(digits, UINT32_MAX).value_or(0);
}

std::string evidence_in(std::string_view output) {
    const std::size_t at = output.find("starzero-scenario 1\n");
    if (at == std::string_view::npos) return {};
    std::string_view text = output.substr(at);
    for (const std::string_view end : {"\n==", "\nMS: ", "\n\n", "\n*** "}) {
        text = text.substr(0, text.find(end));
    }
    if (text.size() > evidence_most) return {};
    return std::string(text) + "\n";
}

Kill read_run(std::string_view output, int code, bool in_time) {
    Kill kill;
    kill.rule = rule_in(output);
    if (!kill.rule.empty()) {
        kill.outcome = Outcome::rule;
        kill.evidence = evidence_in(output);
        return kill;
    }
    kill.rule = sanitizer_in(output);
    if (!in_time) kill.rule = "timeout";
    if (!kill.rule.empty()) kill.outcome = Outcome::sanitizer;
    else if (code == 0) kill.outcome = Outcome::survived;
    else kill.outcome = Outcome::broken;
    return kill;
}

}  // namespace

std::string_view to_string(Outcome outcome) noexcept {
    return words[static_cast<std::size_t>(outcome)];
}

Outcome outcome_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word) return static_cast<Outcome>(i);
    }
    return Outcome::broken;
}

Kill read_target_run(std::string_view output, int code, bool in_time) {
    return read_run(output, code, in_time);
}

Kill read_property_run(std::string_view output, int code, bool in_time) {
    Kill kill = read_run(output, code, in_time);
    kill.executions = number_behind(output, "Falsifiable after ");
    const bool failed = output.find("detected in the test module") != std::string_view::npos;
    if (kill.outcome == Outcome::broken && failed) kill.outcome = Outcome::assertion;
    if (kill.outcome != Outcome::assertion) return kill;
    kill.rule = broken_in(output);
    if (!kill.rule.empty()) kill.outcome = Outcome::rule;
    else kill.rule = "assertion";
    return kill;
}

// The first finding; its scenario's number is how many it took.
Kill read_probe_run(std::string_view output, int code, bool in_time) {
    Kill kill = read_run(output, code, in_time);
    if (kill.outcome == Outcome::rule) return kill;
    const std::size_t begin = output.find("\n{\n");
    const std::size_t end = output.find("\n}\n", begin == std::string_view::npos ? 0 : begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) return kill;
    const auto json = nlohmann::json::parse(output.substr(begin, end + 2 - begin), nullptr, false);
    if (!json.is_object() || !json["findings"].is_array() || json["findings"].empty()) return kill;
    const auto& finding = json["findings"].front();
    kill.rule = finding.value("id", "");
    kill.outcome = kill.outcome == Outcome::sanitizer ? Outcome::sanitizer : Outcome::rule;
    kill.executions = finding.value("scenario_number", std::uint64_t{0});
    kill.evidence = finding.value("scenario", "");
    return kill;
}

}  // namespace starzero::zoo
