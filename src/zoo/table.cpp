#include "starzero/zoo/table.hpp"

#include <algorithm>
#include <map>

namespace starzero::zoo {

namespace {

bool kills(const Kill& kill) {
    return kill.outcome != Outcome::survived && kill.outcome != Outcome::broken;
}

std::uint64_t median(std::vector<std::uint64_t> numbers) {
    if (numbers.empty()) return 0;
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
    std::ranges::nth_element(numbers, middle);
    return *middle;
}

// A sanitizer's word for it is one; which of them it is hangs on the machine.
std::string name_of(const Kill& kill) {
    return kill.outcome == Outcome::sanitizer ? "sanitizer" : kill.rule;
}

}  // namespace

std::vector<Result> newest(std::vector<Result> results) {
    std::map<std::pair<std::string, std::string>, std::string> last;
    for (const Result& r : results) last[{r.fault, r.driver}] = r.fingerprint;
    std::erase_if(results,
                  [&](const Result& r) { return last.at({r.fault, r.driver}) != r.fingerprint; });
    return results;
}

Row row_of(const Fault& fault, const std::vector<Result>& results) {
    Row row;
    row.fault = fault.id;
    std::vector<std::string> order;
    std::map<std::string, std::vector<const Result*>> by_driver;
    for (const Result& result : results) {
        if (result.fault != fault.id) continue;
        auto& list = by_driver[result.driver];
        if (list.empty()) order.push_back(result.driver);
        list.push_back(&result);
    }
    for (const std::string& driver : order) {
        Cell cell{driver, 0, 0, 0, {}, false};
        std::vector<std::uint64_t> executions;
        std::map<std::string, unsigned> rules;
        for (const Result* result : by_driver[driver]) {
            ++cell.runs;
            if (!kills(result->kill)) continue;
            ++cell.kills;
            executions.push_back(std::max<std::uint64_t>(result->kill.executions, 1));
            const std::string name = name_of(result->kill);
            if (++rules[name] >= rules[cell.rule]) cell.rule = name;
            cell.by_rule = cell.by_rule || result->kill.outcome == Outcome::rule;
            const bool wanted = std::ranges::find(fault.expects, name) != fault.expects.end();
            row.expected_found = row.expected_found || wanted;
            const bool new_one = std::ranges::find(row.unexpected, name) == row.unexpected.end();
            if (!wanted && result->kill.outcome == Outcome::rule && new_one) {
                row.unexpected.push_back(name);
            }
        }
        cell.executions = median(executions);
        if (cell.kills != 0) {
            const bool target = driver.starts_with("target.");
            const bool property = driver.starts_with("property.");
            row.known = row.known || driver == "known";
            row.by_target = row.by_target || target;
            row.by_property = row.by_property || property;
            row.by_rule = row.by_rule || cell.by_rule;
            const bool quicker = row.executions == 0 || cell.executions < row.executions;
            if ((target || property) && quicker) row.executions = cell.executions;
        }
        row.cells.push_back(std::move(cell));
    }
    return row;
}

}  // namespace starzero::zoo
