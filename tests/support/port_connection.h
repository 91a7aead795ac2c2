#pragma once

#include "data_layer/sqlite/port_vfs.h"

#include <sqlite3.h>
#include <string>

namespace tunez {

// A connection as the data layer opens it, without its convenience: every result is looked at.
class PortConnection {
public:
    PortConnection(
        const sqlite::PortVfs& vfs, const std::string& journal_mode, const char* file = "music.db")
    {
        result = sqlite3_open_v2(file, &handle_,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, vfs.name());
        run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA page_size=8192");
        run("PRAGMA journal_mode=" + journal_mode);
        run("PRAGMA synchronous=FULL; PRAGMA cache_size=4");
    }
    PortConnection(const PortConnection&) = delete;
    PortConnection& operator=(const PortConnection&) = delete;
    ~PortConnection() { sqlite3_close(handle_); }

    // The first failure is kept in `result`, and stops everything after it.
    bool run(const std::string& sql)
    {
        if (result == SQLITE_OK)
            result = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
        return result == SQLITE_OK;
    }

    // Also after a failure.
    int try_to(const std::string& sql)
    {
        return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    }

    std::string text(const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        std::string text;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK
            && sqlite3_step(statement) == SQLITE_ROW) {
            const auto* column = sqlite3_column_text(statement, 0);
            text = column ? reinterpret_cast<const char*>(column) : "";
        }
        sqlite3_finalize(statement);
        return text;
    }

    int result = SQLITE_OK;

private:
    sqlite3* handle_ = nullptr;
};

} // namespace tunez
