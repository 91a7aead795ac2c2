// Power losses and failing calls while a store does what takes several steps. Where a number of
// them is asked for, no site is left out.
#include "core/data_layer/sqlite/store/test_store.h"
#include "support/crash_port.h"
#include "support/fault_port.h"
#include "support/faults.h"
#include "support/instrumented.h"

#include "catch_amalgamated.hpp"

#include <algorithm>
#include <functional>

using namespace tunez;
using test::music_schema;
using test::overwrite;
using test::page_bytes;
using test::TestStore;
using Texts = std::vector<std::string>;

namespace {

struct Scenario {
    std::function<void(MemoryPort& port)> prepare;
    // What may be cut off. False: it failed.
    std::function<bool(StoragePort& port)> act;
    // On what is left: what it was before, and whether it had been acknowledged.
    std::function<void(StoragePort& port, MemoryPort& before, bool done)> check;
};

} // namespace

static size_t step_of(size_t instrumented)
{
    return test::faults_wanted(0) > 0 ? 1 : test::sampled(1, instrumented);
}

// A power loss after each change, which turns out in two ways.
static size_t crash_at_each_change(
    const Scenario& scenario, MemoryPort& before, size_t step, uint64_t seed)
{
    size_t crashes = 0;
    bool reached_the_end = false;
    for (size_t change = 0; !reached_the_end; change += step) {
        for (auto way = seed; way < seed + 2; ++way) {
            INFO("change " << change << ", way " << way);
            CrashPort port;
            before.write_files_to(port);
            port.stop_at(port.changes() + change);
            auto done = scenario.act(port);
            reached_the_end = !port.has_stopped();
            port.crash(change * 1000 + way);
            scenario.check(port, before, done);
            ++crashes;
        }
    }
    return crashes;
}

static void crash_at_changes(const Scenario& scenario, size_t step = 1)
{
    MemoryPort before;
    scenario.prepare(before);
    auto wanted = test::faults_wanted(0);
    size_t crashes = 0;
    auto seed = test::faults_seed();
    do {
        crashes += crash_at_each_change(scenario, before, step_of(step), seed);
        seed += 2;
    } while (crashes < wanted);
    CHECK(crashes > 6);
    test::tell_faults({ { "stopped", crashes } });
}

static void fail_calls(const Scenario& scenario, size_t step = 1)
{
    using Fault = FaultPort::Fault;
    static constexpr std::pair<Fault, size_t> kinds[]
        = { { Fault::fails, 1 }, { Fault::fails, FaultPort::never }, { Fault::transfers_short, 1 },
              { Fault::transfers_long, 1 } };
    MemoryPort before;
    scenario.prepare(before);
    before.drop_handles();
    size_t failures = 0;
    size_t first = 0; // Where calls are left out, each kind leaves out others.
    for (auto [fault, count] : kinds) {
        bool reached_the_end = false;
        for (size_t call = first++ % step_of(step); !reached_the_end; call += step_of(step)) {
            INFO("call " << call << ", fault " << static_cast<int>(fault) << ", " << count
                         << " times");
            MemoryPort memory;
            before.copy_files_to(memory);
            FaultPort port(memory);
            port.fail_calls(call, count, fault);
            auto done = scenario.act(port);
            reached_the_end = call >= port.calls();
            memory.drop_handles();
            scenario.check(memory, before, done);
            ++failures;
        }
    }
    test::tell_faults({ { "failed", failures } });
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

// Two that are pending where there are two: one in place, and one that makes a table anew.
static test::Steps all_migrations()
{
    auto all = music_schema(3);
    all.push_back({ "PRAGMA foreign_keys=OFF",
        "CREATE TABLE new_track (id INTEGER PRIMARY KEY, album_id INTEGER NOT NULL REFERENCES "
        "album (id), title TEXT NOT NULL)",
        "INSERT INTO new_track SELECT id, album_id, title || '!' FROM track", "DROP TABLE track",
        "ALTER TABLE new_track RENAME TO track", "CREATE INDEX track_album ON track (album_id)" });
    return all;
}

static void make_music_with_tracks(MemoryPort& port)
{
    make_music(port);
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.run("INSERT INTO track SELECT id, id, 'of ' || id FROM album"));
    music.close();
}

// All rows as all migrations leave them.
static void check_migrated(TestStore& music)
{
    REQUIRE(music.ask("SELECT count(*) FROM album WHERE year = 1970 + id") == Texts { "62" });
    REQUIRE(
        music.ask("SELECT count(*) FROM track WHERE title = 'of ' || id || '!'") == Texts { "62" });
    REQUIRE(music.ask("SELECT count(*) FROM sqlite_schema WHERE name IN ('album', 'album_name', "
                      "'track', 'track_album') OR name LIKE 'new%'")
        == Texts { "4" });
    REQUIRE(music.ask("SELECT version FROM schema_migrations") == Texts { "1", "2", "3", "4" });
    REQUIRE(music.ask("PRAGMA foreign_keys") == Texts { "1" });
    REQUIRE(music.ask("PRAGMA foreign_key_check").empty());
    REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
}

// From before any migration that was pending, whatever became of others.
static void check_backup(TestStore& music)
{
    const auto& backups = music.manifest().backups;
    auto before = std::ranges::find_if(
        backups, [](const auto& backup) { return backup.written && backup.version == "2"; });
    REQUIRE(before != backups.end());
    auto restored = music.store->restore(*music.layer, music.schema, before->slot);
    REQUIRE(restored);
    REQUIRE(*restored == Texts { "3", "4" });
    check_migrated(music);
}

static Scenario migrating()
{
    return { .prepare = make_music_with_tracks,
        .act = [](StoragePort& port) { return TestStore(port, all_migrations()).open(); },
        .check =
            [](StoragePort& port, MemoryPort&, bool done) {
                TestStore music(port, all_migrations());
                auto opens = music.open();
                INFO(music.error.rendered());
                REQUIRE(opens);
                REQUIRE_FALSE(music.report().recovered);
                const auto& applied = music.applied;
                REQUIRE((applied.empty() || !done));
                REQUIRE(
                    (applied.empty() || applied == Texts { "4" } || applied == Texts { "3", "4" }));
                check_migrated(music);
                check_backup(music);
            } };
}

TEST_CASE("migrations that a power loss cuts off have each run or not, and there is a backup",
    "[migrations]")
{
    crash_at_changes(migrating());
}

TEST_CASE("migrations in which any call fails have each run or not, and there is a backup",
    "[migrations]")
{
    fail_calls(migrating(), 6);
}

TEST_CASE("a migration that fails at any of its statements leaves the database as it was, with "
          "what ran before it",
    "[migrations]")
{
    size_t failures = 0;
    for (size_t migration : { 2U, 3U }) {
        for (size_t statement = 0; statement < all_migrations()[migration].size(); ++statement) {
            INFO("statement " << statement << " of migration " << migration + 1);
            MemoryPort port;
            make_music_with_tracks(port);
            auto broken = all_migrations();
            broken[migration][statement] = "INSERT INTO nowhere VALUES (1)";
            {
                TestStore music(port, broken);
                REQUIRE_FALSE(music.open());
                CHECK(name(music.error.code) == name(ErrorCode::invalid_migration));
            }
            {
                TestStore music(port, music_schema(migration));
                REQUIRE(music.open());
                CHECK(music.applied.empty());
                CHECK(music.ask("SELECT count(*) FROM track WHERE title = 'of ' || id")
                    == Texts { "62" });
                CHECK(music.ask("SELECT name FROM sqlite_schema WHERE name LIKE 'new%'").empty());
            }
            TestStore music(port, all_migrations());
            REQUIRE(music.open());
            CHECK(music.applied.size() == 4 - migration);
            check_migrated(music);
            check_backup(music);
            ++failures;
        }
    }
    test::tell_faults({ { "failed", failures } });
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
                overwrite(port, "music", 3 * page_bytes, page_bytes);
                overwrite(port, "music", 6 * page_bytes, page_bytes);
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
        overwrite(port, "music", 7 * page_bytes, page_bytes);
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
    for (bool has_backup : { true, false })
        fail_calls(recovering(has_backup), 16);
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
    fail_calls(importing(), 24);
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
    fail_calls(making(), 12);
}
