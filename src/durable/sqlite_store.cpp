#include "starzero/durable/sqlite_store.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "starzero/registrar/binding_text.hpp"

namespace starzero::durable {

namespace {

using registrar::Binding;
using registrar::BindingList;
using registrar::InstanceRecord;
using registrar::StoreError;

constexpr std::int64_t schema = 1;

// EXCLUSIVE first: two registrars over one file would each answer from a memory of their own. EXTRA
// before WAL: the journal with which the file is made must not come back after a power cut, or it
// undoes all that was written since.
constexpr const char* pragmas =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL;";

constexpr const char* tables =
    "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS binding(aor TEXT NOT NULL, place INTEGER NOT NULL,"
    " uri TEXT NOT NULL, display TEXT NOT NULL, params TEXT NOT NULL, q INTEGER NOT NULL,"
    " call_id TEXT NOT NULL, cseq INTEGER NOT NULL, path TEXT NOT NULL, instance TEXT NOT NULL,"
    " reg_id INTEGER NOT NULL, flow TEXT NOT NULL, bulk INTEGER NOT NULL,"
    " registered_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,"
    " contact_id INTEGER NOT NULL, PRIMARY KEY(aor, place)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS instance(aor TEXT NOT NULL, place INTEGER NOT NULL,"
    " instance TEXT NOT NULL, prefix TEXT NOT NULL, epoch INTEGER NOT NULL,"
    " count INTEGER NOT NULL, first_cseq INTEGER NOT NULL, PRIMARY KEY(aor, place))"
    " STRICT, WITHOUT ROWID;";

// Columns of unsigned values hold their bits.
std::int64_t bits(std::uint64_t value) noexcept { return static_cast<std::int64_t>(value); }
std::uint64_t from_bits(std::int64_t value) noexcept { return static_cast<std::uint64_t>(value); }

template <class Narrow>
Narrow narrowed(std::int64_t value, bool& fits) noexcept {
    fits = fits && std::in_range<Narrow>(value);
    return static_cast<Narrow>(value);
}

}  // namespace

SqliteStore::Statements::Statements(Database& database)
    : forget_bindings(database, "DELETE FROM binding WHERE aor = ?"),
      forget_instances(database, "DELETE FROM instance WHERE aor = ?"),
      add_binding(database,
                  "INSERT INTO binding(aor, place, uri, display, params, q, call_id, cseq, path,"
                  " instance, reg_id, flow, bulk, registered_at, updated_at, expires_at,"
                  " contact_id) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      add_instance(database,
                   "INSERT INTO instance(aor, place, instance, prefix, epoch, count, first_cseq)"
                   " VALUES(?,?,?,?,?,?,?)") {}

SqliteStore::SqliteStore(const std::string& path, const Clocks& clocks, registrar::HashKey key,
                         const std::string& vfs)
    : database_(path, vfs), now_(clocks.now), offset_(clocks.wall - clocks.now) {
    database_.run(pragmas);
    prepare_file(key);
    lists_ = registrar::MemoryStore(identity_.key);
    read_bindings();
    read_instances();
    statements_ = std::make_unique<Statements>(database_);
}

std::int64_t SqliteStore::meta(std::string_view name) {
    Statement statement(database_, "SELECT value FROM meta WHERE name = ?");
    return statement.bind(name).step() ? statement.number() : 0;
}

// One transaction, so that a file is either none of ours yet or whole.
void SqliteStore::prepare_file(registrar::HashKey key) {
    database_.run("BEGIN IMMEDIATE");
    database_.run(tables);
    if (meta("schema") == 0) {
        Statement add(database_, "INSERT INTO meta(name, value) VALUES(?, ?)");
        add.begin().bind("schema").bind(schema).step();
        add.begin().bind("key-1").bind(bits(key.first)).step();
        add.begin().bind("key-2").bind(bits(key.second)).step();
        add.begin().bind("boot").bind(0).step();
    }
    if (meta("schema") != schema) {
        throw SqliteError("schema " + std::to_string(meta("schema")) + " of the file is not " +
                          std::to_string(schema) + "; this is another version's");
    }
    database_.run("UPDATE meta SET value = value + 1 WHERE name = 'boot'");
    identity_.key = {from_bits(meta("key-1")), from_bits(meta("key-2"))};
    identity_.boot = from_bits(meta("boot"));
    database_.run("COMMIT");
}

// What a registrar wrote is offered again; what none can have written is counted.
void SqliteStore::read_bindings() {
    Statement row(database_,
                  "SELECT aor, uri, display, params, q, call_id, cseq, path, instance, reg_id,"
                  " flow, bulk, registered_at, updated_at, expires_at, contact_id FROM binding"
                  " ORDER BY aor, place");
    std::map<std::string, BindingList> lists;
    while (row.step()) {
        bool fits = true;
        model::BindingView view;
        view.aor = row.text();
        view.uri = row.text();
        view.display = row.text();
        view.params = row.text();
        view.q = narrowed<int>(row.number(), fits);
        view.call_id = row.text();
        view.cseq = narrowed<std::uint32_t>(row.number(), fits);
        view.path = registrar::read_path_text(row.text());
        view.instance = row.text();
        view.reg_id = narrowed<std::uint32_t>(row.number(), fits);
        view.flow = row.text();
        view.bulk = row.number() != 0;
        // A wall clock that was set back while the registrar was off lengthens nothing.
        view.registered_at = std::min(from_wall(row.number()), now_);
        const model::Millis updated_at = from_wall(row.number());
        view.updated_at = std::min(updated_at, now_);
        view.expires_at = view.updated_at + (from_wall(row.number()) - updated_at);
        const std::string aor = view.aor;
        auto binding = registrar::stored_binding(std::move(view), from_bits(row.number()));
        if (!fits || !binding) {
            ++unreadable_;
            continue;
        }
        BindingList& list = lists[aor];
        list.wake_at = std::min(list.wake_at, binding->view->expires_at);
        list.bindings.push_back(std::move(*binding));
    }
    for (auto& [aor, list] : lists) (void)lists_.replace(aor, std::move(list));
}

void SqliteStore::read_instances() {
    Statement row(database_,
                  "SELECT aor, instance, prefix, epoch, count, first_cseq FROM instance"
                  " ORDER BY aor, place");
    while (row.step()) {
        const std::string aor = row.text();
        bool fits = true;
        InstanceRecord record{row.text(), row.text()};
        record.epoch = from_bits(row.number());
        record.count = from_bits(row.number());
        record.first_cseq = narrowed<std::uint32_t>(row.number(), fits);
        const auto list = lists_.find(aor);
        if (!fits || *list == nullptr) {  // a record without a binding stands for nothing
            ++unreadable_;
            continue;
        }
        BindingList more = **list;
        more.instances.push_back(std::move(record));
        (void)lists_.replace(aor, std::move(more));
    }
}

registrar::StoreResult<const BindingList*> SqliteStore::find(std::string_view aor) {
    return lists_.find(aor);
}

void SqliteStore::undo() noexcept {
    try {
        if (database_.in_transaction()) database_.run("ROLLBACK");
    } catch (const SqliteError&) {  // the next change finds the transaction open, and fails too
    }
}

template <class Work>
bool SqliteStore::in_one_transaction(Work&& work) {
    try {
        undo();
        database_.run("BEGIN IMMEDIATE");
        work();
        database_.run("COMMIT");
        return true;
    } catch (const SqliteError&) {
        undo();
        return false;
    }
}

void SqliteStore::write(std::string_view aor, const BindingList& list) {
    statements_->forget_bindings.begin().bind(aor).step();
    statements_->forget_instances.begin().bind(aor).step();
    std::int64_t place = 0;
    for (const Binding& binding : list.bindings) {
        const model::BindingView& view = *binding.view;
        Statement& row = statements_->add_binding.begin();
        row.bind(aor).bind(place++).bind(view.uri).bind(view.display).bind(view.params);
        row.bind(view.q).bind(view.call_id).bind(view.cseq);
        row.bind(registrar::path_text(view.path)).bind(view.instance).bind(view.reg_id);
        row.bind(view.flow).bind(view.bulk ? 1 : 0).bind(to_wall(view.registered_at));
        row.bind(to_wall(view.updated_at)).bind(to_wall(view.expires_at));
        row.bind(bits(binding.contact_id)).step();
    }
    place = 0;
    for (const InstanceRecord& record : list.instances) {
        Statement& row = statements_->add_instance.begin();
        row.bind(aor).bind(place++).bind(record.instance).bind(record.prefix);
        row.bind(bits(record.epoch)).bind(bits(record.count)).bind(record.first_cseq).step();
    }
}

registrar::StoreResult<void> SqliteStore::replace(std::string_view aor, BindingList list) {
    const bool written =
        in_one_transaction([&] { write(aor, list.bindings.empty() ? BindingList{} : list); });
    if (!written) return std::unexpected(StoreError::failed);
    return lists_.replace(aor, std::move(list));
}

bool SqliteStore::set_clocks(const Clocks& clocks) {
    const model::Millis offset = clocks.wall - clocks.now;
    const model::Millis moved = offset - offset_;
    if (moved == 0) return true;
    const bool written = in_one_transaction([&] {
        Statement move(database_,
                       "UPDATE binding SET registered_at = registered_at + ?1,"
                       " updated_at = updated_at + ?1, expires_at = expires_at + ?1");
        move.begin().bind(moved).step();
    });
    if (written) offset_ = offset;
    return written;
}

}  // namespace starzero::durable
