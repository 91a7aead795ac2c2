#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/sqlite/database.h"

#include <span>

namespace tunez::sqlite {

std::expected<void, WriteFailure> create(Database& database, const Resource& resource,
    std::span<const Attribute* const> columns, std::span<Record* const> records);
std::expected<void, WriteFailure> update(
    Database& database, const Resource& resource, std::span<RowUpdate> rows);
std::expected<void, WriteFailure> destroy(
    Database& database, const Resource& resource, std::span<RowDelete> rows);
std::expected<void, Errors> upsert(Database& database, const Resource& resource, RowUpsert& row);
std::expected<void, Errors> write_by_query(
    Database& database, const QueryWrite& write, RowSink& sink);

} // namespace tunez::sqlite
