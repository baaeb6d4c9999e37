#include "starzero/live/log_watch.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace starzero;
using namespace starzero::live;
using model::Level;

namespace {

constexpr std::chrono::milliseconds brief{10};

struct File {
    std::string path = (std::filesystem::temp_directory_path() /
                        ("starzero-log-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))))
                           .string();
    File() { write("old ERROR: line\n"); }
    ~File() { std::filesystem::remove(path); }
    void write(const std::string& text, std::ios::openmode mode = std::ios::app) const {
        std::ofstream(path, std::ios::out | mode) << text;
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(levels_of_known_servers) {
    const LogPattern kamailio("kamailio");
    BOOST_TEST(
        (kamailio.level_of(" 2(6947) ERROR: outbound [outbound_mod.c:328]: x") == Level::error));
    BOOST_TEST((kamailio.level_of(" 0(1) WARNING: core") == Level::warn));
    BOOST_TEST(!kamailio.level_of("    continued").has_value());
    const LogPattern ejabberd("ejabberd");
    BOOST_TEST(
        (ejabberd.level_of("2026-11-25 12:00:00.1+00:00 [warning] <0.1.0>@m:1 x") == Level::warn));
    const LogPattern asterisk("asterisk");
    BOOST_TEST((asterisk.level_of("[Nov 25 12:00:00] NOTICE[12]: res_pjsip.c:1 x") == Level::info));
    BOOST_TEST((LogPattern("^<(\\w+)>").level_of("<CRIT> x") == Level::error));
    BOOST_CHECK_THROW(LogPattern("("), std::invalid_argument);
    BOOST_CHECK_THROW(LogPattern("ERROR"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(only_what_is_added) {
    const File file;
    LogWatch watch(std::make_unique<LogFile>(file.path), LogPattern("kamailio"));
    BOOST_TEST(watch.collect(brief).empty());
    file.write("INFO: one\nnoise\nERROR: tw");
    auto records = watch.collect(brief);
    BOOST_TEST_REQUIRE(records.size() == 1U);
    BOOST_TEST(records[0].text == "INFO: one");
    file.write("o\t\x01\n");
    records = watch.collect(brief);
    BOOST_TEST_REQUIRE(records.size() == 1U);
    BOOST_TEST(records[0].text == "ERROR: two  ");
    BOOST_TEST((records[0].level == Level::error));
    file.write("INFO: new\n", std::ios::trunc);
    BOOST_TEST(watch.collect(brief).size() == 1U);
    BOOST_CHECK_THROW(LogFile("/nowhere/at/all"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(what_a_command_prints) {
    const File file;
    LogWatch watch(std::make_unique<LogCommand>("exec tail -n 5 -f " + file.path),
                   LogPattern("kamailio"));
    BOOST_TEST(watch.collect(brief).empty());
    file.write("INFO: one\n");
    // tail looks into a file without inotify once a second.
    const auto records = watch.collect(std::chrono::milliseconds{1'200});
    BOOST_TEST_REQUIRE(records.size() == 1U);
    BOOST_TEST(records[0].text == "INFO: one");
    BOOST_CHECK_THROW(LogCommand("true"), std::invalid_argument);
}
