// What targets and sanitizers print, and the buckets that it falls into.
#include <boost/test/unit_test.hpp>

#include "starzero/triage/bucket.hpp"
#include "starzero/triage/shrink.hpp"
#include "starzero/triage/stack.hpp"
#include "starzero/triage/triage.hpp"

BOOST_AUTO_TEST_SUITE(triage_test)

using namespace starzero::triage;

namespace {

constexpr std::string_view rule_output =
    "Running: x\nS-02: 2 bindings, 1 listed (event 3)\nA sentence of the rule.\nalso broken: S-21 "
    "O-01\n\n"
    "starzero-scenario 1\nsend A\n| REGISTER sip:x SIP/2.0\n\nseen:\nstarzero-scenario 1\n> 200\n";

constexpr std::string_view overflow_output =
    "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011 at pc 0x55d\n"
    "READ of size 1 at 0x602000000011 thread T0\n"
    "    #0 0x55 in std::basic_string<char>::operator[](unsigned long) "
    "/usr/include/c++/12/string:3\n"
    "    #1 0x56 in starzero::sip::(anonymous namespace)::read_port(std::basic_string_view<char>, "
    "int&) "
    "/src/sip/uri.cpp:40:3\n"
    "    #2 0x57 in std::expected<int, char> starzero::sip::parse_uri<7>(char const*) "
    "/src/sip/uri.cpp:50:3\n"
    "    #3 0x58 in LLVMFuzzerTestOneInput /targets/uri.cpp:6:3\n\n"
    "0x602000000011 is located 0 bytes after\nallocated by thread T0 here:\n"
    "    #0 0x59 in starzero::registrar::allocate() /src/registrar/a.cpp:1:1\n";

}  // namespace

BOOST_AUTO_TEST_CASE(a_rule_with_what_stands_beside_it) {
    const Death death = read_death(rule_output, 134, true);
    BOOST_TEST(to_string(death.kind) == "rule");
    BOOST_TEST(death.name == "S-02");
    BOOST_TEST((death.also == std::vector<std::string>{"S-21", "O-01"}));
    BOOST_TEST(death.scenario == "starzero-scenario 1\nsend A\n| REGISTER sip:x SIP/2.0\n");
    BOOST_TEST(death.seen.starts_with("starzero-scenario 1\n> 200"));
    BOOST_TEST(bucket_of(death, "sequence") == "rule S-02");
    BOOST_TEST(regression_name(death, "What is listed (is held)") == "s-02-what-is-listed-is-held");
}

BOOST_AUTO_TEST_CASE(a_value_rule_has_no_event) {
    const Death death = read_death("Running: x\nP-05: two readings\n", 134, true);
    BOOST_TEST(bucket_of(death, "contact") == "rule P-05");
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_rule_is_none) {
    for (const char* line : {"Call-ID: a@b", "X-Header: 1", "S-: x", "Dictionary: 16 entries"}) {
        BOOST_TEST((read_death(std::string("\n") + line + "\n", 1, true).kind == Kind::failed),
                   line);
    }
    for (const char* id : {"P-99-word", "V-WORD", "R99-10.3-6b", "S-99"}) {
        BOOST_TEST(read_death(std::string("\n") + id + ": why\n", 1, true).name == id);
    }
    // A log of a run that ended well may speak of events.
    BOOST_TEST((read_death("\nS-99: seen (event 2)\n", 0, true).kind == Kind::none));
}

BOOST_AUTO_TEST_CASE(a_sanitizer_is_told_apart_by_our_functions) {
    const Death death = read_death(overflow_output, 1, true);
    BOOST_TEST(bucket_of(death, "uri") ==
               "sanitizer heap-buffer-overflow in sip::read_port < sip::parse_uri");
    BOOST_TEST(regression_name(death, "") == "heap-buffer-overflow-sip-read-port");
}

BOOST_AUTO_TEST_CASE(numbers_of_one_run_make_no_other_bucket) {
    const auto of = [](const char* text) { return bucket_of(read_death(text, 1, true), "uri"); };
    BOOST_TEST(
        of("/a.cpp:3:4: runtime error: shift exponent 33 is too large for 32-bit type 'int'\n") ==
        of("/a.cpp:3:4: runtime error: shift exponent 70 is too large for 32-bit type 'int'\n"));
    BOOST_TEST(of("terminate called after throwing an instance of 'std::out_of_range'\n") ==
               "sanitizer exception: std::out_of_range of uri");
    BOOST_TEST(of("/usr/include/c++/12/optional:447: T& std::_M_get(): Assertion "
                  "'this->_M_is_engaged()' failed.\n==1== ERROR: libFuzzer: deadly signal\n") ==
               "sanitizer assertion: this->_M_is_engaged() of uri");
}

BOOST_AUTO_TEST_CASE(hangs_memory_and_what_says_nothing) {
    BOOST_TEST(bucket_of(read_death("", -1, false), "uri") == "hang of uri");
    BOOST_TEST(
        bucket_of(
            read_death("==1== ERROR: libFuzzer: out-of-memory (used: 9Mb; limit: 8Mb)\n", 71, true),
            "uri") == "memory of uri");
    BOOST_TEST(to_string(read_death("INFO: x\n", 3, true).kind) == "failed");
    BOOST_TEST(to_string(read_death("anything (event 3)\n", 0, true).kind) == "none");
}

BOOST_AUTO_TEST_CASE(whose_input_it_is) {
    const std::set<std::string> targets{"uri", "sequence", "metamorphic", "register"};
    BOOST_TEST(target_of("/x/uri/crashes/crash-1", "", targets) == "uri");
    BOOST_TEST(target_of("/x/register-crash-1", "", targets) == "register");
    BOOST_TEST(target_of("/x/crash-1", "starzero-scenario 1\n", targets) == "sequence");
    BOOST_TEST(target_of("/x/crash-1", "REGISTER", targets) == "");
}

BOOST_AUTO_TEST_CASE(octets_are_made_as_small_as_they_show) {
    const auto still = [](const std::string& text) {
        return text.find("x,y") != std::string::npos;
    };
    BOOST_TEST(shrink("first line\r\nsome x,y more\r\nlast\r\n", still, 1'000) == "x,y");
    BOOST_TEST(shrink("", [](const std::string&) { return true; }, 10) == "");
    unsigned asked = 0;
    shrink(std::string(500, 'b'), [&](const std::string&) { return ++asked == 0; }, 25);
    BOOST_TEST(asked == 25U);
}

BOOST_AUTO_TEST_CASE(two_rules_of_one_event_are_one_cause) {
    Sorted sorted;
    const auto add = [&](const char* rule, std::vector<std::string> also, std::size_t messages) {
        Bucket& bucket = sorted.buckets.emplace_back();
        bucket.key = std::string("rule ") + rule;
        bucket.death.kind = Kind::rule;
        bucket.death.name = rule;
        bucket.death.also = std::move(also);
        bucket.messages = messages;
        bucket.files = {rule};
    };
    add("S-01", {"S-21"}, 2);
    add("S-21", {"S-01"}, 1);
    add("S-09", {"S-01"}, 1);  // falls with S-01, but S-01 without it
    join_causes(sorted);
    BOOST_REQUIRE(sorted.buckets.size() == 2);
    BOOST_TEST(sorted.buckets[1].key == "rule S-21");
    BOOST_TEST((sorted.buckets[1].joined == std::vector<std::string>{"rule S-01"}));
    BOOST_TEST(sorted.buckets[1].files.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
