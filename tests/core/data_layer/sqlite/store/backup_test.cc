#include "core/data_layer/sqlite/store/test_store.h"
#include "support/fault_port.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::music_schema;
using test::SeldomPort;
using test::TestStore;
using Texts = std::vector<std::string>;

static std::vector<int64_t> backup_slots(const TestStore& music)
{
    std::vector<int64_t> found;
    for (const auto& backup : music.manifest().backups)
        found.push_back(backup.slot);
    return found;
}

TEST_CASE("backups take three slots in turns, the oldest first")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    for (int64_t expected : { 1, 2, 3, 1, 2 }) {
        REQUIRE(music.add_albums(static_cast<int>(music.manifest().backups.size()) + 1,
            static_cast<int>(music.manifest().backups.size()) + 1));
        auto slot = music.store->back_up(*music.layer);
        REQUIRE(slot);
        CHECK(*slot == expected);
    }
    CHECK(backup_slots(music) == std::vector<int64_t> { 3, 1, 2 });
    CHECK(music.manifest().backups.back().version == "2");
    CHECK(music.manifest().backups.back().at == "2020-01-02T00:00:00Z");
}

TEST_CASE("a backup is a plain database file that any SQLite opens")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.add_albums(1, 50));
    REQUIRE(music.store->back_up(*music.layer));
    auto& bytes = port.file("music-backup-1");
    CHECK(bytes.size() == static_cast<size_t>(music.manifest().backups[0].size));
    CHECK(bytes[18] == std::byte { 1 });
    CHECK(bytes[19] == std::byte { 1 });

    MemoryPort other;
    other.file("music") = bytes;
    TestStore copy(other);
    REQUIRE(copy.open());
    CHECK(copy.ask("SELECT count(*) FROM album") == Texts { "49" });
}

TEST_CASE("migrations of a database that has some are preceded by a backup")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        CHECK_FALSE(music.report().backup);
        REQUIRE(music.add_albums(1, 4));
    }
    {
        TestStore music(port, music_schema(3));
        REQUIRE(music.open());
        CHECK(music.report().backup == 1);
        CHECK(music.applied == Texts { "3" });
        CHECK(music.manifest().backups[0].version == "2");
    }
    port.file("music") = port.file("music-backup-1");
    port.file("music-wal").clear();
    TestStore before(port);
    REQUIRE(before.open());
    CHECK(before.ask("SELECT count(*) FROM album") == Texts { "3" });
}

TEST_CASE("files that the host has not taken are asked for before anything is changed")
{
    SeldomPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.add_albums(1, 4));
        auto files = port.file("music-wal");
        auto slot = music.store->back_up(*music.layer);
        REQUIRE_FALSE(slot);
        CHECK(slot.error().code == ErrorCode::storage_not_ready);
        CHECK((port.file("music-wal") == files));
        CHECK_FALSE(music.store->delete_kept(1));
        CHECK(music.manifest().open);
    }
    auto main = port.file("music");
    auto log = port.file("music-wal");
    auto manifest = port.file("music-manifest");
    auto unchanged = [&] {
        return port.file("music") == main && port.file("music-wal") == log
            && port.file("music-manifest") == manifest;
    };
    {
        TestStore music(port, music_schema(3));
        REQUIRE_FALSE(music.open());
        CHECK(name(music.error.code) == name(ErrorCode::storage_not_ready));
        CHECK(unchanged());
        port.is_ready = true;
        REQUIRE(music.open());
        CHECK(music.report().backup == 1);
    }
    port.is_ready = false;
    // What the log has hides what the main file has.
    port.file("music-wal").clear();
    test::overwrite(port, "music", 8192, 20'000);
    main = port.file("music");
    log = port.file("music-wal");
    manifest = port.file("music-manifest");
    TestStore music(port, music_schema(3));
    REQUIRE_FALSE(music.open());
    CHECK(name(music.error.code) == name(ErrorCode::storage_not_ready));
    CHECK(unchanged());
    port.is_ready = true;
    REQUIRE(music.open());
    REQUIRE(music.report().recovered);
    CHECK(music.report().recovered->backup == 1);
}

TEST_CASE("a backup that finds no room is given up, and takes none")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.add_albums(1, 50));
    REQUIRE(music.store->checkpoint(*music.layer));
    port.set_quota(port.total_size() + 20'000);
    auto slot = music.store->back_up(*music.layer);
    REQUIRE_FALSE(slot);
    CHECK(slot.error().code == ErrorCode::storage_full);
    CHECK(port.file("music-backup-1").empty());
    port.set_quota(10'000'000);
    CHECK(music.store->back_up(*music.layer) == 1);
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "49" });
}

TEST_CASE("what the manifest does not know is never overwritten by a backup")
{
    MemoryPort port;
    port.file("music-backup-1").assign(100, std::byte { 1 });
    port.file("music-backup-3").assign(100, std::byte { 3 });
    TestStore music(port);
    REQUIRE(music.open());
    CHECK(music.store->back_up(*music.layer) == 2);
    CHECK(music.store->back_up(*music.layer) == 2);
    CHECK(port.file("music-backup-1").size() == 100);
    CHECK(port.file("music-backup-3").size() == 100);
    REQUIRE(music.store->delete_backup(1));
    CHECK(music.store->back_up(*music.layer) == 1);
}

TEST_CASE("a backup takes the place of the database, which becomes one itself")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.add_albums(1, 4));
    REQUIRE(music.store->back_up(*music.layer));
    REQUIRE(music.add_albums(4, 7));
    REQUIRE(music.store->back_up(*music.layer));
    REQUIRE(music.add_albums(7, 9));
    REQUIRE(music.store->restore(*music.layer, music.schema, 1));
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "3" });
    CHECK(backup_slots(music) == std::vector<int64_t> { 1, 2, 3 });
    REQUIRE(music.store->restore(*music.layer, music.schema, 3));
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "8" });
    CHECK(port.file("music-import").empty());
    for (int64_t slot : { -1, 0, 4, 99 })
        CHECK_FALSE(music.store->restore(*music.layer, music.schema, slot));
    REQUIRE(music.add_albums(20, 21));
    CHECK(music.ask("PRAGMA integrity_check") == Texts { "ok" });
}

TEST_CASE("a backup of an older schema is brought to the newest when it is restored")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.add_albums(1, 4));
    }
    TestStore music(port, music_schema(3));
    REQUIRE(music.open());
    REQUIRE(music.run("INSERT INTO album VALUES (9, 'nine', 9)"));
    auto applied = music.store->restore(*music.layer, music.schema, 1);
    REQUIRE(applied);
    CHECK(*applied == Texts { "3" });
    CHECK(music.ask("SELECT year FROM album") == Texts { "1971", "1972", "1973" });
}
