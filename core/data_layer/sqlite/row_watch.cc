#include "data_layer/sqlite/row_watch.h"

#include <sqlite3.h>

namespace tunez::sqlite {

// As SQLite compares names.
static bool is_same_table(std::string_view left, std::string_view right)
{
    return left.size() == right.size()
        && sqlite3_strnicmp(left.data(), right.data(), static_cast<int>(left.size())) == 0;
}

RowWatch::RowWatch(Connection& connection, std::string_view table)
    : connection_(connection)
    , table_(table)
{
    auto note = [](void* self, int operation, const char*, const char* written, sqlite3_int64) {
        auto& watch = *static_cast<RowWatch*>(self);
        if (watch.fate_ != RowFate::unknown || !is_same_table(watch.table_, written))
            return;
        if (operation == SQLITE_INSERT)
            watch.fate_ = RowFate::inserted;
        else if (operation == SQLITE_UPDATE)
            watch.fate_ = RowFate::updated;
    };
    sqlite3_update_hook(connection.handle(), note, this);
}

RowWatch::~RowWatch() { sqlite3_update_hook(connection_.handle(), nullptr, nullptr); }

} // namespace tunez::sqlite
