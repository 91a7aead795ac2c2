#include "data_layer/sqlite/port_vfs.h"

#include "support/crash_port.h"
#include "support/fake_host.h"
#include "support/fault_port.h"
#include "support/file_port.h"
#include "support/memory_port.h"
#include "support/port_connection.h"

#include "catch_amalgamated.hpp"

#include <filesystem>
#include <random>
#include <sqlite3.h>
#include <string>

using namespace tunez;
using sqlite::PortVfs;

namespace {

struct Progress {
    int result = SQLITE_OK;
    int acknowledged = 0;
};

class CountingWatcher : public sqlite::DatabaseWatcher {
public:
    StoragePort::Status first_write() override
    {
        ++asked;
        return allows ? StoragePort::Status::ok : StoragePort::Status::failed;
    }
    void is_full() override { ++full; }

    bool allows = true;
    int asked = 0;
    int full = 0;
};

} // namespace

constexpr int transactions = 3;

// Small transactions that grow, rewrite and shrink the file. Each leaves `total` at its own number,
// and as many tracks.
static Progress work(StoragePort& port, const std::string& journal_mode)
{
    FakeHost host;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, journal_mode);
    Progress progress;
    database.run("CREATE TABLE IF NOT EXISTS track (id INTEGER PRIMARY KEY, title TEXT);"
                 "CREATE TABLE IF NOT EXISTS state (total INTEGER); INSERT INTO state VALUES (0)");
    for (int number = 1; number <= transactions; ++number) {
        bool done = database.run("BEGIN IMMEDIATE")
            && database.run(
                "INSERT INTO track SELECT " + std::to_string(number) + ", hex(zeroblob(5000))")
            && database.run("UPDATE track SET title = title || 'x'")
            && database.run("UPDATE state SET total = " + std::to_string(number))
            && database.run("COMMIT");
        if (!done)
            break;
        progress.acknowledged = number;
    }
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    progress.result = database.result;
    return progress;
}

// Opened again with all well, the database is sound, has every acknowledged transaction, and none
// by halves.
static void check_recovered(StoragePort& port, const std::string& journal_mode, int acknowledged)
{
    FakeHost host;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, journal_mode);
    REQUIRE(database.result == SQLITE_OK);
    REQUIRE(database.text("PRAGMA integrity_check") == "ok");
    bool has_tables = !database.text("SELECT name FROM sqlite_schema WHERE name = 'state'").empty();
    auto state = has_tables ? database.text("SELECT total FROM state") : "";
    int total = state.empty() ? 0 : std::stoi(state);
    REQUIRE(total >= acknowledged);
    REQUIRE(total <= acknowledged + 1);
    if (has_tables)
        REQUIRE(database.text("SELECT count(*) FROM track") == std::to_string(total));
    REQUIRE(database.run("CREATE TABLE IF NOT EXISTS after (id); INSERT INTO after VALUES (1)"));
}

static const std::string journal_modes[] = { "WAL", "DELETE", "TRUNCATE", "PERSIST" };

TEST_CASE("a database is written and read again in every journal mode")
{
    for (const auto& mode : journal_modes) {
        INFO(mode);
        MemoryPort port;
        auto progress = work(port, mode);
        CHECK(progress.result == SQLITE_OK);
        CHECK(progress.acknowledged == transactions);
        CHECK(port.open_files() == 0);
        check_recovered(port, mode, transactions);
    }
}

TEST_CASE("write-ahead logging works without shared memory, and pages have the size asked for")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    CHECK(database.run("CREATE TABLE t (x)"));
    CHECK(database.text("PRAGMA journal_mode") == "wal");
    CHECK(database.text("PRAGMA page_size") == "8192");
    CHECK(port.has("music.db-wal"));
    CHECK_FALSE(port.has("music.db-shm"));
}

TEST_CASE("with full durability a small commit is flushed once")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    database.run("CREATE TABLE t (x); INSERT INTO t VALUES (0)");
    size_t before = port.flushes();
    CHECK(database.run("INSERT INTO t VALUES (1)"));
    CHECK(port.flushes() == before + 1);
    database.run("PRAGMA synchronous=NORMAL");
    CHECK(database.run("INSERT INTO t VALUES (2)"));
    CHECK(port.flushes() == before + 1);
}

TEST_CASE("a small commit is one write")
{
    FakeHost host;
    CrashPort port;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    database.run("CREATE TABLE t (x UNIQUE); INSERT INTO t VALUES (0); PRAGMA synchronous=NORMAL");
    size_t before = port.changes();
    CHECK(database.run("INSERT INTO t VALUES (1)"));
    CHECK(port.changes() == before + 1);
}

TEST_CASE(
    "a program that is killed loses nothing that was acknowledged, also with relaxed durability")
{
    FakeHost host;
    MemoryPort port;
    for (int number = 1; number <= 20; ++number) {
        PortVfs killed_vfs(host, &port);
        PortConnection killed(killed_vfs, "WAL");
        killed.run("PRAGMA synchronous=NORMAL; CREATE TABLE IF NOT EXISTS t (x)");
        REQUIRE(killed.run("INSERT INTO t VALUES (hex(zeroblob(20000)))"));
        killed.run("BEGIN; INSERT INTO t VALUES (hex(zeroblob(100000))); SAVEPOINT s; UPDATE t SET "
                   "x = 1; ROLLBACK TO s");
        MemoryPort left_behind;
        port.copy_files_to(left_behind);
        PortVfs vfs(host, &left_behind);
        PortConnection reopened(vfs, "WAL");
        REQUIRE(reopened.text("SELECT count(*) FROM t") == std::to_string(number));
        REQUIRE(reopened.text("PRAGMA integrity_check") == "ok");
    }
}

TEST_CASE("files of the operating system hold a database that any SQLite can read")
{
    auto folder = std::filesystem::temp_directory_path()
        / ("tunez-port-vfs-" + std::to_string(std::random_device {}()));
    std::filesystem::create_directory(folder);
    for (const auto& mode : journal_modes) {
        FilePort port(folder.string());
        std::filesystem::remove(folder / "music.db");
        CHECK(work(port, mode).acknowledged == transactions);
        check_recovered(port, mode, transactions);
        CHECK(std::filesystem::file_size(folder / "music.db") % 8192 == 0);
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("a file that somebody else has open is busy")
{
    FakeHost host;
    MemoryPort port;
    int32_t handle = -1;
    REQUIRE(port.open("music.db", true, handle) == StoragePort::Status::ok);
    PortVfs vfs(host, &port);
    CHECK((PortConnection(vfs, "WAL").result & 0xff) == SQLITE_BUSY);
    port.close(handle);
    PortConnection first(vfs, "WAL");
    CHECK(first.result == SQLITE_OK);
    CHECK((PortConnection(vfs, "WAL").result & 0xff) == SQLITE_BUSY);
    CHECK(first.run("CREATE TABLE t (x)"));
}

TEST_CASE("without a port there are only databases in memory")
{
    FakeHost host;
    PortVfs vfs(host, nullptr);
    CHECK((PortConnection(vfs, "WAL").result & 0xff) == SQLITE_CANTOPEN);
    PortConnection memory(vfs, "MEMORY", ":memory:");
    CHECK(memory.run("CREATE TABLE t (x); INSERT INTO t VALUES (1)"));
    CHECK(memory.text("SELECT x FROM t") == "1");
}

TEST_CASE("two engines stand side by side")
{
    FakeHost host;
    MemoryPort first_port;
    MemoryPort second_port;
    PortVfs first_vfs(host, &first_port);
    PortVfs second_vfs(host, &second_port);
    PortConnection first(first_vfs, "WAL");
    PortConnection second(second_vfs, "WAL");
    CHECK(first.run("CREATE TABLE first (x)"));
    CHECK(second.run("CREATE TABLE second (x)"));
    CHECK(second.text("SELECT count(*) FROM sqlite_schema") == "1");
}

TEST_CASE("time comes from the host")
{
    FakeHost host;
    PortVfs vfs(host, nullptr);
    PortConnection database(vfs, "MEMORY", ":memory:");
    CHECK(database.text("SELECT strftime('%Y-%m-%dT%H:%M:%f')") == "2020-01-02T00:00:00.000");
    host.advance(1'500'000);
    CHECK(database.text("SELECT strftime('%Y-%m-%dT%H:%M:%f')") == "2020-01-02T00:00:01.500");
}

TEST_CASE("what a statement may have to undo does not need a file")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    database.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT UNIQUE, y TEXT)");
    database.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                 "INSERT INTO t SELECT i, i, hex(zeroblob(500)) FROM n");
    database.run("BEGIN; UPDATE t SET y = y || 'z'");
    // Fails at the last row, after a megabyte was changed, and undoes its own part alone.
    CHECK(database.try_to("UPDATE t SET y = '', x = CASE id WHEN 2000 THEN '1999' ELSE x END")
        == SQLITE_CONSTRAINT_UNIQUE);
    CHECK(database.run("COMMIT"));
    CHECK(database.text("SELECT count(*) FROM t WHERE y LIKE '%z'") == "2000");
    CHECK(database.text("PRAGMA integrity_check") == "ok");
}

TEST_CASE("VACUUM works")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    database.run("CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(1000000)); DELETE FROM t");
    CHECK(database.run("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
    CHECK(port.file("music.db").size() < 100'000);
}

TEST_CASE("whichever call fails, once or for ever, nothing acknowledged is lost and the database "
          "opens again")
{
    using Fault = FaultPort::Fault;
    auto mode = GENERATE(values<std::string>({ "WAL", "DELETE" }));
    auto [fault, count]
        = GENERATE(table<Fault, size_t>({ { Fault::fails, 1 }, { Fault::fails, FaultPort::never },
            { Fault::transfers_short, 1 }, { Fault::transfers_long, 1 } }));
    bool reached_the_end = false;
    for (size_t call = 0; !reached_the_end; ++call) {
        INFO(mode << ", fault " << static_cast<int>(fault) << " at call " << call << ", " << count
                  << " times");
        MemoryPort port;
        FaultPort faulty(port);
        faulty.fail_calls(call, count, fault);
        auto progress = work(faulty, mode);
        if (progress.acknowledged < transactions)
            REQUIRE(progress.result != SQLITE_OK);
        // Closing may still have moved pages about: what counts is what the next one to open finds.
        reached_the_end = call >= faulty.calls();
        port.drop_handles();
        check_recovered(port, mode, progress.acknowledged);
    }
}

TEST_CASE("a full disk is told as one, and what was acknowledged stays")
{
    auto mode = GENERATE(values<std::string>({ "WAL", "DELETE" }));
    for (int64_t capacity = 0; capacity < 300'000; capacity += 10'000) {
        INFO(mode << ", " << capacity);
        MemoryPort port;
        FaultPort faulty(port);
        faulty.set_capacity(capacity);
        auto progress = work(faulty, mode);
        REQUIRE((progress.result == SQLITE_OK || progress.result == SQLITE_FULL));
        REQUIRE((progress.result == SQLITE_OK) == (progress.acknowledged == transactions));
        check_recovered(port, mode, progress.acknowledged);
    }
}

TEST_CASE("after a failed flush nothing is written until the database is opened again")
{
    for (const auto& mode : { "WAL", "DELETE" }) {
        INFO(mode);
        FakeHost host;
        MemoryPort port;
        FaultPort faulty(port);
        {
            PortVfs vfs(host, &faulty);
            PortConnection database(vfs, mode);
            REQUIRE(database.run("CREATE TABLE t (x); INSERT INTO t VALUES (1)"));
            faulty.fail_flushes(0);
            CHECK((database.try_to("INSERT INTO t VALUES (2)") & 0xff) == SQLITE_IOERR);
            CHECK(faulty.has_failed());
            CHECK((database.try_to("INSERT INTO t VALUES (3)") & 0xff) == SQLITE_IOERR);
            CHECK((database.try_to("PRAGMA synchronous=OFF; INSERT INTO t VALUES (4)") & 0xff)
                == SQLITE_IOERR);
        }
        PortVfs vfs(host, &faulty);
        PortConnection database(vfs, mode);
        CHECK(database.run("INSERT INTO t VALUES (5)"));
        CHECK(database.text("SELECT count(*) FROM t WHERE x IN (3, 4)") == "0");
        CHECK(database.text("SELECT count(*) FROM t WHERE x IN (1, 5)") == "2");
    }
}

TEST_CASE("a write to the log that fails counts as a failed flush, one that finds no room does not")
{
    FakeHost host;
    MemoryPort port;
    FaultPort faulty(port);
    PortVfs vfs(host, &faulty);
    {
        PortConnection database(vfs, "WAL");
        REQUIRE(database.run("CREATE TABLE t (x); INSERT INTO t VALUES (1)"));
        faulty.set_capacity(0);
        CHECK((database.try_to("INSERT INTO t VALUES (2)") & 0xff) == SQLITE_FULL);
        CHECK_FALSE(vfs.poisoned("music.db"));
        faulty.set_capacity(1'000'000);
        CHECK(database.run("INSERT INTO t VALUES (3)"));
        faulty.fail_calls(0);
        CHECK((database.try_to("INSERT INTO t VALUES (4)") & 0xff) == SQLITE_IOERR);
        CHECK(vfs.poisoned("music.db"));
    }
    CHECK_FALSE(vfs.poisoned("music.db"));
    PortConnection database(vfs, "WAL");
    CHECK(database.text("SELECT count(*) FROM t") == "2");
}

TEST_CASE("what commits did not flush is flushed when asked for, once")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    database.run("CREATE TABLE t (x); INSERT INTO t VALUES (0); PRAGMA synchronous=NORMAL");
    CHECK_FALSE(vfs.has_unflushed_log("music.db"));
    auto before = port.flushes();
    database.run("INSERT INTO t VALUES (1)");
    database.run("INSERT INTO t VALUES (2)");
    CHECK(port.flushes() == before);
    CHECK(vfs.has_unflushed_log("music.db"));
    CHECK(vfs.flush_log("music.db") == SQLITE_OK);
    CHECK(vfs.flush_log("music.db") == SQLITE_OK);
    CHECK(port.flushes() == before + 1);
    CHECK_FALSE(vfs.has_unflushed_log("music.db"));
}

TEST_CASE(
    "whoever watches a database is asked before its first write, and again once it is settled")
{
    FakeHost host;
    MemoryPort port;
    FaultPort faulty(port);
    PortVfs vfs(host, &faulty);
    CountingWatcher watcher;
    vfs.watch("music.db", &watcher);
    {
        PortConnection database(vfs, "WAL");
        database.run("CREATE TABLE t (x); INSERT INTO t VALUES (0)");
        CHECK(watcher.asked == 1);
        vfs.settled("music.db");
        CHECK(database.text("SELECT count(*) FROM t") == "1");
        CHECK(watcher.asked == 1);
        watcher.allows = false;
        auto before = port.file("music.db-wal");
        CHECK((database.try_to("INSERT INTO t VALUES (1)") & 0xff) == SQLITE_IOERR);
        CHECK(port.file("music.db-wal") == before);
        CHECK_FALSE(vfs.poisoned("music.db"));
        watcher.allows = true;
        CHECK(database.run("INSERT INTO t VALUES (1)"));
        CHECK(watcher.asked == 3);
        faulty.set_capacity(0);
        CHECK((database.try_to("INSERT INTO t VALUES (2)") & 0xff) == SQLITE_FULL);
        CHECK(watcher.full == 1);
        faulty.set_capacity(1'000'000);
    }
    PortConnection database(vfs, "WAL");
    database.run("INSERT INTO t VALUES (3)");
    CHECK(watcher.asked == 4);
    vfs.watch("music.db", nullptr);
}

TEST_CASE("a power loss at any change keeps what was acknowledged, whatever becomes of the rest")
{
    auto mode = GENERATE(values<std::string>({ "WAL", "DELETE" }));
    bool reached_the_end = false;
    for (size_t change = 0; !reached_the_end; ++change) {
        for (uint64_t seed = 0; seed < 3; ++seed) {
            INFO(mode << ", change " << change << ", seed " << seed);
            CrashPort port;
            port.stop_at(change);
            auto progress = work(port, mode);
            reached_the_end = !port.has_stopped();
            port.crash(change * 3 + seed);
            check_recovered(port, mode, progress.acknowledged);
        }
    }
}

TEST_CASE("a foreign file is refused and left as it is")
{
    FakeHost host;
    MemoryPort port;
    auto& file = port.file("music.db");
    file.assign(20'000, std::byte { 'x' });
    auto before = file;
    {
        PortVfs vfs(host, &port);
        PortConnection database(vfs, "WAL");
        CHECK(database.result == SQLITE_NOTADB);
    }
    CHECK(port.file("music.db") == before);
}
