#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/sqlite/connection.h"

#include <string_view>

namespace tunez::sqlite {

// For as long as it lives, notes whether a row of a table is inserted or updated. Of the rows that
// one statement writes (its triggers' included) it is the first. One at a time on a connection; a
// table without rowids tells nothing.
class RowWatch {
public:
    RowWatch(Connection& connection, std::string_view table);
    RowWatch(const RowWatch&) = delete;
    RowWatch& operator=(const RowWatch&) = delete;
    ~RowWatch();

    RowFate fate() const { return fate_; }

private:
    Connection& connection_;
    std::string_view table_;
    RowFate fate_ = RowFate::unknown;
};

} // namespace tunez::sqlite
