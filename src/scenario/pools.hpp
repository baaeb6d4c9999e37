// Small pools of values that collide often: few addresses-of-record, contacts that equal each
// other in ways that are not transitive, numbers at the boundaries (requirements, section 16).
#pragma once

#include <array>
#include <string_view>

namespace starzero::scenario::pools {

// The first is the plain one; later ones re-spell it or name another AOR.
inline constexpr std::array<std::string_view, 8> to_uris{
    "sip:alice@example.com",  "sip:bob@example.com",     "sip:%61lice@EXAMPLE.com;user=phone",
    "sips:alice@example.com", "sip:Alice@example.com",   "sip:alice:pw@example.com",
    "sip:%00al@example.com",  "sip:alice@[2001:db8::10]"};

// Families: equal to their neighbours in part only (U-03, U-13), and quite different ones.
inline constexpr std::array<std::string_view, 19> contact_uris{"sip:a@192.0.2.4",
                                                               "sip:a@192.0.2.4;x=1",
                                                               "sip:a@192.0.2.4;x=2",
                                                               "sip:%61@192.0.2.4",
                                                               "sip:A@192.0.2.4",
                                                               "sip:a@192.0.2.4:5060",
                                                               "sip:a@192.0.2.4;transport=tcp",
                                                               "sip:a@phone.example.com",
                                                               "SIP:a@PHONE.example.com;X=1;lr",
                                                               "sips:a@192.0.2.4",
                                                               "sip:a@[2001:db8::9:1]",
                                                               "sip:a@[2001:DB8::9:01]",
                                                               "sip:192.0.2.4",
                                                               "sip:a:@192.0.2.4",
                                                               "sip:a@192.0.2.4?h=1",
                                                               "mailto:a@example.com",
                                                               "tel:+15551234567",
                                                               "sip:%00@192.0.2.4",
                                                               "sip:a@df7jal23ls0d.invalid"};

inline constexpr std::array<std::string_view, 11> displays{"",
                                                           "",
                                                           "",
                                                           "Alice ",
                                                           "\"Alice, <x>; \\\"q\\\"\" ",
                                                           "\"\" ",
                                                           "A B ",
                                                           "\"\xC3\xA9\" ",
                                                           "A",
                                                           "\"a\\\\\" ",
                                                           "\"A & <B>\" "};

// Of which no two are equal by anybody's reading.
inline constexpr std::array<std::string_view, 5> plain_contact_uris{
    "sip:a@192.0.2.4", "sip:b@192.0.2.5:5062", "sip:c@192.0.2.6;transport=tcp",
    "sip:d@host.example.org", "sip:e@[2001:db8::7]:5060"};

// Without an instance, which some registrars match by and others do not read.
inline constexpr std::array<std::string_view, 5> plain_contact_params{"", "", ";q=0.5", ";q=0",
                                                                      ";x=y"};

inline constexpr std::array<std::string_view, 10> contact_params{
    "",
    "",
    "",
    ";q=0.5",
    ";q=1.",
    ";q=0",
    ";x=y",
    ";flag",
    ";m=\"a,b;c\"",
    ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\""};

// Seconds around nothing, a minimum of 60, an hour, a maximum of 7200 and 2^32; then malformed.
inline constexpr std::array<std::string_view, 19> intervals{
    "3600", "0",      "1",          "59",         "60",
    "61",   "3599",   "3601",       "7200",       "7201",
    "00",   "000060", "4294967295", "4294967296", "99999999999999999999",
    "-1",   "abc",    "60s",        "60.5"};

inline constexpr std::array<std::string_view, 3> call_ids{"call-1", "CALL-1", "c<\">@x"};

inline constexpr std::array<std::string_view, 4> unknown_methods{"register", "FOO", "RE%47ISTER",
                                                                 "REGISTERX"};

// Two instances, one in two spellings, and malformed ones.
inline constexpr std::array<std::string_view, 8> instances{
    ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"",
    ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"",
    ";+sip.instance=\"<URN:UUID:00000000-0000-1000-8000-aabbccddeeff>\"",
    ";+sip.instance=\"<urn:x-b:Second>\"",
    ";+sip.instance=\"<urn:x-b:Second>\"",
    ";+sip.instance=\"<urn:x-b:second>\"",
    ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"",
    ";+sip.instance=\"urn:x-b:no-brackets\""};

inline constexpr std::array<std::string_view, 10> reg_ids{
    ";reg-id=1", ";reg-id=1",          ";reg-id=2", ";reg-id=01", ";reg-id=2147483647",
    ";reg-id=2", ";reg-id=2147483648", ";reg-id=0", ";reg-id=",   ";reg-id=1"};

// With and without ob, so that it stands at either end, at both or at none.
inline constexpr std::array<std::string_view, 9> path_values{
    "<sip:edge.example.com;lr;ob>",
    "<sip:edge.example.com;lr;ob>",
    "<sip:p1.example.com;lr>",
    "<sip:p2.example.com;lr>;x=\"a,b\"",
    "<sips:edge.example.com;lr;ob>",
    "<sip:p1.example.com;lr>, <sip:edge.example.com;lr;ob>",
    "\"Edge\" <sip:e;lr>",
    "sip:no-brackets.example.com;lr",
    "<sip:192.0.2.9;lr"};

inline constexpr std::array<std::string_view, 8> supported_rows{"Supported: path, outbound, gruu",
                                                                "Supported: path, outbound, gruu",
                                                                "Supported: path, gruu",
                                                                "Supported: path",
                                                                "k: outbound",
                                                                "Supported: gruu, x-odd",
                                                                "Supported: PATH, Outbound",
                                                                "Supported: path, , gruu"};

inline constexpr std::array<std::string_view, 5> push_params{
    ";pn-provider=fcm;pn-prid=ab%3D1;pn-param=p", ";pn-provider=webpush;pn-prid=https%3A%2F%2Fx",
    ";pn-provider=apns;pn-prid=x", ";pn-provider", ";pn-provider=fcm"};

inline constexpr std::array<std::string_view, 5> bulk_uris{
    "sip:198.51.100.3:5060;bnc", "sip:198.51.100.3;bnc;transport=tcp", "sip:198.51.100.4;bnc",
    "sip:a@198.51.100.3;bnc", "sip:198.51.100.3;bnc;user=phone"};

// What proxies ask for beside addresses-of-record: numbers of a PBX, GRUUs that nobody made.
inline constexpr std::array<std::string_view, 7> lookup_uris{
    "sip:+12145550102@example.com",
    "sip:+12145550102@example.com",
    "sip:pbx@example.com",
    "sip:alice@example.com;gr=urn:uuid:none",
    "sip:tgruu~0123@example.com;gr",
    "sips:alice@example.com",
    "newest-public-gruu"};

// Of GRUUs that answers have shown (shown_gruus.hpp).
inline constexpr std::array<std::string_view, 7> shown_gruus{
    "first-temporary-gruu",
    "newest-temporary-gruu",
    "first-public-gruu",
    "first-temporary-gruu",
    "newest-temporary-gruu",
    "newest-public-gruu",
    "sip:alice@example.com;gr=urn:uuid:none"};

// Authorization rows that are faulty, or for somebody else, or of another scheme.
inline constexpr std::array<std::string_view, 6> auth_rows{
    "Authorization: Basic YWxpY2U6c2VjcmV0",
    "Authorization: Digest realm=\"elsewhere\", nonce=\"x\"",
    "Authorization: Digest realm=\"example.com\", nonce=\"x\"",
    "Authorization: Digest username=\"alice\", username=\"alice\"",
    "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"x\", "
    "uri=sip:example.com, response=\"00\"",
    "Authorization: NoOneKnowsThisScheme opaque-data=here"};

// Rows that change nothing.
inline constexpr std::array<std::string_view, 5> plain_intervals{"3600", "60", "0", "1800", "7200"};

// Legal by anybody's reading.
inline constexpr std::array<std::string_view, 5> plain_noise_rows{
    "Supported:", "User-Agent: x (y)", "X-Odd: ;;,,;;,;", "Allow: INVITE, REGISTER",
    "Record-Route: <sip:p1.example.com;lr>"};

// Topmost Vias that say where the response goes (RFC 3261 18.2.2), some of them to places where
// none may go (O-33).
inline constexpr std::array<std::string_view, 8> noise_vias{
    "SIP/2.0/UDP pc.example.com;rport",
    "SIP/2.0/UDP pc.example.com:5062;rport",
    "SIP/2.0/UDP pc.example.com;rport",
    "SIP/2.0/UDP 192.0.2.7;maddr=192.0.2.9",
    "SIP/2.0/UDP 192.0.2.7;maddr=239.255.255.1;ttl=1",
    "SIP/2.0/UDP 192.0.2.7;maddr=[ff02::1]",
    "SIP/2.0/UDP 192.0.2.7;maddr=0.0.0.0;rport",
    "SIP/2.0/UDP [2001:db8::7]:5070;maddr=[2001:db8::9]"};

inline constexpr std::array<std::string_view, 9> noise_rows{"Supported:",
                                                            "k: path, outbound",
                                                            "User-Agent: x (y)",
                                                            "X-Odd: ;;,,;;,;",
                                                            "Date: Sat, 13 Nov 2010 23:29:00 EST",
                                                            "Max-Forwards : 70",
                                                            "Allow: INVITE, REGISTER",
                                                            "Record-Route: <sip:p1.example.com;lr>",
                                                            "Proxy-Require: sec-agree"};

}  // namespace starzero::scenario::pools
