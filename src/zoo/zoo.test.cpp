#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "starzero/zoo/driver.hpp"
#include "starzero/zoo/fault.hpp"
#include "starzero/zoo/results.hpp"
#include "starzero/zoo/table.hpp"

using namespace starzero::zoo;

namespace {

const std::string head =
    "source: Z1\nclass: state\nstory: s\nfile: src/a.cpp\nexpects: S-01 S-02\n"
    "difficulty: easy\n";

}  // namespace

BOOST_AUTO_TEST_CASE(a_fault_is_read_and_planted) {
    const Fault fault = parse_fault(
        "x", head + "--- old\n  a;\n--- new\n  b;\n  c;\n--- old\nd\n--- new\n--- scenario\ns 1\n");
    BOOST_TEST(fault.expects.size() == 2U);
    BOOST_TEST_REQUIRE(fault.replacements.size() == 2U);
    BOOST_TEST(fault.replacements[0].fresh == "  b;\n  c;");
    BOOST_TEST(fault.scenario == "s 1\n");
    BOOST_TEST(planted(fault, "x\n  a;\nd\n") == "x\n  b;\n  c;\n\n");
    for (const char* source : {"", "  a;\n  a;\nd\n", "  a;\n"}) {
        BOOST_CHECK_THROW(planted(fault, source), FaultError);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_fault_is_refused) {
    for (const std::string& text :
         {std::string{}, head, head + "--- old\n--- new\nx\n", head + "--- else\n", head + "word\n",
          head + "colour: red\n--- old\na\n",
          std::string("source: Z1\n--- old\na\n--- new\nb\n")}) {
        BOOST_CHECK_THROW(parse_fault("x", text), FaultError);
    }
}

BOOST_AUTO_TEST_CASE(runs_of_a_target) {
    const auto rule = read_target_run(
        "\n#12\tNEW cov: 3\nS-01: changed (event 2)\nWhy.\n\nstarzero-scenario 1\nsend A\n| x\n"
        "==1== ERROR: libFuzzer: deadly signal\n",
        77, true);
    BOOST_TEST((rule.outcome == Outcome::rule));
    BOOST_TEST(rule.rule == "S-01");
    BOOST_TEST(rule.evidence == "starzero-scenario 1\nsend A\n| x\n");
    const auto address =
        read_target_run("\n#1\n==1==ERROR: AddressSanitizer: heap-use-after-free on\n", 1, true);
    BOOST_TEST((address.outcome == Outcome::sanitizer));
    BOOST_TEST(address.rule == "heap-use-after-free");
    BOOST_TEST((read_target_run("\nDone 10000 runs\n", 0, true).outcome == Outcome::survived));
    BOOST_TEST((read_target_run("\nno such file\n", 1, true).outcome == Outcome::broken));
    BOOST_TEST(read_target_run("\n", -1, false).rule == "timeout");
}

BOOST_AUTO_TEST_CASE(runs_of_a_property) {
    const auto rule = read_property_run(
        "\nFalsifiable after 7 tests and 2 shrinks\nR3261-10.3-6b: answered 200 (event 0)\n"
        "*** 1 failure is detected in the test module\n",
        201, true);
    BOOST_TEST(rule.rule == "R3261-10.3-6b");
    BOOST_TEST(rule.executions == 7U);
    const auto own =
        read_property_run("\n*** 1 failure is detected in the test module\n", 201, true);
    BOOST_TEST((own.outcome == Outcome::assertion));
}

BOOST_AUTO_TEST_CASE(assertions_that_name_their_rule) {
    const auto kill = read_property_run(
        "a.cpp(3): error: in \"disk/x\": breaks S-01: a 500 changed something\n"
        "*** 1 failure is detected in the test module\n",
        201, true);
    BOOST_TEST((kill.outcome == Outcome::rule));
    BOOST_TEST(kill.rule == "S-01");
}

BOOST_AUTO_TEST_CASE(runs_of_the_probe) {
    const auto kill = read_probe_run(
        "words\n{\n  \"findings\": [{\"id\": \"O-01\", \"scenario_number\": 7,"
        " \"scenario\": \"starzero-scenario 1\\n\"}]\n}\n",
        1, true);
    BOOST_TEST((kill.outcome == Outcome::rule));
    BOOST_TEST(kill.rule == "O-01");
    BOOST_TEST(kill.executions == 7U);
    BOOST_TEST(kill.evidence == "starzero-scenario 1\n");
    BOOST_TEST(
        (read_probe_run("\n{\n\"findings\": []\n}\n", 0, true).outcome == Outcome::survived));
    BOOST_TEST((read_probe_run("no such server\n", 2, true).outcome == Outcome::broken));
}

BOOST_AUTO_TEST_CASE(drivers_see_what_they_reach) {
    const auto sees = [](std::string_view name, std::string_view file) {
        const auto& all = drivers();
        const auto found = std::ranges::find(all, name, &Driver::name);
        return found != all.end() && reaches(*found, file);
    };
    BOOST_TEST(sees("target.sequence", "src/registrar/registrar.cpp"));
    BOOST_TEST(sees("target.sequence", "src/sip/uri.cpp"));
    BOOST_TEST(sees("property.values", "src/sip/uri.cpp"));
    BOOST_TEST(sees("property.values", "src/registrar/registrar.cpp"));
    BOOST_TEST(!sees("property.uri", "src/registrar/registrar.cpp"));
    BOOST_TEST(!sees("target.sequence", "src/durable/sqlite_store.cpp"));
    BOOST_TEST(sees("property.disk", "src/durable/sqlite_store.cpp"));
    BOOST_TEST(sees("property.concurrent", "src/registrar/sharded_registrar.cpp"));
    BOOST_TEST(!sees("probe", "src/registrar/sharded_registrar.cpp"));
}

BOOST_AUTO_TEST_CASE(results_survive_a_cut) {
    const auto path = (std::filesystem::temp_directory_path() / "starzero-zoo-results").string();
    std::filesystem::remove(path);
    const Result result{"f",    "target.x", "0123", 1, 10, {Outcome::rule, "S-01", 7, 0.5, "text"},
                        "seeds"};
    Results(path).add(result);
    std::ofstream(path, std::ios::app) << R"({"fault": "g", "dri)";
    Results again(path);
    BOOST_TEST(again.all().size() == 1U);
    const auto found = again.find(result);
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->kill.executions == 7U);
    Result other = result;
    other.inputs = "others";
    BOOST_TEST(!again.find(other).has_value());
    again.add(other);  // is no part of the line that was cut off
    BOOST_TEST(Results(path).all().size() == 2U);
    std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_judged_is_asked_again) {
    Results results("");
    results.add({"f", "target.x", "0123", 1, 10, {Outcome::broken, "", 0, 0.5, ""}, ""});
    BOOST_TEST(!results.find(results.all().front()).has_value());
}

BOOST_AUTO_TEST_CASE(a_long_log_has_its_fall_at_the_beginning) {
    const auto kill = read_property_run(
        "a.h:12: int f(): Assertion '!empty()' failed.\n*** 2 failures are detected in the test "
        "module \"properties\"\n==1==ERROR: LeakSanitizer: detected memory leaks\n",
        201, true);
    BOOST_TEST((kill.outcome == Outcome::sanitizer));
    BOOST_TEST(kill.rule == "assertion: !empty()");
}

BOOST_AUTO_TEST_CASE(a_row_of_several_seeds) {
    const auto run = [](const char* driver, std::uint64_t seed, Outcome outcome,
                        std::uint64_t executions) {
        return Result{"f", driver, "", seed, 1'000, {outcome, "S-01", executions, 0, ""}, ""};
    };
    Fault fault;
    fault.id = "f";
    fault.expects = {"S-01"};
    const Row row = row_of(
        fault,
        {run("target.quick", 1, Outcome::rule, 3), run("target.quick", 2, Outcome::survived, 1'000),
         run("target.quick", 3, Outcome::survived, 1'000),
         run("target.steady", 1, Outcome::rule, 40), run("target.steady", 2, Outcome::rule, 60),
         run("target.steady", 3, Outcome::broken, 0),
         run("property.uncounted", 1, Outcome::assertion, 0)});
    BOOST_TEST(row.cells[0].executions == 1'000U);  // in the middle one it found nothing
    const Cell* best = steadiest(row, "target.");
    BOOST_TEST_REQUIRE(best != nullptr);
    BOOST_TEST(best->driver == "target.steady");
    BOOST_TEST(best->executions == 50U);
    BOOST_TEST(best->runs == 2U);
    BOOST_TEST(best->broken == 1U);
    BOOST_TEST(row.executions == 50U);  // who counts nothing is not the quickest
    BOOST_TEST(row.by_property);
    BOOST_TEST(median({}) == 0U);
    BOOST_TEST(median({9, 1, 5, 2}) == 3U);
}

BOOST_AUTO_TEST_CASE(time_grows_with_executions) {
    BOOST_TEST(Budget::of(1).seconds == Budget{}.seconds);
    BOOST_TEST(Budget::of(50'000).seconds == 5 * Budget{}.seconds);
    BOOST_TEST(share_of("property.wildcard", 10'000) == 1'000U);
    BOOST_TEST(share_of("target.sequence", 10'000) == 10'000U);
}
