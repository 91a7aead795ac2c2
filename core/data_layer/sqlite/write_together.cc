#include "data_layer/sqlite/write_together.h"

#include "data_layer/sqlite/constraint_errors.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/row_codec.h"
#include "data_layer/sqlite/storage_error.h"
#include "data_layer/sqlite/value_list.h"

#include <sqlite3.h>

#include <algorithm>
#include <unordered_map>

namespace tunez::sqlite {

// Behind the shape of a statement for one row: it takes any number of them.
static constexpr uint64_t several = ~uint64_t { 0 };

using Attributes = std::span<const Attribute* const>;

// The bound rows, under an alias.
static void write_rows(SqlWriter& sql, size_t width)
{
    (sql << "tunez_values(").placeholder();
    sql << ", " << std::to_string(width) << ") AS v";
}

static void write_cells(SqlWriter& sql, size_t count)
{
    Comma comma;
    for (size_t cell = 0; cell < count; ++cell)
        sql << comma() << "v." << cell_name(cell);
}

// Values that cannot be stored are reported by whoever writes the row by itself.
static bool add_cells(ValueList& cells, Attributes attributes, const Record& record)
{
    return std::ranges::all_of(attributes, [&](const Attribute* attribute) {
        const auto& value = record.values[attribute->index];
        if (value.is_null()) {
            cells.emplace_back();
            return true;
        }
        auto stored = dump_attribute(*attribute, value);
        if (stored)
            cells.push_back(std::move(*stored));
        return stored.has_value();
    });
}

static Result<void> bind(PreparedStatement& prepared, ValueList& cells)
{
    auto code = prepared.statement.bind_pointer(1, &cells, value_list_pointer);
    return code == SQLITE_OK ? Result<void>() : fail(storage_error(code, "use"));
}

// A refused row has undone the statement. Anything else may have undone more than that.
static std::expected<bool, WriteFailure> outcome_of(
    Database& database, int code, const RefusedWrite& write)
{
    if (code == SQLITE_DONE)
        return true;
    if ((code & 0xff) == SQLITE_CONSTRAINT)
        return false;
    return fail(WriteFailure { .row = 0, .errors = write_errors(database, write) });
}

static std::string insert_rows_sql(const Resource& resource, Attributes columns)
{
    SqlWriter sql;
    (sql << "INSERT INTO ").identifier(resource.table) << " (";
    write_columns(sql, {}, columns);
    sql << ") SELECT ";
    write_cells(sql, columns.size());
    sql << " FROM ";
    write_rows(sql, columns.size());
    return sql.take();
}

std::expected<bool, WriteFailure> create_together(Database& database, const Resource& resource,
    Attributes columns, std::span<Record* const> records)
{
    if (records.size() < 2 || columns.empty() || columns.size() > widest_row)
        return false;
    database.shape.start(StatementKind::insert, resource);
    database.shape.add(columns);
    database.shape.add(several);
    auto lease = database.statements.acquire(
        database.shape, [&] { return insert_rows_sql(resource, columns); });
    if (!lease)
        return fail(WriteFailure { .row = 0, .errors = std::move(lease).error() });
    auto& cells = (*lease)->next_list();
    cells.reserve(records.size() * columns.size());
    for (const auto* record : records) {
        if (!add_cells(cells, columns, *record))
            return false;
    }
    if (auto bound = bind(**lease, cells); !bound)
        return fail(WriteFailure { .row = 0, .errors = std::move(bound).error() });
    auto code = (*lease)->statement.step();
    return outcome_of(database, code,
        { .kind = StatementKind::insert,
            .resource = resource,
            .record = *records.front(),
            .columns = columns });
}

namespace {

// Which of the rows a primary key that comes back belongs to.
class RowsByKey {
public:
    explicit RowsByKey(const Resource& resource)
        : key_(resource.primary_key)
    {
    }

    // False: another row has that key.
    bool add(const ValueList& cells, size_t first, size_t row)
    {
        std::string text;
        for (size_t i = 0; i < key_.size(); ++i)
            text += part(cells[first + i]);
        return rows_.try_emplace(std::move(text), row).second;
    }

    std::optional<size_t> find(PreparedStatement& prepared)
    {
        std::string text;
        for (size_t i = 0; i < key_.size(); ++i) {
            StoredView cell;
            if (!prepared.statement.read(static_cast<int>(i), cell))
                return std::nullopt;
            text += part(cell.to_value());
        }
        auto found = rows_.find(text);
        return found != rows_.end() ? std::optional(found->second) : std::nullopt;
    }

private:
    static std::string part(const Value& stored)
    {
        if (stored.is(Kind::integer))
            return std::to_string(stored.integer()) + '\n';
        auto text = stored.is_null() ? std::string_view() : stored.text();
        return std::to_string(text.size()) + ':' + std::string(text);
    }

    Attributes key_;
    std::unordered_map<std::string, size_t> rows_;
};

} // namespace

// Whether a key comes back as it was given. Where the database takes several for one, it may not.
static bool has_plain_key(const Resource& resource)
{
    return !resource.primary_key.empty()
        && std::ranges::all_of(resource.primary_key, [](const Attribute* attribute) {
               const auto& type = *attribute->type.type;
               return type.collation == nullptr && type.column != Column::real;
           });
}

static bool is_key(const Resource& resource, const Attribute* attribute)
{
    return std::ranges::find(resource.primary_key, attribute) != resource.primary_key.end();
}

static bool is_plain(const RowUpdate& row) { return row.atomics.empty() && !row.filter; }

// How many rows write the same columns by nothing but values.
static size_t count_alike(const Resource& resource, std::span<const RowUpdate> rows)
{
    const auto& columns = rows.front().columns;
    auto width = columns.size() + resource.primary_key.size();
    bool fits = is_plain(rows.front()) && !columns.empty() && width <= widest_row
        && has_plain_key(resource) && std::ranges::none_of(columns, [&](const auto* attribute) {
               return is_key(resource, attribute);
           });
    size_t count = 0;
    while (fits && count < rows.size() && is_plain(rows[count])
        && std::ranges::equal(rows[count].columns, columns))
        ++count;
    return count;
}

// What comes back: the key, then what was not written.
static std::vector<const Attribute*> unwritten(const Resource& resource, const RowUpdate& row)
{
    std::vector<const Attribute*> attributes;
    for (const auto& attribute : resource.attributes) {
        if (attribute->type.type->storable && !is_key(resource, attribute.get())
            && std::ranges::find(row.columns, attribute.get()) == row.columns.end())
            attributes.push_back(attribute.get());
    }
    return attributes;
}

static void write_key_match(SqlWriter& sql, const Resource& resource)
{
    std::string_view link = " WHERE ";
    for (size_t i = 0; i < resource.primary_key.size(); ++i) {
        sql << std::exchange(link, " AND ");
        sql.column(row_alias, resource.primary_key[i]->source) << " = v." << cell_name(i);
    }
}

static std::string update_rows_sql(const Resource& resource, const RowUpdate& row)
{
    SqlWriter sql;
    (sql << "UPDATE ").identifier(resource.table) << " AS " << row_alias << " SET ";
    Comma comma;
    auto cell = resource.primary_key.size();
    for (const auto* attribute : row.columns)
        (sql << comma()).identifier(attribute->source) << " = v." << cell_name(cell++);
    sql << " FROM ";
    write_rows(sql, cell);
    write_key_match(sql, resource);
    sql << dialect::returning;
    Comma separator;
    for (const auto* attribute : resource.primary_key)
        (sql << separator()).column({}, attribute->source);
    for (const auto* attribute : unwritten(resource, row))
        (sql << separator()).column({}, attribute->source);
    return sql.take();
}

// Puts what came back where it belongs. Answers the code of the last step.
static int take_updated(PreparedStatement& prepared, const Resource& resource, RowsByKey& keys,
    std::span<RowUpdate> rows, Result<void>& result)
{
    auto rest = unwritten(resource, rows.front());
    int code = prepared.statement.step();
    for (; code == SQLITE_ROW && result; code = prepared.statement.step()) {
        auto row = keys.find(prepared);
        if (!row)
            continue;
        rows[*row].matched = true;
        auto column = static_cast<int>(resource.primary_key.size());
        for (const auto* attribute : rest) {
            if (result)
                result = read_attribute(prepared, column++, *attribute, *rows[*row].record);
        }
    }
    return code;
}

std::expected<size_t, WriteFailure> update_together(
    Database& database, const Resource& resource, std::span<RowUpdate> rows)
{
    auto count = count_alike(resource, rows);
    if (count < 2)
        return 0;
    rows = rows.first(count);
    database.shape.start(StatementKind::update, resource);
    database.shape.add(rows.front().columns);
    database.shape.add(several);
    auto lease = database.statements.acquire(
        database.shape, [&] { return update_rows_sql(resource, rows.front()); });
    if (!lease)
        return fail(WriteFailure { .row = 0, .errors = std::move(lease).error() });
    auto& cells = (*lease)->next_list();
    RowsByKey keys(resource);
    for (size_t row = 0; row < rows.size(); ++row) {
        auto first = cells.size();
        rows[row].matched = false;
        if (!add_cells(cells, resource.primary_key, *rows[row].original)
            || !keys.add(cells, first, row)
            || !add_cells(cells, rows[row].columns, *rows[row].record))
            return 0;
    }
    auto result = bind(**lease, cells);
    int code = result ? take_updated(**lease, resource, keys, rows, result) : SQLITE_DONE;
    if (!result)
        return fail(WriteFailure { .row = 0, .errors = std::move(result).error() });
    auto done = TRY(outcome_of(database, code,
        { .kind = StatementKind::update,
            .resource = resource,
            .record = *rows.front().record,
            .columns = rows.front().columns }));
    return done ? count : 0;
}

static std::string delete_sql(const Resource& resource)
{
    SqlWriter sql;
    (sql << "DELETE FROM ").identifier(resource.table) << " WHERE (";
    write_columns(sql, {}, resource.primary_key);
    sql << ") IN (SELECT ";
    write_cells(sql, resource.primary_key.size());
    sql << " FROM ";
    write_rows(sql, resource.primary_key.size());
    sql << ")" << dialect::returning;
    write_columns(sql, {}, resource.primary_key);
    return sql.take();
}

std::expected<bool, WriteFailure> destroy_together(
    Database& database, const Resource& resource, std::span<RowDelete> rows)
{
    bool fits = rows.size() > 1 && has_plain_key(resource)
        && resource.primary_key.size() <= widest_row
        && std::ranges::none_of(rows, [](const RowDelete& row) { return row.filter != nullptr; });
    if (!fits)
        return false;
    database.shape.start(StatementKind::destroy, resource);
    database.shape.add(several);
    auto lease = database.statements.acquire(database.shape, [&] { return delete_sql(resource); });
    if (!lease)
        return fail(WriteFailure { .row = 0, .errors = std::move(lease).error() });
    auto& cells = (*lease)->next_list();
    RowsByKey keys(resource);
    for (size_t row = 0; row < rows.size(); ++row) {
        auto first = cells.size();
        rows[row].matched = false;
        if (!add_cells(cells, resource.primary_key, *rows[row].original)
            || !keys.add(cells, first, row))
            return false;
    }
    if (auto bound = bind(**lease, cells); !bound)
        return fail(WriteFailure { .row = 0, .errors = std::move(bound).error() });
    int code = (*lease)->statement.step();
    for (; code == SQLITE_ROW; code = (*lease)->statement.step()) {
        if (auto row = keys.find(**lease))
            rows[*row].matched = true;
    }
    return outcome_of(database, code,
        { .kind = StatementKind::destroy,
            .resource = resource,
            .record = *rows.front().original,
            .columns = {} });
}

} // namespace tunez::sqlite
