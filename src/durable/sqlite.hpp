// As much of SQLite as the store needs; what fails throws.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace starzero::durable {

// The text says which file, and what SQLite said of it.
class SqliteError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Database {
public:
    // Made if it is not there. vfs: a name that was registered with SQLite; empty for the usual.
    explicit Database(const std::string& path, const std::string& vfs = {});

    // Statements without parameters and without rows that matter.
    void run(const char* sql);

    // Is a transaction open?
    bool in_transaction() const noexcept;

    [[noreturn]] void fail() const;  // with SQLite's last word
    sqlite3* handle() const noexcept { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };
    std::string path_;
    std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement: parameters are bound and columns are read from left to right.
class Statement {
public:
    Statement(Database& database, std::string_view sql);

    Statement& begin();  // forgets the last run
    Statement& bind(std::string_view text);
    Statement& bind(std::int64_t number);
    bool step();  // false when there is no further row

    std::string text();
    std::int64_t number();

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    Database& database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int parameter_ = 0;
    int column_ = 0;
};

}  // namespace starzero::durable
