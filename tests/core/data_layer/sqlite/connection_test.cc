#include "support/test_database.h"

#include "data_layer/sqlite/port_vfs.h"
#include "support/fault_port.h"
#include "support/memory_port.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using sqlite::Durability;
using sqlite::OpenOptions;
using sqlite::PortVfs;
using sqlite::SqliteDataLayer;
using test::TestDatabase;
using Texts = std::vector<std::string>;

static OpenOptions file_on(PortVfs& vfs, Durability durability = Durability::full)
{
    return { .file = "music", .vfs = &vfs, .durability = durability };
}

static ErrorCode open_error(const OpenOptions& options)
{
    auto opened = SqliteDataLayer::open(options);
    REQUIRE_FALSE(opened);
    return opened.error().code;
}

TEST_CASE("a database is opened for one user, write-ahead logging, foreign keys and large pages")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    TestDatabase music(test::music_resources, file_on(vfs));
    auto pragma = [&](std::string name) { return music.sql("PRAGMA " + name); };
    CHECK(pragma("locking_mode") == Texts { "exclusive" });
    CHECK(pragma("journal_mode") == Texts { "wal" });
    CHECK(pragma("page_size") == Texts { "8192" });
    CHECK(pragma("synchronous") == Texts { "1" });
    CHECK(pragma("foreign_keys") == Texts { "1" });
    CHECK(pragma("trusted_schema") == Texts { "0" });
    CHECK(pragma("temp_store") == Texts { "2" });
    CHECK(pragma("cache_size") == Texts { "-32768" });
}

TEST_CASE("full commits need one flush for all, relaxed ones none")
{
    FakeHost host;
    for (auto [durability, flushes] :
        { std::pair(Durability::full, 1U), std::pair(Durability::relaxed, 0U) }) {
        MemoryPort port;
        PortVfs vfs(host, &port);
        TestDatabase music(test::music_resources, file_on(vfs, durability));
        CHECK_FALSE(music.store().unflushed());
        REQUIRE(music.create("Tag", { { "id", "warm" } }).empty());
        REQUIRE(music.store().flush());
        auto before = port.flushes();
        REQUIRE(music.create("Tag", { { "id", "rock" } }).empty());
        REQUIRE(music.create("Tag", { { "id", "pop" } }).empty());
        CHECK(port.flushes() == before);
        CHECK(music.store().unflushed() == (flushes == 1));
        REQUIRE(music.store().flush());
        CHECK_FALSE(music.store().unflushed());
        CHECK(port.flushes() - before == flushes);
    }
}

TEST_CASE("a database that was written is there when it is opened again")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    {
        TestDatabase music(test::music_resources, file_on(vfs));
        REQUIRE(music.create("Tag", { { "id", "rock" } }).empty());
    }
    auto store = SqliteDataLayer::open(file_on(vfs));
    REQUIRE(store);
    auto rows = (*store)->query("SELECT id FROM tags");
    REQUIRE(rows);
    CHECK(rows->list().size() == 1);
}

TEST_CASE("a file that is no database is refused and left as it is")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    MemoryPort::Bytes letter(20'000, std::byte { 'x' });
    port.file("music") = letter;
    CHECK(open_error(file_on(vfs)) == ErrorCode::storage_corrupt);
    CHECK(port.file("music") == letter);
}

TEST_CASE("a damaged database is told as such, not as data")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    {
        TestDatabase music(test::music_resources, file_on(vfs));
        for (int i = 0; i < 500; ++i)
            REQUIRE(music.create("Tag", { { "id", std::to_string(i) + std::string(200, 'x') } })
                    .empty());
    }
    auto& bytes = port.file("music");
    REQUIRE(bytes.size() > 3 * 8192);
    std::fill(bytes.begin() + 8192, bytes.end(), std::byte { 0xee });
    auto store = SqliteDataLayer::open(file_on(vfs));
    auto code = store ? (*store)->begin().error_or(Error {}).code : store.error().code;
    if (store && (*store)->in_transaction()) {
        FakeHost other;
        auto definition = test::load_resources(test::music_resources, other);
        auto& tag = *definition->find_resource("Tag");
        ReadPlan plan;
        plan.resource = &tag;
        plan.select = tag.primary_key;
        test::Rows rows;
        auto done = (*store)->read(plan, rows);
        REQUIRE_FALSE(done);
        code = done.error().code;
    }
    CHECK(code == ErrorCode::storage_corrupt);
}

TEST_CASE("a database that somebody else has open is unavailable")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    TestDatabase music(test::music_resources, file_on(vfs));
    CHECK(open_error(file_on(vfs)) == ErrorCode::storage_unavailable);
}

TEST_CASE("a file that cannot be opened is unavailable")
{
    FakeHost host;
    PortVfs vfs(host, nullptr);
    CHECK(open_error(file_on(vfs)) == ErrorCode::storage_unavailable);
}

TEST_CASE("a full storage refuses the write, keeps what was there, and goes on when there is room")
{
    FakeHost host;
    MemoryPort memory;
    FaultPort port(memory);
    PortVfs vfs(host, &port);
    TestDatabase music(test::music_resources, file_on(vfs));
    REQUIRE(music.create("Tag", { { "id", "kept" } }).empty());
    port.set_capacity(static_cast<int64_t>(memory.file("music-wal").size()));
    auto errors = music.create("Tag", { { "id", "refused" } });
    REQUIRE(errors.errors.size() == 1);
    CHECK(errors.errors[0].code == ErrorCode::storage_full);
    CHECK_FALSE(music.store().in_transaction());
    CHECK(music.read("Tag", "id") == Texts { "kept" });
    port.set_capacity(INT64_MAX);
    CHECK(music.create("Tag", { { "id", "later" } }).empty());
    CHECK(music.read("Tag", "id").size() == 2);
}

TEST_CASE("a commit that fails has rolled back")
{
    FakeHost host;
    MemoryPort memory;
    FaultPort port(memory);
    PortVfs vfs(host, &port);
    TestDatabase music(test::music_resources, file_on(vfs));
    REQUIRE(music.create("Tag", { { "id", "kept" } }).empty());
    REQUIRE(music.store().begin());
    REQUIRE(music.create("Tag", { { "id", "lost" } }).empty());
    port.set_capacity(0);
    auto committed = music.store().commit();
    REQUIRE_FALSE(committed);
    CHECK(committed.error().code == ErrorCode::storage_full);
    CHECK(music.store().flush());
    CHECK_FALSE(music.store().in_transaction());
    CHECK(music.read("Tag", "id") == Texts { "kept" });
}

TEST_CASE("whatever call on the storage fails, the answer is an error of the storage and nothing "
          "is half written")
{
    FakeHost host;
    for (size_t call = 0;; ++call) {
        MemoryPort memory;
        FaultPort port(memory);
        PortVfs vfs(host, &port);
        {
            TestDatabase music(test::music_resources, file_on(vfs));
            port.fail_calls(call);
            Errors errors;
            if (auto begun = music.store().begin(); !begun)
                errors.add(std::move(begun).error());
            for (auto* tag : { "a", "b" }) {
                if (errors.empty())
                    errors.append(music.create("Tag", { { "id", tag } }));
            }
            if (errors.empty()) {
                if (auto committed = music.store().commit(); !committed)
                    errors.add(std::move(committed).error());
            }
            auto flushed = music.store().flush();
            CHECK((flushed || flushed.error().code == ErrorCode::commit_outcome_unknown));
            for (auto& error : errors.errors)
                CHECK(class_of(error.code) == ErrorClass::framework);
            auto failed = port.has_failed();
            port.stop_failing();
            REQUIRE(music.store().rollback());
            if (music.store().lost())
                REQUIRE(music.store().reopen());
            auto count = music.sql("SELECT count(*) FROM tags");
            CHECK((!flushed || count == (errors.empty() ? Texts { "2" } : Texts { "0" })));
            CHECK((count == Texts { "0" } || count == Texts { "2" }));
            if (!failed)
                break;
        }
    }
}

TEST_CASE("requests are stored with the first commit that changes anything, and forgotten by age")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    TestDatabase music(test::music_resources, file_on(vfs));
    auto& store = music.store();
    auto numbers = [&] { return music.sql("SELECT number FROM tunez_requests ORDER BY number"); };
    sqlite::Origin first { .client = "tab", .number = 1, .at = 100 };
    store.set_request(&first);
    REQUIRE(store.begin());
    REQUIRE(store.commit());
    CHECK_FALSE(first.stored);
    REQUIRE(store.begin());
    REQUIRE(music.create("Tag", { { "id", "a" } }).empty());
    REQUIRE(store.rollback());
    CHECK_FALSE(first.stored);
    REQUIRE(music.create("Tag", { { "id", "a" } }).empty());
    CHECK(first.stored);
    sqlite::Origin second { .client = "tab", .number = 2, .at = 200 };
    store.set_request(&second);
    REQUIRE(music.create("Tag", { { "id", "b" } }).empty());
    REQUIRE(music.create("Tag", { { "id", "c" } }).empty());
    store.set_request(nullptr);
    CHECK(numbers() == Texts { "1", "2" });
    REQUIRE(store.forget_requests(200));
    CHECK(numbers() == Texts { "2" });
    CHECK_FALSE(*store.find_request(first));
    CHECK(store.find_request(second)->has_value());
}

TEST_CASE("a checkpoint empties the log")
{
    FakeHost host;
    MemoryPort port;
    PortVfs vfs(host, &port);
    TestDatabase music(test::music_resources, file_on(vfs));
    REQUIRE(music.create("Tag", { { "id", "a" } }).empty());
    REQUIRE(music.store().checkpoint(sqlite::Checkpoint::passive));
    CHECK_FALSE(port.file("music-wal").empty());
    REQUIRE(music.store().checkpoint(sqlite::Checkpoint::truncate));
    CHECK(port.file("music-wal").empty());
    MemoryPort main_file_alone;
    main_file_alone.file("music") = port.file("music");
    PortVfs other(host, &main_file_alone);
    auto reopened = sqlite::SqliteDataLayer::open(file_on(other));
    REQUIRE(reopened);
    CHECK((*reopened)->query("SELECT id FROM tags")->list().size() == 1);
}
