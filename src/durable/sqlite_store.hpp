// Bindings that outlive the process: each change is on the disk before it is answered (write
// through), and every list lives in memory as it was last written, so that a lookup reads no disk.
// After a crash or a power cut the file holds each list as it was before or after its last change,
// never between (SQLite, write-ahead log, synchronous=EXTRA).
//
// The file keeps instants as milliseconds since 1970, since the monotonic clock of a process says
// nothing to the next one: a binding expires while the registrar is off as if it were on (S-26).
#pragma once

#include <algorithm>
#include <string>

#include "starzero/durable/sqlite.hpp"
#include "starzero/registrar/memory_store.hpp"

namespace starzero::durable {

// The two clocks at one instant, milliseconds.
struct Clocks {
    model::Millis now = 0;   // monotonic, of this process
    model::Millis wall = 0;  // since 1970
};

// What a registrar over the file must have in common with, and apart from, those before it
// (registrar::Environment).
struct Identity {
    registrar::HashKey key;
    std::uint64_t boot = 0;
};

class SqliteStore final : public registrar::Store {
public:
    // key: of a file that is made now; one that is there keeps its own. Throws SqliteError for what
    // is no database of ours, of another schema, or open in another process.
    SqliteStore(const std::string& path, const Clocks& clocks, registrar::HashKey key,
                const std::string& vfs = {});

    registrar::StoreResult<const registrar::BindingList*> find(std::string_view aor) override;
    registrar::StoreResult<void> replace(std::string_view aor,
                                         registrar::BindingList list) override;
    void for_each(const Visitor& visitor) const override { lists_.for_each(visitor); }

    const Identity& identity() const noexcept { return identity_; }

    // Rows that no registrar can have written: not offered, and left as they are until their
    // address-of-record changes.
    std::size_t unreadable() const noexcept { return unreadable_; }

    // The wall clock was set: what the file says of instants moves with it, so that a restart
    // neither lengthens nor shortens an interval (S-27). False if that could not be written; told
    // again, it is tried again.
    bool set_clocks(const Clocks& clocks);

private:
    struct Statements {
        explicit Statements(Database& database);
        Statement forget_bindings, forget_instances, add_binding, add_instance;
    };

    void prepare_file(registrar::HashKey key);
    void read_bindings();
    void read_instances();
    void write(std::string_view aor, const registrar::BindingList& list);
    void undo() noexcept;
    template <class Work>
    bool in_one_transaction(Work&& work);
    std::int64_t to_wall(model::Millis at) const noexcept { return at + offset_; }
    model::Millis from_wall(std::int64_t at) const noexcept {
        return std::clamp(at, -model::time_max, model::time_max) - offset_;
    }
    std::int64_t meta(std::string_view name);

    Database database_;
    model::Millis now_ = 0;     // of the opening
    model::Millis offset_ = 0;  // wall minus monotonic clock
    Identity identity_;
    std::size_t unreadable_ = 0;
    registrar::MemoryStore lists_;
    std::unique_ptr<Statements> statements_;
};

}  // namespace starzero::durable
