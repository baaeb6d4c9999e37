#include "starzero/process/command.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <thread>

using namespace starzero::process;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(a_command_is_read_to_its_end) {
    const auto result = read_command("echo one; echo two; exit 3", 5s);
    BOOST_TEST(result.in_time);
    BOOST_TEST(result.code == 3);
    BOOST_TEST(result.output == "one\ntwo\n");
    BOOST_TEST(read_command("/nowhere/at/all 2>/dev/null", 5s).code == 127);
}

BOOST_AUTO_TEST_CASE(a_command_that_does_not_end_is_ended) {
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(!read_command("sleep 30; echo late", 100ms).in_time);
    BOOST_TEST(!run_command("sleep 30", 100ms).in_time);
    BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
}

BOOST_AUTO_TEST_CASE(what_a_command_leaves_running_goes_on) {
    const auto result = run_command("sleep 2 & kill -0 $!", 5s);
    BOOST_TEST(result.in_time);
    BOOST_TEST(result.code == 0);
}

BOOST_AUTO_TEST_CASE(a_running_command_is_followed) {
    RunningCommand command("echo one; sleep 30");
    std::string text;
    for (int i = 0; i < 500 && text.empty(); ++i) {
        std::this_thread::sleep_for(10ms);
        text = command.added();
    }
    BOOST_TEST(text == "one\n");
    BOOST_TEST(!command.ended());
}

BOOST_AUTO_TEST_CASE(what_runs_can_be_ended_at_once) {
    RunningCommand command("sleep 30");
    const auto start = std::chrono::steady_clock::now();
    end_running_commands();
    BOOST_TEST(command.finish(20s).in_time);
    BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
    end_running_commands();
}
