#pragma once

#include "data_layer/schema_change.h"
#include "data_layer/sqlite/sql.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez::sqlite {

// The first statement of a list that rebuilds tables: with foreign keys enforced, dropping the old
// table would delete the rows that point at it. It has no effect inside a transaction, so whoever
// runs the list runs it before, and looks for dangling keys at the end.
constexpr std::string_view foreign_keys_off = "PRAGMA foreign_keys=OFF";

// The statements that make those changes to a database of that schema. Pure. What SQLite's ALTER
// TABLE cannot do becomes a rebuild: a new table, a copy that keeps every row or fails, and the new
// table under the old name.
std::vector<std::string> render_schema_changes(
    const Schema& before, std::span<const SchemaChange> changes);

// How a table and an index are made.
std::string create_table_sql(const Table& table, std::string_view name);
std::string create_index_sql(const Table& table, const TableIndex& index);
// The virtual table and the triggers that keep it in step; `rows`: and what is there already.
enum class RowsThere : uint8_t { no, yes };
std::vector<std::string> create_full_text_sql(
    const Table& table, const TableFullText& index, RowsThere rows);
std::vector<std::string> drop_full_text_sql(const TableFullText& index);
// The two expressions that stand in a unique index for a column whose nils are not distinct.
void write_exact_key(SqlWriter& sql, std::string_view column, const Type& type);
// `"name" TEXT NOT NULL …`, as it stands in CREATE TABLE and ADD COLUMN. A key of one column is
// part of it.
std::string column_sql(const TableColumn& column, bool is_whole_key);
std::string default_sql(const ColumnDefault& value);
// A value as a column holds it.
void write_stored(SqlWriter& sql, const Value& stored);

} // namespace tunez::sqlite
