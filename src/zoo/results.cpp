#include "starzero/zoo/results.hpp"

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "starzero/zoo/fault.hpp"

namespace starzero::zoo {

namespace {

nlohmann::json to_json(const Result& r) {
    return {{"fault", r.fault},
            {"driver", r.driver},
            {"fingerprint", r.fingerprint},
            {"seed", r.seed},
            {"budget", r.budget},
            {"outcome", to_string(r.kill.outcome)},
            {"rule", r.kill.rule},
            {"executions", r.kill.executions},
            {"seconds", r.kill.seconds},
            {"evidence", r.kill.evidence}};
}

Result from_json(const nlohmann::json& json) {
    Result r{json.value("fault", ""),
             json.value("driver", ""),
             json.value("fingerprint", ""),
             json.value("seed", std::uint64_t{0}),
             json.value("budget", std::uint64_t{0}),
             {}};
    r.kill = {outcome_from(json.value("outcome", "")), json.value("rule", ""),
              json.value("executions", std::uint64_t{0}), json.value("seconds", 0.0),
              json.value("evidence", "")};
    return r;
}

std::uint64_t fnv1a(std::uint64_t hash, const std::string& octets) {
    for (const char c : octets) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

}  // namespace

Results::Results(std::string path) : path_(std::move(path)) {
    if (path_.empty()) return;
    std::ifstream file(path_);
    std::string line;
    while (std::getline(file, line)) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (json.is_object()) results_.push_back(from_json(json));
    }
    if (!std::ofstream(path_, std::ios::app)) throw FaultError(path_ + ": cannot be written");
}

std::optional<Result> Results::find(const std::string& fault, const std::string& driver,
                                    std::uint64_t seed, std::uint64_t budget,
                                    const std::string& fingerprint) const {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find_if(results_, [&](const Result& r) {
        return r.fault == fault && r.driver == driver && r.seed == seed && r.budget == budget &&
               r.fingerprint == fingerprint;
    });
    return found != results_.end() ? std::optional(*found) : std::nullopt;
}

void Results::add(const Result& result) {
    const std::scoped_lock lock(mutex_);
    results_.push_back(result);
    if (path_.empty()) return;
    std::ofstream file(path_, std::ios::app);
    file << to_json(result).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << "\n";
}

std::vector<Result> Results::all() const {
    const std::scoped_lock lock(mutex_);
    return results_;
}

std::string fingerprint_of(const std::string& mutant, const std::string& driver) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    hash = fnv1a(fnv1a(hash, read_file(mutant)), read_file(driver));
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text.push_back(hex[hash >> shift & 15]);
    return text;
}

}  // namespace starzero::zoo
