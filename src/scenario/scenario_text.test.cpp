#include "starzero/scenario/scenario_text.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/scenario/policy_text.hpp"
#include "starzero/scenario/text.hpp"
#include "starzero/scenario/transcript_text.hpp"

using namespace starzero;
using namespace starzero::scenario;

BOOST_AUTO_TEST_CASE(every_event_reads_back) {
    const std::string text =
        "starzero-scenario 1\npolicy domains=a.b,c unknown-users=x min=1 cseq=ignore "
        "duplicates=last "
        "matches=first strict=yes limit.rows=9\nrelation M-24 1 2\n"
        "flow T tcp 192.0.2.7:1 [::1]:2\nat 0.001s send A\n| a\\x00\\\\b\n|\n|- end\nclose T\n"
        "advance 3600s\nwall -0.5s\nlookup sip:a@d\nfail-store 3\nrestart\nreload max=5\nreload\n";
    const Scenario scenario = read_scenario(text);
    BOOST_TEST(scenario.events.size() == 10U);
    BOOST_TEST(scenario.events[1].octets == std::string("a\0\\b\r\n\r\nend", 11));
    BOOST_TEST(print_scenario(scenario) == text);
}

BOOST_AUTO_TEST_CASE(the_reader_is_total) {
    BOOST_TEST(read_scenario("any octets").events[0].octets == "any octets");
    BOOST_TEST(read_scenario("").events.size() == 1U);
    const Scenario odd = read_scenario(
        "starzero-scenario 1\r\nat\nat x send A\nsend\n| x\nflow\nflow X sctp\nadvance -1s\n"
        "wall x\nfail-store 0\nfail-store x\nunknown\n| lost\nadvance 9999999999999999999s\n");
    BOOST_TEST(odd.events.size() == 2U);
    BOOST_TEST(odd.events[0].subject == "A");
    BOOST_TEST(odd.events[0].octets == "x\r\n");
    std::string many = "starzero-scenario 1\n";
    for (int i = 0; i < 5'000; ++i) many += "restart\n";
    BOOST_TEST(read_scenario(many).events.size() == events_max);
}

BOOST_AUTO_TEST_CASE(words_and_times) {
    for (const std::string& octets :
         {std::string(), std::string("-"), std::string("a b,c=d\\\n\0", 9)}) {
        BOOST_TEST(from_word(to_word(octets)) == octets);
    }
    for (const model::Millis time : {0LL, 1LL, 59'999LL, -500LL, -3'600'000LL, 1'010LL}) {
        BOOST_TEST(parse_time(to_time(time)).value() == time);
    }
    for (const char* bad : {"", "s", "1", "1.s", "1.2345s", "x.1s", "1.xs", "--1s"}) {
        BOOST_TEST(!parse_time(bad), bad);
    }
    std::string out;
    append_unescaped_line(out, "\\x4\\q\\");
    BOOST_TEST(out == "\\x4\\q\\");
}

BOOST_AUTO_TEST_CASE(policies) {
    BOOST_TEST(print_policy({}).empty());
    const auto policy =
        read_policy("min=99999999999 max=0 contacts=-5 junk x= =y cseq=7 domains=-");
    BOOST_TEST(policy.min_expires == 0xFFFF'FFFFU);
    BOOST_TEST(policy.max_expires == 1U);
    BOOST_TEST(policy.max_contacts == 1U);
    BOOST_TEST(policy.domains.empty());
    BOOST_TEST((read_policy(print_policy(policy)) == policy));
}

BOOST_AUTO_TEST_CASE(a_word_that_no_policy_has_is_told) {
    BOOST_TEST(unknown_policy_word("domains=a min=1 limit.rows=2 users=a:b").empty());
    BOOST_TEST(unknown_policy_word("min=1 min-expires=1 x=1") == "min-expires=1");
    BOOST_TEST(unknown_policy_word("min") == "min");
}

BOOST_AUTO_TEST_CASE(transcripts_read_back_and_replay) {
    const std::string text =
        "starzero-scenario 1\nsend A\n| x\nseen 1s 2s\nanswer A 192.0.2.7:5060\n< SIP/2.0 200 "
        "OK\n<-"
        " y\nclosed T\nlog WARN too-many-bindings status=403 method=M aor=a call-id=c source=s "
        "suppressed=4\nevent expired a@d sip:a@h 5s\nlookup sip:a@d\nseen 1s 2s\ntargets found\n"
        "target a@d sip:a@h - ;q=1 c cseq=1 q=1000 expires=5s registered=0s updated=0s\n"
        "snapshot 1\nbinding a@d sip:a@h \"A\" - c cseq=1 q=-1 expires=5s registered=0s "
        "updated=0s\nheld 1\nholds sip:a@h 5\n";
    const Transcript transcript = read_transcript(text);
    BOOST_TEST(transcript.entries.size() == 2U);
    BOOST_TEST(transcript.entries[0].responses[0].octets == "SIP/2.0 200 OK\r\ny");
    BOOST_TEST(transcript.entries[1].lookup->targets[0]->params == ";q=1");
    const std::string printed = print_transcript(transcript);
    BOOST_TEST(print_transcript(read_transcript(printed)) == printed);
    BOOST_TEST(print_scenario(read_scenario(printed)) ==
               "starzero-scenario 1\nsend A\n| x\nlookup sip:a@d\n");
}
