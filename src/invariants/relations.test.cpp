// Every relation on a scenario where it applies and holds, on the same with the transformed run
// spoilt, and on one that it has nothing to say of.
#include <boost/test/unit_test.hpp>

#include "starzero/invariants/relation_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using scenario::EventKind;

namespace {

void bob(scenario::RegisterMessage& m) { m.to = "<sip:bob@example.com>", m.call_id = "bob"; }

const scenario::Scenario nothing = Build().octets("junk");
const scenario::Scenario bound = Build().reg({A + ";x=1;q=0.5", B}, "600").reg({}, {}, [](auto& m) {
    m.rows = {"Supported: a, b"};
});

// Contacts of the last answer become one more than they were.
const Spoil one_more = [](scenario::Transcript& t) {
    for (auto& entry : t.entries) {
        if (entry.responses.empty()) continue;
        auto& octets = entry.responses[0].octets;
        octets.replace(octets.rfind("Content-Length"), 0, "Contact: <sip:z@h>;expires=9\r\n");
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(spelling) {
    for (const char* id : {"M-01", "M-02", "M-03", "M-04", "M-05", "M-06", "M-07", "M-10", "M-12",
                           "M-13", "M-15", "M-18", "M-19", "M-22"}) {
        check_relation(id, bound, nothing);
    }
}

BOOST_AUTO_TEST_CASE(repetition) {
    check_relation("S-15", bound, {}, one_more);
    check_relation("M-24", bound, nothing,
                   [](scenario::Transcript& t) { t.entries.back().snapshot->clear(); });
}

BOOST_AUTO_TEST_CASE(comparison) {
    check_relation("M-16", bound, nothing, one_more);
    check_relation("M-30", bound, nothing, one_more);
}

BOOST_AUTO_TEST_CASE(time_adds_up) {
    check_relation("S-30", Build().reg({A}, "60").event(EventKind::advance, 59'999).query(), bound);
}

BOOST_AUTO_TEST_CASE(other_addresses_of_record) {
    const scenario::Scenario two = Build().reg({A}, "60").reg({B}, "60", bob).query();
    check_relation("M-33", two, bound);
    check_relation("M-37", two, bound);
}

BOOST_AUTO_TEST_CASE(wildcard_and_removal) {
    check_relation("M-34", Build().reg({A, B}, "60").reg({B}, "60", bob).star(), bound,
                   [](scenario::Transcript& t) { t.entries.back().snapshot->clear(); });
}

BOOST_AUTO_TEST_CASE(insertions) {
    check_relation("M-35", bound, {});
    check_relation("M-36", bound, {}, [](scenario::Transcript& t) {
        for (auto& entry : t.entries) entry.snapshot->clear();
    });
    check_relation("M-52", bound, nothing);
}
