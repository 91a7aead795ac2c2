#include "migration/runner.h"

#include "base/json.h"
#include "data_layer/sqlite/port_vfs.h"
#include "data_layer/sqlite/sqlite_data_layer.h"
#include "support/fake_host.h"
#include "support/fault_port.h"
#include "support/memory_port.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using sqlite::SqliteDataLayer;
using Texts = std::vector<std::string>;

static Migration migration(std::string version, std::string table)
{
    return { .version = std::move(version),
        .name = "create_" + table,
        .up = { "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY) STRICT" },
        .down = { "DROP TABLE " + table } };
}

static Migration dev(Migration migration)
{
    migration.dev = true;
    return migration;
}

class Database {
public:
    Database()
        : store_(std::move(*SqliteDataLayer::open({})))
    {
    }
    Result<Texts> up(const std::vector<Migration>& migrations, std::optional<std::string> to = {})
    {
        return migrate(*store_, migrations, host_, std::move(to));
    }
    Result<Texts> down(const std::vector<Migration>& migrations, const RollbackTarget& target = {})
    {
        return rollback(*store_, migrations, target);
    }
    Texts tables()
    {
        auto rows = store_->query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "AND name <> 'schema_migrations' ORDER BY name");
        Texts names;
        for (auto& row : rows->list())
            names.emplace_back(row.map().begin()->second.text());
        return names;
    }
    SqliteDataLayer& store() { return *store_; }

private:
    FakeHost host_;
    std::unique_ptr<SqliteDataLayer> store_;
};

static ErrorCode code(const Result<Texts>& result)
{
    REQUIRE_FALSE(result);
    return result.error().code;
}

TEST_CASE("pending migrations run in their order and are remembered")
{
    Database database;
    std::vector<Migration> migrations { migration("1", "a"), migration("2", "b") };
    CHECK(database.up(migrations).value() == Texts { "1", "2" });
    CHECK(database.tables() == Texts { "a", "b" });
    CHECK(database.up(migrations).value().empty());
    migrations.push_back(migration("10", "c"));
    CHECK(database.up(migrations).value() == Texts { "10" });

    auto applied = database.store().applied_migrations();
    REQUIRE(applied);
    REQUIRE(applied->size() == 3);
    CHECK(applied->at(2).version == "10");
    CHECK(applied->at(0).name == "create_a");
    CHECK(applied->at(0).checksum == checksum(migrations[0]));
    CHECK(applied->at(0).inserted_at == "2020-01-02T00:00:00.000000Z");
}

TEST_CASE("a database that has seen no migration is only looked at")
{
    Database database;
    CHECK(database.up({}).value().empty());
    CHECK(status(database.store(), {}).value().empty());
    CHECK(database.store().query("SELECT * FROM sqlite_schema").value().list().empty());
}

TEST_CASE("migrations run up to a version")
{
    Database database;
    std::vector<Migration> migrations { migration("1", "a"), migration("2", "b"),
        migration("3", "c") };
    CHECK(database.up(migrations, "2").value() == Texts { "1", "2" });
    CHECK(database.tables() == Texts { "a", "b" });
}

TEST_CASE("a migration that was merged in later runs too")
{
    Database database;
    CHECK(database.up({ migration("1", "a"), migration("3", "c") }).value().size() == 2);
    CHECK(database.up({ migration("1", "a"), migration("2", "b"), migration("3", "c") }).value()
        == Texts { "2" });
}

TEST_CASE("the newest migrations are rolled back, by number or down to a version")
{
    Database database;
    std::vector<Migration> migrations { migration("1", "a"), migration("2", "b"),
        migration("3", "c"), migration("4", "d") };
    REQUIRE(database.up(migrations));
    CHECK(database.down(migrations).value() == Texts { "4" });
    CHECK(database.tables() == Texts { "a", "b", "c" });
    CHECK(database.down(migrations, { .steps = 1, .to = "2" }).value() == Texts { "3", "2" });
    CHECK(database.tables() == Texts { "a" });
    CHECK(database.down(migrations, { .steps = 9, .to = {} }).value() == Texts { "1" });
    CHECK(database.down(migrations).value().empty());
    CHECK(database.up(migrations).value().size() == 4);
}

TEST_CASE("a migration that fails is undone as a whole, named with its statement, and the ones "
          "before it stay")
{
    Database database;
    auto broken = migration("2", "b");
    broken.up.push_back("INSERT INTO nowhere VALUES (1)");
    auto result = database.up({ migration("1", "a"), broken });
    CHECK(code(result) == ErrorCode::invalid_migration);
    CHECK(result.error().rendered()
        == "Migration 2_create_b: statement 2 failed: no such table: nowhere");
    CHECK(*result.error().details.find("statement") == Value(2));
    CHECK(*result.error().details.find("version") == Value("2"));
    CHECK(database.tables() == Texts { "a" });
    CHECK(database.up({ migration("1", "a"), migration("2", "b") }).value() == Texts { "2" });
}

TEST_CASE("a database of a newer build is refused untouched")
{
    Database database;
    REQUIRE(database.up({ migration("1", "a"), migration("2", "b") }));
    auto older = database.up({ migration("1", "a") });
    CHECK(code(older) == ErrorCode::schema_too_new);
    CHECK(code(database.up({ migration("1", "a"), migration("3", "c") }))
        == ErrorCode::schema_too_new);
    CHECK(code(database.down({ migration("1", "a") })) == ErrorCode::schema_too_new);
    CHECK(database.tables() == Texts { "a", "b" });
}

TEST_CASE("a migration that was changed after it ran is refused")
{
    Database database;
    REQUIRE(database.up({ migration("1", "a") }));
    auto changed = migration("1", "a");
    changed.up[0] += " ";
    CHECK(code(database.up({ changed, migration("2", "b") })) == ErrorCode::checksum_mismatch);
    CHECK(code(database.down({ changed })) == ErrorCode::checksum_mismatch);
    CHECK(database.tables() == Texts { "a" });
    auto list = status(database.store(), std::vector { changed });
    REQUIRE(list);
    CHECK_FALSE(list->at(0).checksum_ok);
    // What undoes it may be mended.
    auto mended = migration("1", "a");
    mended.down = { "DROP TABLE IF EXISTS a" };
    CHECK(database.down({ mended }).value() == Texts { "1" });
}

TEST_CASE("status lists what is applied, pending and unknown")
{
    Database database;
    REQUIRE(database.up({ migration("1", "a"), migration("3", "c") }));
    auto list = status(database.store(), std::vector { migration("1", "a"), migration("2", "b") });
    REQUIRE(list);
    REQUIRE(list->size() == 3);
    CHECK(list->at(0).applied);
    CHECK(list->at(0).applied_at == "2020-01-02T00:00:00.000000Z");
    CHECK(list->at(1).version == "2");
    CHECK_FALSE(list->at(1).applied);
    CHECK(list->at(2).applied);
    CHECK_FALSE(list->at(2).known);
}

TEST_CASE("development migrations that were replaced by one final migration are undone first")
{
    Database database;
    REQUIRE(
        database.up({ migration("1", "a"), dev(migration("2", "b")), dev(migration("3", "c")) }));
    auto squashed = migration("4", "d");
    CHECK(database.up({ migration("1", "a"), squashed }).value() == Texts { "4" });
    CHECK(database.tables() == Texts { "a", "d" });
}

TEST_CASE("a development migration that was changed runs anew, with those after it")
{
    Database database;
    REQUIRE(database.up({ dev(migration("1", "a")), dev(migration("2", "b")) }));
    auto changed = dev(migration("1", "c"));
    CHECK(database.up({ changed, dev(migration("2", "b")) }).value() == Texts { "1", "2" });
    CHECK(database.tables() == Texts { "b", "c" });
}

TEST_CASE("a development migration under a final one cannot be undone by itself")
{
    Database database;
    REQUIRE(database.up({ dev(migration("1", "a")), migration("2", "b") }));
    CHECK(code(database.up({ migration("2", "b") })) == ErrorCode::schema_too_new);
    CHECK(database.tables() == Texts { "a", "b" });
}

TEST_CASE("migrations are read from JSON, and refused with what is wrong")
{
    auto read = [](std::string_view json) { return migrations_from(*parse_json(json)); };
    auto good = read(
        R"([{"version":"1","name":"a","up":["x"],"down":[],"dev":true},{"version":"20","name":"b","up":[],"down":["y"]}])");
    REQUIRE(good);
    CHECK(good->at(0).dev);
    CHECK(good->at(1).down == Texts { "y" });
    for (auto* bad :
        { "{}", "[1]", R"([{"version":"x","name":"a","up":[],"down":[]}])",
            R"([{"version":"1","up":[],"down":[]}])",
            R"([{"version":"1","name":"a","up":"x","down":[]}])",
            R"([{"version":"1","name":"a","up":[1],"down":[]}])",
            R"([{"version":"1","name":"a","up":[]}])",
            R"([{"version":"2","name":"a","up":[],"down":[]},{"version":"1","name":"b","up":[],"down":[]}])",
            R"([{"version":"1","name":"a","up":[],"down":[]},{"version":"01","name":"b","up":[],"down":[]}])" }) {
        INFO(bad);
        auto result = read(bad);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::invalid_migration);
    }
}

TEST_CASE("whatever call on the storage fails, a migration has run as a whole or not at all, and "
          "runs again")
{
    FakeHost host;
    std::vector<Migration> migrations { migration("1", "a") };
    Migration rebuild { .version = "2",
        .name = "rebuild",
        .up
        = { "PRAGMA foreign_keys=OFF", "CREATE TABLE new_a (id INTEGER PRIMARY KEY, x TEXT) STRICT",
            "INSERT INTO new_a (id) SELECT id FROM a", "DROP TABLE a",
            "ALTER TABLE new_a RENAME TO a" },
        .down = {} };
    for (size_t call = 0;; ++call) {
        MemoryPort memory;
        FaultPort port(memory);
        sqlite::PortVfs vfs(host, &port);
        auto store = std::move(*SqliteDataLayer::open(
            { .file = "music", .vfs = &vfs, .durability = sqlite::Durability::full }));
        REQUIRE(migrate(*store, migrations, host));
        REQUIRE(store->query("INSERT INTO a VALUES (1), (2)"));
        port.fail_calls(call);
        std::vector<Migration> all { migrations[0], rebuild };
        auto done = migrate(*store, all, host);
        auto failed = port.has_failed();
        port.stop_failing();
        CHECK(store->query("PRAGMA foreign_keys").value().list()[0].map().begin()->second
            == Value(1));
        CHECK(store->query("SELECT count(*) FROM a").value().list()[0].map().begin()->second
            == Value(2));
        CHECK((!done || store->flush()));
        // A file whose flush failed is not written to again before it is reopened.
        store.reset();
        store = std::move(*SqliteDataLayer::open(
            { .file = "music", .vfs = &vfs, .durability = sqlite::Durability::full }));
        auto again = migrate(*store, all, host);
        REQUIRE(again);
        // What was not acknowledged may have been kept all the same; what was, must be.
        CHECK((again->empty() || !done));
        CHECK(store->query("SELECT x FROM a").value().list().size() == 2);
        if (!failed)
            break;
    }
}
