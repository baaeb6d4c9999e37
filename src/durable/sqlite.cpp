#include "starzero/durable/sqlite.hpp"

#include <sqlite3.h>

namespace starzero::durable {

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }

Database::Database(const std::string& path, const std::string& vfs) : path_(path) {
    sqlite3* handle = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        vfs.empty() ? nullptr : vfs.c_str());
    handle_.reset(handle);
    if (code != SQLITE_OK) fail();
    sqlite3_extended_result_codes(handle, 1);
}

void Database::run(const char* sql) {
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

bool Database::in_transaction() const noexcept {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Database::fail() const {
    const char* words = handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory";
    throw SqliteError(path_ + ": " + words);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    statement_.reset(statement);
    if (code != SQLITE_OK) database.fail();
}

Statement& Statement::begin() {
    sqlite3_reset(statement_.get());  // its code is that of the last step, which was told then
    parameter_ = 0;
    return *this;
}

Statement& Statement::bind(std::string_view text) {
    const int code = sqlite3_bind_text64(statement_.get(), ++parameter_, text.data(), text.size(),
                                         SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK) database_.fail();
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    if (sqlite3_bind_int64(statement_.get(), ++parameter_, number) != SQLITE_OK) database_.fail();
    return *this;
}

bool Statement::step() {
    column_ = 0;
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        sqlite3_reset(statement_.get());
        database_.fail();
    }
    sqlite3_reset(statement_.get());
    return false;
}

std::string Statement::text() {
    const int column = column_++;
    const unsigned char* octets = sqlite3_column_text(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return octets == nullptr ? std::string{}
                             : std::string(reinterpret_cast<const char*>(octets), size);
}

std::int64_t Statement::number() { return sqlite3_column_int64(statement_.get(), column_++); }

}  // namespace starzero::durable
