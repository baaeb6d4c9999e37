// The processing of a REGISTER as numbered steps (RFC 3261 8.2 and 10.3, in the order of the
// requirement catalogue, section 1.3). A later stage runs only when all earlier ones passed, and
// no stage before the commit changes anything.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "starzero/registrar/refusal.hpp"
#include "starzero/registrar/request.hpp"

namespace starzero::registrar {

using Verdict = std::optional<Refusal>;  // nothing: the stage passed

struct Stage {
    int number;
    std::string_view title;
    Verdict (*run)(Request&);
};

// Stages 0 to 2 judge the message; then the registrar looks for a retransmission (stage 3).
Verdict check_framing(Request& request);            // 0
Verdict check_version(Request& request);            // 1
Verdict check_mandatory_headers(Request& request);  // 2
Verdict check_method(Request& request);             // 4
Verdict check_request_uri(Request& request);        // 5
Verdict check_merged(Request& request);             // 6
Verdict check_require(Request& request);            // 7
Verdict check_body(Request& request);               // 8
Verdict authenticate(Request& request);             // 9
Verdict authorise(Request& request);                // 10
Verdict check_to(Request& request);                 // 11
Verdict find_address_of_record(Request& request);   // 12
Verdict check_contacts(Request& request);           // 14 (13: a query has no contacts)
Verdict check_extensions(Request& request);         // 15
Verdict choose_intervals(Request& request);         // 16
Verdict update_bindings(Request& request);          // 17
Verdict commit_bindings(Request& request);          // 18

// What extensions read beside the contacts, before those are compared: Supported, Path, and
// whether outbound is used. Refuses nothing; stage 15 does.
void read_extensions(Request& request);

inline constexpr std::array<Stage, 3> message_stages{{
    {0, "framing", check_framing},
    {1, "SIP version", check_version},
    {2, "mandatory header fields", check_mandatory_headers},
}};

inline constexpr std::array<Stage, 13> request_stages{{
    {4, "method", check_method},
    {5, "Request-URI", check_request_uri},
    {6, "merged request", check_merged},
    {7, "Require", check_require},
    {8, "body", check_body},
    {9, "authentication", authenticate},
    {10, "authorisation", authorise},
    {11, "To", check_to},
    {12, "address-of-record", find_address_of_record},
    {14, "Contact", check_contacts},
    {15, "extension gates", check_extensions},
    {16, "intervals", choose_intervals},
    {17, "matching and order", update_bindings},
}};

// Comes when the answer is ready, so that nothing can fail after it (O-28).
inline constexpr Stage commit_stage{18, "commit", commit_bindings};

}  // namespace starzero::registrar
