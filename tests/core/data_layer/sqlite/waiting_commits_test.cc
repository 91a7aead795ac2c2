#include "data_layer/sqlite/port_vfs.h"

#include "support/crash_port.h"
#include "support/fake_host.h"
#include "support/fault_port.h"
#include "support/memory_port.h"
#include "support/port_connection.h"

#include "catch_amalgamated.hpp"

#include <sqlite3.h>
#include <string>

using namespace tunez;
using sqlite::PortVfs;

// A database whose commits wait for flush_log().
static void start_waiting(PortVfs& vfs, PortConnection& database)
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
    PortConnection database(vfs, "WAL");
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
        PortConnection database(vfs, "WAL");
        start_waiting(vfs, database);
        for (int number = 1; number <= 300; ++number)
            REQUIRE(database.run("INSERT INTO t VALUES (hex(zeroblob(5000)))"));
        REQUIRE(database.run("BEGIN; INSERT INTO t VALUES (hex(zeroblob(400000))); ROLLBACK"));
        REQUIRE(database.run("INSERT INTO t VALUES (1)"));
        REQUIRE(vfs.flush_log("music.db") == SQLITE_OK);
        port.drop_handles();
    }
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    CHECK(database.text("SELECT count(*) FROM t") == "302");
    CHECK(database.text("PRAGMA integrity_check") == "ok");
}

// Where the log ends once the second commit has made room for those that wait.
static int64_t room_of_log(const std::string& insert)
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    PortConnection database(vfs, "WAL");
    start_waiting(vfs, database);
    REQUIRE(database.run(insert));
    REQUIRE(database.run(insert));
    return static_cast<int64_t>(port.file("music.db-wal").size());
}

TEST_CASE("a storage that is full refuses the commit that finds no room, and keeps those that wait")
{
    auto blob = GENERATE(values<std::string>({ "20", "2000", "7000" }));
    auto insert = "INSERT INTO t VALUES (hex(zeroblob(" + blob + ")))";
    // A transaction that does not fit ends anywhere between the room there is and what is made.
    auto room = room_of_log(insert);
    for (auto capacity = room; capacity < room + 40'000; capacity += 2'000) {
        INFO(capacity << ", " << blob);
        FakeHost host;
        MemoryPort port;
        FaultPort faulty(port);
        PortVfs vfs(host, &faulty);
        PortConnection database(vfs, "WAL");
        start_waiting(vfs, database);
        faulty.set_capacity(capacity);
        int kept = 0;
        int result = SQLITE_OK;
        while (result == SQLITE_OK) {
            result = database.try_to(insert);
            kept += result == SQLITE_OK ? 1 : 0;
        }
        REQUIRE((result & 0xff) == SQLITE_FULL);
        REQUIRE(kept > 5);
        REQUIRE_FALSE(vfs.poisoned("music.db"));
        REQUIRE(vfs.flush_log("music.db") == SQLITE_OK);
        REQUIRE(database.text("SELECT count(*) FROM t") == std::to_string(kept + 1));
        MemoryPort left_behind;
        port.copy_files_to(left_behind);
        PortVfs other(host, &left_behind);
        PortConnection reopened(other, "WAL");
        REQUIRE(reopened.text("SELECT count(*) FROM t") == std::to_string(kept + 1));
    }
}

TEST_CASE("commits that wait and cannot be written are like ones that cannot be flushed")
{
    FakeHost host;
    MemoryPort port;
    FaultPort faulty(port);
    PortVfs vfs(host, &faulty);
    {
        PortConnection database(vfs, "WAL");
        start_waiting(vfs, database);
        for (int number = 1; number <= 3; ++number)
            REQUIRE(database.run("INSERT INTO t VALUES (1)"));
        faulty.fail_calls(0);
        CHECK(vfs.flush_log("music.db") == SQLITE_IOERR_FSYNC);
        CHECK(vfs.poisoned("music.db"));
        CHECK((database.try_to("INSERT INTO t VALUES (2)") & 0xff) == SQLITE_IOERR);
        CHECK(vfs.flush_log("music.db") == SQLITE_IOERR_FSYNC);
    }
    PortConnection database(vfs, "WAL");
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
                PortConnection database(vfs, "WAL");
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
            PortConnection database(vfs, "WAL");
            REQUIRE(database.text("PRAGMA integrity_check") == "ok");
            REQUIRE(database.run("CREATE TABLE IF NOT EXISTS t (x)"));
            auto found = std::stoi(database.text("SELECT count(*) FROM t"));
            REQUIRE(found >= flushed);
            auto sum = std::stoi(database.text("SELECT ifnull(sum(x), 0) FROM t"));
            REQUIRE(sum == found * (found + 1) / 2);
        }
    }
}
