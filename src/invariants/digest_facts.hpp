// What the credentials of a request prove, as the judge reckons it from the challenges that the
// transcript shows and the passwords of the policy (RFC 7616 3.4, RFC 3261 section 22).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "starzero/invariants/request_facts.hpp"
#include "starzero/model/digest.hpp"
#include "starzero/model/time.hpp"

namespace starzero::invariants {

enum class Proof : std::uint8_t {
    not_asked,  // digest is off
    none,       // no credentials for our realm
    malformed,  // credentials that miss or repeat a field
    wrong,      // another user, password, algorithm or form
    stale,      // right for a nonce that does not count any more, or a count that was used
    good,
};

struct DigestFacts {
    Proof proof = Proof::not_asked;
    std::string identity;  // who the good credentials are
    std::string nonce;
    std::uint32_t count = 0;
};

// The nonces of a transcript: when each was given, how far each was used.
class NonceBook {
public:
    explicit NonceBook(const model::DigestHash& hash) : hash_(&hash) {}

    DigestFacts judge(const RequestFacts& request, const model::Policy& policy,
                      model::Millis now) const;

    // The nonces of a 401's challenges, as they were seen.
    void issue(const std::string& nonce, model::Millis now);
    bool was_issued(const std::string& nonce) const { return nonces_.contains(nonce); }

    // Good credentials were looked at: their count is used up.
    void spend(const DigestFacts& facts, const model::Policy& policy);

    // What the registrar knew of its nonces is lost.
    void restart();

private:
    struct Nonce {
        std::uint64_t order = 0;
        model::Millis made_at = 0;
        std::uint32_t used = 0;
        bool dead = false;
    };
    std::vector<std::uint64_t> used_orders() const;
    bool is_too_old(std::uint64_t order, const model::Policy& policy) const;

    const model::DigestHash* hash_;
    std::map<std::string, Nonce> nonces_;
    std::uint64_t next_ = 1;
    std::uint64_t forgotten_ = 0;  // in order of issue: up to here nonces are stale
};

}  // namespace starzero::invariants
