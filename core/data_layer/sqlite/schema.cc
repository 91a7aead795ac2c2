#include "data_layer/sqlite/schema.h"

#include "base/verify.h"
#include "data_layer/sqlite/sql.h"

#include <algorithm>

namespace tunez::sqlite {

// Writes the statements of one change after the other, keeping track of what the tables look like
// in between.
class SchemaRenderer {
public:
    explicit SchemaRenderer(const Schema& before)
        : schema_(before)
    {
    }

    void render(std::span<const SchemaChange> changes);
    std::vector<std::string> take();

private:
    // Changes to columns of one table, done together because they may need one rebuild.
    void alter(const std::string& table, std::span<const SchemaChange> changes);
    void rebuild(const Table& before, const Table& after);
    void write(const CreateTable& change);
    void write(const DropTable& change);
    void write(const RenameTable& change);
    void write(const AddColumn& change);
    void write(const DropColumn& change);
    void write(const RenameColumn& change);
    void write(const AlterColumn&) { } // One that needs no rebuild needs nothing.
    void write(const AddIndex& change);
    void write(const DropIndex& change);
    void write(const AddFullText& change);
    void write(const DropFullText& change);
    void write(const RunStatement& change);
    void write(const UndoStatement& change);
    void add(SqlWriter& sql) { statements_.push_back(sql.take()); }
    void add(std::vector<std::string> statements)
    {
        std::ranges::move(statements, std::back_inserter(statements_));
    }

    Schema schema_;
    std::vector<std::string> statements_;
    bool suspends_foreign_keys_ = false;
};

// The table whose columns the change is about; null for other changes.
static const std::string* altered_table(const SchemaChange& change)
{
    if (auto* add = std::get_if<AddColumn>(&change))
        return &add->table;
    if (auto* drop = std::get_if<DropColumn>(&change))
        return &drop->table;
    if (auto* alter = std::get_if<AlterColumn>(&change))
        return &alter->table;
    return nullptr;
}

// SQLite's ALTER TABLE adds no column that is a key, is filled in by an expression, or refers to
// another table while it has a default; and drops none that is a key or refers to another table.
static bool needs_rebuild(const SchemaChange& change)
{
    if (auto* add = std::get_if<AddColumn>(&change)) {
        auto& column = add->column;
        return column.primary_key || column.default_value.source == ColumnDefault::Source::now
            || (column.reference && column.default_value.is_set());
    }
    if (auto* drop = std::get_if<DropColumn>(&change))
        return drop->column.primary_key || drop->column.reference;
    auto& alter = std::get<AlterColumn>(change);
    return alter.from.primary_key != alter.to.primary_key
        || column_sql(alter.from, alter.from.primary_key)
        != column_sql(alter.to, alter.to.primary_key);
}

void SchemaRenderer::render(std::span<const SchemaChange> changes)
{
    while (!changes.empty()) {
        size_t count = 1;
        if (auto* table = altered_table(changes.front())) {
            auto is_other = [&](auto& change) {
                return !altered_table(change) || *altered_table(change) != *table;
            };
            count = static_cast<size_t>(std::ranges::find_if(changes, is_other) - changes.begin());
            alter(*table, changes.first(count));
        } else {
            std::visit([&](auto& change) { write(change); }, changes.front());
            apply_change(schema_, changes.front());
        }
        changes = changes.subspan(count);
    }
}

void SchemaRenderer::alter(const std::string& table, std::span<const SchemaChange> changes)
{
    auto before = schema_.at(table);
    for (auto& change : changes)
        apply_change(schema_, change);
    if (std::ranges::any_of(changes, needs_rebuild))
        return rebuild(before, schema_.at(table));
    for (auto& change : changes)
        std::visit([&](auto& each) { write(each); }, change);
}

static std::string unused_name(const Schema& schema, const std::string& table)
{
    auto name = "tunez_new_" + table;
    while (schema.contains(name))
        name += '_';
    return name;
}

// What a kept column is copied from: where nil is no longer allowed, its default stands in.
static void write_copied(SqlWriter& sql, const TableColumn& before, const TableColumn& after)
{
    auto fills = before.allow_nil && !after.allow_nil && after.default_value.is_set();
    if (fills)
        sql << "ifnull(";
    sql.identifier(before.name);
    if (fills)
        sql << ", " << default_sql(after.default_value) << ")";
}

static std::string copy_sql(const Table& before, const Table& after, std::string_view new_name)
{
    SqlWriter names;
    SqlWriter values;
    Comma name_comma;
    Comma value_comma;
    for (auto& column : after.columns) {
        auto* kept = before.find_column(column.name);
        if (!kept)
            continue;
        (names << name_comma()).identifier(column.name);
        write_copied(values << value_comma(), *kept, column);
    }
    SqlWriter sql;
    (sql << "INSERT INTO ").identifier(new_name);
    if (names.text().empty())
        return "";
    sql << " (" << names.text() << ") SELECT " << values.text() << " FROM ";
    return sql.identifier(before.name).take();
}

static std::string count_check_sql(std::string_view old_name, std::string_view new_name)
{
    SqlWriter sql;
    (sql << "SELECT tunez_require((SELECT count(*) FROM ").identifier(new_name)
        << ") = (SELECT count(*) FROM ";
    sql.identifier(old_name) << "), ";
    return (sql.text_literal("rebuilding the table would lose rows") << ")").take();
}

static bool counts_keys(const Table& table)
{
    auto is_counted = [](auto& column) { return column.primary_key && column.generated; };
    return std::ranges::count_if(table.columns, &TableColumn::primary_key) == 1
        && std::ranges::any_of(table.columns, is_counted);
}

void SchemaRenderer::rebuild(const Table& before, const Table& after)
{
    suspends_foreign_keys_ = true;
    auto new_name = unused_name(schema_, after.name);
    statements_.push_back(create_table_sql(after, new_name));
    if (auto copy = copy_sql(before, after, new_name); !copy.empty())
        statements_.push_back(std::move(copy));
    statements_.push_back(count_check_sql(before.name, new_name));
    if (counts_keys(before) && counts_keys(after)) {
        // The copy counted only the keys that are still there.
        SqlWriter forget;
        (forget << "DELETE FROM sqlite_sequence WHERE name = ").text_literal(new_name);
        add(forget);
        SqlWriter remember;
        (remember << "INSERT INTO sqlite_sequence (name, seq) SELECT ").text_literal(new_name)
            << ", seq FROM sqlite_sequence WHERE name = ";
        add(remember.text_literal(before.name));
    }
    write(DropTable { before });
    write(RenameTable { new_name, after.name });
    for (auto& index : after.indexes)
        statements_.push_back(create_index_sql(after, index));
}

void SchemaRenderer::write(const CreateTable& change)
{
    statements_.push_back(create_table_sql(change.table, change.table.name));
    for (auto& index : change.table.indexes)
        statements_.push_back(create_index_sql(change.table, index));
    for (auto& index : change.table.full_text)
        add(create_full_text_sql(change.table, index, RowsThere::no));
}

static bool is_referred_to(const Schema& schema, const std::string& table)
{
    return std::ranges::any_of(schema, [&](auto& entry) {
        auto refers
            = [&](auto& column) { return column.reference && column.reference->table == table; };
        return entry.first != table && std::ranges::any_of(entry.second.columns, refers);
    });
}

void SchemaRenderer::write(const DropTable& change)
{
    // Other tables that still refer to it may go next; what they hold must not decide, nor be
    // deleted along.
    suspends_foreign_keys_ |= is_referred_to(schema_, change.table.name);
    for (auto& index : change.table.full_text)
        add(drop_full_text_sql(index));
    SqlWriter sql;
    add((sql << "DROP TABLE ").identifier(change.table.name));
}

void SchemaRenderer::write(const RenameTable& change)
{
    SqlWriter sql;
    (sql << "ALTER TABLE ").identifier(change.from) << " RENAME TO ";
    add(sql.identifier(change.to));
}

void SchemaRenderer::write(const AddColumn& change)
{
    SqlWriter sql;
    (sql << "ALTER TABLE ").identifier(change.table)
        << " ADD COLUMN " << column_sql(change.column, false);
    add(sql);
}

void SchemaRenderer::write(const DropColumn& change)
{
    SqlWriter sql;
    (sql << "ALTER TABLE ").identifier(change.table) << " DROP COLUMN ";
    add(sql.identifier(change.column.name));
}

void SchemaRenderer::write(const RenameColumn& change)
{
    SqlWriter sql;
    (sql << "ALTER TABLE ").identifier(change.table) << " RENAME COLUMN ";
    sql.identifier(change.from) << " TO ";
    add(sql.identifier(change.to));
}

void SchemaRenderer::write(const AddIndex& change)
{
    statements_.push_back(create_index_sql(schema_.at(change.table), change.index));
}

void SchemaRenderer::write(const DropIndex& change)
{
    SqlWriter sql;
    add((sql << "DROP INDEX ").identifier(change.index.name));
}

void SchemaRenderer::write(const AddFullText& change)
{
    add(create_full_text_sql(schema_.at(change.table), change.index, RowsThere::yes));
}

void SchemaRenderer::write(const DropFullText& change) { add(drop_full_text_sql(change.index)); }

void SchemaRenderer::write(const RunStatement& change)
{
    statements_.push_back(change.statement.up);
}

void SchemaRenderer::write(const UndoStatement& change)
{
    statements_.push_back(change.statement.down);
}

std::vector<std::string> SchemaRenderer::take()
{
    if (suspends_foreign_keys_)
        statements_.insert(statements_.begin(), std::string(foreign_keys_off));
    return std::move(statements_);
}

std::vector<std::string> render_schema_changes(
    const Schema& before, std::span<const SchemaChange> changes)
{
    SchemaRenderer renderer(before);
    renderer.render(changes);
    return renderer.take();
}

} // namespace tunez::sqlite
