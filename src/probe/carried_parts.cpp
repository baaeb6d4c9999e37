#include "starzero/probe/carried_parts.hpp"

#include <algorithm>
#include <array>

namespace starzero::probe {

std::vector<std::string_view> carried_parts(const scenario::Scenario& scenario) {
    constexpr std::array<std::string_view, 8> parts{
        "\nVia: ",  "\nMax-Forwards: 70\r", "\nFrom: ", "\nTo: ", "\nCall-ID: ",
        "\nCSeq: ", "branch=z9hG4bK",       ";tag="};
    std::vector<std::string_view> kept;
    for (const std::string_view part : parts) {
        const bool all = std::ranges::all_of(scenario.events, [&](const auto& event) {
            return event.octets.find(part) != std::string::npos;
        });
        if (all) kept.push_back(part);
    }
    return kept;
}

bool carries(const scenario::Scenario& scenario, const std::vector<std::string_view>& parts) {
    return std::ranges::all_of(scenario.events, [&](const auto& event) {
        return std::ranges::all_of(
            parts, [&](auto part) { return event.octets.find(part) != std::string::npos; });
    });
}

}  // namespace starzero::probe
