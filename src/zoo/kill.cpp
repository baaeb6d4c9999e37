#include "starzero/zoo/kill.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "starzero/sip/number.hpp"
#include "starzero/triage/death.hpp"

namespace starzero::zoo {

namespace {

constexpr std::array<std::string_view, 5> words{"survived", "rule", "sanitizer", "assertion",
                                                "broken"};
// An assertion that names its rule: breaks S-01: explanation.
std::string broken_in(std::string_view output) {
    constexpr std::string_view mark = ": breaks ";
    const std::size_t at = output.find(mark);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = output.substr(at + mark.size(), 24);
    const std::size_t colon = rest.find(':');
    return colon == std::string_view::npos ? std::string{} : std::string(rest.substr(0, colon));
}

std::uint64_t number_behind(std::string_view output, std::string_view mark) {
    const std::size_t at = output.find(mark);
    if (at == std::string_view::npos) return 0;
    std::string_view digits = output.substr(at + mark.size(), 20);
    digits = digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size()));
    return sip::parse_number(digits, UINT32_MAX).value_or(0);
}

Outcome outcome_of(triage::Kind kind) {
    switch (kind) {
        case triage::Kind::none: return Outcome::survived;
        case triage::Kind::rule: return Outcome::rule;
        case triage::Kind::failed: return Outcome::broken;
        default: return Outcome::sanitizer;
    }
}

Kill read_run(std::string_view output, int code, bool in_time) {
    const triage::Death death = triage::read_death(output, code, in_time);
    Kill kill;
    kill.outcome = outcome_of(death.kind);
    if (kill.outcome == Outcome::broken) return kill;
    kill.rule = death.name;
    if (kill.outcome == Outcome::rule) kill.evidence = death.scenario;
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
