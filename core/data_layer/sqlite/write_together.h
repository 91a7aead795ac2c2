#pragma once

#include "data_layer/sqlite/write.h"

namespace tunez::sqlite {

// Rows that are alike, in one statement. False: they have to be written one by one, because they
// are not alike, or to find out which of them is refused; then nothing was written.
std::expected<bool, WriteFailure> create_together(Database& database, const Resource& resource,
    std::span<const Attribute* const> columns, std::span<Record* const> records);
// The same of the first rows of a list; answers how many were written, which may be none.
std::expected<size_t, WriteFailure> update_together(
    Database& database, const Resource& resource, std::span<RowUpdate> rows);
std::expected<bool, WriteFailure> destroy_together(
    Database& database, const Resource& resource, std::span<RowDelete> rows);

} // namespace tunez::sqlite
