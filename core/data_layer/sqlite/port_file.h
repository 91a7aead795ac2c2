#pragma once

#include "data_layer/sqlite/log_buffer.h"
#include "data_layer/sqlite/port_vfs.h"

#include <cstdint>
#include <map>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>

// What the files of a port and the file system over them know of each other.
//
// 1. A file of the port is open at most once; `files` knows each one that is.
// 2. Once a flush or a deletion has failed, nobody knows which of the writes before it are kept;
//    once a write to the log has, nobody knows whether a transaction is in it. Then every write,
//    truncation, deletion and flush of that database fails, until all its files were closed and it
//    is recovered by being opened. A storage that is full has written nothing that counts.
//    What can be read then may not be durable: an operating system may have taken it for flushed,
//    and no later flush would help it. So it is written once more.
// 3. A transfer is a success only if it moved exactly what was asked for.
namespace tunez::sqlite {

struct PortFile;

// What the files of one database share.
struct PortDatabase {
    int open_files = 0;
    bool poisoned = false;
    bool unsure = false; // It was poisoned before it was closed.
    bool written = false; // The watcher knows.
    bool log_unflushed = false;
    bool commits_wait = false; // For flush_log(): nobody is told of them before.
    bool alone = false; // It has no companions, whatever files there are.
    PortFile* log = nullptr; // While it is open.
    DatabaseWatcher* watcher = nullptr;

    StoragePort::Status may_write()
    {
        using Status = StoragePort::Status;
        auto status = written || !watcher ? Status::ok : watcher->first_write();
        written = status == Status::ok;
        return status;
    }
};

struct PortFile : sqlite3_file {
    PortVfs::State* state = nullptr;
    PortDatabase* database = nullptr;
    int32_t handle = -1;
    std::string name;
    std::unique_ptr<LogBuffer> log; // Of a write-ahead log only.
    int64_t log_room
        = 0; // Up to here that file reaches: writing there needs no more of the storage.
};

struct PortVfs::State {
    Host& host;
    StoragePort* port;
    std::string name;
    sqlite3_vfs vfs {};
    std::map<std::string, PortFile*, std::less<>> files;
    std::map<std::string, PortDatabase, std::less<>> databases; // Also those that are closed.

    size_t failed_reads = 0;

    const PortDatabase* find(std::string_view database) const
    {
        auto found = databases.find(database);
        return found != databases.end() ? &found->second : nullptr;
    }
};

// SQLite's result for what the port answered; `otherwise` for what has none of its own.
int result_of(StoragePort::Status status, int otherwise);

// What SQLite calls on a PortFile. It goes with the last of them, xClose.
extern const sqlite3_io_methods port_file_methods;

// Makes what the log has been given durable.
int flush(PortFile& file);

} // namespace tunez::sqlite
