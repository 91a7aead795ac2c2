#pragma once

#include "base/error.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace tunez::sqlite {

class PortVfs;

// What an acknowledgement waits for: full, until the storage has confirmed what was committed;
// relaxed, nothing (a power loss may take the last commits, never the database; a crash of the
// program takes none).
enum class Durability : uint8_t { full, relaxed };

struct OpenOptions {
    std::string file = ":memory:";
    PortVfs* vfs = nullptr; // Outlives the database; null: SQLite's own for this platform.
    Durability durability = Durability::full;
};

// One open database, of which this is the only user: other processes are locked out. Owns the
// handle; statements must go before it does.
class Connection {
public:
    // Fails with storage_unavailable, storage_corrupt, storage_full, storage_failed or
    // out_of_memory. A file that is not a database is left as it is.
    static Result<std::unique_ptr<Connection>> open(const OpenOptions& options);
    // The two halves of it: until writing is started, the file is only read. Closing such a
    // connection leaves the log where it is.
    static Result<std::unique_ptr<Connection>> open_for_reading(const OpenOptions& options);
    Result<void> start_writing(const OpenOptions& options);
    // A copy of a database: one file, without a log or a journal beside it.
    enum class CopyUse : uint8_t { read, write };
    static Result<std::unique_ptr<Connection>> open_copy(const OpenOptions& options, CopyUse use);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    sqlite3* handle() const { return handle_; }
    // Runs each statement of a trusted text to its end; rows are dropped.
    Result<void> execute(std::string_view sql);
    // The error of the call that just failed.
    Error last_error(std::string_view doing) const;
    bool in_transaction() const;

    // Hears the text of every statement that starts, with its placeholders; an empty function ends
    // it.
    void observe(std::function<void(std::string_view sql)> observer);

private:
    explicit Connection(sqlite3* handle)
        : handle_(handle)
    {
    }

    static Result<std::unique_ptr<Connection>> open_file(
        const OpenOptions& options, const std::string& file, int flags);
    Result<void> configure();

    sqlite3* handle_;
    std::function<void(std::string_view)> observer_;
};

} // namespace tunez::sqlite
