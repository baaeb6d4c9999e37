// The freedom that the RFCs grant a registrar, and the bounds it sets on its peers.
// A policy is never a fault: every combination of these values must keep every invariant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "starzero/model/digest.hpp"
#include "starzero/model/extensions.hpp"

namespace starzero::model {

// Answer to a CSeq that is not higher under the same Call-ID (decision D-01).
enum class CSeqFailure : std::uint8_t { status_500, status_400, ignore_with_200 };

// Two equal Contacts in one request (D-04).
enum class DuplicateContact : std::uint8_t { reject, last_wins, first_wins };

// One Contact that equals several bindings, since 19.1.4 is not transitive (D-05).
enum class MultiMatch : std::uint8_t { all, first };

// A Path from a user agent that does not say it supports Path (RFC 3327 5.3, D-30).
enum class UnsupportedPath : std::uint8_t { refuse_420, refuse_421, accept };

// Which value of Path has to carry ob when the registrar is not the first hop (D-27): the one
// that the edge proxy next to the user agent wrote, or the topmost, as "first URI" may be read.
enum class EdgeProxy : std::uint8_t { bottom, top };

// The numbers of a PBX: every user of + and digits that begins so belongs to this AOR's user.
struct BulkNumbers {
    std::string pbx;     // user part of the PBX's address-of-record, escapes decoded
    std::string prefix;  // begins with +
    friend bool operator==(const BulkNumbers&, const BulkNumbers&) = default;
};

struct Credential {
    std::string user;
    std::string password;
    friend bool operator==(const Credential&, const Credential&) = default;
};

// This identity may change the bindings of that user as well (third-party registration).
struct Ownership {
    std::string identity;
    std::string user;
    friend bool operator==(const Ownership&, const Ownership&) = default;
};

// Digest: who there is, and what counts as proof (RFC 7616, RFC 8760, RFC 3261 section 22).
struct DigestPolicy {
    std::string realm = "example.com";
    std::vector<Credential> users{{"alice", "secret"}, {"bob", "builder"}};
    std::vector<Ownership> owners;  // beside every identity's own user part
    std::vector<DigestAlgorithm> algorithms{DigestAlgorithm::sha512_256, DigestAlgorithm::sha256};
    std::uint32_t nonce_lifetime = 300;  // seconds
    bool without_qop = false;            // take a response of RFC 2069 as well (D-20)
    friend bool operator==(const DigestPolicy&, const DigestPolicy&) = default;
};

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
    std::uint32_t nonces = 4'096;         // whose count is kept; the oldest becomes stale
    std::uint32_t subscriptions = 1'024;  // to registration events
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

    Extensions extensions;
    UnsupportedPath unsupported_path = UnsupportedPath::refuse_420;
    EdgeProxy edge_proxy = EdgeProxy::bottom;
    std::uint32_t flow_timer = 0;                  // seconds told in Flow-Timer; 0: not told
    std::vector<std::string> service_routes;       // URIs with lr, as a 200 lists them (RFC 3608)
    std::string temporary_gruu_prefix = "tgruu~";  // of user parts that are never an AOR's
    std::vector<std::string> push_services{"webpush", "fcm"};  // values of pn-provider
    bool only_push_here = false;  // nobody upstream supports another service: 555 (RFC 8599 5.6)
    std::vector<BulkNumbers> bulk_numbers{{"pbx", "+1214555"}};
    DigestPolicy digest;

    PolicyLimits limits;
    bool offers(Extension extension) const noexcept { return extensions.offers(extension); }
    friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace starzero::model
