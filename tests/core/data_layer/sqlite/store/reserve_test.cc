#include "core/data_layer/sqlite/store/test_store.h"
#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestStore;
using Texts = std::vector<std::string>;

TEST_CASE("what is settled has a reserve, of bytes that no file system can leave out")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    CHECK_FALSE(music.store->sizes(*music.layer)->reserve);
    REQUIRE(music.store->settle(*music.layer));
    CHECK(music.store->sizes(*music.layer)->reserve);
    auto& bytes = port.file("music-reserve");
    CHECK(bytes.size() == 1 << 20);
    CHECK(std::ranges::count(bytes, std::byte { 0 }) < 10'000);
}

TEST_CASE("a full storage gives its reserve for what deletes, and gets it back when there is room")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.add_albums(1, 200));
    REQUIRE(music.store->settle(*music.layer));
    port.set_quota(port.total_size());
    CHECK_FALSE(music.add_albums(200, 201));
    CHECK(name(music.error.code) == name(ErrorCode::storage_full));
    CHECK_FALSE(music.run("DELETE FROM album WHERE id < 150"));

    music.store->make_room();
    CHECK(port.file("music-reserve").empty());
    CHECK(music.run("DELETE FROM album WHERE id < 150"));
    // Settling is possible, and there is room again for some of the reserve alone.
    REQUIRE(music.store->settle(*music.layer));
    CHECK(music.ask("SELECT count(*) FROM album") == Texts { "50" });
    port.set_quota(50'000'000);
    REQUIRE(music.store->settle(*music.layer));
    CHECK(music.store->sizes(*music.layer)->reserve);
}

TEST_CASE("a storage without room for the reserve is settled without it")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    port.set_quota(port.total_size() + 500'000);
    REQUIRE(music.store->settle(*music.layer));
    CHECK_FALSE(music.manifest().open);
    CHECK(port.file("music-reserve").empty());
    CHECK(music.add_albums(1, 10));
}

TEST_CASE("the reserve stays while nothing was refused")
{
    MemoryPort port;
    TestStore music(port);
    REQUIRE(music.open());
    REQUIRE(music.store->settle(*music.layer));
    music.store->make_room();
    CHECK(port.file("music-reserve").size() == 1 << 20);
}
