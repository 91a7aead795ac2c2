#include "data_layer/sqlite/store/manifest.h"
#include "support/crash_port.h"
#include "support/fault_port.h"
#include "support/memory_port.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using sqlite::BackupEntry;
using sqlite::Manifest;
using sqlite::ManifestFile;
using Found = ManifestFile::Found;

static Manifest numbered(int64_t number)
{
    Manifest manifest;
    manifest.open = number % 2 == 1;
    manifest.backups.push_back({ .slot = 2,
        .at = "2020-01-02T00:00:00Z",
        .size = number,
        .version = "7",
        .written = true });
    return manifest;
}

static ManifestFile opened(StoragePort& port)
{
    auto file = ManifestFile::open(port, "music-manifest");
    REQUIRE(file);
    return *std::move(file);
}

TEST_CASE("a manifest says what was written last, and nothing is made by reading it")
{
    MemoryPort port;
    CHECK(opened(port).found() == Found::nothing);
    CHECK_FALSE(port.has("music-manifest"));
    {
        auto file = opened(port);
        for (int64_t number = 1; number <= 5; ++number)
            REQUIRE(file.write(numbered(number)));
    }
    auto file = opened(port);
    CHECK(file.found() == Found::manifest);
    CHECK(file.manifest().open);
    REQUIRE(file.manifest().backups.size() == 1);
    CHECK(file.manifest().backups.front().size == 5);
    CHECK(file.manifest().backups.front().written);
    CHECK(port.file("music-manifest").size() == 8192);
}

TEST_CASE("a manifest keeps everything that it is told")
{
    MemoryPort port;
    auto written = numbered(3);
    written.made = true;
    written.damaged = true;
    written.kept.push_back({ .slot = 1, .at = "now", .reason = "torn", .size = 12 });
    written.replacement = sqlite::Replacement { .step = sqlite::Replacement::Step::restoring,
        .reason = "torn",
        .kept = 1,
        .backup = 2,
        .rows = 3,
        .lost = 4 };
    REQUIRE(opened(port).write(written));
    auto read = opened(port).manifest();
    CHECK(read.made);
    CHECK(read.damaged);
    REQUIRE(read.kept.size() == 1);
    CHECK(read.kept.front().reason == "torn");
    CHECK(read.kept.front().size == 12);
    REQUIRE(read.replacement);
    CHECK(read.replacement->step == sqlite::Replacement::Step::restoring);
    CHECK(read.replacement->kept == 1);
    CHECK(read.replacement->backup == 2);
    CHECK(read.replacement->rows == 3);
    CHECK(read.replacement->lost == 4);
}

TEST_CASE("a manifest whose writing was cut off is the one before or the one after")
{
    for (size_t change = 0; change < 20; ++change) {
        for (uint64_t seed = 0; seed < 20; ++seed) {
            CrashPort port;
            port.stop_at(change);
            int64_t acknowledged = 0;
            {
                auto file = opened(port);
                while (acknowledged < 9 && file.write(numbered(acknowledged + 1)))
                    ++acknowledged;
            }
            port.crash(seed * 31 + change);
            auto file = opened(port);
            auto found = file.manifest().backups.empty() ? 0 : file.manifest().backups[0].size;
            INFO(change << ", seed " << seed);
            REQUIRE(found >= acknowledged);
            REQUIRE(found <= acknowledged + 1);
        }
    }
}

TEST_CASE("a write of a manifest that failed is made good by the next")
{
    MemoryPort memory;
    FaultPort port(memory);
    auto file = opened(port);
    REQUIRE(file.write(numbered(1)));
    REQUIRE(file.write(numbered(2)));
    port.fail_calls(0, 1, FaultPort::Fault::transfers_short);
    CHECK_FALSE(file.write(numbered(3)));
    CHECK(file.manifest().backups[0].size == 2);
    REQUIRE(file.write(numbered(4)));
    CHECK(file.manifest().backups[0].size == 4);
}

TEST_CASE("any damage to one slot of a manifest leaves the other, damage to both is told")
{
    MemoryPort port;
    {
        auto file = opened(port);
        REQUIRE(file.write(numbered(1)));
        REQUIRE(file.write(numbered(2)));
    }
    auto whole = port.file("music-manifest");
    for (size_t at = 4096; at < 4096 + 300; ++at) {
        port.file("music-manifest")[at] ^= std::byte { 0x10 };
        auto file = opened(port);
        REQUIRE(file.found() == Found::manifest);
        bool in_use = file.manifest().backups[0].size == 2;
        REQUIRE((in_use || file.manifest().backups[0].size == 1));
        port.file("music-manifest") = whole;
    }
    port.file("music-manifest")[4096] ^= std::byte { 1 };
    port.file("music-manifest")[0] ^= std::byte { 1 };
    CHECK(opened(port).found() == Found::damaged);
    port.file("music-manifest").resize(100);
    CHECK(opened(port).found() == Found::damaged);
    auto file = opened(port);
    REQUIRE(file.write(numbered(7)));
}

TEST_CASE("a file that the host has not taken yet is told as such")
{
    MemoryPort memory;
    FaultPort port(memory);
    port.fail_calls(0, 1, FaultPort::Fault::fails, StoragePort::Status::not_ready);
    auto file = ManifestFile::open(port, "music-manifest");
    REQUIRE_FALSE(file);
    CHECK(file.error().code == ErrorCode::storage_not_ready);
}
