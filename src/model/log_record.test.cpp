#include "starzero/model/log_record.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/model/flow.hpp"
#include "starzero/model/reg_event.hpp"

using namespace starzero::model;

BOOST_AUTO_TEST_CASE(peer_octets_are_escaped_and_bounded) {
    BOOST_TEST(log_escape("a b\r\n\\\x80") == "a\\x20b\\x0D\\x0A\\x5C\\x80");
    BOOST_TEST(log_escape(std::string(96, 'x')) == std::string(96, 'x'));
    BOOST_TEST(log_escape(std::string(97, 'x')).size() == 96U);
    BOOST_TEST(log_escape(std::string(500, '\n')).size() <= 96U);
    BOOST_TEST(log_escape(std::string(500, '\n')).ends_with("..."));
}

BOOST_AUTO_TEST_CASE(a_record_is_one_line) {
    LogRecord record{.level = Level::warn, .reason = Reason::too_many_bindings, .status = 403};
    record.method = "REGISTER";
    record.suppressed = 2;
    BOOST_TEST(to_line(record) == "WARN too-many-bindings status=403 method=REGISTER suppressed=2");
}

BOOST_AUTO_TEST_CASE(words_come_back) {
    for (const auto level : {Level::debug, Level::info, Level::warn, Level::error}) {
        BOOST_TEST((level_from(to_string(level)) == level));
    }
    BOOST_TEST(!level_from("LOUD"));
    for (int i = 0; i < static_cast<int>(Reason::count); ++i) {
        const auto reason = static_cast<Reason>(i);
        BOOST_TEST((reason_from(text_of(reason).id) == reason));
        BOOST_TEST(text_of(reason).phrase.size() <= 120U);
    }
    BOOST_TEST(!reason_from("none"));
    BOOST_TEST(text_of(Reason::count).id == "unknown");
    BOOST_TEST((transport_from("wss") == Transport::wss));
    BOOST_TEST(!transport_from("sctp"));
    BOOST_TEST((reg_event_kind_from("expired") == RegEventKind::expired));
    BOOST_TEST(!reg_event_kind_from("lost"));
}
