#include "data_layer/sqlite/value_list.h"

#include "data_layer/sqlite/stored_result.h"

#include <sqlite3.h>

#include <new>

namespace tunez::sqlite {

// The cells after the first follow the arguments.
enum ValueColumn : int { value_column, position_column, list_column, width_column, second_cell };

struct Cursor : sqlite3_vtab_cursor {
    const ValueList* list = nullptr;
    size_t width = 1;
    size_t position = 0;
};

std::string cell_name(size_t cell) { return cell == 0 ? "value" : "c" + std::to_string(cell); }

static int connect(
    sqlite3* connection, void*, int, const char* const*, sqlite3_vtab** table, char**)
{
    std::string sql = "CREATE TABLE x(value, position, list HIDDEN, width HIDDEN";
    for (size_t cell = 1; cell < widest_row; ++cell)
        sql += ", " + cell_name(cell);
    auto code = sqlite3_declare_vtab(connection, (sql + ")").c_str());
    if (code != SQLITE_OK)
        return code;
    *table = new (std::nothrow) sqlite3_vtab {};
    return *table ? SQLITE_OK : SQLITE_NOMEM;
}

static int disconnect(sqlite3_vtab* table)
{
    delete table;
    return SQLITE_OK;
}

// There is one plan: the list is given, and every row of it is visited.
static int best_index(sqlite3_vtab*, sqlite3_index_info* info)
{
    bool given = false;
    for (int i = 0; i < info->nConstraint; ++i) {
        auto& constraint = info->aConstraint[i];
        bool argument = constraint.iColumn == list_column || constraint.iColumn == width_column;
        if (!argument || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ || !constraint.usable)
            continue;
        info->aConstraintUsage[i].argvIndex = constraint.iColumn == list_column ? 1 : 2;
        info->aConstraintUsage[i].omit = 1;
        given = given || constraint.iColumn == list_column;
    }
    info->estimatedCost = 100;
    info->estimatedRows = 100;
    return given ? SQLITE_OK : SQLITE_CONSTRAINT;
}

static int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor)
{
    *cursor = new (std::nothrow) Cursor {};
    return *cursor ? SQLITE_OK : SQLITE_NOMEM;
}

static int close(sqlite3_vtab_cursor* cursor)
{
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor* base, int, const char*, int count, sqlite3_value** arguments)
{
    auto& cursor = *static_cast<Cursor*>(base);
    cursor.position = 0;
    auto width = count == 2 ? sqlite3_value_int64(arguments[1]) : 1;
    cursor.width = width > 0 ? static_cast<size_t>(width) : 1;
    cursor.list = count > 0
        ? static_cast<const ValueList*>(sqlite3_value_pointer(arguments[0], value_list_pointer))
        : nullptr;
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor* base)
{
    ++static_cast<Cursor*>(base)->position;
    return SQLITE_OK;
}

// No pointer of ours, no rows: the function may be called from SQL that somebody else wrote.
static int at_end(sqlite3_vtab_cursor* base)
{
    auto& cursor = *static_cast<Cursor*>(base);
    return !cursor.list || cursor.position >= cursor.list->size() / cursor.width;
}

static int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int index)
{
    auto& cursor = *static_cast<Cursor*>(base);
    if (index == position_column) {
        sqlite3_result_int64(context, static_cast<int64_t>(cursor.position));
        return SQLITE_OK;
    }
    auto cell = index < second_cell ? size_t { 0 } : static_cast<size_t>(index - second_cell + 1);
    bool argument = index == list_column || index == width_column;
    if (!argument && cell < cursor.width)
        answer(context, (*cursor.list)[cursor.position * cursor.width + cell], Lasts::yes);
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor* base, sqlite3_int64* id)
{
    *id = static_cast<int64_t>(static_cast<Cursor*>(base)->position);
    return SQLITE_OK;
}

int register_value_list(sqlite3* connection)
{
    static constexpr sqlite3_module module = {
        .iVersion = 0,
        .xCreate = nullptr, // Eponymous only: it cannot be created, it is there.
        .xConnect = connect,
        .xBestIndex = best_index,
        .xDisconnect = disconnect,
        .xDestroy = nullptr,
        .xOpen = open,
        .xClose = close,
        .xFilter = filter,
        .xNext = next,
        .xEof = at_end,
        .xColumn = column,
        .xRowid = rowid,
        .xUpdate = nullptr,
        .xBegin = nullptr,
        .xSync = nullptr,
        .xCommit = nullptr,
        .xRollback = nullptr,
        .xFindFunction = nullptr,
        .xRename = nullptr,
        .xSavepoint = nullptr,
        .xRelease = nullptr,
        .xRollbackTo = nullptr,
        .xShadowName = nullptr,
        .xIntegrity = nullptr,
    };
    return sqlite3_create_module_v2(connection, value_list_pointer, &module, nullptr, nullptr);
}

} // namespace tunez::sqlite
