#include "data_layer/sqlite/page_cache.h"

#include "support/test_database.h"

#include "catch_amalgamated.hpp"

#include <random>
#include <sqlite3.h>

using namespace tunez;
using test::TestDatabase;
using Texts = std::vector<std::string>;

// Names in no order make the trees of their index split in the middle, pages in any place.
static void add_names(TestDatabase& database, std::mt19937& random, int count)
{
    for (int i = 0; i < count; ++i)
        database.sql("INSERT INTO names VALUES ('" + std::to_string(random())
            + std::string(random() % 300, '.') + "')");
}

TEST_CASE("a database stays whole while its trees grow, shrink, roll back and give pages back")
{
    std::mt19937 random(20'261'120);
    TestDatabase database(test::music_resources);
    database.sql("PRAGMA auto_vacuum = FULL");
    database.sql("VACUUM");
    database.sql("CREATE TABLE names (name TEXT PRIMARY KEY)");
    auto whole = Texts { "ok" };
    for (int round = 0; round < 12; ++round) {
        add_names(database, random, 400);
        database.sql("BEGIN");
        add_names(database, random, 200);
        database.sql("SAVEPOINT inner");
        database.sql("DELETE FROM names WHERE length(name) > 200");
        if (round % 2 == 0)
            database.sql("ROLLBACK TO inner");
        database.sql(round % 3 == 0 ? "ROLLBACK" : "COMMIT");
        CHECK(database.sql("PRAGMA integrity_check") == whole);
        database.sql("DELETE FROM names WHERE length(name) % 2 = " + std::to_string(round % 2));
        CHECK(database.sql("PRAGMA integrity_check") == whole);
    }
    CHECK(database.sql("SELECT count(*) > 100 FROM names") == Texts { "1" });
}

TEST_CASE("SQLite can be started again and again")
{
    CHECK(sqlite::start() == SQLITE_OK);
    CHECK(sqlite::start() == SQLITE_OK);
}
