#include "starzero/report/html.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/report/ladder.hpp"

using namespace starzero;
using namespace starzero::report;

BOOST_AUTO_TEST_CASE(nothing_of_a_peer_becomes_markup) {
    BOOST_TEST(escaped("<a b=\"c\">&'") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
    BOOST_TEST(escaped("a\r\nb\x1b\xc3\xbf") == "a\nb\\x1b\\xc3\\xbf");
    BOOST_TEST(element("p", "<", "x") == "<p class=\"x\">&lt;</p>");
    const std::string whole = page("<t>", "<p>b</p>\n");
    BOOST_TEST(whole.find("<title>&lt;t&gt;</title>") != std::string::npos);
    BOOST_TEST(whole.find("http") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_ladder_shows_what_was_said_and_what_was_not) {
    scenario::Transcript transcript;
    scenario::Entry& entry = transcript.entries.emplace_back();
    entry.event.octets = "REGISTER <x>\r\n";
    const std::string silent = ladder(transcript);
    BOOST_TEST(silent.find("REGISTER &lt;x&gt;") != std::string::npos, silent);
    BOOST_TEST(silent.find("nothing within the time") != std::string::npos, silent);
    entry.responses.push_back({"A", "SIP/2.0 200 OK\r\n", {}});
    BOOST_TEST(ladder(transcript).find("nothing within") == std::string::npos);
    BOOST_TEST(ladder(transcript).find("SIP/2.0 200 OK") != std::string::npos);
}
