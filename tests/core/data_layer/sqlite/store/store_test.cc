#include "base/sha256.h"
#include "core/data_layer/sqlite/store/test_store.h"
#include "support/fault_port.h"
#include "support/memory_port.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using test::music_schema;
using test::TestStore;
using Texts = std::vector<std::string>;

TEST_CASE("a store makes a database, and finds it again")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        CHECK(music.applied == Texts { "1", "2" });
        CHECK(music.report().was_clean);
        CHECK_FALSE(music.report().checked);
        REQUIRE(music.add_albums(1, 4));
        music.close();
    }
    CHECK(port.open_files() == 0);
    TestStore music(port);
    REQUIRE(music.open());
    CHECK(music.applied.empty());
    CHECK(music.report().was_clean);
    CHECK_FALSE(music.report().checked);
    CHECK(music.ask("SELECT id FROM album") == Texts { "1", "2", "3" });
    CHECK(music.ask("PRAGMA application_id") == Texts { "1416982138" });
}

TEST_CASE("a database that was left open is checked, one that is clean is not")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.add_albums(1, 4));
    }
    port.drop_handles();
    {
        TestStore music(port);
        REQUIRE(music.open());
        CHECK_FALSE(music.report().was_clean);
        CHECK(music.report().checked);
        CHECK(music.ask("SELECT id FROM album") == Texts { "1", "2", "3" });
        REQUIRE(music.store->settle(*music.layer));
        CHECK_FALSE(music.manifest().open);
    }
    // Nothing was written after it was settled: so it may as well have been killed.
    {
        TestStore music(port);
        REQUIRE(music.open());
        CHECK(music.report().was_clean);
        CHECK(port.file("music-wal").empty());
        REQUIRE(music.add_albums(4, 5));
        CHECK(music.manifest().open);
    }
    TestStore music(port);
    REQUIRE(music.open());
    CHECK_FALSE(music.report().was_clean);
}

TEST_CASE("the first write after settling costs one more flush, the second none")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.add_albums(1, 3));
    auto before = port.flushes();
    REQUIRE(music.add_albums(3, 4));
    auto usual = port.flushes() - before;
    REQUIRE(music.store->settle(*music.layer));
    before = port.flushes();
    REQUIRE(music.add_albums(4, 5));
    // The manifest, and the beginning of the log.
    CHECK(port.flushes() - before == usual + 2);
    before = port.flushes();
    REQUIRE(music.add_albums(5, 6));
    CHECK(port.flushes() - before == usual);
}

TEST_CASE("settling what is settled touches no file but the reserve")
{
    MemoryPort memory;
    FaultPort port(memory);
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.store->settle(*music.layer));
    CHECK(memory.file("music-reserve").size() == 1 << 20);
    auto flushes = memory.flushes();
    port.fail_calls(FaultPort::never);
    REQUIRE(music.store->settle(*music.layer));
    CHECK(memory.flushes() == flushes);
    CHECK(port.calls() == 3); // Of the reserve: open, size, close.
}

TEST_CASE("opening a clean database asks the port for nothing that is not needed")
{
    MemoryPort memory;
    FaultPort port(memory);
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.add_albums(1, 100));
        REQUIRE(music.store->settle(*music.layer));
        music.close();
    }
    auto flushes = memory.flushes();
    port.fail_calls(FaultPort::never);
    TestStore music(port);
    REQUIRE(music.open());
    CHECK(memory.flushes() == flushes);
    CHECK(port.calls() <= 22);
}

TEST_CASE("a database of a newer schema is left byte for byte as it is", "[damaged]")
{
    MemoryPort port;
    for (bool settles : { true, false }) {
        {
            TestStore newer(port, music_schema(3));
            REQUIRE(newer.open());
            if (settles)
                newer.close();
            else
                REQUIRE(newer.run("INSERT INTO album VALUES (7, 'seven', 7)"));
        }
        auto main = port.file("music");
        auto log = port.file("music-wal");
        auto manifest = port.file("music-manifest");
        CHECK(log.empty() == settles);
        {
            TestStore older(port, music_schema(2));
            REQUIRE_FALSE(older.open());
            CHECK(name(older.error.code) == name(ErrorCode::schema_too_new));
        }
        CHECK((port.file("music") == main));
        CHECK((port.file("music-wal") == log));
        CHECK((port.file("music-manifest") == manifest));
        CHECK(port.open_files() == 0);
    }
}

static MemoryPort::Bytes made_by(const std::string& sql)
{
    FakeHost host;
    MemoryPort port;
    sqlite::PortVfs vfs(host, &port);
    auto layer = sqlite::SqliteDataLayer::open({ .file = "other", .vfs = &vfs });
    REQUIRE(layer);
    REQUIRE((*(*layer)->connection())->execute(sql));
    REQUIRE((*(*layer)->connection())->execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    layer->reset();
    return port.file("other");
}

TEST_CASE("a database of another application is refused and left as it is", "[damaged]")
{
    for (const auto* mark : { "PRAGMA application_id=77", "PRAGMA application_id=0" }) {
        MemoryPort port;
        port.file("music") = made_by(std::string("CREATE TABLE theirs (x); ") + mark);
        auto before = port.file("music");
        TestStore music(port);
        REQUIRE_FALSE(music.open());
        CHECK(name(music.error.code) == name(ErrorCode::storage_foreign));
        CHECK((port.file("music") == before));
        CHECK_FALSE(port.has("music-manifest"));
        CHECK(port.open_files() == 0);
    }
}

TEST_CASE("a file that is no database is refused by a store and left as it is", "[damaged]")
{
    for (size_t size : { 1U, 99U, 100U, 8192U, 50'000U }) {
        MemoryPort port;
        port.file("music").assign(size, std::byte { 'x' });
        auto before = port.file("music");
        TestStore music(port);
        REQUIRE_FALSE(music.open());
        CHECK(name(music.error.code) == name(ErrorCode::storage_corrupt));
        CHECK((port.file("music") == before));
        CHECK_FALSE(port.has("music-manifest"));
    }
}

TEST_CASE("a database from before there were manifests is adopted, after a check", "[damaged]")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.add_albums(1, 4));
        REQUIRE(music.run("PRAGMA application_id=0"));
    }
    port.file("music-manifest").clear();
    TestStore music(port);
    REQUIRE(music.open());
    CHECK(music.report().checked);
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "3" });
    CHECK(music.ask("PRAGMA application_id") == Texts { "1416982138" });
}

TEST_CASE("what the storage of a newer format holds is not looked at", "[damaged]")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        music.close();
    }
    // As the next format would be written: the same slot with another number, and its digest.
    auto before = port.file("music");
    port.file("music-manifest") = MemoryPort::Bytes(8192);
    std::string head("\2\0\0\0\2\0\0\0\1\0\0\0\0\0\0\0", 16);
    auto slot = "TunezMft" + head + sha256(head + "{}") + "{}";
    std::ranges::copy(sqlite::bytes_of(slot), port.file("music-manifest").begin());
    TestStore music(port);
    REQUIRE_FALSE(music.open());
    CHECK(name(music.error.code) == name(ErrorCode::storage_too_new));
    CHECK((port.file("music") == before));
}

TEST_CASE("a write that the manifest cannot announce is refused")
{
    MemoryPort memory;
    FaultPort port(memory);
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.store->settle(*music.layer));
    port.fail_calls(0, FaultPort::never);
    CHECK_FALSE(music.add_albums(1, 2));
    port.stop_failing();
    CHECK(memory.file("music-wal").empty());
}
