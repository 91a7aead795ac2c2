// Power losses and failing calls while a store does what takes several steps: (h) of the fault
// tests, and the like of it. TUNEZ_FAULT_SIZE multiplies the ways in which each crash turns out.
#include "core/data_layer/sqlite/store/test_store.h"
#include "support/crash_port.h"
#include "support/fault_port.h"

#include "catch_amalgamated.hpp"

#include <algorithm>
#include <functional>

using namespace tunez;
using test::music_schema;
using test::overwrite;
using test::TestStore;
using Texts = std::vector<std::string>;

namespace {

constexpr int page = 8192;

struct Scenario {
    std::function<void(MemoryPort& port)> prepare;
    // What may be cut off. False: it failed.
    std::function<bool(StoragePort& port)> act;
    // On what is left: what it was before, and whether it had been acknowledged.
    std::function<void(StoragePort& port, MemoryPort& before, bool done)> check;
};

} // namespace

// Sites are tried one by one where they are many only if that is asked for.
static size_t step_of(size_t usual) { return std::max<size_t>(1, usual / test::fault_size()); }

static void crash_at_changes(const Scenario& scenario, size_t step = 1)
{
    MemoryPort before;
    scenario.prepare(before);
    bool reached_the_end = false;
    size_t changes = 0;
    for (size_t change = 0; !reached_the_end; change += step_of(step)) {
        for (uint64_t seed = 0; seed < 2 * test::fault_size(); ++seed) {
            INFO("change " << change << ", seed " << seed);
            CrashPort port;
            before.write_files_to(port);
            port.stop_at(port.changes() + change);
            auto done = scenario.act(port);
            reached_the_end = !port.has_stopped();
            port.crash(change * 1000 + seed);
            scenario.check(port, before, done);
        }
        ++changes;
    }
    CHECK(changes > 3);
}

static void fail_calls(const Scenario& scenario, size_t step = 1)
{
    MemoryPort before;
    scenario.prepare(before);
    before.drop_handles();
    for (size_t count : { size_t { 1 }, FaultPort::never }) {
        bool reached_the_end = false;
        for (size_t call = 0; !reached_the_end; call += step_of(step)) {
            INFO("call " << call << ", " << count << " times");
            MemoryPort memory;
            before.copy_files_to(memory);
            FaultPort port(memory);
            port.fail_calls(call, count);
            auto done = scenario.act(port);
            reached_the_end = call >= port.calls();
            memory.drop_handles();
            scenario.check(memory, before, done);
        }
    }
}

static void make_music(StoragePort& port, bool backs_up = false)
{
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.run("BEGIN"));
    REQUIRE(music.add_albums(1, 61));
    REQUIRE(music.run("COMMIT"));
    if (backs_up)
        REQUIRE(music.store->back_up(*music.layer));
    REQUIRE(music.add_albums(61, 63));
    music.close();
}

// ── Migrations ──

static Scenario migrating()
{
    return { .prepare = [](MemoryPort& port) { make_music(port); },
        .act =
            [](StoragePort& port) {
                TestStore music(port, music_schema(3));
                return music.open();
            },
        .check =
            [](StoragePort& port, MemoryPort&, bool done) {
                bool was_migrated = false;
                {
                    TestStore older(port);
                    auto opens = older.open();
                    was_migrated = !opens;
                    if (!opens)
                        REQUIRE(name(older.error.code) == name(ErrorCode::schema_too_new));
                    else
                        REQUIRE(older.ask("SELECT count(*) FROM pragma_table_info('album')")
                            == Texts { "2" });
                }
                REQUIRE((was_migrated || !done));
                TestStore music(port, music_schema(3));
                REQUIRE(music.open());
                REQUIRE_FALSE(music.report().recovered);
                REQUIRE(music.applied == (was_migrated ? Texts {} : Texts { "3" }));
                REQUIRE(music.ask("SELECT count(*) FROM album WHERE year = 1970 + id")
                    == Texts { "62" });
                REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
                // The one from before, whatever became of others.
                auto written = std::ranges::find_if(music.manifest().backups,
                    [](const auto& backup) { return backup.written && backup.version == "2"; });
                REQUIRE(written != music.manifest().backups.end());
            } };
}

TEST_CASE("a migration that a power loss cuts off has run or has not, and there is a backup")
{
    crash_at_changes(migrating());
}

TEST_CASE("a migration in which any call fails has run or has not, and there is a backup")
{
    fail_calls(migrating(), 2);
}

TEST_CASE("migrations that fail at any of their statements leave the database as it was")
{
    auto all = music_schema(3);
    all.push_back({ "CREATE TABLE label (id INTEGER PRIMARY KEY)",
        "INSERT INTO label SELECT id FROM album", "DELETE FROM track" });
    for (size_t statement = 0; statement < all.back().size(); ++statement) {
        INFO(statement);
        MemoryPort port;
        make_music(port);
        auto broken = all;
        broken.back()[statement] = "INSERT INTO nowhere VALUES (1)";
        {
            TestStore music(port, broken);
            REQUIRE_FALSE(music.open());
            CHECK(name(music.error.code) == name(ErrorCode::invalid_migration));
        }
        // Those before it have run, as each is a transaction of its own.
        TestStore music(port, music_schema(3));
        REQUIRE(music.open());
        CHECK(music.ask("SELECT count(*) FROM album WHERE year = 1970 + id") == Texts { "62" });
        CHECK(music.ask("SELECT name FROM sqlite_schema WHERE name = 'label'").empty());
        CHECK(music.manifest().backups[0].version == "2");
    }
}

// ── Backups ──

static Scenario backing_up()
{
    return { .prepare = [](MemoryPort& port) { make_music(port, true); },
        .act =
            [](StoragePort& port) {
                TestStore music(port);
                // The third takes the place of the first.
                bool done = music.open();
                for (int number = 0; number < 3 && done; ++number)
                    done = music.store->back_up(*music.layer).has_value();
                return done;
            },
        .check =
            [](StoragePort& port, MemoryPort&, bool) {
                overwrite(port, "music", 3 * page, page);
                overwrite(port, "music", 6 * page, page);
                {
                    auto manifest = sqlite::ManifestFile::open(port, "music-manifest");
                    REQUIRE(manifest);
                    auto opened = manifest->manifest();
                    opened.open = true;
                    REQUIRE(manifest->write(opened));
                }
                TestStore music(port);
                REQUIRE(music.open());
                REQUIRE(music.report().recovered);
                REQUIRE(music.report().recovered->backup > 0);
                REQUIRE(std::stoi(music.ask("SELECT count(*) FROM album")[0]) >= 60);
                REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
            } };
}

TEST_CASE("a backup that a power loss cuts off is never taken for good, and others are there")
{
    crash_at_changes(backing_up(), 3);
}

// ── Recovery ──

static Scenario recovering(bool has_backup)
{
    auto prepare = [=](MemoryPort& port) {
        make_music(port, has_backup);
        {
            TestStore music(port);
            REQUIRE(music.open());
            REQUIRE(music.add_albums(63, 64));
        }
        overwrite(port, "music", 7 * page, page);
    };
    auto check = [=](StoragePort& port, MemoryPort& before, bool) {
        TestStore music(port);
        auto opens = music.open();
        INFO(music.error.rendered());
        REQUIRE(opens);
        REQUIRE(music.manifest().kept.size() == 1);
        REQUIRE((test::contents(port, "music-kept-1") == before.file("music")));
        REQUIRE((test::contents(port, "music-kept-1-wal") == before.file("music-wal")));
        auto albums = std::stoi(music.ask("SELECT count(*) FROM album")[0]);
        if (has_backup)
            REQUIRE(albums == 60);
        else
            REQUIRE(albums > 20);
        REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
        REQUIRE(music.add_albums(1000, 1001));
    };
    return { .prepare = prepare,
        .act = [](StoragePort& port) { return TestStore(port).open(); },
        .check = check };
}

TEST_CASE("a recovery from a backup that a power loss cuts off is finished by the next opening")
{
    crash_at_changes(recovering(true), 2);
}

TEST_CASE("a recovery of rows that a power loss cuts off is finished by the next opening")
{
    crash_at_changes(recovering(false), 4);
}

TEST_CASE("a recovery in which any call fails is finished by the next opening")
{
    for (bool has_backup : { true, false }) {
        fail_calls(recovering(has_backup));
    }
}

// ── Import ──

static Scenario importing()
{
    auto prepare = [](MemoryPort& port) {
        make_music(port);
        MemoryPort other;
        {
            TestStore music(other, music_schema(1));
            REQUIRE(music.open());
            REQUIRE(
                music.run("INSERT INTO album VALUES (70, 'seventy'), (71, hex(zeroblob(30000)))"));
            REQUIRE(music.layer->checkpoint(sqlite::Checkpoint::truncate));
        }
        port.file("music-import") = other.file("music");
    };
    auto act = [](StoragePort& port) {
        TestStore music(port);
        return music.open() && music.store->import(*music.layer, music.schema);
    };
    auto check = [](StoragePort& port, MemoryPort&, bool done) {
        TestStore music(port);
        REQUIRE(music.open());
        REQUIRE_FALSE(music.report().recovered);
        auto albums = music.ask("SELECT count(*) FROM album")[0];
        REQUIRE((albums == "2" || (albums == "62" && !done)));
        REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
        if (albums == "62")
            return;
        REQUIRE(music.ask("SELECT count(*) FROM track") == Texts { "2" });
        auto slot = music.manifest().backups.back().slot;
        REQUIRE(music.store->restore(*music.layer, music.schema, slot));
        REQUIRE(music.ask("SELECT count(*) FROM album") == Texts { "62" });
    };
    return { .prepare = prepare, .act = act, .check = check };
}

TEST_CASE("an import that a power loss cuts off has taken place or has not, with a backup")
{
    crash_at_changes(importing(), 3);
}

TEST_CASE("an import in which any call fails has taken place or has not, with a backup")
{
    fail_calls(importing(), 6);
}

// ── Making, settling ──

static Scenario making()
{
    return { .prepare = [](MemoryPort&) {},
        .act =
            [](StoragePort& port) {
                TestStore music(port);
                bool done = music.open() && music.add_albums(1, 3) && music.layer->flush()
                    && music.store->settle(*music.layer) && music.add_albums(3, 5)
                    && music.layer->flush() && music.store->settle(*music.layer);
                return done;
            },
        .check =
            [](StoragePort& port, MemoryPort&, bool done) {
                TestStore music(port);
                auto opens = music.open();
                INFO(music.error.rendered());
                REQUIRE(opens);
                REQUIRE_FALSE(music.report().recovered);
                auto albums = std::stoi(music.ask("SELECT count(*) FROM album")[0]);
                REQUIRE(albums <= 4);
                REQUIRE((albums == 4 || !done));
                REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
                REQUIRE(music.add_albums(10, 11));
            } };
}

TEST_CASE("a database that a power loss cuts off while it is made or settled opens again")
{
    crash_at_changes(making(), 2);
}

TEST_CASE("a database opens again after any call has failed while it was made or settled")
{
    fail_calls(making(), 3);
}
