#pragma once

#include "host/host.h"
#include "host/storage_port.h"

#include <memory>

namespace tunez::sqlite {

// SQLite's file system over a StoragePort, registered with SQLite as long as it lives and the
// default while it is the newest. Time and random bytes come from the host. There is no shared
// memory: `locking_mode=EXCLUSIVE` has to be set before a connection enters WAL mode. Without a
// port only databases in memory can be opened.
//
// A database NAME has the files NAME, NAME-journal and NAME-wal of the port, each open at most
// once. A file is deleted by making it empty, and an empty journal or WAL counts as absent.
class PortVfs {
public:
    PortVfs(Host& host, StoragePort* port);
    PortVfs(const PortVfs&) = delete;
    PortVfs& operator=(const PortVfs&) = delete;
    // All its databases are closed by then.
    ~PortVfs();

    // What to give to sqlite3_open_v2().
    const char* name() const;

    struct State;

private:
    std::unique_ptr<State> state_;
};

} // namespace tunez::sqlite
