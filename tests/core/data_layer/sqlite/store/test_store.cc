#include "core/data_layer/sqlite/store/test_store.h"

#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

namespace tunez::test {

Result<sqlite::StoreSchema::Look> TestSchema::look(SchemaStore& database)
{
    auto done = TRY(database.applied_migrations());
    if (done.size() > migrations_.size())
        return fail(Error::framework(ErrorCode::schema_too_new, "made by a newer build"));
    return Look { .version = done.empty() ? "" : done.back().version,
        .has_pending = done.size() < migrations_.size() };
}

Result<std::vector<std::string>> TestSchema::bring_up(
    SchemaStore& database, const std::optional<std::string>& to)
{
    auto done = TRY(database.applied_migrations()).size();
    auto end = to ? static_cast<size_t>(std::stoi(*to)) : migrations_.size();
    std::vector<std::string> ran;
    for (auto number = done; number < std::min(end, migrations_.size()); ++number) {
        AppliedMigration migration;
        migration.version = std::to_string(number + 1);
        migration.name = "step";
        TRY(database.apply_migration(migrations_[number], migration));
        ran.push_back(migration.version);
    }
    return ran;
}

Steps music_schema(size_t count)
{
    Steps all {
        { "CREATE TABLE album (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
            "CREATE INDEX album_name ON album (name)" },
        { "CREATE TABLE track (id INTEGER PRIMARY KEY, album_id INTEGER NOT NULL REFERENCES album "
          "(id), title TEXT)",
            "INSERT INTO track SELECT id, id, 'of ' || name FROM album" },
        { "ALTER TABLE album ADD COLUMN year INTEGER", "UPDATE album SET year = 1970 + id" },
    };
    all.resize(count);
    return all;
}

TestStore::TestStore(StoragePort& port, Steps migrations)
    : vfs(host, &port)
    , schema(std::move(migrations))
    , options { .file = "music", .vfs = &vfs }
    , port_(port)
{
}

TestStore::~TestStore()
{
    layer.reset();
    store.reset();
}

bool TestStore::open()
{
    auto opened = sqlite::Store::open(
        { .port = port_, .vfs = vfs, .host = host, .database = options, .schema = schema });
    if (!opened) {
        error = std::move(opened).error();
        return false;
    }
    store = std::move(opened->store);
    layer = std::move(opened->layer);
    applied = std::move(opened->applied);
    return true;
}

void TestStore::close()
{
    static_cast<void>(store->checkpoint(*layer));
    layer.reset();
    store.reset();
}

bool TestStore::run(std::string_view sql)
{
    auto connection = layer->connection();
    auto done = connection ? (*connection)->execute(sql) : fail(connection.error());
    if (!done)
        error = std::move(done).error();
    return done.has_value();
}

std::vector<std::string> TestStore::ask(std::string_view sql)
{
    std::vector<std::string> answers;
    auto rows = layer->query(sql);
    if (!rows)
        return { std::string(name(rows.error().code)) };
    for (const auto& row : rows->list())
        answers.push_back(display(row.map().begin()->second));
    return answers;
}

StoragePort::Status SeldomPort::open(std::string_view name, bool create, int32_t& handle)
{
    for (std::string_view part : { "-backup-", "-kept-", "-import" }) {
        if (!is_ready && name.find(part) != std::string_view::npos)
            return Status::not_ready;
    }
    return MemoryPort::open(name, create, handle);
}

void overwrite(
    StoragePort& port, std::string_view file, int64_t offset, size_t count, std::byte value)
{
    int32_t handle = -1;
    size_t moved = 0;
    std::vector<std::byte> bytes(count, value);
    REQUIRE(port.open(file, true, handle) == StoragePort::Status::ok);
    REQUIRE(port.write(handle, bytes, offset, moved) == StoragePort::Status::ok);
    REQUIRE(port.flush(handle) == StoragePort::Status::ok);
    REQUIRE(port.close(handle) == StoragePort::Status::ok);
}

MemoryPort::Bytes contents(StoragePort& port, std::string_view file)
{
    int32_t handle = -1;
    if (port.open(file, false, handle) != StoragePort::Status::ok)
        return {};
    int64_t size = 0;
    size_t moved = 0;
    REQUIRE(port.size(handle, size) == StoragePort::Status::ok);
    MemoryPort::Bytes bytes(static_cast<size_t>(size));
    REQUIRE(port.read(handle, bytes, 0, moved) == StoragePort::Status::ok);
    port.close(handle);
    return bytes;
}

bool TestStore::add_albums(int from, int to)
{
    for (int id = from; id < to; ++id) {
        auto number = std::to_string(id);
        if (!run("INSERT INTO album (id, name) VALUES (" + number + ", 'album " + number
                + "' || hex(zeroblob(300)))"))
            return false;
    }
    return true;
}

} // namespace tunez::test
