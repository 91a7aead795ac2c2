#include "core/data_layer/sqlite/store/test_store.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::music_schema;
using test::TestStore;
using Texts = std::vector<std::string>;

// The bytes of a database that another SQLite might have written.
static MemoryPort::Bytes exported(
    size_t migrations, const std::string& more = "SELECT 1", bool in_wal_mode = false)
{
    MemoryPort port;
    TestStore other(port, music_schema(migrations));
    REQUIRE(other.open());
    REQUIRE(other.run("INSERT INTO album (id, name) VALUES (70, 'seventy'), (71, 'seventy-one')"));
    REQUIRE((*other.layer->connection())->execute(more));
    REQUIRE(other.layer->checkpoint(sqlite::Checkpoint::truncate));
    auto bytes = port.file("music");
    if (!in_wal_mode)
        bytes[18] = bytes[19] = std::byte { 1 };
    return bytes;
}

TEST_CASE("an imported database takes the place of the present one, which is backed up")
{
    for (bool in_wal_mode : { false, true }) {
        MemoryPort port;
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.add_albums(1, 40));
        port.file("music-import") = exported(2, "SELECT 1", in_wal_mode);
        REQUIRE(music.store->import(*music.layer, music.schema));
        CHECK(music.ask("SELECT id FROM album") == Texts { "70", "71" });
        CHECK(music.manifest().backups.size() == 1);
        CHECK(port.file("music-import").empty());
        REQUIRE(music.add_albums(1, 3));
        music.close();
        TestStore again(port);
        REQUIRE(again.open());
        CHECK(again.ask("SELECT id FROM album") == Texts { "1", "2", "70", "71" });
        CHECK(again.ask("PRAGMA journal_mode") == Texts { "wal" });
        REQUIRE(again.store->restore(*again.layer, again.schema, 1));
        CHECK(again.ask("SELECT count(*) FROM album") == Texts { "39" });
    }
}

TEST_CASE("an imported database of an older schema is brought to the newest")
{
    MemoryPort port;
    TestStore music(port, music_schema(3));
    REQUIRE(music.open());
    port.file("music-import") = exported(1);
    auto applied = music.store->import(*music.layer, music.schema);
    REQUIRE(applied);
    CHECK(*applied == Texts { "2", "3" });
    CHECK(music.ask("SELECT year FROM album") == Texts { "2040", "2041" });
    CHECK(music.ask("SELECT title FROM track") == Texts { "of seventy", "of seventy-one" });
}

TEST_CASE("pages of another size are brought to ours when a database is imported")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    port.file("music-import")
        = exported(2, "PRAGMA journal_mode=DELETE; PRAGMA page_size=1024; VACUUM");
    REQUIRE(music.store->import(*music.layer, music.schema));
    CHECK(music.ask("PRAGMA page_size") == Texts { "8192" });
    CHECK(music.ask("SELECT id FROM album") == Texts { "70", "71" });
    CHECK(music.ask("PRAGMA integrity_check") == Texts { "ok" });
}

TEST_CASE("what cannot be imported leaves the present database as it is")
{
    auto damaged = exported(2);
    std::fill(damaged.begin() + 2 * 8192, damaged.end(), std::byte { 0xee });
    auto cut = exported(2);
    cut.resize(cut.size() - 8192);
    auto dangling = exported(2, "PRAGMA foreign_keys=OFF; INSERT INTO track VALUES (1, 999, 'x')");
    auto foreign
        = exported(2, "PRAGMA application_id=5; ALTER TABLE schema_migrations RENAME TO x");
    struct Case {
        MemoryPort::Bytes bytes;
        ErrorCode code;
    };
    const Case cases[] = { { {}, ErrorCode::storage_corrupt },
        { MemoryPort::Bytes(20'000, std::byte { 'x' }), ErrorCode::storage_corrupt },
        { damaged, ErrorCode::storage_corrupt }, { cut, ErrorCode::storage_corrupt },
        { dangling, ErrorCode::storage_corrupt }, { foreign, ErrorCode::storage_foreign },
        { exported(3), ErrorCode::schema_too_new } };
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.add_albums(1, 4));
    auto log = port.file("music-wal");
    for (const auto& each : cases) {
        port.file("music-import") = each.bytes;
        auto imported = music.store->import(*music.layer, music.schema);
        REQUIRE_FALSE(imported);
        CHECK(name(imported.error().code) == name(each.code));
        CHECK(port.file("music-import").empty());
        CHECK((port.file("music-wal") == log));
        CHECK(music.manifest().backups.empty());
        CHECK(music.ask("SELECT id FROM album") == Texts { "1", "2", "3" });
    }
    REQUIRE(music.add_albums(4, 5));
}

TEST_CASE("an import for which there is no room leaves the present database as it is")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.add_albums(1, 4));
    REQUIRE(music.store->checkpoint(*music.layer));
    port.file("music-import")
        = exported(2, "INSERT INTO album (id, name) VALUES (72, hex(zeroblob(200000)))");
    auto used = port.total_size();
    size_t failures = 0;
    for (size_t more = 0; failures < 100; more += 20'000, ++failures) {
        auto import = port.file("music-import");
        port.set_quota(used + more);
        auto imported = music.store->import(*music.layer, music.schema);
        port.set_quota(100'000'000);
        if (imported)
            break;
        REQUIRE(name(imported.error().code) == name(ErrorCode::storage_full));
        REQUIRE(music.ask("SELECT id FROM album") == Texts { "1", "2", "3" });
        REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
        REQUIRE(music.store->checkpoint(*music.layer));
        port.file("music-import") = import;
    }
    CHECK(failures > 3);
    CHECK(failures < 100);
    CHECK(music.ask("SELECT id FROM album") == Texts { "70", "71", "72" });
}
