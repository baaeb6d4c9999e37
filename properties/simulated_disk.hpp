// A disk in memory that loses power: an SQLite VFS whose files have what was synced, and what was
// written since and may be lost, kept, or kept by half. Deterministic.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace starzero::properties {

class SimulatedDisk {
public:
    SimulatedDisk();
    ~SimulatedDisk();
    SimulatedDisk(const SimulatedDisk&) = delete;
    SimulatedDisk& operator=(const SimulatedDisk&) = delete;

    // The name that SQLite knows it by.
    const std::string& vfs() const noexcept { return name_; }

    // Writes, truncations, syncs and removals so far.
    std::uint64_t changes() const noexcept { return changes_; }

    // At the k-th change from now (1: the next) the power goes: that one and everything after it
    // fails. 0: never.
    void lose_power_at(std::uint64_t k) noexcept { lost_at_ = k == 0 ? 0 : changes_ + k; }
    bool has_power() const noexcept { return has_power_; }

    // The k-th change from now fails, and only that one. 0: none.
    void fail_at(std::uint64_t k) noexcept { fails_at_ = k == 0 ? 0 : changes_ + k; }

    // The power is back. Of what was not synced the seed chooses: each write is there, is not
    // there, or has some of its sectors; the write that was cut off likewise.
    void restore_power(std::uint64_t seed);

    // For the VFS. False: the change fails.
    bool change();

    struct Change {
        std::size_t offset = 0;
        std::string octets;  // of a write
        bool truncates = false;
    };
    struct File {
        std::string synced;
        std::string seen;  // by who reads: synced with all changes since
        std::vector<Change> unsynced;
        bool removed = false;  // and it may come back
    };
    using FilePtr = std::shared_ptr<File>;

    FilePtr open(const std::string& name);
    FilePtr find(const std::string& name) const;
    void remove(const std::string& name, bool synced);
    static void write(File& file, Change change);

private:
    struct Vfs;

    std::string name_;
    std::unique_ptr<Vfs> registered_;
    std::map<std::string, FilePtr> files_;
    std::uint64_t changes_ = 0, lost_at_ = 0, fails_at_ = 0;
    bool has_power_ = true;
};

}  // namespace starzero::properties
