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
inline constexpr std::array<std::string_view, 18> contact_uris{"sip:a@192.0.2.4",
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
                                                               "sip:%00@192.0.2.4"};

inline constexpr std::array<std::string_view, 10> displays{
    "",  "",          "", "Alice ", "\"Alice, <x>; \\\"q\\\"\" ", "\"\" ", "A B ", "\"\xC3\xA9\" ",
    "A", "\"a\\\\\" "};

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

// Rows that change nothing.
inline constexpr std::array<std::string_view, 8> noise_rows{
    "Supported:",
    "k: path, outbound",
    "User-Agent: x (y)",
    "X-Odd: ;;,,;;,;",
    "Date: Sat, 13 Nov 2010 23:29:00 EST",
    "Max-Forwards : 70",
    "Allow: INVITE, REGISTER",
    "Record-Route: <sip:p1.example.com;lr>"};

}  // namespace starzero::scenario::pools
