// What is wrong with a text, and at which octet: for whoever reads a refusal or a finding.
#include "starzero/sip/error.hpp"

#include <functional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "starzero/sip/contact.hpp"
#include "starzero/sip/credentials.hpp"
#include "starzero/sip/date.hpp"
#include "starzero/sip/instance_id.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/route_list.hpp"
#include "starzero/sip/start_line.hpp"
#include "starzero/sip/stream_framer.hpp"
#include "starzero/sip/stun.hpp"
#include "starzero/sip/uri.hpp"
#include "starzero/sip/via.hpp"

using namespace starzero::sip;
using namespace std::string_view_literals;

namespace {

constexpr Limits tight{.list_values = 2, .params = 2};

template <class T>
std::string told(const Result<T>& result) {
    if (result) return "fine";
    return std::string(to_string(result.error().kind)) + " at " +
           std::to_string(result.error().offset);
}

struct Case {
    std::string_view text, error;
};

void check(const std::function<std::string(std::string_view)>& read,
           std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        BOOST_TEST(read(one.text) == one.error, one.text << ": " << read(one.text));
    }
}

template <class List>
auto row_reader(Result<void> (*read)(std::string_view, List&, const Limits&)) {
    return [read](std::string_view text) {
        List list;
        return told(read(text, list, tight));
    };
}

}  // namespace

BOOST_AUTO_TEST_CASE(where_numbers_are_wrong) {
    check([](auto text) { return told(parse_number(text, 20)); },
          {{"", "empty at 0"},
           {"20", "fine"},
           {"21", "range at 0"},
           {"1x", "number at 1"},
           {"99999999999999999999", "range at 0"}});
    check([](auto text) { return told(parse_qvalue(text)); }, {{"", "number at 0"},
                                                               {"2", "number at 0"},
                                                               {"0x5", "number at 1"},
                                                               {"0.1234", "number at 1"},
                                                               {"0.5x", "number at 3"},
                                                               {"1.001", "number at 2"},
                                                               {"1.", "fine"}});
    check([](auto text) { return told(parse_nonce_count(text)); }, {{"0000000f", "fine"},
                                                                    {"0000001", "number at 0"},
                                                                    {"000000001", "number at 0"},
                                                                    {"0000000g", "number at 7"},
                                                                    {"x0000001", "number at 0"}});
}

BOOST_AUTO_TEST_CASE(where_dates_are_wrong) {
    check([](auto text) { return told(parse_date(text)); },
          {{"Sat, 13 Nov 2010 23:29:00 GMT", "fine"},
           {"Sat, 13 Nov 2010 23:29:00 UTC", "date at 0"},
           {"Sat, 13 Nox 2010 23:29:00 GMT", "date at 5"},
           {"Sat, 00 Nov 2010 23:29:00 GMT", "date at 5"},
           {"Sat, 31 Nov 2010 23:29:00 GMT", "date at 5"},
           {"Sat, 01 Jan 0000 23:29:00 GMT", "date at 5"},
           {"Sat, x3 Nov 2010 23:29:00 GMT", "date at 5"},
           {"Sat, 13 Nov 2010 24:29:00 GMT", "date at 17"},
           {"Sat, 13 Nov 2010 23:60:00 GMT", "date at 17"},
           {"Sat, 13 Nov 2010 23:29:60 GMT", "date at 17"},
           {"Sat, 13 Nov 2010 23:29:x0 GMT", "date at 17"},
           {"Sun, 13 Nov 2010 23:29:00 GMT", "date at 0"}});
}

BOOST_AUTO_TEST_CASE(where_hosts_are_wrong) {
    check([](auto text) { return told(parse_host(text)); }, {{"", "host at 0"},
                                                             {"[", "host at 0"},
                                                             {"[::", "host at 0"},
                                                             {"[::g]", "host at 0"},
                                                             {"1.2.3.256", "host at 0"},
                                                             {"a..b", "host at 2"},
                                                             {"a.b-", "host at 2"},
                                                             {"a.-b", "host at 2"},
                                                             {"a.1", "host at 2"},
                                                             {"abc._", "host at 4"}});
}

BOOST_AUTO_TEST_CASE(where_uris_are_wrong) {
    check([](auto text) { return told(parse_uri(text, tight)); },
          {{"", "scheme at 0"},
           {"no-colon", "scheme at 0"},
           {":x", "scheme at 0"},
           {"1a:x", "scheme at 0"},
           {"a_b:x", "scheme at 1"},
           {"mailto:@h", "fine"},
           {"tel:", "opaque-uri at 4"},
           {"tel:a%4", "opaque-uri at 5"},
           {"tel:a b", "opaque-uri at 5"},
           {"sip:@h", "userinfo at 4"},
           {"sip:a b@h", "userinfo at 5"},
           {"sip:a%4@h", "userinfo at 5"},
           {"sip:a:p@h", "fine"},
           {"sip:a:p%@h", "userinfo at 7"},
           {"sip:a@", "host at 6"},
           {"sip:a@h_", "host at 6"},
           {"sip:a@[::1", "host at 6"},
           {"sip:a@h:", "port at 8"},
           {"sip:a@h:0", "port at 8"},
           {"sip:a@h:65536", "port at 8"},
           {"sip:a@h:5060x", "port at 8"},
           {"sip:a@h;x;y;z", "too-many at 12"},
           {"sip:a@h;x=1;X", "duplicate at 12"},
           {"sip:a@h;", "parameter at 8"},
           {"sip:a@h;x=", "parameter at 8"},
           {"sip:a@h;x=%", "parameter at 8"},
           {"sip:a@h?", "uri-header at 8"},
           {"sip:a@h?x", "uri-header at 8"},
           {"sip:a@h?x=1&", "uri-header at 12"},
           {"sip:a@h?x=1&=2", "uri-header at 12"},
           {"sip:a@h?x=1&y=%", "uri-header at 12"},
           {"sip:a@h?x=1&y=2&z=3", "too-many at 16"},
           {"sip:a@h/x", "host at 6"}});
}

BOOST_AUTO_TEST_CASE(where_contacts_are_wrong) {
    check(
        [](auto text) {
            ContactList list;
            return told(parse_contact_row(text, list, tight));
        },
        {{"*", "fine"},
         {"*, <sip:a@h>", "wildcard at 0"},
         {"<sip:a@h>, *", "wildcard at 11"},
         {"*;x=1", "wildcard at 0"},
         {" * , *", "wildcard at 1"},
         {"<sip:a@h>,<sip:b@h>,<sip:c@h>", "too-many at 20"},
         {"<sip:a@h", "name-addr at 0"},
         {"\"open <sip:a@h>", "quoted-string at 0"},
         {"\"\\", "quoted-string at 0"},
         {"a b", "scheme at 0"},
         {"a, b <sip:a@h>", "scheme at 0"},
         {"<sip:a@h>;x;y;z", "too-many at 14"},
         {"<sip:a@h>;x;X=1", "duplicate at 12"},
         {"<sip:a@h>;=1", "parameter at 10"},
         {"<sip:a@h>;x=", "parameter at 12"},
         {"<sip:a@h>;x=<", "parameter at 12"},
         {"<sip:a@h>;x=\"", "quoted-string at 12"},
         {"<sip:a@h> x", "trailing at 10"},
         {"<sip:a@h>, <sip:a%@h>", "userinfo at 17"}});
    check(
        [](auto text) {
            ContactList list;
            (void)parse_contact_row(text, list);
            return told(qvalue_of(list.contacts.at(0)));
        },
        {{"<sip:a@h>", "fine"},
         {"<sip:a@h>;q", "number at 0"},
         {"<sip:a@h>;q=0.5x", "number at 3"}});
}

BOOST_AUTO_TEST_CASE(where_instances_are_wrong) {
    check([](auto text) { return told(parse_instance(text)); },
          {{"\"<urn:x-b:1>\"", "fine"},
           {"<urn:x-b:1>", "quoted-string at 0"},
           {"\"urn:x-b:1\"", "name-addr at 1"},
           {"\"<urn:x-b:1\"", "name-addr at 1"},
           {"\"<>\"", "scheme at 2"},
           {"\"<uri:x-b:1>\"", "scheme at 2"},
           {"\"<urn:-b:1>\"", "scheme at 2"},
           {"\"<urn:x-b:>\"", "escape at 2"},
           {"\"<urn:x-b:%4>\"", "escape at 2"}});
}

BOOST_AUTO_TEST_CASE(where_lists_are_wrong) {
    check(row_reader<std::vector<RouteValue>>(parse_route_row),
          {{"<sip:a;lr>, <sip:b;lr>", "fine"},
           {"<sip:a;lr>, sip:b;lr", "name-addr at 12"},
           {"<sip:a;lr>, <tel:1>", "scheme at 12"},
           {"<sip:a;lr>,<sip:b;lr>,<sip:c;lr>", "too-many at 22"},
           {"<sip:a;lr", "name-addr at 0"}});
    check(row_reader<std::vector<Via>>(parse_via_row),
          {{"SIP/2.0/UDP h;branch=1", "fine"},
           {"SIP/2.0/UDP h:0", "port at 14"},
           {"SIP/2.0/UDP h:65536", "port at 14"},
           {"SIP/2.0/UDP h:", "port at 14"},
           {"SIP/2.0 h", "token at 7"},
           {"SIP/2.0/UDP  a..b", "host at 15"},
           {"SIP/2.0/UDP h;x;X", "duplicate at 16"},
           {"SIP/2.0/UDP h,SIP/2.0/UDP h,SIP/2.0/UDP h", "too-many at 41"}});
    check([](auto text) { return told(parse_auth_value(text, tight)); },
          {{"Digest a=1, b=2", "fine"},
           {"Digest a=1, A=2", "duplicate at 12"},
           {"Digest a=1,b=2,c=3", "too-many at 15"},
           {"", "token at 0"},
           {"Digest", "parameter at 6"},
           {"Digest a", "parameter at 8"},
           {"Digest a=\"", "quoted-string at 9"}});
}

BOOST_AUTO_TEST_CASE(where_start_lines_are_wrong) {
    check([](auto text) { return told(parse_start_line(text).verdict); },
          {{"REGISTER sip:h SIP/2.0", "fine"},
           {"", "start-line at 0"},
           {"REGISTER", "start-line at 0"},
           {" sip:h SIP/2.0", "start-line at 0"},
           {"REG@ sip:h SIP/2.0", "start-line at 0"},
           {"REGISTER  sip:h SIP/2.0", "start-line at 9"},
           {"REGISTER sip:h  SIP/2.0", "start-line at 9"},
           {"REGISTER sip:h", "start-line at 9"},
           {"REGISTER sip:h SIP/2.1", "version at 15"},
           {"REGISTER sip:h SIP/2", "start-line at 15"},
           {"REGISTER sip:h SIP/.0", "start-line at 15"},
           {"REGISTER sip:h SIP/2.", "start-line at 15"},
           {"SIP/2.0 200 OK", "fine"},
           {"SIP/2.0 200 ", "fine"},
           {"SIP/2.0 200", "start-line at 8"},
           {"SIP/2.0 099 x", "start-line at 8"},
           {"SIP/2.0 699 x", "fine"},
           {"SIP/2.0 700 x", "start-line at 8"},
           {"SIP/2.0 2000 x", "start-line at 8"},
           {"SIP/3.0 200 OK", "version at 0"}});
}

BOOST_AUTO_TEST_CASE(where_messages_are_wrong) {
    check(
        [](auto text) {
            const auto parsed = parse_message(text);
            return told(content_length(parsed.message));
        },
        {{"R sip:h SIP/2.0\r\nl: 0\r\n\r\n", "fine"},
         {"R sip:h SIP/2.0\r\nl: x\r\n\r\n", "content-length at 20"},
         {"R sip:h SIP/2.0\r\nl: 0\r\nl: 1\r\n\r\n", "content-length at 26"}});
    StreamFramer framer;
    framer.push("R sip:d SIP/2.0\r\nl: x\r\n\r\n");
    (void)framer.next();
    BOOST_TEST_REQUIRE(framer.error().has_value());
    BOOST_TEST(framer.error()->offset == 0U);
}

BOOST_AUTO_TEST_CASE(where_stun_is_wrong) {
    const std::string rest = std::string("\x21\x12\xA4\x42", 4) + "abcdefghijkl";
    const auto request = [&](std::string_view begin, std::string_view attributes) {
        return told(
            parse_stun_binding_request(std::string(begin) + rest + std::string(attributes)));
    };
    BOOST_TEST(request("\0\1\0\0"sv, "") == "fine");
    BOOST_TEST(request("\0\1"sv, "") == "truncated at 18");
    BOOST_TEST(request("\0\2\0\0"sv, "") == "token at 0");
    BOOST_TEST(request("\0\1\0\4"sv, "") == "trailing at 2");
    BOOST_TEST(request("\0\1\0\2"sv, "ab") == "trailing at 2");
    BOOST_TEST(request("\0\1\0\4"sv, "\x80\1\0\4"sv) == "trailing at 2");
    const std::string good = stun_binding_response("abcdefghijkl", "192.0.2.1:5060");
    const auto response = [](std::string octets) {
        return told(parse_stun_binding_response(octets));
    };
    BOOST_TEST(response(good) == "fine");
    BOOST_TEST(response(good.substr(0, 19)) == "truncated at 19");
    BOOST_TEST(response("\1\2" + good.substr(2)) == "token at 0");
    BOOST_TEST(response(good + "abcd") == "trailing at 2");
    BOOST_TEST(response(std::string("\1\1\0\0", 4) + rest) == "parameter at 20");
}
