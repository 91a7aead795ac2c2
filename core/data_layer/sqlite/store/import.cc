// Replacing the database by another one, in one transaction of the main file.
#include "data_layer/sqlite/storage_error.h"
#include "data_layer/sqlite/store/backups.h"
#include "data_layer/sqlite/store/copy.h"
#include "data_layer/sqlite/store/main_file.h"
#include "data_layer/sqlite/store/store.h"

#include <sqlite3.h>

#include <algorithm>

namespace tunez::sqlite {

using Absent = StoreFile::Absent;

static OpenOptions at_import(const OpenOptions& database)
{
    auto options = database;
    options.file = FileNames { database.file }.import();
    return options;
}

static Result<void> check_references(Connection& connection)
{
    auto table = TRY(ask(connection, "PRAGMA foreign_key_check"));
    if (table.empty())
        return {};
    auto error = Error::framework(
        ErrorCode::storage_corrupt, "Rows in %{table} refer to others that are not there");
    error.vars = { { "table", table } };
    return fail(std::move(error));
}

// All that can fail is done to the copy.
Result<std::vector<std::string>> Store::prepare_import(SqliteDataLayer& layer, StoreSchema& schema)
{
    auto options = at_import(database_);
    {
        auto file = TRY(StoreFile::open(port_, options.file, Absent::is_empty));
        if (TRY(read_header(file)).kind == FileHeader::Kind::database)
            TRY(make_plain(file));
    }
    TRY(check_copy(port_, options, options.file));
    auto copy = SqliteDataLayer::over(
        TRY(Connection::open_copy(options, Connection::CopyUse::write)), options);
    auto& connection = *TRY(copy->connection());
    TRY(check_references(connection));
    static_cast<void>(TRY(schema.look(*copy)));
    auto page_size = TRY(ask(*TRY(layer.connection()), "PRAGMA page_size"));
    if (TRY(ask(connection, "PRAGMA page_size")) != page_size)
        TRY(connection.execute("PRAGMA page_size=" + page_size + "; VACUUM"));
    auto applied = TRY(schema.bring_up(*copy, std::nullopt));
    TRY(connection.execute("PRAGMA application_id=" + std::to_string(application_id)));
    return applied;
}

Result<void> Store::replace_pages(SqliteDataLayer& layer)
{
    auto source = TRY(Connection::open_copy(at_import(database_), Connection::CopyUse::read));
    auto* target = TRY(layer.connection())->handle();
    auto* backup = sqlite3_backup_init(target, "main", source->handle(), "main");
    if (!backup)
        return fail(TRY(layer.connection())->last_error("write to"));
    auto code = sqlite3_backup_step(backup, -1);
    // What was not finished is undone.
    auto finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || finished != SQLITE_OK)
        return fail(storage_error(code == SQLITE_DONE ? finished : code, "write to"));
    TRY(layer.flush());
    // It is in the log, and durable. Where there is no room to move it, it stays there.
    static_cast<void>(checkpoint(layer));
    // What was prepared, and is known of tables, belongs to the pages of before.
    return layer.reopen();
}

Result<void> Store::end_import()
{
    return TRY(StoreFile::open(port_, names_.import(), Absent::is_empty)).empty();
}

Result<std::vector<std::string>> Store::replace_by_import(
    SqliteDataLayer& layer, StoreSchema& schema, int64_t spared)
{
    auto applied = TRY(prepare_import(layer, schema));
    TRY(back_up(layer, spared));
    TRY(replace_pages(layer));
    return applied;
}

Result<std::vector<std::string>> Store::import(SqliteDataLayer& layer, StoreSchema& schema)
{
    TRY(StoreFile::open(port_, names_.import(), Absent::is_empty));
    TRY(next_backup_slot(port_, names_, manifest()));
    auto applied = replace_by_import(layer, schema, 0);
    auto ended = end_import();
    if (applied && !ended)
        return fail(std::move(ended).error());
    return applied;
}

static Error no_such_backup(int64_t slot)
{
    auto error = Error::make(ErrorCode::not_found, "there is no backup %{slot}");
    error.vars = { { "slot", slot } };
    return error;
}

Result<std::vector<std::string>> Store::restore(
    SqliteDataLayer& layer, StoreSchema& schema, int64_t slot)
{
    if (!is_slot(slot))
        return fail(no_such_backup(slot));
    TRY(next_backup_slot(port_, names_, manifest(), slot));
    {
        auto from = TRY(StoreFile::open(port_, names_.backup(slot), Absent::is_empty));
        auto backups = manifest().backups;
        bool torn = std::ranges::any_of(
            backups, [&](const auto& backup) { return backup.slot == slot && !backup.written; });
        if (torn || TRY(from.size()) == 0)
            return fail(no_such_backup(slot));
        auto to = TRY(StoreFile::open(port_, names_.import(), Absent::is_made));
        TRY(copy_bytes(from, to));
    }
    auto applied = replace_by_import(layer, schema, slot);
    auto ended = end_import();
    if (applied && !ended)
        return fail(std::move(ended).error());
    return applied;
}

} // namespace tunez::sqlite
