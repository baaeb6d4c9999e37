#include "starzero/invariants/catalogue.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

using namespace starzero::invariants;

namespace {

std::string tests() {
    std::string text;
    for (const char* name :
         {"state_rules", "operational_rules", "register_rules", "answer_rules", "outbound_rules",
          "listing_rules", "path_rules", "gruu_rules", "digest_rules", "event_rules", "relations",
          "extension_relations", "value_rules", "extension_values"}) {
        const std::string folder = __FILE__;
        std::ifstream file(folder.substr(0, folder.rfind('/') + 1) + name + ".test.cpp");
        text.append(std::istreambuf_iterator<char>(file), {});
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(ids_are_unique_and_entries_complete) {
    std::set<std::string_view> ids;
    for (const Invariant& invariant : catalogue()) {
        BOOST_TEST(ids.insert(invariant.id).second, invariant.id);
        const int kinds = (invariant.judge != nullptr) + (invariant.transform != nullptr) +
                          (invariant.value != nullptr);
        BOOST_TEST(kinds == 1, invariant.id);
        BOOST_TEST((invariant.transform == nullptr) == (invariant.compare == nullptr));
        BOOST_TEST(!invariant.title.empty());
        BOOST_TEST(!invariant.statement.empty());
        BOOST_TEST(!invariant.requirements.empty());
        BOOST_TEST(invariant.needs != 0U);
        BOOST_TEST(find_invariant(invariant.id) == &invariant);
    }
    BOOST_TEST(find_invariant("no such rule") == nullptr);
}

BOOST_AUTO_TEST_CASE(at_least_a_hundred_and_forty_judges_and_relations) {
    const auto count = std::ranges::count_if(
        catalogue(), [](const Invariant& i) { return i.kind() != Kind::value; });
    BOOST_TEST(count >= 140);
}

BOOST_AUTO_TEST_CASE(every_rule_has_its_test) {
    const std::string text = tests();
    BOOST_TEST_REQUIRE(!text.empty());
    for (const Invariant& invariant : catalogue()) {
        const std::string quoted = "\"" + std::string(invariant.id) + "\"";
        BOOST_TEST(text.find(quoted) != std::string::npos, invariant.id);
    }
}
