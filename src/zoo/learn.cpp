#include "starzero/zoo/learn.hpp"

#include <fstream>

#include "starzero/scenario/minimiser.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/zoo/fault.hpp"

namespace starzero::zoo {

namespace {

constexpr unsigned tries = 120;
constexpr std::string_view section = "--- scenario\n";

}  // namespace

std::string smallest(const std::string& scenario, const std::string& library, const Bench& bench,
                     const std::string& folder) {
    const Driver& known = drivers().front();
    const auto replay = [&](const std::string& text) {
        return bench.run(known, library, folder, text, {});
    };
    const Kill first = replay(scenario);
    if (first.outcome != Outcome::rule && first.outcome != Outcome::sanitizer) return {};
    const auto still_shows = [&](const scenario::Scenario& candidate) {
        const Kill kill = replay(scenario::print_scenario(candidate));
        return kill.outcome == first.outcome &&
               (kill.outcome != Outcome::rule || kill.rule == first.rule);
    };
    const auto read = scenario::read_scenario(scenario);
    return scenario::print_scenario(scenario::minimise(read, still_shows, tries).scenario);
}

void write_scenario(const std::string& path, const std::string& scenario) {
    std::string text = read_file(path);
    const std::size_t at = text.find(section);
    if (at != std::string::npos) text.erase(at);
    text.append(section).append(scenario);
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw FaultError(path + ": cannot be written");
}

}  // namespace starzero::zoo
