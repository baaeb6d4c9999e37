// The freedom that the RFCs grant a registrar, and the bounds it sets on its peers.
// A policy is never a fault: every combination of these values must keep every invariant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace starzero::model {

// Answer to a CSeq that is not higher under the same Call-ID (decision D-01).
enum class CSeqFailure : std::uint8_t { status_500, status_400, ignore_with_200 };

// Two equal Contacts in one request (D-04).
enum class DuplicateContact : std::uint8_t { reject, last_wins, first_wins };

// One Contact that equals several bindings, since 19.1.4 is not transitive (D-05).
enum class MultiMatch : std::uint8_t { all, first };

struct PolicyLimits {
    std::uint32_t message_octets = 65'535;
    std::uint32_t rows = 256;
    std::uint32_t row_octets = 8'192;
    std::uint32_t list_values = 64;
    std::uint32_t params = 32;
    std::uint32_t contacts = 32;          // Contact values of one request
    std::uint32_t transactions = 65'536;  // kept for retransmissions; the oldest goes first
    std::uint32_t flows = 4'096;          // stream flows at once; a further one is closed
    std::uint32_t warnings_per_minute = 10;
    friend bool operator==(const PolicyLimits&, const PolicyLimits&) = default;
};

struct Policy {
    // Hosts that this registrar serves; all are names of one domain, so that To may carry any.
    std::vector<std::string> domains{"example.com", "[2001:db8::10]"};
    std::vector<std::string> unknown_users;  // AOR user parts (escapes decoded) that do not exist
    std::uint32_t default_expires = 3'600;   // seconds, 1..2^32-1
    std::uint32_t min_expires = 60;          // seconds
    std::uint32_t max_expires = 7'200;       // seconds, >= 1
    std::uint32_t max_contacts = 10;         // bindings of one address-of-record
    CSeqFailure cseq_failure = CSeqFailure::status_500;
    DuplicateContact duplicate_contact = DuplicateContact::reject;
    MultiMatch multi_match = MultiMatch::all;
    bool strict_peers = false;  // refuse RFC 2543 peers without Max-Forwards, tag or branch (D-11)
    PolicyLimits limits;
    friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace starzero::model
