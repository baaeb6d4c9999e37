#include "starzero/registrar/digest_gate.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/sip/message.hpp"

using namespace starzero;
using namespace starzero::registrar;
using model::Reason;

namespace {

struct Fixture {
    model::ToyHash hash;
    model::Policy policy;
    DigestGate gate{{1, 2}, hash};

    std::string nonce(model::Millis now) {
        const std::string rows = gate.challenge(policy.digest, false, now);
        const std::size_t at = rows.find("nonce=\"") + 7;
        return rows.substr(at, rows.find('"', at) - at);
    }

    DigestGate::Outcome ask(const std::string& nonce, const std::string& password, int count,
                            model::Millis now = 0) {
        const auto h = [&](const std::string& t) {
            return hash.hex(model::DigestAlgorithm::sha256, t);
        };
        std::string nc = "0000000" + std::to_string(count);
        const std::string response = h(h("alice:example.com:" + password) + ":" + nonce + ":" + nc +
                                       ":c:auth:" + h("REGISTER:sip:example.com"));
        const std::string octets =
            "REGISTER sip:example.com SIP/2.0\r\nAuthorization: Digest username=\"alice\", "
            "realm=\"example.com\", nonce=\"" +
            nonce + "\", uri=\"sip:example.com\", response=\"" + response +
            "\", algorithm=SHA-256, qop=auth, nc=" + nc + ", cnonce=\"c\"\r\n\r\n";
        const auto parsed = sip::parse_message(octets);
        return gate.judge(parsed.message, policy, {}, now);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(the_count_moves_on_success_alone, Fixture) {
    const std::string one = nonce(0);
    BOOST_TEST((ask(one, "wrong", 5).reason == Reason::wrong_credentials));
    BOOST_TEST(ask(one, "secret", 1).identity.value() == "alice");
    BOOST_TEST((ask(one, "secret", 1).reason == Reason::stale_nonce));
    BOOST_TEST(ask(one, "secret", 3).identity.has_value());
    BOOST_TEST((ask(one, "secret", 2).reason == Reason::stale_nonce));
}

// What lacks a field is malformed, and not only wrong.
BOOST_FIXTURE_TEST_CASE(credentials_have_all_their_fields, Fixture) {
    const auto reason = [&](const std::string& row) {
        const std::string octets =
            "REGISTER sip:example.com SIP/2.0\r\nAuthorization: " + row + "\r\n\r\n";
        const auto parsed = sip::parse_message(octets);
        return gate.judge(parsed.message, policy, {}, 0).reason;
    };
    BOOST_TEST((reason("Digest realm=\"example.com\"") == Reason::bad_credentials));
    BOOST_TEST((reason("Digest realm=") == Reason::bad_credentials));
    BOOST_TEST((reason("Digest realm=\"else.where\"") == Reason::no_credentials));
    BOOST_TEST((reason("Basic abc") == Reason::no_credentials));
}

BOOST_FIXTURE_TEST_CASE(nonces_end, Fixture) {
    const std::string one = nonce(0);
    BOOST_TEST(ask(one, "secret", 1, 299'999).identity.has_value());
    BOOST_TEST((ask(one, "secret", 2, 300'000).reason == Reason::stale_nonce));
    BOOST_TEST((ask("0000000000000000000000010123456789abcdef", "secret", 1).reason ==
                Reason::stale_nonce));
}

// O-37: challenges cost nothing, and used nonces are bounded; the oldest becomes stale.
BOOST_FIXTURE_TEST_CASE(a_flood_is_bounded, Fixture) {
    policy.limits.nonces = 2;
    for (int i = 0; i < 100'000; ++i) nonce(0);
    BOOST_TEST(gate.kept() == 0U);
    const std::string first = nonce(0);
    const std::string second = nonce(0);
    const std::string third = nonce(0);
    for (const auto& each : {first, second, third}) {
        BOOST_TEST(ask(each, "secret", 1).identity.has_value());
    }
    BOOST_TEST(gate.kept() == 2U);
    BOOST_TEST((ask(first, "secret", 2).reason == Reason::stale_nonce));
    BOOST_TEST(ask(second, "secret", 2).identity.has_value());
}

// A reload may lower the limit: the next right answer, to whichever nonce, lets the oldest go.
BOOST_FIXTURE_TEST_CASE(a_lower_limit_counts_at_once, Fixture) {
    const std::string first = nonce(0);
    const std::string second = nonce(0);
    for (const auto& each : {first, second})
        BOOST_TEST(ask(each, "secret", 1).identity.has_value());
    policy.limits.nonces = 1;
    BOOST_TEST(ask(second, "secret", 2).identity.has_value());
    BOOST_TEST(gate.kept() == 1U);
    BOOST_TEST((ask(first, "secret", 2).reason == Reason::stale_nonce));
}
