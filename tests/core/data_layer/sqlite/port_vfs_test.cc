#include "data_layer/sqlite/port_vfs.h"

#include "support/crash_port.h"
#include "support/fake_host.h"
#include "support/fault_port.h"
#include "support/file_port.h"
#include "support/memory_port.h"

#include "catch_amalgamated.hpp"

#include <filesystem>
#include <random>
#include <sqlite3.h>
#include <string>

using namespace tunez;
using sqlite::PortVfs;

namespace {

// A connection as the data layer opens it, without its convenience: every result is looked at.
class PortDatabase {
public:
    PortDatabase(const PortVfs& vfs, const std::string& journal_mode, const char* file = "music.db")
    {
        result = sqlite3_open_v2(file, &handle_,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, vfs.name());
        run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA page_size=8192");
        run("PRAGMA journal_mode=" + journal_mode);
        run("PRAGMA synchronous=FULL; PRAGMA cache_size=4");
    }
    PortDatabase(const PortDatabase&) = delete;
    PortDatabase& operator=(const PortDatabase&) = delete;
    ~PortDatabase() { sqlite3_close(handle_); }

    // The first failure is kept in `result`, and stops everything after it.
    bool run(const std::string& sql)
    {
        if (result == SQLITE_OK)
            result = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
        return result == SQLITE_OK;
    }

    // Also after a failure.
    int try_to(const std::string& sql)
    {
        return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    }

    std::string text(const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        std::string text;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK
            && sqlite3_step(statement) == SQLITE_ROW) {
            const auto* column = sqlite3_column_text(statement, 0);
            text = column ? reinterpret_cast<const char*>(column) : "";
        }
        sqlite3_finalize(statement);
        return text;
    }

    int result = SQLITE_OK;

private:
    sqlite3* handle_ = nullptr;
};

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
    PortDatabase database(vfs, journal_mode);
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
    PortDatabase database(vfs, journal_mode);
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
    PortDatabase database(vfs, "WAL");
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
    PortDatabase database(vfs, "WAL");
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
    PortDatabase database(vfs, "WAL");
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
        PortDatabase killed(killed_vfs, "WAL");
        killed.run("PRAGMA synchronous=NORMAL; CREATE TABLE IF NOT EXISTS t (x)");
        REQUIRE(killed.run("INSERT INTO t VALUES (hex(zeroblob(20000)))"));
        killed.run("BEGIN; INSERT INTO t VALUES (hex(zeroblob(100000))); SAVEPOINT s; UPDATE t SET "
                   "x = 1; ROLLBACK TO s");
        MemoryPort left_behind;
        port.copy_files_to(left_behind);
        PortVfs vfs(host, &left_behind);
        PortDatabase reopened(vfs, "WAL");
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
    CHECK((PortDatabase(vfs, "WAL").result & 0xff) == SQLITE_BUSY);
    port.close(handle);
    PortDatabase first(vfs, "WAL");
    CHECK(first.result == SQLITE_OK);
    CHECK((PortDatabase(vfs, "WAL").result & 0xff) == SQLITE_BUSY);
    CHECK(first.run("CREATE TABLE t (x)"));
}

TEST_CASE("without a port there are only databases in memory")
{
    FakeHost host;
    PortVfs vfs(host, nullptr);
    CHECK((PortDatabase(vfs, "WAL").result & 0xff) == SQLITE_CANTOPEN);
    PortDatabase memory(vfs, "MEMORY", ":memory:");
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
    PortDatabase first(first_vfs, "WAL");
    PortDatabase second(second_vfs, "WAL");
    CHECK(first.run("CREATE TABLE first (x)"));
    CHECK(second.run("CREATE TABLE second (x)"));
    CHECK(second.text("SELECT count(*) FROM sqlite_schema") == "1");
}

TEST_CASE("time comes from the host")
{
    FakeHost host;
    PortVfs vfs(host, nullptr);
    PortDatabase database(vfs, "MEMORY", ":memory:");
    CHECK(database.text("SELECT strftime('%Y-%m-%dT%H:%M:%f')") == "2020-01-02T00:00:00.000");
    host.advance(1'500'000);
    CHECK(database.text("SELECT strftime('%Y-%m-%dT%H:%M:%f')") == "2020-01-02T00:00:01.500");
}

TEST_CASE("what a statement may have to undo does not need a file")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortDatabase database(vfs, "WAL");
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
    PortDatabase database(vfs, "WAL");
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
            PortDatabase database(vfs, mode);
            REQUIRE(database.run("CREATE TABLE t (x); INSERT INTO t VALUES (1)"));
            faulty.fail_flushes(0);
            CHECK((database.try_to("INSERT INTO t VALUES (2)") & 0xff) == SQLITE_IOERR);
            CHECK(faulty.has_failed());
            CHECK((database.try_to("INSERT INTO t VALUES (3)") & 0xff) == SQLITE_IOERR);
            CHECK((database.try_to("PRAGMA synchronous=OFF; INSERT INTO t VALUES (4)") & 0xff)
                == SQLITE_IOERR);
        }
        PortVfs vfs(host, &faulty);
        PortDatabase database(vfs, mode);
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
        PortDatabase database(vfs, "WAL");
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
    PortDatabase database(vfs, "WAL");
    CHECK(database.text("SELECT count(*) FROM t") == "2");
}

TEST_CASE("what commits did not flush is flushed when asked for, once")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortDatabase database(vfs, "WAL");
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
        PortDatabase database(vfs, "WAL");
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
    PortDatabase database(vfs, "WAL");
    database.run("INSERT INTO t VALUES (3)");
    CHECK(watcher.asked == 4);
    vfs.watch("music.db", nullptr);
}

// A database whose commits wait for flush_log().
static void start_waiting(PortVfs& vfs, PortDatabase& database)
{
    vfs.let_commits_wait("music.db", true);
    REQUIRE(
        database.run("PRAGMA synchronous=NORMAL; CREATE TABLE t (x); INSERT INTO t VALUES (0)"));
    REQUIRE(vfs.flush_log("music.db") == SQLITE_OK);
}

TEST_CASE("commits that wait for the same flush are written together, behind the first of them")
{
    FakeHost host;
    CrashPort port;
    PortVfs vfs(host, &port);
    PortDatabase database(vfs, "WAL");
    start_waiting(vfs, database);
    auto before = port.changes();
    CHECK(database.run("INSERT INTO t VALUES (1)"));
    CHECK(port.changes() == before + 1);
    // Room for them was made when the first of all waited.
    for (int number = 2; number <= 20; ++number)
        CHECK(database.run("INSERT INTO t VALUES (" + std::to_string(number) + ")"));
    CHECK(port.changes() == before + 1);
    CHECK(vfs.has_unflushed_log("music.db"));
    CHECK(database.text("SELECT count(*) FROM t") == "21");
    CHECK(vfs.flush_log("music.db") == SQLITE_OK);
    CHECK(port.changes() == before + 3);
    CHECK_FALSE(vfs.has_unflushed_log("music.db"));
    // Alone again: written as it commits.
    CHECK(database.run("INSERT INTO t VALUES (21)"));
    CHECK(port.changes() == before + 4);
    // More room, and the rest.
    for (int number = 22; number <= 40; ++number)
        CHECK(database.run("INSERT INTO t VALUES (" + std::to_string(number) + ")"));
    CHECK(port.changes() == before + 5);
    CHECK(vfs.flush_log("music.db") == SQLITE_OK);
    CHECK(port.changes() == before + 7);
}

TEST_CASE("of commits that wait more may come than are held at a time")
{
    FakeHost host;
    MemoryPort port;
    {
        PortVfs vfs(host, &port);
        PortDatabase database(vfs, "WAL");
        start_waiting(vfs, database);
        for (int number = 1; number <= 300; ++number)
            REQUIRE(database.run("INSERT INTO t VALUES (hex(zeroblob(5000)))"));
        REQUIRE(database.run("BEGIN; INSERT INTO t VALUES (hex(zeroblob(400000))); ROLLBACK"));
        REQUIRE(database.run("INSERT INTO t VALUES (1)"));
        REQUIRE(vfs.flush_log("music.db") == SQLITE_OK);
        port.drop_handles();
    }
    PortVfs vfs(host, &port);
    PortDatabase database(vfs, "WAL");
    CHECK(database.text("SELECT count(*) FROM t") == "302");
    CHECK(database.text("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a storage that is full refuses the commit that finds no room, and keeps those that wait")
{
    FakeHost host;
    MemoryPort port;
    FaultPort faulty(port);
    {
        PortVfs vfs(host, &faulty);
        PortDatabase database(vfs, "WAL");
        start_waiting(vfs, database);
        faulty.set_capacity(500'000);
        int kept = 0;
        int result = SQLITE_OK;
        while (result == SQLITE_OK) {
            result = database.try_to("INSERT INTO t VALUES (hex(zeroblob(2000)))");
            kept += result == SQLITE_OK ? 1 : 0;
        }
        CHECK((result & 0xff) == SQLITE_FULL);
        CHECK(kept > 10);
        CHECK_FALSE(vfs.poisoned("music.db"));
        CHECK(vfs.flush_log("music.db") == SQLITE_OK);
        CHECK(database.text("SELECT count(*) FROM t") == std::to_string(kept + 1));
        MemoryPort left_behind;
        port.copy_files_to(left_behind);
        PortVfs other(host, &left_behind);
        PortDatabase reopened(other, "WAL");
        CHECK(reopened.text("SELECT count(*) FROM t") == std::to_string(kept + 1));
    }
}

TEST_CASE("commits that wait and cannot be written are like ones that cannot be flushed")
{
    FakeHost host;
    MemoryPort port;
    FaultPort faulty(port);
    PortVfs vfs(host, &faulty);
    {
        PortDatabase database(vfs, "WAL");
        start_waiting(vfs, database);
        for (int number = 1; number <= 3; ++number)
            REQUIRE(database.run("INSERT INTO t VALUES (1)"));
        faulty.fail_calls(0);
        CHECK(vfs.flush_log("music.db") == SQLITE_IOERR_FSYNC);
        CHECK(vfs.poisoned("music.db"));
        CHECK((database.try_to("INSERT INTO t VALUES (2)") & 0xff) == SQLITE_IOERR);
        CHECK(vfs.flush_log("music.db") == SQLITE_IOERR_FSYNC);
    }
    PortDatabase database(vfs, "WAL");
    // The first was written before the others came.
    CHECK(database.text("SELECT count(*) FROM t") == "2");
    CHECK(database.text("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a power loss among commits that wait together keeps those that were flushed, in order")
{
    constexpr int groups = 4;
    constexpr int size = 5;
    bool reached_the_end = false;
    for (size_t change = 0; !reached_the_end; ++change) {
        for (uint64_t seed = 0; seed < 4; ++seed) {
            INFO("change " << change << ", seed " << seed);
            FakeHost host;
            CrashPort port;
            port.stop_at(change);
            int flushed = 0;
            {
                PortVfs vfs(host, &port);
                vfs.let_commits_wait("music.db", true);
                PortDatabase database(vfs, "WAL");
                database.run("PRAGMA synchronous=NORMAL; CREATE TABLE t (x)");
                int written = 0;
                for (int group = 0; group < groups && database.result == SQLITE_OK; ++group) {
                    for (int i = 0; i < size; ++i)
                        database.run("INSERT INTO t VALUES (" + std::to_string(++written) + ")");
                    if (group == 1)
                        database.run("PRAGMA wal_checkpoint(PASSIVE)");
                    if (database.result == SQLITE_OK && vfs.flush_log("music.db") == SQLITE_OK)
                        flushed = written;
                }
            }
            reached_the_end = !port.has_stopped();
            port.crash(change * 4 + seed);
            PortVfs vfs(host, &port);
            PortDatabase database(vfs, "WAL");
            REQUIRE(database.text("PRAGMA integrity_check") == "ok");
            REQUIRE(database.run("CREATE TABLE IF NOT EXISTS t (x)"));
            auto found = std::stoi(database.text("SELECT count(*) FROM t"));
            REQUIRE(found >= flushed);
            auto sum = std::stoi(database.text("SELECT ifnull(sum(x), 0) FROM t"));
            REQUIRE(sum == found * (found + 1) / 2);
        }
    }
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
        PortDatabase database(vfs, "WAL");
        CHECK(database.result == SQLITE_NOTADB);
    }
    CHECK(port.file("music.db") == before);
}
