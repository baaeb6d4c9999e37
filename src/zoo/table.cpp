#include "starzero/zoo/table.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "starzero/zoo/driver.hpp"

namespace starzero::zoo {

namespace {

bool kills(const Kill& kill) {
    return kill.outcome != Outcome::survived && kill.outcome != Outcome::broken;
}

// A sanitizer's word for it is one; which of them it is hangs on the machine.
std::string name_of(const Kill& kill) {
    return kill.outcome == Outcome::sanitizer ? "sanitizer" : kill.rule;
}

// What a run cost. One that found nothing may have started more systems than it had inputs.
std::uint64_t cost_of(const Result& result) {
    if (kills(result.kill)) return result.kill.executions;
    return std::max(result.kill.executions, share_of(result.driver, result.budget));
}

// b is the better answer to who finds it.
bool is_worse(const Cell& a, const Cell& b) {
    const std::uint64_t share_a = std::uint64_t{a.kills} * b.runs;
    const std::uint64_t share_b = std::uint64_t{b.kills} * a.runs;
    if (share_a != share_b) return share_a < share_b;
    const bool counted = b.executions != 0;
    return counted && (a.executions == 0 || b.executions < a.executions);
}

Cell cell_of(const Fault& fault, const std::string& driver,
             const std::vector<const Result*>& results, Row& row) {
    Cell cell{driver, 0, 0, 0, 0, {}, false};
    std::vector<std::uint64_t> executions;
    std::map<std::string, unsigned> rules;
    for (const Result* result : results) {
        const bool broken = result->kill.outcome == Outcome::broken;
        ++(broken ? cell.broken : cell.runs);
        if (!broken) executions.push_back(cost_of(*result));
        if (!kills(result->kill)) continue;
        ++cell.kills;
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
    const bool counted = std::ranges::find(executions, 0U) == executions.end();
    cell.executions = counted ? median(executions) : 0;
    return cell;
}

}  // namespace

std::uint64_t median(std::vector<std::uint64_t> numbers) {
    if (numbers.empty()) return 0;
    std::ranges::sort(numbers);
    const std::size_t middle = numbers.size() / 2;
    if (numbers.size() % 2 != 0) return numbers[middle];
    return std::midpoint(numbers[middle - 1], numbers[middle]);
}

const Cell* steadiest(const Row& row, std::string_view kind) {
    const Cell* best = nullptr;
    for (const Cell& cell : row.cells) {
        if (!cell.driver.starts_with(kind) || cell.kills == 0) continue;
        if (best == nullptr || is_worse(*best, cell)) best = &cell;
    }
    return best;
}

std::vector<Result> newest(const std::vector<Result>& results) {
    std::map<std::tuple<std::string, std::string, std::uint64_t>, Result> last;
    for (const Result& r : results) last[{r.fault, r.driver, r.seed}] = r;
    std::vector<Result> list;
    for (auto& [question, result] : last) list.push_back(std::move(result));
    return list;
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
        Cell cell = cell_of(fault, driver, by_driver[driver], row);
        if (cell.kills != 0) {
            row.known = row.known || driver == "known";
            row.by_target = row.by_target || driver.starts_with("target.");
            row.by_property = row.by_property || driver.starts_with("property.");
            row.by_rule = row.by_rule || cell.by_rule;
        }
        row.cells.push_back(std::move(cell));
    }
    const Cell* best = nullptr;
    for (const std::string_view kind : {"target.", "property."}) {
        const Cell* one = steadiest(row, kind);
        if (one != nullptr && (best == nullptr || is_worse(*best, *one))) best = one;
    }
    if (best != nullptr) row.executions = best->executions;
    return row;
}

}  // namespace starzero::zoo
