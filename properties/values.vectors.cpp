// The boundary vectors of requirements 2.11 (V rows), through the parsers and the registrar.
#include "starzero/sip/call_id.hpp"
#include "starzero/sip/cseq.hpp"
#include "starzero/sip/date.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/via.hpp"
#include "support.hpp"

using namespace starzero;
using scenario::RegisterMessage;

namespace {

int status_with(const RegisterMessage& message, const model::Policy& policy = {}) {
    scenario::Scenario scenario;
    scenario.policy = policy;
    scenario.events.push_back(properties::send(message));
    return properties::status_of(properties::demand_all_rules(scenario).entries[0]);
}

int status_of_contact(const std::string& contact, const model::Policy& policy = {}) {
    RegisterMessage message;
    message.contacts = {contact};
    return status_with(message, policy);
}

int status_of_interval(const std::string& interval, const model::Policy& policy = {}) {
    return status_of_contact("<sip:a@h>;expires=" + interval, policy);
}

// The CSeq row replaced by this value.
int status_of_cseq(const std::string& value) {
    RegisterMessage message;
    scenario::Scenario scenario;
    scenario.events.push_back(properties::send(message));
    auto& octets = scenario.events[0].octets;
    octets.replace(octets.find("CSeq: 1 REGISTER"), 16, "CSeq: " + value);
    return properties::status_of(properties::demand_all_rules(scenario).entries[0]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(v_cseq) {
    for (const char* good : {"0 REGISTER", "1 REGISTER", "2147483647 REGISTER",
                             "2147483648 REGISTER", "4294967295 REGISTER", "0009\r\n REGISTER"}) {
        BOOST_TEST(status_of_cseq(good) == 200, good);
    }
    for (const char* bad : {"4294967296 REGISTER", "36893488147419103232 REGISTER", "-1 REGISTER",
                            "1.0 REGISTER", "", "0x1 REGISTER", "1", "REGISTER", "1 register"}) {
        BOOST_TEST(status_of_cseq(bad) == 400, bad);
    }
}

// 20.11: a body that nobody reads may be passed over only where its sender says so.
BOOST_AUTO_TEST_CASE(v_handling) {
    const auto status = [](const char* disposition) {
        RegisterMessage message;
        message.body = "x";
        message.rows = {"Content-Type: application/x-unknown",
                        "Content-Disposition: " + std::string(disposition)};
        return status_with(message);
    };
    for (const char* optional : {"session;handling=optional", "x;a=1;HANDLING=Optional"}) {
        BOOST_TEST(status(optional) == 200, optional);
    }
    for (const char* required : {"session", "session;handling=required", "session;handling"}) {
        BOOST_TEST(status(required) == 415, required);
    }
}

BOOST_AUTO_TEST_CASE(v_exp) {
    for (const char* good : {"0", "60", "3600", "3601", "4294967295", "000000000060", "4294967296",
                             "99999999999999999999999999", "abc", "60s", "60.5", "\"60\""}) {
        BOOST_TEST(status_of_interval(good) == 200, good);
    }
    for (const char* brief : {"1", "59", "0059"}) {
        BOOST_TEST(status_of_interval(brief) == 423, brief);
    }
    BOOST_TEST(status_of_contact("<sip:a@h>;expires") == 200);   // no value: an hour
    BOOST_TEST(status_of_contact("<sip:a@h>;expires=") == 400);  // not grammatical
    BOOST_TEST(status_of_interval("-1") == 200);                 // a token, so malformed
    BOOST_TEST(status_of_interval("+5") == 200);
}

BOOST_AUTO_TEST_CASE(v_minexp) {
    model::Policy policy;
    policy.min_expires = 7'200;
    BOOST_TEST(status_of_interval("3599", policy) == 423);
    BOOST_TEST(status_of_interval("3600", policy) == 200);
    BOOST_TEST(status_of_interval("0", policy) == 200);
}

BOOST_AUTO_TEST_CASE(v_q) {
    for (const char* good : {"0", "0.", "0.0", "0.001", "0.999", "1", "1.", "1.0", "1.000"}) {
        BOOST_TEST(status_of_contact("<sip:a@h>;q=" + std::string(good)) == 200, good);
    }
    for (const char* bad : {"1.001", "0.0001", ".5", "-0", "+1", "2", "1e0", "NaN", "\"0.5\""}) {
        BOOST_TEST(status_of_contact("<sip:a@h>;q=" + std::string(bad)) == 400, bad);
    }
}

BOOST_AUTO_TEST_CASE(v_port_and_uri) {
    for (const char* good : {"<sip:a@h:1>", "<sip:a@h:5060>", "<sip:a@h:65535>", "<sip:a@h:05060>",
                             "<sip:h>", "<sip:a;b=c@h>", "<sip:a:@h>"}) {
        BOOST_TEST(status_of_contact(good) == 200, good);
    }
    for (const char* bad : {"<sip:a@h:0>", "<sip:a@h:65536>", "<sip:a@h:99999999999>", "<sip:a@h:>",
                            "<sip:>", "<sip:@h>", "<sip:a@>", "<sip:a b@h>", "<sip:a%@h>"}) {
        BOOST_TEST(status_of_contact(bad) == 400, bad);
    }
}

BOOST_AUTO_TEST_CASE(v_mf) {
    model::Policy strict;
    strict.strict_peers = true;
    for (const char* value : {"0", "70", "255", "256", "300", "-1", "abc"}) {
        RegisterMessage message;
        message.max_forwards = value;
        BOOST_TEST(status_with(message) == 200, value);
        const bool sound = sip::parse_number(value, 255).has_value();
        BOOST_TEST(status_with(message, strict) == (sound ? 200 : 400), value);
    }
}

BOOST_AUTO_TEST_CASE(v_callid) {
    for (const char* good : {"a", "a@b", "<>()[]{}:\\\"/?", "a%b@c~d"}) {
        BOOST_TEST(sip::parse_call_id(good).has_value(), good);
    }
    for (const char* bad : {"", "a@b@c", "a b", "@", "a@", "@a", "a,b"}) {
        BOOST_TEST(!sip::parse_call_id(bad), bad);
    }
}

BOOST_AUTO_TEST_CASE(v_branch) {
    for (const std::string branch : {"z9hG4bKx", "z9hG4bK", "x", ""}) {
        RegisterMessage message;
        message.branch = branch;
        BOOST_TEST(status_with(message) == 200, branch);
    }
    RegisterMessage message;
    message.branch = "z9hG4bK" + std::string(7'000, 'x');
    BOOST_TEST(status_with(message) == 200);
    message.branch += std::string(3'000, 'x');
    BOOST_TEST(status_with(message) == 513);
}

BOOST_AUTO_TEST_CASE(v_tag) {
    for (const auto& [from, status] :
         std::vector<std::pair<std::string, int>>{{"<sip:a@h>;tag=x", 200},
                                                  {"<sip:a@h>", 200},
                                                  {"<sip:a@h>;tag=\"x\"", 400},
                                                  {"<sip:a@h>;tag=", 400},
                                                  {"<sip:a@h>;tag", 400}}) {
        RegisterMessage message;
        message.from = from;
        BOOST_TEST(status_with(message) == status, from);
    }
}

BOOST_AUTO_TEST_CASE(v_date) {
    BOOST_TEST(sip::parse_date("Sat, 13 Nov 2010 23:29:00 GMT").value() == 1'289'690'940);
    for (const char* bad :
         {"Sat, 13 Nov 2010 23:29:00 EST", "Sun, 13 Nov 2010 23:29:00 GMT",
          "Sat, 1 Nov 2010 23:29:00 GMT", "2010-11-13T23:29:00Z", "sat, 13 nov 2010 23:29:00 gmt",
          "Sat, 31 Feb 2010 23:29:00 GMT", "Sat, 13 Nov 2010 24:29:00 GMT", ""}) {
        BOOST_TEST(!sip::parse_date(bad), bad);
    }
}

BOOST_AUTO_TEST_CASE(v_ttl_and_received) {
    std::vector<sip::Via> vias;
    BOOST_TEST(
        sip::parse_via_row("SIP / 2.0 / UDP h : 5060 ; received=2001:db8::1", vias).has_value());
    BOOST_TEST(sip::parse_via_row("SIP/2.0/UDP h;received=[2001:db8::1]", vias).has_value());
    BOOST_TEST(!sip::parse_via_row("SIP/2.0/UDP h;;", vias));
    BOOST_TEST(!sip::parse_via_row("SIP/2.0/UDP", vias));
}

BOOST_AUTO_TEST_SUITE_END()
