#include "starzero/probe/expectation.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace starzero::probe {

namespace {

Expectation read_file(const std::filesystem::path& path) {
    Expectation expectation;
    expectation.file = path.filename().string();
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto take = [&](std::string_view key, std::string& out) {
            if (line.starts_with(key)) out = line.substr(key.size());
        };
        take("rule: ", expectation.rule);
        take("cause: ", expectation.cause);
        take("why: ", expectation.why);
    }
    if (expectation.rule.empty() || expectation.why.empty()) {
        throw std::runtime_error(path.string() +
                                 ": needs a line \"rule: ID\" and one \"why: ...\"");
    }
    return expectation;
}

}  // namespace

bool Expectation::matches(const Cause& found) const {
    return rule == found.id() && (cause.empty() || cause == found.cause);
}

std::vector<Expectation> read_expectations(const std::string& folder) {
    std::error_code error;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".expected") paths.push_back(entry.path());
    }
    if (error) throw std::runtime_error(folder + ": " + error.message());
    std::ranges::sort(paths);
    std::vector<Expectation> list;
    for (const auto& path : paths) list.push_back(read_file(path));
    return list;
}

const Expectation* expected(const std::vector<Expectation>& known, const Cause& cause) {
    const auto found =
        std::ranges::find_if(known, [&](const Expectation& e) { return e.matches(cause); });
    return found == known.end() ? nullptr : &*found;
}

std::vector<const Expectation*> lost(const std::vector<Expectation>& known,
                                     const std::vector<Cause>& causes) {
    std::vector<const Expectation*> list;
    for (const Expectation& expectation : known) {
        const bool seen = std::ranges::any_of(
            causes, [&](const Cause& cause) { return expectation.matches(cause); });
        if (!seen) list.push_back(&expectation);
    }
    return list;
}

}  // namespace starzero::probe
