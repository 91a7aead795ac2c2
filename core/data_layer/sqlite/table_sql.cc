#include "base/json.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/schema.h"
#include "data_layer/sqlite/sql.h"

#include <algorithm>

namespace tunez::sqlite {

static void write_blob(SqlWriter& sql, std::string_view bytes)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hexadecimal;
    for (auto byte : bytes) {
        hexadecimal += digits[static_cast<unsigned char>(byte) >> 4];
        hexadecimal += digits[static_cast<unsigned char>(byte) & 15];
    }
    sql << "x'" << hexadecimal << "'";
}

// The format is read off how the column holds the epoch: 1970-01-01, T or a blank, 00:00:00, six
// zeros or none, Z or none.
static std::string time_format(std::string epoch)
{
    static constexpr std::pair<std::string_view, std::string_view> parts[]
        = { { "1970-01-01", "%Y-%m-%d" }, { "00:00:00.000000", "%H:%M:%f000" },
              { "00:00:00", "%H:%M:%S" } };
    for (auto& [digits, format] : parts) {
        if (auto at = epoch.find(digits); at != std::string::npos)
            epoch.replace(at, digits.size(), format);
    }
    return epoch;
}

void write_stored(SqlWriter& sql, const Value& stored)
{
    switch (stored.kind()) {
    case Kind::integer:
    case Kind::real:
        sql << to_json(stored);
        return;
    case Kind::string:
        sql.text_literal(stored.text());
        return;
    case Kind::binary:
        return write_blob(sql, stored.text());
    default:
        sql << "NULL";
    }
}

static void write_default(SqlWriter& sql, const ColumnDefault& value)
{
    if (value.source == ColumnDefault::Source::now) {
        (sql << "(strftime(").text_literal(time_format(value.epoch)) << ", 'now'))";
        return;
    }
    write_stored(sql, value.literal);
}

std::string default_sql(const ColumnDefault& value)
{
    SqlWriter sql;
    write_default(sql, value);
    return sql.take();
}

static void write_reference(SqlWriter& sql, const Reference& reference)
{
    (sql << " CONSTRAINT ").identifier(reference.name) << " REFERENCES ";
    sql.identifier(reference.table) << " (";
    sql.identifier(reference.column) << ")";
    if (reference.on_delete != OnDelete::nothing)
        sql << " ON DELETE " << dialect::reference_action(reference.on_delete);
    if (reference.on_update != OnDelete::nothing)
        sql << " ON UPDATE " << dialect::reference_action(reference.on_update);
}

std::string column_sql(const TableColumn& column, bool is_whole_key)
{
    SqlWriter sql;
    sql.identifier(column.name) << " " << dialect::column_type(column.type->column);
    if (auto collation = dialect::collation(*column.type); !collation.empty())
        (sql << " COLLATE ").identifier(collation);
    if (is_whole_key) {
        // A key that the database counts up is never given out twice, even when its row is gone.
        auto counts = column.generated && column.type->column == Column::integer;
        sql << (counts ? " PRIMARY KEY AUTOINCREMENT" : " PRIMARY KEY");
    }
    if (!column.allow_nil)
        sql << " NOT NULL";
    if (column.default_value.is_set()) {
        sql << " DEFAULT ";
        write_default(sql, column.default_value);
    }
    if (column.reference)
        write_reference(sql, *column.reference);
    return sql.take();
}

std::string create_table_sql(const Table& table, std::string_view name)
{
    auto key_size = std::ranges::count_if(table.columns, &TableColumn::primary_key);
    SqlWriter sql;
    (sql << "CREATE TABLE ").identifier(name) << " (";
    Comma comma;
    for (auto& column : table.columns)
        sql << comma() << column_sql(column, column.primary_key && key_size == 1);
    if (key_size > 1) {
        sql << ", PRIMARY KEY (";
        Comma key_comma;
        for (auto& column : table.columns) {
            if (column.primary_key)
                (sql << key_comma()).identifier(column.name);
        }
        sql << ")";
    }
    sql << ") STRICT";
    return sql.take();
}

// Where nils are not distinct, whether there is one and what there is otherwise are two keys: no
// value stands for nil.
void write_exact_key(SqlWriter& sql, std::string_view column, const Type& type)
{
    (sql << "(").identifier(column) << " IS NULL), (ifnull(";
    sql.identifier(column) << ", 0))";
    if (auto collation = dialect::collation(type); !collation.empty())
        (sql << " COLLATE ").identifier(collation);
}

std::string create_index_sql(const Table& table, const TableIndex& index)
{
    SqlWriter sql;
    (sql << (index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")).identifier(index.name)
        << " ON ";
    sql.identifier(table.name) << " (";
    Comma comma;
    for (auto& name : index.columns) {
        sql << comma();
        auto* column = table.find_column(name);
        if (index.unique && !index.nils_distinct && column && column->allow_nil)
            write_exact_key(sql, column->name, *column->type);
        else
            sql.identifier(name);
    }
    sql << ")";
    if (!index.where.empty())
        sql << " WHERE " << index.where;
    return sql.take();
}

} // namespace tunez::sqlite
