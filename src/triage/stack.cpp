#include "starzero/triage/stack.hpp"

#include <algorithm>
#include <array>

namespace starzero::triage {

namespace {

using View = std::string_view;

// What stands below every input, and what only reports.
constexpr std::array<View, 4> passed_over{"targets::report", "targets::check_values",
                                          "targets::judge", "driver::"};

// "    #3 0x55d in starzero::sip::parse(...) /src/sip/a.cpp:7:3": the function.
View function_of(View line) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start == View::npos || line[start] != '#') return {};
    const std::size_t in = line.find(" in ", start);
    if (in == View::npos) return {};
    return line.substr(in + 4);
}

// Nothing in brackets of either kind, which nest; the anonymous namespace neither. The file behind
// the name begins at the first blank outside of them.
std::string plain(View function) {
    std::string out;
    int depth = 0;
    for (const char c : function) {
        if (c == '(' || c == '<') ++depth;
        else if (c == ')' || c == '>') depth = std::max(0, depth - 1);
        else if (depth == 0 && c == ' ') break;
        else if (depth == 0) out += c;
    }
    for (std::size_t at = out.find("::::"); at != std::string::npos; at = out.find("::::")) {
        out.erase(at, 2);
    }
    return out;
}

}  // namespace

std::vector<std::string> own_frames(std::string_view report, std::size_t most) {
    constexpr View own = "starzero::";
    std::vector<std::string> frames;
    bool begun = false;
    while (!report.empty() && frames.size() < most) {
        const std::size_t end = std::min(report.find('\n'), report.size());
        const View function = function_of(report.substr(0, end));
        report.remove_prefix(std::min(end + 1, report.size()));
        if (function.empty() && begun) break;  // the next stack tells who allocated
        if (function.empty()) continue;
        begun = true;
        // The return type of a template comes first, with a blank behind it.
        const std::size_t at = function.find(own);
        if (at == View::npos || function.substr(0, at).find('/') != View::npos) continue;
        std::string name = plain(function.substr(at + own.size()));
        const bool passed =
            std::ranges::any_of(passed_over, [&](View p) { return name.starts_with(p); });
        if (!passed && (frames.empty() || frames.back() != name)) frames.push_back(std::move(name));
    }
    return frames;
}

}  // namespace starzero::triage
