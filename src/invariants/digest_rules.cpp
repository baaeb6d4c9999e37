// RFC 7616, 8760 and 3261 section 22: challenges, what counts as proof, and what it opens.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/credentials.hpp"

namespace starzero::invariants {

namespace {

using model::Extension;
using sip::HeaderId;

bool on(const Exchange& x) {
    return x.policy().offers(Extension::digest) && x.is_register() && x.response && !x.several;
}

std::vector<sip::AuthValue> challenges(const Exchange& x) {
    std::vector<sip::AuthValue> values;
    for (const auto& row : x.response->message().rows) {
        if (row.id != HeaderId::www_authenticate) continue;
        auto value = sip::parse_auth_value(row.value, sip::accepted_text);
        if (value) values.push_back(std::move(*value));
    }
    return values;
}

// A 401 to this request, and not the stored one to an earlier.
bool challenged(const Exchange& x) {
    return x.response && x.status() == 401 && !x.several && x.repeats == nullptr;
}

Verdict is_401(const Exchange& x) {
    return require(x.status() == 401,
                   [&] { return "answered " + std::to_string(x.status()) + " instead of 401"; });
}

Verdict no_credentials(const Exchange& x) {
    if (!on(x) || x.faults.empty() || x.faults.front().what != "no credentials") {
        return not_applicable();
    }
    return is_401(x);
}

Verdict wrong_credentials(const Exchange& x) {
    if (!on(x) || x.faults.empty() || x.faults.front().what != "wrong credentials") {
        return not_applicable();
    }
    return require(x.status() == 401 || x.status() == 403,
                   [&] { return "wrong credentials were answered " + std::to_string(x.status()); });
}

Verdict stale_is_refused(const Exchange& x) {
    if (!on(x) || x.faults.empty() || x.faults.front().what != "stale nonce") {
        return not_applicable();
    }
    return is_401(x);
}

Verdict good_is_taken(const Exchange& x) {
    if (!on(x) || x.digest.proof != Proof::good) return not_applicable();
    return require(x.status() != 401, [] { return "right credentials were challenged again"; });
}

Verdict malformed_credentials(const Exchange& x) {
    if (!on(x) || x.faults.empty() || x.faults.front().what != "malformed credentials") {
        return not_applicable();
    }
    return require(x.status() == 400 || x.status() == 401, [&] {
        return "malformed credentials were answered " + std::to_string(x.status());
    });
}

Verdict not_the_owner(const Exchange& x) {
    if (!on(x) || x.faults.empty() || x.faults.front().what != "not the owner") {
        return not_applicable();
    }
    return require(x.status() == 403, [&] {
        return "somebody else's address-of-record was answered " + std::to_string(x.status());
    });
}

Verdict only_proof_changes(const Exchange& x) {
    if (!x.policy().offers(Extension::digest) || !x.is_register() || !x.entry.snapshot ||
        x.several || !x.request->has_contact()) {
        return not_applicable();
    }
    if (x.digest.proof == Proof::good) return not_applicable();
    return require(unchanged(x), [] { return "bindings changed without proof of who asked"; });
}

Verdict challenge_with_401(const Exchange& x) {
    if (!challenged(x)) return not_applicable();
    // A policy without an algorithm is told to be unusable when it comes (O-15).
    if (x.policy().digest.algorithms.empty()) return not_applicable();
    const auto values = challenges(x);
    return require(
        !values.empty() && values.size() == x.response->message().count(HeaderId::www_authenticate),
        [] { return "a 401 without a readable challenge"; });
}

// Quotes as RFC 7616 3.3 wants them, qop always there (RFC 3261 22.4), never Basic.
Verdict challenge_is_sound(const Exchange& x) {
    if (!challenged(x)) return not_applicable();
    for (const auto& value : challenges(x)) {
        if (!sip::iequals(value.scheme, "Digest"))
            return violated("a challenge that is not Digest");
        for (const auto* name : {"realm", "nonce", "qop"}) {
            if (!value.is_quoted(name)) {
                return violated(std::string(name) + " is missing or not quoted");
            }
        }
        if (value.is_quoted("stale") || value.is_quoted("algorithm")) {
            return violated("stale or algorithm is quoted");
        }
        if (value.text("realm") != x.policy().digest.realm) return violated("another realm");
    }
    return holds();
}

Verdict algorithms_differ(const Exchange& x) {
    if (!challenged(x)) return not_applicable();
    std::vector<model::DigestAlgorithm> offered;
    for (const auto& value : challenges(x)) {
        const auto algorithm =
            model::digest_algorithm_from(value.text("algorithm").value_or("MD5"));
        if (!algorithm) return violated("an algorithm that nobody has");
        offered.push_back(*algorithm);
    }
    return require(offered == x.policy().digest.algorithms,
                   [] { return "not one challenge for each algorithm, the best first"; });
}

Verdict nonce_is_new(const Exchange& x) {
    if (!challenged(x)) return not_applicable();
    for (const std::string& nonce : challenge_nonces(*x.response)) {
        if (x.ledger.nonces().was_issued(nonce)) return violated("a nonce was given twice");
    }
    return holds();
}

Verdict stale_when_right(const Exchange& x) {
    if (!on(x) || x.status() != 401 || x.request->faulty_up_to(8)) return not_applicable();
    bool stale = false;
    for (const auto& value : challenges(x)) {
        stale = stale || sip::iequals(value.text("stale").value_or(""), "true");
    }
    return require(stale == (x.digest.proof == Proof::stale), [&] {
        return stale
                   ? std::string("stale=true though the response was not right for its nonce")
                   : std::string("the response was right for an old nonce, and stale is not true");
    });
}

Verdict never_407(const Exchange& x) {
    if (!x.response || !x.policy().offers(Extension::digest)) return not_applicable();
    return require(x.status() != 407, [] { return "407 is for proxies"; });
}

Verdict secrets_stay(const Exchange& x) {
    if (!x.policy().offers(Extension::digest) || x.entry.logs.empty() || !x.request) {
        return not_applicable();
    }
    std::vector<std::string> secrets;
    for (const auto& user : x.policy().digest.users) {
        if (user.password.size() >= 4) secrets.push_back(user.password);
    }
    for (const auto& row : x.request->message().rows) {
        if (row.id != HeaderId::authorization) continue;
        const auto value = sip::parse_auth_value(row.value);
        if (value && value->text("response") && value->text("response")->size() > 8) {
            secrets.push_back(*value->text("response"));
        }
    }
    for (const std::string& secret : secrets) {
        // What the peer wrote in the open, as its method or Call-ID say, is no secret.
        const std::string_view octets = octets_of(x.entry);
        const bool first = octets.substr(0, octets.find('\n')).find(secret) != std::string::npos;
        const bool elsewhere =
            first || std::ranges::any_of(x.request->message().rows, [&](const auto& row) {
                return row.id != HeaderId::authorization &&
                       row.value.find(secret) != std::string_view::npos;
            });
        for (const auto& record : x.entry.logs) {
            if (!elsewhere && to_line(record).find(secret) != std::string::npos) {
                return violated("a record holds a secret");
            }
        }
    }
    return holds();
}

constexpr unsigned ws = wire | snapshot;

constexpr std::array<Invariant, 15> rules{{
    {"R3261-10.3-3a", "R3261-10.3-3a R3261-22.1-2 R7616-D-2 R7616-D-3", Strength::should,
     "Without credentials a 401",
     "With digest on, a REGISTER without credentials for our realm is challenged.", extended | wire,
     no_credentials},
    {"R3261-22.1-4", "R3261-22.1-4 R8760-2.1-1 R8760-2.2-1 R7616-3.4.1-1 R7616-D-1 D-19 D-20",
     Strength::must, "Wrong credentials prove nothing",
     "Another password, user, algorithm or form: 401 again, or 403.", extended | wire,
     wrong_credentials},
    {"R7616-3.4-2", "R7616-3.4-2 O-37", Strength::policy, "A nonce ends and its count only rises",
     "A nonce past its lifetime, or a count that was used, is 401.", extended | wire,
     stale_is_refused},
    {"R8760-2.4-1", "R8760-2.4-1 R7616-3.4.1-1 R3261-22.4-3", Strength::must,
     "Right credentials are taken",
     "A right response for a nonce that counts, under any offered algorithm, is no 401.",
     extended | wire, good_is_taken},
    {"R7616-3.4-1", "R7616-3.4-1 R8760-2.6-2 R3261-22.4-2", Strength::must,
     "Malformed credentials are refused", "A missing, repeated or unquoted field is 400 or 401.",
     extended | wire, malformed_credentials},
    {"R3261-10.3-4b", "R3261-10.3-4a R3261-10.3-4b R3261-26.3.2.1-1", Strength::must,
     "Somebody else's address-of-record is 403",
     "Good credentials of who may not change the bindings of To.", extended | wire, not_the_owner},
    {"S-23", "S-23 S-34 R3261-26.1.1-1 R3261-22.2-2", Strength::must, "No change without proof",
     "With digest on, bindings change only for good credentials.", extended | ws,
     only_proof_changes},
    {"R3261-22.2-1", "R3261-22.2-1", Strength::must, "401 carries a challenge",
     "At least one WWW-Authenticate, and all can be read.", extended | wire, challenge_with_401},
    {"R7616-3.3-1", "R7616-3.3-1 R3261-22.1-1 R3261-22.1-3 R3261-22.4-1 R8760-2.6-1 R8760-2.6-3",
     Strength::must, "A challenge is well-formed",
     "Digest; realm, nonce and qop quoted; algorithm and stale not; our realm.", extended | wire,
     challenge_is_sound},
    {"R8760-2.3-1", "R8760-2.3-1", Strength::must, "A challenge for each algorithm",
     "No algorithm twice, in the order of preference.", extended | wire, algorithms_differ},
    {"S-34", "S-34", Strength::policy, "A nonce is given once", "No 401 repeats a nonce.",
     extended | wire, nonce_is_new},
    {"R7616-3.3-2", "R7616-3.3-2", Strength::should, "stale only for a right response",
     "stale=true exactly when the response was right and its nonce does not count any more.",
     extended | wire, stale_when_right},
    {"R3261-22.1-2", "R3261-22.1-2", Strength::must, "Never a 407",
     "A registrar challenges with 401.", wire, never_407},
    {"O-06", "O-06", Strength::policy, "Secrets stay out of the log",
     "No record holds a password or a digest response.", wire | log, secrets_stay},
    {"R3261-10.3-2a", "R3261-10.3-2a D-02", Strength::policy, "Require comes before credentials",
     "An unknown Require tag is 420 whether or not somebody has proved who they are.",
     extended | wire,
     [](const Exchange& x) {
         if (!on(x) || x.faults.empty() || x.faults.front().stage != 7) return not_applicable();
         return require(x.status() == 420 || x.status() == 400,
                        [] { return "credentials were asked for first"; });
     }},
}};

}  // namespace

std::span<const Invariant> digest_rules() { return rules; }

}  // namespace starzero::invariants
