#include "simulated_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "starzero/scenario/choices.hpp"

namespace starzero::properties {

namespace {

using File = SimulatedDisk::File;
using FilePtr = SimulatedDisk::FilePtr;
using Change = SimulatedDisk::Change;

constexpr std::size_t sector = 512;

// What SQLite allocates for an open file.
struct Handle {
    sqlite3_file base;
    SimulatedDisk* disk;
    FilePtr file;
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

void carry_out(std::string& octets, const Change& change) {
    if (change.truncates) {
        octets.resize(change.offset);
        return;
    }
    const std::size_t end = change.offset + change.octets.size();
    if (octets.size() < end) octets.resize(end);
    octets.replace(change.offset, change.octets.size(), change.octets);
}

int close(sqlite3_file* file) {
    handle_of(file).~Handle();
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    const Handle& handle = handle_of(file);
    if (!handle.disk->has_power()) return SQLITE_IOERR_READ;
    const std::string& seen = handle.file->seen;
    const auto want = static_cast<std::size_t>(size);
    const std::size_t at = std::min(static_cast<std::size_t>(offset), seen.size());
    const std::size_t there = std::min(want, seen.size() - at);
    std::memcpy(to, seen.data() + at, there);
    std::memset(static_cast<char*>(to) + there, 0, want - there);
    return there == want ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    const Handle& handle = handle_of(file);
    const bool had_power = handle.disk->has_power();
    const bool done = handle.disk->change();
    // A write that the power left in the middle may have reached the platters.
    if (had_power && (done || !handle.disk->has_power())) {
        SimulatedDisk::write(
            *handle.file,
            {static_cast<std::size_t>(offset),
             std::string(static_cast<const char*>(from), static_cast<std::size_t>(size)), false});
    }
    return done ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const Handle& handle = handle_of(file);
    if (!handle.disk->change()) return SQLITE_IOERR_TRUNCATE;
    SimulatedDisk::write(*handle.file, {static_cast<std::size_t>(size), {}, true});
    return SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
    const Handle& handle = handle_of(file);
    if (!handle.disk->change()) return SQLITE_IOERR_FSYNC;
    handle.file->synced = handle.file->seen;
    handle.file->unsynced.clear();
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(handle_of(file).file->seen.size());
    return SQLITE_OK;
}

// One process, one connection.
int lock(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* reserved) {
    *reserved = 0;
    return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int characteristics(sqlite3_file*) { return 0; }

const sqlite3_io_methods methods{.iVersion = 1,
                                 .xClose = close,
                                 .xRead = read,
                                 .xWrite = write,
                                 .xTruncate = truncate,
                                 .xSync = sync,
                                 .xFileSize = file_size,
                                 .xLock = lock,
                                 .xUnlock = lock,
                                 .xCheckReservedLock = check_lock,
                                 .xFileControl = control,
                                 .xSectorSize = sector_size,
                                 .xDeviceCharacteristics = characteristics,
                                 .xShmMap = nullptr,
                                 .xShmLock = nullptr,
                                 .xShmBarrier = nullptr,
                                 .xShmUnmap = nullptr,
                                 .xFetch = nullptr,
                                 .xUnfetch = nullptr};

SimulatedDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<SimulatedDisk*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    SimulatedDisk& disk = disk_of(vfs);
    file->pMethods = nullptr;
    if (!disk.has_power()) return SQLITE_CANTOPEN;
    const FilePtr there = name != nullptr ? disk.open(name) : std::make_shared<File>();
    auto* handle = new (file) Handle{{}, &disk, there};
    handle->base.pMethods = &methods;
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int synced) {
    SimulatedDisk& disk = disk_of(vfs);
    if (disk.find(name) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
    if (!disk.change()) return SQLITE_IOERR_DELETE;
    disk.remove(name, synced != 0);
    return SQLITE_OK;
}

int access_file(sqlite3_vfs* vfs, const char* name, int, int* there) {
    *there = disk_of(vfs).find(name) != nullptr ? 1 : 0;
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
    for (int i = 0; i < size; ++i) out[i] = static_cast<char>(i * 37 + 11);
    return size;
}

int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

int current_time(sqlite3_vfs*, double* days) {
    *days = 2'461'000.5;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

struct SimulatedDisk::Vfs {
    sqlite3_vfs vfs{};
};

SimulatedDisk::SimulatedDisk() : registered_(std::make_unique<Vfs>()) {
    static std::uint64_t disks = 0;
    name_ = "simulated-disk-" + std::to_string(++disks);
    sqlite3_vfs& vfs = registered_->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 256;
    vfs.zName = name_.c_str();
    vfs.pAppData = this;
    vfs.xOpen = open_file;
    vfs.xDelete = remove_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_name;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep;
    vfs.xCurrentTime = current_time;
    vfs.xGetLastError = last_error;
    sqlite3_vfs_register(&vfs, 0);
}

SimulatedDisk::~SimulatedDisk() { sqlite3_vfs_unregister(&registered_->vfs); }

bool SimulatedDisk::change() {
    if (!has_power_) return false;
    ++changes_;
    if (changes_ == lost_at_) has_power_ = false;
    return has_power_ && changes_ != fails_at_;
}

SimulatedDisk::FilePtr SimulatedDisk::open(const std::string& name) {
    FilePtr& file = files_[name];
    if (file == nullptr || file->removed) file = std::make_shared<File>();
    return file;
}

SimulatedDisk::FilePtr SimulatedDisk::find(const std::string& name) const {
    const auto found = files_.find(name);
    return found == files_.end() || found->second->removed ? nullptr : found->second;
}

void SimulatedDisk::remove(const std::string& name, bool synced) {
    if (synced) {
        files_.erase(name);
    } else {
        files_.at(name)->removed = true;
    }
}

void SimulatedDisk::write(File& file, Change change) {
    carry_out(file.seen, change);
    file.unsynced.push_back(std::move(change));
}

void SimulatedDisk::restore_power(std::uint64_t seed) {
    scenario::SeededChoices choices(seed);
    std::erase_if(files_, [&](const auto& f) { return f.second->removed && choices.pick(2) == 0; });
    for (auto& [name, file] : files_) {
        File back{file->synced, {}, {}, false};
        for (const Change& change : file->unsynced) {
            const auto fate = choices.pick(3);
            if (fate == 1) carry_out(back.synced, change);
            if (fate != 2 || change.truncates) continue;
            for (std::size_t at = 0; at < change.octets.size(); at += sector) {
                if (choices.pick(2) == 0) continue;
                carry_out(back.synced,
                          {change.offset + at, change.octets.substr(at, sector), false});
            }
        }
        back.seen = back.synced;
        file = std::make_shared<File>(std::move(back));  // who has it open has it no more
    }
    has_power_ = true;
    lost_at_ = fails_at_ = 0;
}

}  // namespace starzero::properties
