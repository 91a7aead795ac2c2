#include "data_layer/sqlite/row_watch.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::sqlite;

static std::unique_ptr<Connection> with_table(std::string_view table)
{
    auto connection = Connection::open({});
    REQUIRE(connection);
    REQUIRE((*connection)->execute(table));
    return std::move(*connection);
}

static RowFate fate_of(Connection& connection, std::string_view statement)
{
    RowWatch watch(connection, "Items");
    REQUIRE(connection.execute(statement));
    return watch.fate();
}

static constexpr auto upsert
    = "INSERT INTO items VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = 'b'";

TEST_CASE("a row that is watched is inserted or updated, however its table is spelled")
{
    auto connection = with_table("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)");
    CHECK(fate_of(*connection, upsert) == RowFate::inserted);
    CHECK(fate_of(*connection, upsert) == RowFate::updated);
    CHECK(fate_of(*connection, "SELECT 1") == RowFate::unknown);
}

TEST_CASE("rows of other tables are not watched")
{
    auto connection = with_table("CREATE TABLE others (id INTEGER PRIMARY KEY)");
    CHECK(fate_of(*connection, "INSERT INTO others VALUES (1)") == RowFate::unknown);
}

TEST_CASE("a table without rowids does not tell what became of a row")
{
    auto connection
        = with_table("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT) WITHOUT ROWID");
    CHECK(fate_of(*connection, upsert) == RowFate::unknown);
    CHECK(fate_of(*connection, upsert) == RowFate::unknown);
}
