// Databases that are not what they should be, at random. Those that are newer, older or foreign are
// in store_test.cc.
#include "core/data_layer/sqlite/store/test_store.h"
#include "support/faults.h"

#include "catch_amalgamated.hpp"

#include <algorithm>
#include <functional>
#include <random>
#include <span>

using namespace tunez;
using test::TestStore;
using Bytes = MemoryPort::Bytes;
using Texts = std::vector<std::string>;

namespace {

constexpr int all_albums = 120;
constexpr int albums_of_backup = 80;

// How a database was left.
struct Left {
    bool has_backup;
    bool is_open;
    bool has_log;
};

constexpr Left all_ways[] = { { .has_backup = false, .is_open = true, .has_log = false },
    { .has_backup = true, .is_open = true, .has_log = false },
    { .has_backup = true, .is_open = true, .has_log = true } };

} // namespace

static void make(MemoryPort& port, const Left& left)
{
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.run("BEGIN"));
    REQUIRE(music.add_albums(1, albums_of_backup + 1));
    REQUIRE(music.run("COMMIT"));
    if (left.has_backup)
        REQUIRE(music.store->back_up(*music.layer));
    REQUIRE(music.run("BEGIN"));
    REQUIRE(music.add_albums(albums_of_backup + 1, all_albums + 1));
    REQUIRE(music.run("INSERT INTO track SELECT id, id, name FROM album"));
    REQUIRE(music.run("COMMIT"));
    if (!left.has_log)
        REQUIRE(music.layer->checkpoint(sqlite::Checkpoint::truncate));
    if (!left.is_open)
        REQUIRE(music.store->checkpoint(*music.layer));
}

static int count(TestStore& music, const std::string& what)
{
    auto sql = "SELECT count(*) FROM " + what + " NOT INDEXED";
    // Damage that only reading finds is told by reading.
    if (!music.run(sql)) {
        REQUIRE(name(music.error.code) == "storage_corrupt");
        return -1;
    }
    return std::stoi(music.ask(sql).at(0));
}

// The right data, a recovery that is told, or an error with the file as it was.
static void check_opening(MemoryPort& port, const Left& left)
{
    auto damaged = port.file("music");
    TestStore music(port);
    if (!music.open()) {
        auto code = music.error.code;
        INFO(music.error.rendered());
        REQUIRE((code == ErrorCode::storage_corrupt || code == ErrorCode::storage_foreign
            || code == ErrorCode::schema_too_new || code == ErrorCode::invalid_migration
            || code == ErrorCode::migrations_pending || code == ErrorCode::invalid_query));
        REQUIRE((port.file("music") == damaged));
        return;
    }
    auto found = count(music, "album");
    if (!music.report().recovered) {
        REQUIRE((found == all_albums || (found == -1 && !left.is_open)));
        REQUIRE(count(music, "track") == all_albums);
        return;
    }
    const auto& report = *music.report().recovered;
    REQUIRE((port.file("music-kept-1") == damaged));
    REQUIRE(music.ask("PRAGMA integrity_check") == Texts { "ok" });
    if (report.backup > 0) {
        REQUIRE(found == albums_of_backup);
    } else {
        REQUIRE(report.rows - report.lost == found + count(music, "track"));
        REQUIRE(report.rows > 0);
    }
    REQUIRE(music.add_albums(1000, 1002));
}

using Damage = std::function<void(Bytes& main, std::mt19937_64& random)>;

// As many of all databases that are wanted as come to these, in each of the ways.
static void check_each(std::span<const Left> ways, size_t usual, const Damage& damage)
{
    constexpr size_t usual_in_all = 513;
    auto wanted = test::faults_wanted(usual_in_all);
    auto cases = (usual * wanted + usual_in_all - 1) / usual_in_all;
    for (const auto& left : ways) {
        MemoryPort whole;
        make(whole, left);
        for (auto seed = test::faults_seed(); seed < test::faults_seed() + cases; ++seed) {
            INFO("backup " << left.has_backup << ", log " << left.has_log << ", seed " << seed);
            MemoryPort port;
            whole.copy_files_to(port);
            std::mt19937_64 random(seed);
            damage(port.file("music"), random);
            check_opening(port, left);
        }
    }
    test::tell_faults({ { "databases", ways.size() * cases } });
}

static void cut_short(Bytes& main, std::mt19937_64& random)
{
    main.resize(static_cast<size_t>(random() % main.size()));
}

TEST_CASE("a database that was cut short anywhere is recovered, or refused as it is", "[damaged]")
{
    check_each(all_ways, 30, cut_short);
}

TEST_CASE("a clean database that was cut short is recovered, or refused as it is, too", "[damaged]")
{
    static constexpr Left clean[] = { { .has_backup = true, .is_open = false, .has_log = false } };
    check_each(clean, 30, cut_short);
}

TEST_CASE("a database parts of which are zeros is recovered, or refused as it is", "[damaged]")
{
    check_each(all_ways, 30, [](Bytes& main, std::mt19937_64& random) {
        auto sectors = main.size() / 512;
        auto begin = random() % sectors;
        auto count = 1 + random() % std::min<uint64_t>(sectors - begin, 40);
        std::fill_n(main.begin() + static_cast<std::ptrdiff_t>(begin * 512),
            static_cast<std::ptrdiff_t>(count * 512), std::byte { 0 });
    });
}

TEST_CASE(
    "a database that is all zeros is recovered from its backup, or refused as it is", "[damaged]")
{
    check_each(all_ways, 1, [](Bytes& main, auto&) { std::ranges::fill(main, std::byte { 0 }); });
}

// Bits in places that a quick check looks at: what is inside of a text nobody can tell.
TEST_CASE("a database with bits that were flipped never crashes anything, and never loses rows "
          "without telling",
    "[damaged]")
{
    check_each(all_ways, 100, [](Bytes& main, std::mt19937_64& random) {
        auto flips = 1 + random() % 4;
        for (uint64_t flip = 0; flip < flips; ++flip) {
            // Half of them near the beginning of a page, where its structure is.
            auto at = random() % main.size();
            if (random() % 2 == 0)
                at = at / 8192 * 8192 + random() % 120;
            main[static_cast<size_t>(std::min<uint64_t>(at, main.size() - 1))]
                ^= static_cast<std::byte>(1U << random() % 8);
        }
    });
}
