// The registrar over a file: as one over memory, whatever the disk does (S-01, S-26, O-29).
#include <algorithm>

#include "rapid_choices.hpp"
#include "simulated_disk.hpp"
#include "starzero/durable/sqlite_store.hpp"
#include "starzero/registrar/binding_text.hpp"
#include "starzero/registrar/location_service.hpp"
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/transcript_text.hpp"
#include "starzero/sut/reference.hpp"
#include "starzero/sut/run.hpp"
#include "starzero/sut/shelf.hpp"
#include "support.hpp"

using namespace starzero;
using durable::SqliteStore;
using properties::RapidChoices;
using properties::SimulatedDisk;

namespace {

constexpr registrar::HashKey key{1, 2};

// Everything that lives, as text.
std::string contents(registrar::Store& store, model::Millis now) {
    registrar::LocationService locations(store, key);
    std::string text;
    std::vector<std::string> aors;
    store.for_each([&](std::string_view aor, const auto&) { aors.emplace_back(aor); });
    for (const std::string& aor : aors) {
        const auto live = locations.live(aor, now);
        for (const auto& binding : live->bindings) text += to_line(binding);
        for (const auto& record : live->instances) text += to_line(aor, record);
    }
    return text;
}

// A file on a simulated disk. Without power nothing can be opened: the registrar that is started
// then gets an empty store, as nobody will see what it says.
class DiskShelf final : public sut::Shelf {
public:
    explicit DiskShelf(SimulatedDisk& disk) : disk_(disk) {}

    void clear() override { store_.reset(); }
    registrar::Store& open(model::Millis now, model::Millis wall) override {
        clocks_ = {now, wall};
        for (int tries = 0; tries < 2; ++tries) {  // whoever starts it tries again
            try {
                store_ = std::make_unique<SqliteStore>("bindings", clocks_, key, disk_.vfs());
                return *store_;
            } catch (const durable::SqliteError&) {
                store_.reset();
            }
        }
        return nothing_;
    }
    void close() override {
        if (store_) store_->set_clocks(clocks_);
        store_.reset();
    }
    void set_clocks(model::Millis now, model::Millis wall) override {
        clocks_ = {now, wall};
        if (store_) store_->set_clocks(clocks_);
    }
    std::string text(model::Millis now) { return store_ ? contents(*store_, now) : ""; }

private:
    SimulatedDisk& disk_;
    durable::Clocks clocks_;
    registrar::MemoryStore nothing_;
    std::unique_ptr<SqliteStore> store_;
};

// What was there after each event, and how much the disk had been asked to do.
struct State {
    std::string text;
    model::Millis now = 0;
    model::Millis wall = model::wall_start;
    int status = 0;
};

// Until the power is gone; states[0] is that before the first event.
std::vector<State> run_until_dark(const scenario::Scenario& scenario, SimulatedDisk& disk,
                                  DiskShelf& shelf) {
    sut::Reference reference(shelf);
    reference.start(scenario.policy);
    std::vector<State> states{State{}};
    for (const scenario::Event& event : scenario.events) {
        if (!disk.has_power()) break;
        const auto entry = reference.apply(event);
        states.push_back(
            {shelf.text(entry.now), entry.now, entry.wall, properties::status_of(entry)});
    }
    shelf.close();
    return states;
}

std::uint64_t changes_of(const scenario::Scenario& scenario) {
    SimulatedDisk disk;
    DiskShelf shelf(disk);
    run_until_dark(scenario, disk, shelf);
    return disk.changes();
}

// What lives at that instant after so many events, where the bindings never leave memory.
std::string text_after(const scenario::Scenario& scenario, std::size_t events, model::Millis now) {
    sut::MemoryShelf shelf(key);
    sut::Reference reference(shelf);
    reference.start(scenario.policy);
    for (std::size_t i = 0; i < events; ++i) reference.apply(scenario.events[i]);
    return contents(shelf.store(), now);
}

// The power goes at the k-th change of the disk. Nothing that was answered is lost, nothing that
// was removed comes back; of the event that was cut off all is there, or nothing. Says what is
// wrong; empty if nothing is.
std::string cut(const scenario::Scenario& scenario, std::uint64_t k, std::uint64_t seed) {
    SimulatedDisk disk;
    DiskShelf shelf(disk);
    disk.lose_power_at(k);
    const auto states = run_until_dark(scenario, disk, shelf);
    const State& last = states.back();
    const std::size_t events = states.size() - 1;
    disk.restore_power(seed);
    shelf.open(last.now, last.wall);
    const std::string back = shelf.text(last.now);
    const std::string after = text_after(scenario, events, last.now);
    if (back == after) return {};
    const bool answered = last.status >= 200 && last.status < 300;
    if (!answered && events != 0) {
        // A clock that was set and not yet written down was not set, as far as the file knows.
        const bool clock = scenario.events[events - 1].kind == scenario::EventKind::wall;
        shelf.open(last.now,
                   clock ? states[events - 1].wall + last.now - states[events - 1].now : last.wall);
        const std::string before = text_after(scenario, events - 1, last.now);
        if (shelf.text(last.now) == before) return {};
    }
    return "S-26: the power went at disk change " + std::to_string(k) + ", seed " +
           std::to_string(seed) + " (event " + std::to_string(events) + ")\nback came\n" + back +
           "after the event it is\n" + after + print_scenario(scenario);
}

scenario::Scenario drawn(RapidChoices& choices, std::size_t events) {
    auto scenario = scenario::Generator::scenario(choices, events);
    // Its own faults of the store are another property's.
    std::erase_if(scenario.events,
                  [](const auto& event) { return event.kind == scenario::EventKind::fail_store; });
    return scenario;
}

scenario::Event event_of(scenario::EventKind kind, std::int64_t number = 0) {
    scenario::Event event;
    event.kind = kind;
    event.number = number;
    return event;
}

// Bindings come, change, expire and go, with restarts between.
scenario::Scenario mixed() {
    scenario::Scenario scenario;
    std::uint64_t serial = 0;
    const auto add = [&](std::vector<std::string> contacts, std::optional<std::string> expires) {
        scenario::RegisterMessage message;
        message.cseq = ++serial;
        message.branch = "z9hG4bKmixed" + std::to_string(serial);
        message.contacts = std::move(contacts);
        message.expires = std::move(expires);
        scenario.events.push_back(properties::send(message));
    };
    using scenario::EventKind;
    add({"<sip:a@192.0.2.4>;q=0.5", "\"B, of many\" <sip:b@192.0.2.4>;expires=60"}, "3600");
    add({"<sip:c@192.0.2.4>"}, "600");
    scenario.events.push_back(event_of(EventKind::restart));
    add({"<sip:a@192.0.2.4>"}, "0");
    scenario.events.push_back(event_of(EventKind::advance, 60'000));
    add({"<sip:d@192.0.2.4>"}, "60");
    scenario.events.push_back(event_of(EventKind::wall, 86'400'000));
    scenario.events.push_back(event_of(EventKind::restart));
    add({"<sip:e@192.0.2.4>"}, "60");
    add({"*"}, "0");
    scenario.events.push_back(event_of(EventKind::restart));
    add({"<sip:f@192.0.2.4>"}, "60");
    return scenario;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(disk)

RC_BOOST_PROP(a_registrar_over_a_file_answers_as_one_over_memory, ()) {
    RapidChoices choices;
    const auto scenario = scenario::Generator::scenario(choices, 8);
    SimulatedDisk disk;
    DiskShelf shelf(disk);
    sut::Reference over_file(shelf);
    sut::Reference over_memory;
    const std::string one = print_transcript(sut::run(over_memory, scenario));
    const std::string other = print_transcript(sut::run(over_file, scenario));
    if (one != other) {
        RC_FAIL("S-26: over a file it tells something else (event 1)\nover memory\n" + one +
                "over a file\n" + other);
    }
}

RC_BOOST_PROP(a_power_cut_loses_nothing_answered_and_revives_nothing_removed, ()) {
    RapidChoices choices;
    const auto scenario = drawn(choices, 6);
    const auto changes = static_cast<std::uint32_t>(changes_of(scenario));
    for (int i = 0; i < 4; ++i) {
        const std::string wrong = cut(scenario, choices.pick(changes) + 1, choices.pick(1'000));
        if (!wrong.empty()) RC_FAIL(wrong);
    }
}

BOOST_AUTO_TEST_CASE(a_power_cut_at_every_change_of_a_mixed_scenario) {
    const auto scenario = mixed();
    const std::uint64_t changes = changes_of(scenario);
    BOOST_TEST(changes > 50U);
    for (std::uint64_t k = 1; k <= changes; ++k) {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const std::string wrong = cut(scenario, k, seed);
            BOOST_REQUIRE_MESSAGE(wrong.empty(), wrong);
        }
    }
}

// A disk that fails once: a request that is answered by 500 changed nothing, in memory and on the
// disk; all others did what they were answered.
BOOST_AUTO_TEST_CASE(a_change_that_fails_at_any_place_leaves_file_and_memory_alike) {
    const auto scenario = mixed();
    const std::uint64_t changes = changes_of(scenario);
    std::size_t refused = 0;
    for (std::uint64_t k = 1; k <= changes; ++k) {
        SimulatedDisk disk;
        DiskShelf shelf(disk);
        sut::Reference reference(shelf);
        disk.fail_at(k);
        reference.start(scenario.policy);
        std::string before;
        model::Millis now = 0;
        for (const auto& event : scenario.events) {
            const auto entry = reference.apply(event);
            now = entry.now;
            const bool failed = properties::status_of(entry) == 500;
            if (failed)
                BOOST_TEST(shelf.text(now) == before, "breaks S-01: a 500 changed something");
            refused += failed ? 1U : 0U;
            before = shelf.text(now);
        }
        shelf.close();
        if (disk.changes() < k) continue;
        SqliteStore again("bindings", {now, model::wall_start + 86'400'000 + now}, key, disk.vfs());
        BOOST_TEST(contents(again, now) == before, "breaks S-26: change " << k << " failed");
    }
    BOOST_TEST(refused > 0U);
}

// Somebody else wrote into the file.
BOOST_AUTO_TEST_CASE(rows_that_no_registrar_wrote_are_told_and_not_offered) {
    SimulatedDisk disk;
    DiskShelf shelf(disk);
    shelf.open(0, model::wall_start);
    shelf.close();
    {
        durable::Database database("bindings", disk.vfs());
        database.run("PRAGMA locking_mode = EXCLUSIVE");
        int place = 0;
        const auto add = [&](const std::string& uri, const std::string& q, const std::string& cseq,
                             const std::string& reg_id, const std::string& expires_at) {
            const std::string row = "'sip:alice@example.com'," + std::to_string(++place) + ",'" +
                                    uri + "','',''," + q + ",'c'," + cseq + ",'',''," + reg_id +
                                    ",'',0," + std::to_string(model::wall_start) + "," +
                                    std::to_string(model::wall_start) + "," + expires_at + ",1";
            database.run(("INSERT INTO binding VALUES(" + row + ")").c_str());
        };
        const std::string later = std::to_string(model::wall_start + 60'000);
        add("sip:good@192.0.2.4", "-1", "1", "0", later);
        add("no uri", "-1", "1", "0", later);
        add("", "-1", "1", "0", later);
        add("sip:q@192.0.2.4", "5000", "1", "0", later);
        add("sip:cseq@192.0.2.4", "-1", "-1", "0", later);
        add("sip:reg@192.0.2.4", "-1", "1", "4294967296", later);
        add("sip:long-ago@192.0.2.4", "-1", "1", "0", "-9223372036854775807");
        database.run("INSERT INTO instance VALUES('sip:nobody@example.com',0,'urn:x:y','t',1,1,1)");
    }
    SqliteStore store("bindings", {0, model::wall_start}, key, disk.vfs());
    BOOST_TEST(store.unreadable() == 6U, "breaks O-30: a row is offered as it is");
    const std::string text = contents(store, 0);
    BOOST_TEST(text.find("good") != std::string::npos, text);
    BOOST_TEST(std::ranges::count(text, '\n') == 1);
}

BOOST_AUTO_TEST_SUITE_END()
