// Authentication of REGISTER by digest (RFC 7616, RFC 8760, RFC 3261 section 22): challenges,
// nonces that carry their own time under a key, and the count of those that were used.
// A challenge costs no memory. Only a right response leaves an entry, and the oldest entry gives
// way when the table is full: nonces up to it become stale, which costs a peer one more round
// (O-37).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "starzero/model/digest.hpp"
#include "starzero/model/policy.hpp"
#include "starzero/model/reason.hpp"
#include "starzero/model/time.hpp"
#include "starzero/registrar/keyed_hash.hpp"
#include "starzero/sip/credentials.hpp"
#include "starzero/sip/message.hpp"

namespace starzero::registrar {

class DigestGate {
public:
    DigestGate(HashKey key, const model::DigestHash& hash) : key_(key), hash_(hash) {}

    // Who the request proves to be, or why it proves nobody: bad_credentials (400), and
    // no_credentials, wrong_credentials, stale_nonce (401).
    struct Outcome {
        std::optional<std::string> identity;
        model::Reason reason = model::Reason::no_credentials;
    };
    Outcome judge(const sip::Message& request, const model::Policy& policy,
                  const sip::Limits& limits, model::Millis now);

    // The WWW-Authenticate rows of a 401, one for each algorithm, the best first. The nonce is new.
    std::string challenge(const model::DigestPolicy& policy, bool stale, model::Millis now);

    std::size_t kept() const noexcept { return used_.size(); }

private:
    struct Fields;
    // When a nonce was made and as which one in that run of the registrar.
    struct NonceId {
        model::Millis made_at = 0;
        std::uint32_t serial = 0;
        auto operator<=>(const NonceId&) const = default;
    };

    std::string mac_of(std::string_view head) const;
    std::optional<NonceId> read_nonce(std::string_view nonce) const;
    std::string expected_response(const Fields& fields, std::string_view password) const;
    void trim(const model::Policy& policy);
    bool spend(const Fields& fields, const model::Policy& policy, model::Millis now);

    HashKey key_;
    const model::DigestHash& hash_;
    std::uint32_t serial_ = 0;
    std::map<NonceId, std::uint32_t> used_;  // last count of each nonce that was used
    NonceId forgotten_{-1, 0};               // nonces up to this one are stale
};

}  // namespace starzero::registrar
