#include "support/test_database.h"

#include "data_layer/sqlite/dialect.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestDatabase;
using Texts = std::vector<std::string>;

static void add_albums(TestDatabase& music,
    std::initializer_list<std::pair<const char*, const char*>> titles_and_prices)
{
    for (auto& [title, price] : titles_and_prices) {
        REQUIRE(music
                .create("Album",
                    { { "name", title }, { "title", Value::ci_string(title) },
                        { "price", Value(*Decimal::parse(price)) } })
                .empty());
    }
}

static ExpressionRef compare(TestDatabase& music, std::string_view field, Operator op, Value value)
{
    return call(op, { attribute_ref(music.attribute("Album", field)), literal(std::move(value)) });
}

static Value decimal(const char* text) { return Value(*Decimal::parse(text)); }

TEST_CASE("case-insensitive text compares, sorts and is looked up without case, in every script")
{
    TestDatabase music(test::music_resources);
    add_albums(music, { { "Über Alles", "1" }, { "abba gold", "2" }, { "Zebra", "3" } });
    auto titles
        = [&](ExpressionRef filter) { return music.read("Album", "name", std::move(filter)); };
    CHECK(titles(compare(music, "title", Operator::eq, Value::ci_string("ÜBER ALLES")))
        == Texts { "Über Alles" });
    CHECK(titles(compare(music, "title", Operator::eq, Value::ci_string("ABBA Gold")))
        == Texts { "abba gold" });
    CHECK(titles(compare(music, "title", Operator::in, List { Value::ci_string("ZEBRA") }))
        == Texts { "Zebra" });
    CHECK(music.read("Album", "name", {}, { { &music.attribute("Album", "title") } })
        == Texts { "abba gold", "Zebra", "Über Alles" });
}

TEST_CASE("a case-insensitive field beside a plain one decides how they compare")
{
    TestDatabase music(test::music_resources);
    add_albums(music, { { "Zebra", "3" } });
    REQUIRE(music.update("Album", { { "id", 1 } }, { { "name", "ZEBRA" } }).empty());
    auto title = attribute_ref(music.attribute("Album", "title"));
    auto name = attribute_ref(music.attribute("Album", "name"));
    CHECK(music.read("Album", "name", call(Operator::eq, { title, name })).size() == 1);
    CHECK(music.read("Album", "name", call(Operator::eq, { name, title })).size() == 1);
}

TEST_CASE("decimals compare and sort as numbers, and keep the places they were written with")
{
    TestDatabase music(test::music_resources);
    add_albums(music,
        { { "nine", "9.0" }, { "ten", "10" }, { "less", "-3.50" }, { "huge", "1E+30" },
            { "tiny", "0.1" } });
    auto names
        = [&](ExpressionRef filter) { return music.read("Album", "name", std::move(filter)); };
    CHECK(names(compare(music, "price", Operator::eq, decimal("9"))) == Texts { "nine" });
    CHECK(
        names(compare(music, "price", Operator::lt, decimal("9.00"))) == Texts { "less", "tiny" });
    CHECK(names(compare(music, "price", Operator::in, List { decimal("10.000"), decimal("-3.5") }))
        == Texts { "ten", "less" });
    CHECK(music.read(
              "Album", "price", {}, { { &music.attribute("Album", "price"), Direction::desc } })
        == Texts { "1E+30", "10", "9.0", "0.1", "-3.50" });
}

TEST_CASE("durations compare by their length")
{
    TestDatabase music(R"([{'name':'Song','table':'songs','attributes':[
        {'name':'id','type':'integer','primary_key':true,'generated':true},
        {'name':'length','type':'duration'}]}])");
    for (auto* text : { "PT10M", "PT9S", "P1D", "PT2H" }) {
        REQUIRE(music.create("Song", { { "length", Value::duration(*Duration::parse(text)) } })
                .empty());
    }
    CHECK(music.read("Song", "length", {}, { { &music.attribute("Song", "length") } })
        == Texts { "PT9S", "PT10M", "PT2H", "P1D" });
}

TEST_CASE("the orders of text survive bytes that are no values of the type")
{
    TestDatabase music(test::music_resources);
    add_albums(music, { { "one", "1" } });
    music.sql("UPDATE albums SET price = 'not a number', title = CAST(x'ff41' AS TEXT)");
    add_albums(music, { { "two", "2" } });
    CHECK(music.read("Album", "name", {}, { { &music.attribute("Album", "price") } })
        == Texts { "two", "one" });
    CHECK(music.read("Album", "name", {}, { { &music.attribute("Album", "title") } }).size() == 2);
}

TEST_CASE("every storage class comes back as the value that was written")
{
    TestDatabase store(R"([{'name':'Thing','table':'things','attributes':[
        {'name':'id','type':'uuid','primary_key':true},
        {'name':'whole','type':'integer'},{'name':'real','type':'float'},{'name':'flag','type':'boolean'},
        {'name':'bytes','type':'binary'},{'name':'day','type':'date'},{'name':'instant','type':'utc_datetime_usec'},
        {'name':'list','type':{'array':'integer'}},{'name':'map','type':'map'}]}])");
    const std::string id = "00000000-0000-0000-0000-000000000001";
    const std::pair<std::string_view, Value> values[] = {
        { "whole", INT64_MIN },
        { "real", -0.5 },
        { "flag", true },
        { "bytes", Value::binary(std::string_view("\0\xff", 2)) },
        { "day", Value::date(-1) },
        { "instant", Value::datetime(-1, Precision::microsecond) },
        { "list", List { Value(1), Value(INT64_MAX) } },
        { "map", Map { { "a", Value(1) } } },
    };
    REQUIRE(store
            .create("Thing",
                { { "id", id }, values[0], values[1], values[2], values[3], values[4], values[5],
                    values[6], values[7] })
            .empty());
    REQUIRE(store.update("Thing", { { "id", id } }, {}).empty());
    for (auto& [field, value] : values)
        CHECK(store.stored().values[store.attribute("Thing", field).index] == value);
}

TEST_CASE("every collation that a column of a builtin type has is one that the connection knows")
{
    TestDatabase music(test::music_resources);
    for (auto* type : builtin_types()) {
        auto collation = sqlite::dialect::collation(*type);
        INFO(type->name);
        if (!collation.empty())
            CHECK(music.sql("SELECT 'a' = 'a' COLLATE \"" + std::string(collation) + "\"")
                == Texts { "1" });
    }
}

TEST_CASE("numbers and spans beyond all measure are compared without harm")
{
    TestDatabase music(test::music_resources);
    CHECK(music.sql("SELECT '1E+999999999' > '9' COLLATE tunez_decimal") == Texts { "1" });
    CHECK(music.sql("SELECT '-1E+999999999' < '1E-999999999' COLLATE tunez_decimal")
        == Texts { "1" });
    CHECK(music.sql("SELECT 'NaN' > 'Infinity' COLLATE tunez_decimal") == Texts { "1" });
    CHECK(music.sql("SELECT 'P9223372036854775807Y' <> 'P1D' COLLATE tunez_duration")
        == Texts { "1" });
    CHECK(music.sql("SELECT 'P99999999999999999999Y' <> 'P1D' COLLATE tunez_duration")
        == Texts { "1" });
}

TEST_CASE("documents are equal by what they mean, not by how they are written")
{
    TestDatabase store(R"([{'name':'Thing','table':'things','attributes':[
        {'name':'id','type':'integer','primary_key':true},
        {'name':'prices','type':{'array':'decimal'}},
        {'name':'map','type':'map'}]}])");
    auto& prices = store.attribute("Thing", "prices");
    auto& map = store.attribute("Thing", "map");
    REQUIRE(store
            .create("Thing",
                { { "id", 1 }, { "prices", List { decimal("1.0"), decimal("2") } },
                    { "map", Map { { "a", 1 }, { "b", 2 } } } })
            .empty());
    REQUIRE(store
            .create(
                "Thing", { { "id", 2 }, { "prices", List { decimal("3") } }, { "map", Map {} } })
            .empty());
    REQUIRE(store.create("Thing", { { "id", 3 } }).empty());
    auto ids = [&](Operator op, const Attribute& attribute, Value value) {
        return store.read(
            "Thing", "id", call(op, { attribute_ref(attribute), literal(std::move(value)) }));
    };
    auto not_in = [&](Value value) {
        return store.read("Thing", "id",
            call(Operator::not_,
                { call(Operator::in, { attribute_ref(prices), literal(std::move(value)) }) }));
    };
    Value same = List { decimal("1"), decimal("2.00") };
    CHECK(ids(Operator::eq, prices, same) == Texts { "1" });
    CHECK(ids(Operator::not_eq_, prices, same) == Texts { "2" });
    CHECK(ids(Operator::lt, prices, Value(List { decimal("2") })) == Texts { "1" });
    CHECK(ids(Operator::in, prices, Value(List { same, Value(List {}) })) == Texts { "1" });
    CHECK(not_in(Value(List { same })) == Texts { "2" });
    CHECK(ids(Operator::eq, map, Map { { "b", 2 }, { "a", 1 } }) == Texts { "1" });
    CHECK(ids(Operator::eq, map, Value()).empty());
}
