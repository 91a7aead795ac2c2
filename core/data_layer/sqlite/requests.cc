#include "data_layer/sqlite/requests.h"

#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

namespace tunez::sqlite {

static constexpr std::string_view create_requests
    = "CREATE TABLE IF NOT EXISTS tunez_requests (client TEXT NOT NULL, number INTEGER NOT NULL,"
      " at INTEGER NOT NULL, answer TEXT, PRIMARY KEY (client, number)) STRICT, WITHOUT ROWID";

// Nobody else makes it, so it is looked for only until it is there.
Result<bool> Requests::has_table()
{
    if (has_table_)
        return true;
    auto statement = TRY(Statement::prepare(connection_,
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'tunez_requests'",
        Lifetime::momentary));
    auto code = statement.step();
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail(connection_.last_error("read"));
    has_table_ = code == SQLITE_ROW;
    return has_table_;
}

Result<void> Requests::prepare(Statement& statement, std::string_view sql)
{
    if (!statement)
        statement = TRY(Statement::prepare(connection_, sql, Lifetime::lasting));
    return {};
}

static int bind_key(Statement& statement, const Value& client, int64_t number)
{
    auto code = statement.bind(1, client);
    return code == SQLITE_OK ? statement.bind(2, number) : code;
}

// Nothing may point at what was bound once it is gone.
static void release(Statement& statement)
{
    statement.reset();
    statement.unbind();
}

Result<void> Requests::run(Statement& statement)
{
    auto code = statement.step();
    Result<void> result;
    if (code != SQLITE_DONE)
        result = fail(connection_.last_error("write to"));
    release(statement);
    return result;
}

Result<std::optional<CarriedOut>> Requests::find(const Origin& origin)
{
    if (!TRY(has_table()))
        return std::nullopt;
    TRY(prepare(find_, "SELECT answer FROM tunez_requests WHERE client = ?1 AND number = ?2"));
    Value client(origin.client);
    auto code = bind_key(find_, client, origin.number);
    if (code == SQLITE_OK)
        code = find_.step();
    Result<std::optional<CarriedOut>> found;
    StoredView answer;
    if (code == SQLITE_ROW && find_.read(0, answer))
        found = CarriedOut { answer.kind == Kind::string ? std::optional<std::string>(answer.text)
                                                         : std::nullopt };
    else if (code == SQLITE_ROW)
        found = fail(storage_error(SQLITE_NOMEM, "read"));
    else if (code != SQLITE_DONE)
        found = fail(storage_error(code, "read"));
    release(find_);
    return found;
}

Result<void> Requests::insert(const Origin& origin, std::optional<std::string_view> answer)
{
    Value client(origin.client);
    if (TRY(has_table())) {
        TRY(prepare(forget_seen_, "DELETE FROM tunez_requests WHERE client = ?1 AND number <= ?2"));
        if (auto code = bind_key(forget_seen_, client, origin.seen); code != SQLITE_OK)
            return fail(storage_error(code, "write to"));
        TRY(run(forget_seen_));
    } else {
        TRY(connection_.execute(create_requests));
    }
    TRY(prepare(insert_,
        "INSERT OR REPLACE INTO tunez_requests (client, number, at, answer)"
        " VALUES (?1, ?2, ?3, ?4)"));
    Value text = answer ? Value(*answer) : Value();
    auto code = bind_key(insert_, client, origin.number);
    if (code == SQLITE_OK)
        code = insert_.bind(3, origin.at);
    if (code == SQLITE_OK)
        code = insert_.bind(4, text);
    if (code != SQLITE_OK)
        return fail(storage_error(code, "write to"));
    return run(insert_);
}

Result<void> Requests::store_answer(const Origin& origin, std::string_view answer)
{
    TRY(prepare(store_, "UPDATE tunez_requests SET answer = ?3 WHERE client = ?1 AND number = ?2"));
    Value client(origin.client);
    Value text(answer);
    auto code = bind_key(store_, client, origin.number);
    if (code == SQLITE_OK)
        code = store_.bind(3, text);
    if (code != SQLITE_OK)
        return fail(storage_error(code, "write to"));
    return run(store_);
}

Result<void> Requests::forget(int64_t before)
{
    if (!TRY(has_table()))
        return {};
    auto statement = TRY(Statement::prepare(
        connection_, "DELETE FROM tunez_requests WHERE at < ?1", Lifetime::momentary));
    if (auto code = statement.bind(1, before); code != SQLITE_OK)
        return fail(storage_error(code, "write to"));
    return run(statement);
}

} // namespace tunez::sqlite
