#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;

namespace {

Build bound() { return Build().reg({A}, "3600"); }
Build refused() { return bound().reg({"*"}, "60"); }

const Spoil silenced = [](scenario::Transcript& t) { t.entries.back().responses.clear(); };
const std::string row_of_a = "Contact: <sip:a@192.0.2.4>;expires=3600\r\n";

// Everything again as a system tells it that shows no bindings: the answers must add up alone.
std::size_t told_without_snapshots(std::string_view id, scenario::Transcript transcript) {
    std::size_t told = 0;
    for (auto& entry : transcript.entries) entry.snapshot.reset();
    Checker checker(transcript.policy, nullptr, wire);
    for (const auto& entry : transcript.entries) {
        for (const Finding& f : checker.step(entry)) told += f.invariant->id == id ? 1U : 0U;
    }
    return told;
}

}  // namespace

BOOST_AUTO_TEST_CASE(listings) {
    check_judge("R3261-10.3-8a", bound().reg({B}, "3600"), answer_with(row_of_a, ""), refused());
    check_judge("R3261-10.3-8e", bound().star(),
                answer_gains("Contact: <sip:a@192.0.2.4>;expires=9"), refused());
    check_judge("R3261-10.2.4-2", bound(), answer_gains("Expires: 3601"), bound().star());
    check_judge("R3261-10.3-8c2", bound().query(), answer_with("expires=3600", "expires=1800"),
                refused());
}

// The reference shows all; another system tells URIs alone.
BOOST_AUTO_TEST_CASE(holdings) {
    const auto hold = [](std::vector<model::Held> held) {
        return [held](scenario::Transcript& t) { t.entries.back().held = held; };
    };
    check_judge("S-02h", bound().reg({B}, "3600"), hold({{"sip:b@192.0.2.5", 3600}}), refused());
    check_judge("S-02h", bound().star(), hold({{"sip:a@192.0.2.4", -1}}), refused());
    check_judge("S-01h", refused(), hold({}), bound());
    check_judge("S-01h", refused(), hold({{"sip:x@192.0.2.4", 9}, {"sip:a@192.0.2.4", 9}}),
                bound());
}

BOOST_AUTO_TEST_CASE(answers) {
    check_judge("R3261-8.2-1b", bound().star(), silenced, refused());
    check_judge(
        "R3261-25-1", Build().reg({"None"}, "60"),
        [](scenario::Transcript& t) {
            status_becomes("200")(t);
            answer_gains("Contact: <None>;expires=60")(t);
        },
        bound());
}

// What a 2xx lists is taken for what is bound, so that one fault is told once.
BOOST_AUTO_TEST_CASE(a_listing_is_adopted) {
    auto transcript = transcript_of(bound().reg({B}, "3600").query().query());
    BOOST_TEST(told_without_snapshots("R3261-10.3-8a", transcript) == 0U);
    for (std::size_t i = 1; i < 4; ++i) {
        auto& octets = transcript.entries[i].responses[0].octets;
        octets.erase(octets.find(row_of_a), row_of_a.size());
    }
    BOOST_TEST(told_without_snapshots("R3261-10.3-8a", transcript) == 1U);
}

// An interval is told in whole seconds: about its end nobody can say whether the binding is there.
BOOST_AUTO_TEST_CASE(the_end_of_a_told_interval_is_not_sharp) {
    auto transcript = transcript_of(bound().query().at(3'599'999).query().at(3'600'000));
    BOOST_TEST(told_without_snapshots("R3261-10.3-8a", transcript) == 0U);
    BOOST_TEST(told_without_snapshots("R3261-10.3-8e", transcript) == 0U);
    auto& last = transcript.entries.back().responses[0].octets;
    last.insert(last.find("Content-Length"), "Contact: <sip:a@192.0.2.4>;expires=1\r\n");
    BOOST_TEST(told_without_snapshots("R3261-10.3-8e", transcript) == 0U);
    transcript.entries.back().now += 2'000;
    BOOST_TEST(told_without_snapshots("R3261-10.3-8e", transcript) == 1U);
}

// A wildcard whose answer is lost may have been obeyed or not.
BOOST_AUTO_TEST_CASE(what_is_not_answered_is_not_known) {
    auto transcript = transcript_of(bound().star().query().query());
    transcript.entries[1].responses.clear();
    BOOST_TEST(told_without_snapshots("R3261-10.3-8a", transcript) == 0U);
    BOOST_TEST(told_without_snapshots("R3261-10.3-8e", transcript) == 0U);
    BOOST_TEST(told_without_snapshots("R3261-8.2-1b", transcript) == 1U);
}
