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
            {"inputs", r.inputs},
            {"evidence", r.kill.evidence}};
}

Result from_json(const nlohmann::json& json) {
    Result r{json.value("fault", ""),
             json.value("driver", ""),
             json.value("fingerprint", ""),
             json.value("seed", std::uint64_t{0}),
             json.value("budget", std::uint64_t{0}),
             {},
             json.value("inputs", "")};
    r.kill = {outcome_from(json.value("outcome", "")), json.value("rule", ""),
              json.value("executions", std::uint64_t{0}), json.value("seconds", 0.0),
              json.value("evidence", "")};
    return r;
}

}  // namespace

bool Result::asks_as(const Result& other) const noexcept {
    return fault == other.fault && driver == other.driver && seed == other.seed &&
           budget == other.budget && fingerprint == other.fingerprint && inputs == other.inputs;
}

bool Result::answers(const Result& question) const noexcept {
    return kill.outcome != Outcome::broken && asks_as(question);
}

Results::Results(std::string path) : path_(std::move(path)) {
    if (path_.empty()) return;
    std::ifstream file(path_);
    std::string line;
    bool cut_off = false;
    while (std::getline(file, line)) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (json.is_object()) results_.push_back(from_json(json));
        cut_off = file.eof();  // the end came before a line's
    }
    std::ofstream end(path_, std::ios::app);
    if (cut_off) end << "\n";
    if (!end.flush()) throw FaultError(path_ + ": cannot be written");
}

std::optional<Result> Results::find(const Result& question) const {
    const std::scoped_lock lock(mutex_);
    const auto found =
        std::ranges::find_if(results_, [&](const Result& r) { return r.answers(question); });
    return found != results_.end() ? std::optional(*found) : std::nullopt;
}

void Results::add(const Result& result) {
    const std::scoped_lock lock(mutex_);
    results_.push_back(result);
    if (path_.empty()) return;
    std::ofstream file(path_, std::ios::app);
    file << to_json(result).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << "\n";
    if (!file.flush()) throw FaultError(path_ + ": cannot be written");
}

std::vector<Result> Results::all() const {
    const std::scoped_lock lock(mutex_);
    return results_;
}

Fingerprint& Fingerprint::add(std::string_view octets) noexcept {
    for (const char c : octets) {
        hash_ ^= static_cast<unsigned char>(c);
        hash_ *= 0x100000001b3ULL;
    }
    return *this;
}

std::string Fingerprint::text() const {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text.push_back(hex[hash_ >> shift & 15]);
    return text;
}

std::string fingerprint_of(const std::string& mutant, const std::string& driver) {
    return Fingerprint().add(read_file(mutant)).add(read_file(driver)).text();
}

}  // namespace starzero::zoo
