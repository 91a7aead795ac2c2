#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestDatabase;
using Texts = std::vector<std::string>;

static void tag(TestDatabase& music, const char* id)
{
    REQUIRE(music.create("Tag", { { "id", id } }).empty());
}

static Texts tags(TestDatabase& music)
{
    return music.read("Tag", "id", {}, { { &music.attribute("Tag", "id") } });
}

TEST_CASE("a transaction takes the writer's place when it begins")
{
    TestDatabase music(test::music_resources);
    auto statements = music.statements([&] {
        REQUIRE(music.store().begin());
        REQUIRE(music.store().commit());
    });
    CHECK(statements == Texts { "BEGIN IMMEDIATE", "COMMIT" });
}

TEST_CASE("what was committed stays, what was rolled back is gone")
{
    TestDatabase music(test::music_resources);
    CHECK_FALSE(music.store().in_transaction());
    REQUIRE(music.store().begin());
    CHECK(music.store().in_transaction());
    tag(music, "a");
    REQUIRE(music.store().commit());
    CHECK_FALSE(music.store().in_transaction());
    REQUIRE(music.store().begin());
    tag(music, "b");
    REQUIRE(music.store().rollback());
    CHECK_FALSE(music.store().in_transaction());
    CHECK(tags(music) == Texts { "a" });
}

TEST_CASE("savepoints nest, and each can be kept or undone")
{
    TestDatabase music(test::music_resources);
    auto& store = music.store();
    REQUIRE(store.begin());
    tag(music, "a");
    REQUIRE(store.savepoint());
    tag(music, "b");
    REQUIRE(store.savepoint());
    tag(music, "c");
    REQUIRE(store.rollback_to_savepoint());
    tag(music, "d");
    REQUIRE(store.savepoint());
    tag(music, "e");
    REQUIRE(store.release_savepoint());
    REQUIRE(store.release_savepoint());
    REQUIRE(store.savepoint());
    tag(music, "f");
    REQUIRE(store.rollback_to_savepoint());
    REQUIRE(store.commit());
    CHECK(tags(music) == Texts { "a", "b", "d", "e" });
}

TEST_CASE("a savepoint that is undone takes the ones inside it along")
{
    TestDatabase music(test::music_resources);
    auto& store = music.store();
    REQUIRE(store.begin());
    REQUIRE(store.savepoint());
    tag(music, "a");
    REQUIRE(store.savepoint());
    tag(music, "b");
    REQUIRE(store.release_savepoint());
    REQUIRE(store.rollback_to_savepoint());
    REQUIRE(store.commit());
    CHECK(tags(music).empty());
}

TEST_CASE("a refused row leaves the transaction open and usable")
{
    TestDatabase music(test::music_resources);
    REQUIRE(music.store().begin());
    tag(music, "a");
    CHECK_FALSE(music.create("Tag", { { "id", "a" } }).empty());
    CHECK(music.store().in_transaction());
    tag(music, "b");
    REQUIRE(music.store().commit());
    CHECK(tags(music) == Texts { "a", "b" });
}

TEST_CASE("transactions and savepoints out of place are errors")
{
    TestDatabase music(test::music_resources);
    auto& store = music.store();
    CHECK(store.commit().error().code == ErrorCode::assumption_failed);
    CHECK(store.savepoint().error().code == ErrorCode::assumption_failed);
    CHECK(store.release_savepoint().error().code == ErrorCode::assumption_failed);
    CHECK(store.rollback());
    REQUIRE(store.begin());
    CHECK(store.begin().error().code == ErrorCode::assumption_failed);
    CHECK(store.rollback_to_savepoint().error().code == ErrorCode::assumption_failed);
    REQUIRE(store.savepoint());
    REQUIRE(store.rollback());
    REQUIRE(store.begin());
    CHECK(store.release_savepoint().error().code == ErrorCode::assumption_failed);
    REQUIRE(store.commit());
}
