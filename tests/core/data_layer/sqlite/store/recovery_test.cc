#include "core/data_layer/sqlite/store/test_store.h"
#include "data_layer/sqlite/store/backups.h"
#include "support/faults.h"
#include "support/instrumented.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using test::overwrite;
using test::page_bytes;
using test::TestStore;
using Texts = std::vector<std::string>;

// 300 albums, on about thirty leaves; all in the main file, which was left open.
static void make_albums(MemoryPort& port, bool backs_up)
{
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.run("BEGIN"));
    REQUIRE(music.add_albums(1, 201));
    REQUIRE(music.run("COMMIT"));
    if (backs_up)
        REQUIRE(music.store->back_up(*music.layer));
    REQUIRE(music.run("BEGIN"));
    REQUIRE(music.add_albums(201, 301));
    REQUIRE(music.run("INSERT INTO track SELECT id, id, name FROM album"));
    REQUIRE(music.run("COMMIT"));
    REQUIRE(music.layer->checkpoint(sqlite::Checkpoint::truncate));
}

TEST_CASE("a damaged database is kept, and the newest backup takes its place")
{
    MemoryPort port;
    make_albums(port, true);
    overwrite(port, "music", 5 * page_bytes, page_bytes);
    auto damaged = port.file("music");
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.report().recovered);
    CHECK(music.report().checked);
    CHECK(music.report().recovered->backup == 1);
    CHECK(music.report().recovered->kept == 1);
    CHECK(music.report().recovered->reason.starts_with("The database is damaged"));
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "200" });
    CHECK((port.file("music-kept-1") == damaged));
    REQUIRE(music.manifest().kept.size() == 1);
    CHECK(music.manifest().kept[0].size == static_cast<int64_t>(damaged.size()));
    CHECK(music.manifest().kept[0].at == "2020-01-02T00:00:00Z");
    REQUIRE(music.add_albums(1000, 1001));
    music.close();
    TestStore again(port);
    REQUIRE(again.open());
    CHECK_FALSE(again.report().recovered);
    CHECK(again.ask("SELECT count(*) FROM album") == Texts { "201" });
}

TEST_CASE("the log and the journal of a damaged database are kept with it")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.store->back_up(*music.layer));
        REQUIRE(music.add_albums(1, 4));
    }
    auto log = port.file("music-wal");
    REQUIRE_FALSE(log.empty());
    port.file("music").clear();
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.report().recovered);
    CHECK((port.file("music-kept-1-wal") == log));
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "0" });
    CHECK(music.ask("PRAGMA integrity_check") == Texts { "ok" });
}

TEST_CASE("a backup that is damaged too is passed over for an older one")
{
    MemoryPort port;
    make_albums(port, true);
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.store->back_up(*music.layer));
        REQUIRE(music.layer->checkpoint(sqlite::Checkpoint::truncate));
        REQUIRE(music.add_albums(400, 401));
    }
    overwrite(port, "music-backup-2", 3 * page_bytes, page_bytes);
    overwrite(port, "music", 3 * page_bytes, page_bytes);
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.report().recovered);
    CHECK(music.report().recovered->backup == 1);
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "200" });
}

TEST_CASE("without a backup the rows that can be read are carried into a new database")
{
    MemoryPort port;
    make_albums(port, false);
    auto whole = port.file("music");
    size_t recovered = 0;
    // Pages in turn, but for the one that holds the schema.
    size_t step = test::faults_wanted(0) > 0 ? 1 : test::sampled(1, 4);
    for (size_t number = 1; number < whole.size() / page_bytes; number += step) {
        INFO("page " << number);
        MemoryPort damaged;
        port.copy_files_to(damaged);
        overwrite(damaged, "music", static_cast<int64_t>(number) * page_bytes, page_bytes);
        TestStore music(damaged);
        if (!music.open()) {
            REQUIRE(name(music.error.code) == name(ErrorCode::storage_corrupt));
            continue;
        }
        if (!music.report().recovered)
            continue; // It was the list of migrations, or free.
        ++recovered;
        const auto& report = *music.report().recovered;
        CHECK(report.backup == 0);
        auto albums = std::stoi(music.ask("SELECT count(*) FROM album")[0]);
        auto tracks = std::stoi(music.ask("SELECT count(*) FROM track")[0]);
        CHECK(report.rows == albums + tracks + report.lost);
        CHECK(albums + tracks > 0);
        CHECK(music.ask("PRAGMA foreign_key_check").empty());
        CHECK(music.ask("PRAGMA integrity_check") == Texts { "ok" });
        CHECK(music.ask("SELECT version FROM schema_migrations") == Texts { "1", "2" });
        CHECK(music.ask("SELECT count(*) FROM album WHERE name NOT LIKE 'album ' || id || '0%'")
            == Texts { "0" });
        CHECK(damaged.file("music-import").empty());
        REQUIRE(music.add_albums(1000, 1001));
    }
    CHECK(recovered > 5);
}

TEST_CASE("a page of rows that is lost costs those rows and no others")
{
    MemoryPort port;
    {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.run("BEGIN"));
        REQUIRE(music.add_albums(1, 301));
        REQUIRE(music.run("COMMIT"));
        REQUIRE(music.run("DROP INDEX album_name"));
        REQUIRE(music.run("VACUUM"));
        REQUIRE(music.layer->checkpoint(sqlite::Checkpoint::truncate));
    }
    // The last page is a leaf of the only large table.
    auto pages = port.file("music").size() / page_bytes;
    overwrite(port, "music", static_cast<int64_t>(pages - 3) * page_bytes, page_bytes);
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.report().recovered);
    auto albums = std::stoi(music.ask("SELECT count(*) FROM album")[0]);
    CHECK(albums > 250);
    CHECK(albums < 300);
}

TEST_CASE("a database of which nothing can be read stays as it is, however often it is opened")
{
    MemoryPort port;
    make_albums(port, false);
    overwrite(port, "music", 100, port.file("music").size() - 100);
    auto damaged = port.file("music");
    for (int attempt = 0; attempt < 5; ++attempt) {
        TestStore music(port);
        REQUIRE_FALSE(music.open());
        CHECK(name(music.error.code) == name(ErrorCode::storage_corrupt));
        CHECK((port.file("music") == damaged));
        CHECK_FALSE(port.has("music-kept-1"));
    }
}

TEST_CASE("an empty file where there was a database is a loss, not a beginning")
{
    MemoryPort port;
    make_albums(port, false);
    port.file("music").clear();
    TestStore music(port);
    REQUIRE_FALSE(music.open());
    CHECK(name(music.error.code) == name(ErrorCode::storage_corrupt));
    port.file("music-manifest").clear();
    REQUIRE(music.open());
}

TEST_CASE("when there is no place to keep a damaged database, nothing is done to it")
{
    MemoryPort port;
    for (int64_t number = 1; number <= 4; ++number) {
        TestStore music(port);
        if (number == 1)
            make_albums(port, true);
        {
            TestStore writer(port);
            REQUIRE(writer.open());
            REQUIRE(writer.run("UPDATE album SET name = name || 'x'"));
            REQUIRE(writer.layer->checkpoint(sqlite::Checkpoint::truncate));
        }
        overwrite(port, "music", 5 * page_bytes, page_bytes);
        auto damaged = port.file("music");
        bool opens = music.open();
        REQUIRE(opens == (number <= 3));
        if (opens) {
            CHECK(music.report().recovered->kept == number);
            continue;
        }
        CHECK(name(music.error.code) == name(ErrorCode::storage_corrupt));
        CHECK(music.error.rendered().find("music-kept-2") != std::string::npos);
        CHECK((port.file("music") == damaged));
        {
            auto manifest = sqlite::ManifestFile::open(port, "music-manifest");
            REQUIRE(manifest);
            REQUIRE(sqlite::delete_kept(port, *manifest, { "music" }, 2));
        }
        REQUIRE(music.open());
        CHECK(music.report().recovered->kept == 2);
    }
}

// A clean database with damage in it, opened: nothing was looked at.
static void open_with_damage(TestStore& music, MemoryPort& port)
{
    make_albums(port, true);
    {
        TestStore clean(port);
        REQUIRE(clean.open());
        clean.close();
    }
    overwrite(port, "music", 5 * page_bytes, 10 * page_bytes);
    REQUIRE(music.open());
    REQUIRE_FALSE(music.report().checked);
}

TEST_CASE(
    "damage that reading or writing has found is looked for and recovered at the next opening")
{
    for (std::string_view sql :
        { "SELECT sum(length(name)) FROM album NOT INDEXED", "UPDATE album SET name = 'x'" }) {
        INFO(sql);
        MemoryPort port;
        {
            TestStore music(port);
            open_with_damage(music, port);
            REQUIRE(music.ask(sql) == Texts { "storage_corrupt" });
            CHECK(music.manifest().damaged);
            music.close();
        }
        auto damaged = port.file("music");
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE(music.report().recovered);
        CHECK(music.report().recovered->backup == 1);
        CHECK((port.file("music-kept-1") == damaged));
        CHECK_FALSE(music.manifest().damaged);
        CHECK(music.ask("SELECT count(*) FROM album") == Texts { "200" });
    }
}

TEST_CASE("damage that was found and is gone at the next opening is not looked for again")
{
    MemoryPort port;
    TestStore before(port);
    open_with_damage(before, port);
    REQUIRE(before.ask("SELECT sum(length(name)) FROM album NOT INDEXED")
        == Texts { "storage_corrupt" });
    MemoryPort mended;
    make_albums(mended, false);
    mended.file("music-manifest") = port.file("music-manifest");
    for (bool is_checked : { true, false }) {
        TestStore music(mended);
        REQUIRE(music.open());
        CHECK(music.report().checked == is_checked);
        CHECK_FALSE(music.report().recovered);
        CHECK_FALSE(music.manifest().damaged);
        music.close();
    }
}

TEST_CASE("a damaged manifest costs no data: the database is checked, and all else stays")
{
    for (bool damages_main : { false, true }) {
        MemoryPort port;
        make_albums(port, true);
        overwrite(port, "music-manifest", 0, 8192);
        if (damages_main)
            overwrite(port, "music", 5 * page_bytes, page_bytes);
        auto backup = port.file("music-backup-1");
        TestStore music(port);
        REQUIRE(music.open());
        CHECK(music.report().checked);
        CHECK(music.report().recovered.has_value() == damages_main);
        CHECK(music.ask("SELECT count(*) FROM album") == Texts { damages_main ? "200" : "300" });
        CHECK(music.store->back_up(*music.layer) == 2);
        CHECK((port.file("music-backup-1") == backup));
    }
}
