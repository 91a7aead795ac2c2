#include "data_layer/sqlite/full_text.h"
#include "data_layer/sqlite/schema.h"

#include <algorithm>

namespace tunez::sqlite {

static void write_columns(SqlWriter& sql, std::string_view alias, const TableFullText& index)
{
    for (const auto& column : index.columns) {
        sql << ", ";
        sql.column(alias, column);
    }
}

static std::string table_sql(const Table& table, const TableFullText& index)
{
    SqlWriter sql;
    (sql << "CREATE VIRTUAL TABLE ").identifier(index.name) << " USING fts5(";
    for (const auto& column : index.columns)
        sql.identifier(column) << ", ";
    (sql << "content=").text_literal(table.name) << ", tokenize=";
    sql.text_literal(tokenizer_sql(index.tokenizer));
    if (!index.prefix.empty()) {
        std::string lengths;
        for (auto length : index.prefix)
            lengths += (lengths.empty() ? "" : " ") + std::to_string(length);
        (sql << ", prefix=").text_literal(lengths);
    }
    sql << ")";
    return sql.take();
}

// FTS5 has no words of its own to forget: it is told which ones the row had.
static void write_forget(SqlWriter& sql, const TableFullText& index)
{
    (sql << "INSERT INTO ").identifier(index.name) << " (";
    sql.identifier(index.name) << ", rowid";
    write_columns(sql, {}, index);
    sql << ") VALUES ('delete', old.rowid";
    write_columns(sql, "old", index);
    sql << "); ";
}

static void write_learn(SqlWriter& sql, const TableFullText& index)
{
    (sql << "INSERT INTO ").identifier(index.name) << " (rowid";
    write_columns(sql, {}, index);
    sql << ") VALUES (new.rowid";
    write_columns(sql, "new", index);
    sql << "); ";
}

static void write_trigger(
    SqlWriter& sql, const Table& table, const TableFullText& index, std::string_view event)
{
    (sql << "CREATE TRIGGER ").identifier(index.name + "_" + std::string(event)) << " AFTER ";
    if (event == "update") {
        // A key that is an integer is the number of the row.
        sql << "UPDATE OF ";
        Comma comma;
        for (const auto& column : table.columns) {
            bool is_indexed = std::ranges::find(index.columns, column.name) != index.columns.end();
            if (column.primary_key && !is_indexed)
                (sql << comma()).identifier(column.name);
        }
        for (const auto& column : index.columns)
            (sql << comma()).identifier(column);
    } else {
        sql << (event == "insert" ? "INSERT" : "DELETE");
    }
    (sql << " ON ").identifier(table.name) << " BEGIN ";
    if (event != "insert")
        write_forget(sql, index);
    if (event != "delete")
        write_learn(sql, index);
    sql << "END";
}

std::vector<std::string> create_full_text_sql(
    const Table& table, const TableFullText& index, RowsThere rows)
{
    std::vector<std::string> statements { table_sql(table, index) };
    if (rows == RowsThere::yes) {
        SqlWriter sql;
        (sql << "INSERT INTO ").identifier(index.name) << " (";
        sql.identifier(index.name) << ") VALUES ('rebuild')";
        statements.push_back(sql.take());
    }
    for (std::string_view event : { "insert", "update", "delete" }) {
        SqlWriter sql;
        write_trigger(sql, table, index, event);
        statements.push_back(sql.take());
    }
    return statements;
}

std::vector<std::string> drop_full_text_sql(const TableFullText& index)
{
    std::vector<std::string> statements;
    for (std::string_view event : { "insert", "update", "delete" }) {
        SqlWriter sql;
        (sql << "DROP TRIGGER ").identifier(index.name + "_" + std::string(event));
        statements.push_back(sql.take());
    }
    SqlWriter sql;
    (sql << "DROP TABLE ").identifier(index.name);
    statements.push_back(sql.take());
    return statements;
}

} // namespace tunez::sqlite
