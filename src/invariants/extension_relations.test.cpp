#include <boost/test/unit_test.hpp>

#include "starzero/invariants/relation_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using model::Extension;

namespace {

const scenario::Scenario nothing = Build().octets("junk");

}  // namespace

BOOST_AUTO_TEST_CASE(what_extensions_read) {
    const auto flowing = Build()
                             .offer({Extension::outbound, Extension::gruu})
                             .reg({A + instance_1 + ";reg-id=1"}, "600", with_rows({supports_all}));
    check_relation("M-41", flowing, nothing);
    check_relation("M-42", flowing, nothing);
    check_relation("M-38", Build().reg({A}, "600"), nothing);
    check_relation("M-45", Build().reg({A}, "600"), nothing);
}

BOOST_AUTO_TEST_CASE(who_asks) {
    const auto proved =
        Build().offer({Extension::digest}).query().reg({A}, "600").as("alice", "secret");
    check_relation("M-14", proved, nothing);
    check_relation("M-27", proved, nothing);
    check_relation("S-24b", proved, nothing, [](scenario::Transcript& t) {
        t.entries.back().responses.at(0).octets.replace(8, 3, "404");
    });
}
