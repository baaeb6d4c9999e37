#include "starzero/invariants/relation_case.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/sut/reference.hpp"
#include "starzero/sut/run.hpp"

namespace starzero::invariants {

namespace {

scenario::Transcript run(const scenario::Scenario& scenario) {
    sut::Reference reference;
    return sut::run(reference, scenario);
}

}  // namespace

void spoil_all(scenario::Transcript& transcript) {
    for (auto& entry : transcript.entries) {
        for (auto& response : entry.responses) response.octets.replace(8, 3, "299");
        if (entry.snapshot) entry.snapshot->clear();
    }
}

void check_relation(const char* id, const scenario::Scenario& holds,
                    const scenario::Scenario& silent, const Spoil& spoil) {
    BOOST_TEST_CONTEXT(id) {
        const Invariant* relation = find_invariant(id);
        BOOST_TEST_REQUIRE((relation != nullptr && relation->kind() == Kind::relation));
        const auto left = run(holds);
        bool applied = false;
        bool broken = false;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            scenario::SeededChoices choices(seed);
            const auto transformed = relation->transform(holds, choices);
            if (!transformed) continue;
            auto right = run(*transformed);
            const auto verdict = relation->compare(left, right);
            BOOST_TEST((verdict.outcome != Outcome::violated), verdict.explanation);
            applied = applied || verdict.outcome == Outcome::holds;
            spoil(right);
            broken = broken || relation->compare(left, right).outcome == Outcome::violated;
        }
        BOOST_TEST(applied, "must apply");
        BOOST_TEST(broken, "must be violated when spoilt");
        scenario::SeededChoices choices(1);
        const auto transformed = relation->transform(silent, choices);
        const bool nothing =
            !transformed ||
            relation->compare(run(silent), run(*transformed)).outcome == Outcome::not_applicable;
        BOOST_TEST(nothing, "must not apply");
    }
}

}  // namespace starzero::invariants
