#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "starzero/zoo/driver.hpp"
#include "starzero/zoo/fault.hpp"
#include "starzero/zoo/results.hpp"

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
    Result result{"f", "target.x", "0123", 1, 10, {Outcome::rule, "S-01", 7, 0.5, "text"}};
    Results(path).add(result);
    std::ofstream(path, std::ios::app) << R"({"fault": "g", "dri)";
    const Results again(path);
    BOOST_TEST(again.all().size() == 1U);
    const auto found = again.find("f", "target.x", 1, 10, "0123");
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->kill.executions == 7U);
    BOOST_TEST(!again.find("f", "target.x", 1, 10, "other").has_value());
    std::filesystem::remove(path);
}
