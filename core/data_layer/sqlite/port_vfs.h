#pragma once

#include "host/host.h"
#include "host/storage_port.h"

#include <memory>
#include <string_view>

namespace tunez::sqlite {

// Hears what happens to the files of one database, in the middle of it: it may use the port, but
// not SQLite.
class DatabaseWatcher {
public:
    DatabaseWatcher() = default;
    DatabaseWatcher(const DatabaseWatcher&) = delete;
    DatabaseWatcher& operator=(const DatabaseWatcher&) = delete;
    virtual ~DatabaseWatcher() = default;
    // Before the first change to any of its files since it was opened or settled. Anything but ok
    // refuses the change, and the next one asks again.
    virtual StoragePort::Status first_write() = 0;
    // The storage had no room for a write, which has failed.
    virtual void is_full() = 0;
};

// SQLite's file system over a StoragePort, registered with SQLite as long as it lives and the
// default while it is the newest. Time and random bytes come from the host. There is no shared
// memory: `locking_mode=EXCLUSIVE` has to be set before a connection enters WAL mode. Without a
// port only databases in memory can be opened.
//
// A database NAME has the files NAME, NAME-journal and NAME-wal of the port, each open at most
// once. A file is deleted by making it empty, and an empty journal or WAL counts as absent. One
// that is opened with the URI parameter `alone=1` has only NAME.
class PortVfs {
public:
    PortVfs(Host& host, StoragePort* port);
    PortVfs(const PortVfs&) = delete;
    PortVfs& operator=(const PortVfs&) = delete;
    // All its databases are closed by then.
    ~PortVfs();

    // What to give to sqlite3_open_v2().
    const char* name() const;

    // From now on, until it is another one or null. To be set before the database is opened.
    void watch(std::string_view database, DatabaseWatcher* watcher);
    // The next change counts as the first again.
    void settled(std::string_view database);
    // Whether a flush, a deletion or a write to the log has failed since it was opened: what its
    // files hold is unknown, and nothing changes them until it was closed.
    bool poisoned(std::string_view database) const;
    // How many reads have failed until now: SQLite's checks take one for damage.
    size_t failed_reads() const;
    // Whether nobody is told of a commit before flush_log() has succeeded. Then those that wait for
    // it together are written when it is called, and one that could not be poisons. Stays when the
    // database is closed.
    void let_commits_wait(std::string_view database, bool wait);
    // Whether the log has writes that were not flushed, or commits that wait.
    bool has_unflushed_log(std::string_view database) const;
    // Flushes these; SQLite's result code. One that fails poisons.
    int flush_log(std::string_view database);

    struct State;

private:
    std::unique_ptr<State> state_;
};

} // namespace tunez::sqlite
