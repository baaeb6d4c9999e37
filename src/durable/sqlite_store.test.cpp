#include "starzero/durable/sqlite_store.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace starzero;
using durable::SqliteError;
using durable::SqliteStore;

namespace {

namespace fs = std::filesystem;

constexpr registrar::HashKey key{1, 2};
constexpr model::Millis wall = model::wall_start;

struct Folder {
    fs::path path = fs::temp_directory_path() / ("starzero-durable-" + std::to_string(getpid()));
    std::string file = (path / "bindings.sqlite").string();
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
};

registrar::BindingList list_of(model::Millis updated_at, model::Millis expires_at) {
    model::BindingView view;
    view.aor = "sip:a@example.com";
    view.uri = "sip:a@192.0.2.4";
    view.display = std::string("\xFF\0", 2);
    view.path = {"<sip:p1;lr>", "<sip:p2;lr;x=\"a,b\">"};
    view.q = 500;
    view.instance = "urn:x-a:1";
    view.reg_id = 1;
    view.flow = "A";
    view.cseq = 4'294'967'295U;
    view.registered_at = view.updated_at = updated_at;
    view.expires_at = expires_at;
    return {{{std::make_shared<const model::BindingView>(view), 0, ~std::uint64_t{0}}},
            {{"urn:x-a:1", "t~", ~std::uint64_t{0}, 2, 9}},
            expires_at};
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(every_field_comes_back, Folder) {
    const auto list = list_of(0, 60'000);
    {
        SqliteStore store(file, {0, wall}, key);
        BOOST_TEST(store.replace("sip:a@example.com", list).has_value());
    }
    SqliteStore store(file, {0, wall}, {9, 9});
    const auto& back = **store.find("sip:a@example.com");
    BOOST_TEST((*back.bindings[0].view == *list.bindings[0].view));
    BOOST_TEST(back.bindings[0].contact_id == list.bindings[0].contact_id);
    BOOST_TEST((back.instances == list.instances));
    BOOST_TEST(back.wake_at == 60'000);
    BOOST_TEST(store.unreadable() == 0U);
}

BOOST_FIXTURE_TEST_CASE(the_key_stays_and_no_start_has_the_number_of_another, Folder) {
    std::uint64_t first = 0;
    {
        SqliteStore store(file, {0, wall}, key);
        first = store.identity().boot;
    }
    SqliteStore store(file, {0, wall}, {9, 9});
    BOOST_TEST(store.identity().key.first == key.first);
    BOOST_TEST(store.identity().key.second == key.second);
    BOOST_TEST(store.identity().boot == first + 1);
}

// S-26, S-27: time passes while the registrar is off; a clock that was set back lengthens nothing.
BOOST_FIXTURE_TEST_CASE(what_remains_is_what_remained_less_the_time_that_passed, Folder) {
    const auto remaining = [&](const durable::Clocks& clocks) {
        SqliteStore store(file, clocks, key);
        return (**store.find("sip:a@example.com")).bindings[0].view->expires_at - clocks.now;
    };
    {
        SqliteStore store(file, {5'000, wall}, key);
        (void)store.replace("sip:a@example.com", list_of(5'000, 65'000));
    }
    BOOST_TEST(remaining({0, wall}) == 60'000);
    BOOST_TEST(remaining({1'000'000, wall + 20'000}) == 40'000);
    BOOST_TEST(remaining({0, wall + 70'000}) == -10'000);
    BOOST_TEST(remaining({0, wall - 86'400'000}) == 60'000);
}

BOOST_FIXTURE_TEST_CASE(a_clock_that_is_set_moves_what_is_written, Folder) {
    {
        SqliteStore store(file, {0, wall}, key);
        (void)store.replace("sip:a@example.com", list_of(0, 60'000));
        BOOST_TEST(store.set_clocks({10'000, wall + 86'400'000 + 10'000}));
    }
    SqliteStore store(file, {0, wall + 86'400'000 + 10'000}, key);
    BOOST_TEST((**store.find("sip:a@example.com")).bindings[0].view->expires_at == 50'000);
}

BOOST_FIXTURE_TEST_CASE(an_empty_list_leaves_no_row, Folder) {
    SqliteStore store(file, {0, wall}, key);
    (void)store.replace("sip:a@example.com", list_of(0, 60'000));
    (void)store.replace("sip:a@example.com", {});
    BOOST_TEST((*store.find("sip:a@example.com") == nullptr));
}

BOOST_FIXTURE_TEST_CASE(two_registrars_do_not_share_a_file, Folder) {
    const SqliteStore store(file, {0, wall}, key);
    BOOST_CHECK_EXCEPTION(SqliteStore(file, {0, wall}, key), SqliteError, [](const auto& error) {
        return std::string(error.what()).find("locked") != std::string::npos;
    });
}

BOOST_FIXTURE_TEST_CASE(what_is_none_of_ours_is_refused_and_left_alone, Folder) {
    const std::string words(4'096, 'x');
    std::ofstream(file) << words;
    BOOST_CHECK_THROW(SqliteStore(file, {0, wall}, key), SqliteError);
    std::ifstream in(file);
    BOOST_TEST(std::string(std::istreambuf_iterator<char>(in), {}) == words);
    BOOST_CHECK_THROW(SqliteStore((path / "no/such/folder").string(), {0, wall}, key), SqliteError);
    fs::remove(file);
    {
        const SqliteStore store(file, {0, wall}, key);
    }
    durable::Database(file).run("UPDATE meta SET value = 2 WHERE name = 'schema'");
    BOOST_CHECK_THROW(SqliteStore(file, {0, wall}, key), SqliteError);
}
