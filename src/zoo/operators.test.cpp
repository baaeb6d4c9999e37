#include "starzero/zoo/operators.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

using namespace starzero::zoo;

namespace {

// A source as clang-format leaves it.
const std::string source = R"(#include "a.hpp"

constexpr std::array<int, 2> table{
    1, 2};

// a < b && 1
template <class T>
int f(int a, int b) {
    if (a < b) return 10;
    const char* text = "a == b";
    note(a, b), iequals(a, b);
    a = b + 1;
    return a == b && true ? 0 : 1;
}
)";

std::set<std::string> changes_of(std::string_view kind) {
    std::set<std::string> changes;
    for (const Mutation& mutation : mutations_of("src/sip/x.cpp", source)) {
        if (mutation.kind == kind) changes.insert(mutation.after);
    }
    return changes;
}

using Changes = std::set<std::string>;

}  // namespace

BOOST_AUTO_TEST_CASE(each_operator_changes_one_thing) {
    BOOST_TEST((changes_of("boundary") == Changes{"if (a <= b) return 10;"}));
    BOOST_TEST((changes_of("comparison") == Changes{"return a != b && true ? 0 : 1;"}));
    BOOST_TEST((changes_of("logic") == Changes{"return a == b || true ? 0 : 1;"}));
    BOOST_TEST((changes_of("sign") == Changes{"a = b - 1;"}));
    BOOST_TEST((changes_of("condition") == Changes{"if (!(a < b)) return 10;"}));
    BOOST_TEST((changes_of("arguments") == Changes{"note(b, a), iequals(a, b);"}));
    BOOST_TEST((changes_of("constant") ==
                Changes{"if (a < b) return 11;", "a = b + 2;", "return a == b && false ? 0 : 1;",
                        "return a == b && true ? 1 : 1;", "return a == b && true ? 0 : 2;"}));
    const auto statements = mutations_of("src/sip/x.cpp", source);
    BOOST_TEST(std::ranges::count(statements, "statement", &Mutation::kind) == 3);
}

BOOST_AUTO_TEST_CASE(text_comments_and_tables_are_left_alone) {
    for (const Mutation& mutation : mutations_of("src/sip/x.cpp", source)) {
        BOOST_TEST(mutation.line >= 9U);
        BOOST_TEST(mutation.line != 10U);
        const std::string changed = mutated(mutation, source);
        BOOST_TEST(changed != source);
        BOOST_TEST(changed.find(mutation.after) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_seed_chooses_the_same_ones_always) {
    const auto all = mutations_of("src/sip/x.cpp", source);
    const auto names = [&](std::uint64_t seed) {
        std::set<std::string> list;
        for (const Mutation& mutation : sample_of(all, 5, seed)) list.insert(name_of(mutation));
        return list;
    };
    BOOST_TEST(names(1).size() == 5U);
    BOOST_TEST((names(1) == names(1)));
    BOOST_TEST((names(1) != names(2)));
    BOOST_TEST(sample_of(all, 1'000, 1).size() == all.size());
    // What an edit adds may take places of the sample, and changes nothing else about it.
    std::string edited = source;
    edited.insert(edited.find("\n    if"), "\n    int more = first + 7;");
    const auto here = sample_of(all, 5, 1);
    const auto knows = [](const std::vector<Mutation>& list, const Mutation& one) {
        return std::ranges::any_of(list, [&](const Mutation& other) {
            return other.before == one.before && other.after == one.after;
        });
    };
    const auto with_more = mutations_of("src/sip/x.cpp", edited);
    BOOST_TEST_REQUIRE(with_more.size() > all.size());
    for (const Mutation& mutation : sample_of(with_more, 5, 1)) {
        BOOST_TEST((knows(here, mutation) || !knows(all, mutation)), mutation.before);
    }
}

BOOST_AUTO_TEST_CASE(proofs_are_read) {
    const std::string path = (std::filesystem::temp_directory_path() / "equivalent.tsv").string();
    std::ofstream(path) << "# words\nsrc/sip/x.cpp\ta = b + 1;\ta = b - 1;\tb is 0\n";
    const auto list = read_equivalents(path);
    BOOST_TEST(list.size() == 1U);
    for (const Mutation& mutation : mutations_of("src/sip/x.cpp", source)) {
        const auto* proof = proof_of(mutation, list);
        BOOST_TEST((proof != nullptr) == (mutation.kind == "sign"));
    }
    std::ofstream(path) << "src/sip/x.cpp\ta\tb\n";
    BOOST_CHECK_THROW(read_equivalents(path), FaultError);
    std::filesystem::remove(path);
    BOOST_CHECK_THROW(read_equivalents(path), FaultError);
}
