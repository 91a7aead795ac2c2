#include "expr/build.h"
#include "support/instrumented.h"
#include "support/test_database.h"
#include "type/type.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestDatabase;

namespace {

class FunctionStore {
public:
    FunctionStore()
    {
        REQUIRE(database_
                .create("Thing",
                    { { "id", 1 }, { "name", "Alpha" }, { "when", "2020-01-31" },
                        { "extra", Map { { "a", 1 } } } })
                .empty());
    }

    ExpressionRef field(std::string_view name)
    {
        return attribute_ref(database_.attribute("Thing", name));
    }

    // The ids of the rows that it lets through, or what is wrong with it.
    std::string filtered(ExpressionRef filter)
    {
        const auto& resource = database_.resource("Thing");
        const Attribute* key[] = { resource.primary_key.front() };
        ReadPlan plan;
        plan.resource = &resource;
        plan.select = key;
        plan.filter = std::move(filter);
        test::Rows rows;
        auto read = database_.store().read(plan, rows);
        if (!read)
            return read.error().rendered();
        std::string ids;
        for (const auto& id : rows.texts)
            ids += id;
        return ids;
    }

private:
    TestDatabase database_ { R"([{'name':'Thing','table':'things','attributes':[
        {'name':'id','type':'integer','primary_key':true},{'name':'name','type':'string'},
        {'name':'when','type':'string'},{'name':'extra','type':'map'}]}])" };
};

} // namespace

static ExpressionRef equals(ExpressionRef left, Value right)
{
    return build(Operator::eq, { std::move(left), literal(std::move(right)) });
}

TEST_CASE("a stored value is cast to what a function takes")
{
    FunctionStore store;
    auto moved = build(Operator::date_add, { store.field("when"), literal("1"), literal("day") });
    CHECK(store.filtered(equals(moved, Value::date(*parse_date("2020-02-01")))) == "1");
    auto rest = build(Operator::rem, { store.field("id"), literal("3") });
    CHECK(store.filtered(equals(rest, 1)) == "1");
    CHECK(store.filtered(equals(build(Operator::divide, { store.field("id"), literal("2") }), 0.5))
        == "1");
}

TEST_CASE("a stored value that a function cannot take fails the statement")
{
    FunctionStore store;
    CHECK(store.filtered(build(Operator::contains, { store.field("extra"), literal("a") }))
        == "Could not cast function arguments for contains/2");
    CHECK(store.filtered(equals(build(Operator::round, { store.field("name") }), 1))
        == "Could not cast function arguments for round/1");
    CHECK(store.filtered(equals(build(Operator::count_nils, { store.field("name") }), 1))
        == "Cannot use count_nils/1 on non-list inputs");
    CHECK(store.filtered(equals(build(Operator::divide, { store.field("name"), literal(2) }), 1))
        == "Could not cast \"Alpha\" as :float");
}

TEST_CASE("a function that would fail is not asked where what stands before it has decided")
{
    FunctionStore store;
    auto fails = build(Operator::contains, { store.field("extra"), literal("a") });
    CHECK(store.filtered(build(Operator::and_, { equals(store.field("name"), "Beta"), fails }))
        == "");
    CHECK(store.filtered(build(Operator::or_, { equals(store.field("name"), "Alpha"), fails }))
        == "1");
    TypeUse integer;
    integer.type = find_type("integer");
    auto cast = cast_to(std::make_shared<TypeUse>(std::move(integer)), literal("x"));
    CHECK(store.filtered(
              build(Operator::and_, { equals(store.field("name"), "Beta"), equals(cast, 1) }))
        == "");
}
