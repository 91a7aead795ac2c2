#include "support/shop.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a literal default is there when the changeset is built, and is known as one")
{
    Shop shop;
    shop.define({ .attributes = "'color':{'type':'string','default':'red'}" });
    auto state = shop.engine.ok("{'op':'changeset','changeset':{'resource':'Item','operations':[['"
                                "for_create','create',{'id':1}]]}}");
    CHECK(at(state, "attributes", "color") == Value("red"));
    CHECK(at(state, "defaults") == from_json("['color']"));
}

TEST_CASE("a function default is asked when the action runs, not before")
{
    Shop shop;
    auto color = shop.engine.callback([](const Value&) -> Result<Value> { return Value("blue"); });
    shop.define({ .attributes = "'color':{'type':'string','default':" + color + "}" });
    auto state = shop.engine.ok("{'op':'changeset','changeset':{'resource':'Item','operations':[['"
                                "for_create','create',{'id':1}]]}}");
    CHECK(at(state, "attributes", "color") == Value());
    CHECK(shop.engine.host.calls() == 0);
    CHECK(at(shop.create("{'id':1}"), "color") == Value("blue"));
}

TEST_CASE("a default is cast, and one that cannot be is an error")
{
    Shop shop;
    auto stock = shop.engine.callback([](const Value&) -> Result<Value> { return Value("many"); });
    shop.define({ .attributes = "'count':{'type':'integer','default':" + stock + "}" });
    CHECK(shop.create_errors("{'id':1}") == Lines { "invalid_attribute count: is invalid" });
}

TEST_CASE("a default that throws is an error")
{
    Shop shop;
    auto stock = shop.engine.callback([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
    });
    shop.define({ .attributes = "'count':{'type':'integer','default':" + stock + "}" });
    CHECK(shop.create_errors("{'id':1}") == Lines { "callback_failed: ** (Error) no" });
}

static constexpr auto stamps
    = "'inserted_at':{'type':'create_timestamp'},'updated_at':{'type':'update_timestamp'}";

TEST_CASE("the timestamps of a create are one moment")
{
    TestEngine engine;
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
        + std::string(stamps) + "},'defaults':['read',{'create':['id']}]}}");
    engine.host.set_now(FakeHost::start + 7);
    auto record = engine.ok("{'op':'create','resource':'Item','input':{'id':1}}");
    CHECK(at(record, "inserted_at") == Value("2020-01-02T00:00:00.000007Z"));
    CHECK(at(record, "updated_at") == at(record, "inserted_at"));
}

TEST_CASE(
    "an update that changes something sets its update defaults, one that changes nothing does not")
{
    Shop shop;
    shop.define({ .attributes = stamps });
    auto record = shop.create("{'id':1,'name':'a'}");
    shop.engine.host.advance(5);
    CHECK(at(shop.engine.ok(shop.update_message(record, "{'name':'a'}")), "updated_at")
        == at(record, "updated_at"));
    auto updated = shop.engine.ok(shop.update_message(record, "{'name':'b'}"));
    CHECK(at(updated, "updated_at") == Value("2020-01-02T00:00:00.000005Z"));
    CHECK(at(updated, "inserted_at") == at(record, "inserted_at"));
}

TEST_CASE("a change that a hook makes sets the update defaults, too")
{
    Shop shop;
    shop.define(
        { .update = "'changes':[{'name':'increment','attribute':'stock'}]", .attributes = stamps });
    auto record = shop.create("{'id':1,'stock':1}");
    shop.engine.host.advance(5);
    auto updated = shop.engine.ok(shop.update_message(record, "{}"));
    CHECK(at(updated, "stock") == Value(2));
    CHECK(at(updated, "updated_at") == Value("2020-01-02T00:00:00.000005Z"));
}

TEST_CASE("a generated uuid is one, and not required")
{
    TestEngine engine;
    engine.define("{'Item':{'attributes':{'id':{'type':'uuid_primary_key'},'name':{'type':'string'}"
                  "},'defaults':['read',{'create':['name']}]}}");
    auto record = engine.ok("{'op':'create','resource':'Item','input':{}}");
    CHECK(at(record, "id").text().size() == 36);
    CHECK(at(record, "id").text()[14] == '4');
}

static std::string submit(std::string_view subject, std::string_view operations)
{
    return "{'op':'submit','changeset':{'resource':'Item'," + std::string(subject)
        + "'operations':[" + std::string(operations) + "]}}";
}

TEST_CASE("a literal default whose change was cleared is filled in again when the action runs")
{
    Shop shop;
    shop.define({ .update = "'accept':['name']",
        .attributes = "'views':{'type':'integer','allow_nil':false,'default':3},"
                      "'color':{'type':'string','default':'red'},"
                      "'touched':{'type':'integer','update_default':7}" });
    auto record = shop.engine.ok(submit(
        "", "['for_create','create',{'id':1}],['clear_change','views'],['clear_change','color']"));
    CHECK(at(record, "views") == Value(3));
    CHECK(at(record, "color") == Value("red"));
    CHECK(at(shop.engine.ok(submit(
                 "'id':1,", "['for_update','update',{'name':'a'}],['clear_change','touched']")),
              "touched")
        == Value(7));
    CHECK(shop.engine.rows("Item")
        == from_json("[{'id':1,'name':'a','stock':null,'views':3,'color':'red','touched':7}]"));
}

TEST_CASE("an update default that was cleared is not written where nothing else changes")
{
    Shop shop;
    shop.define({ .attributes = "'touched':{'type':'integer','update_default':7}" });
    shop.create("{'id':1}");
    shop.engine.ok(submit("'id':1,", "['for_update','update',{}],['clear_change','touched']"));
    CHECK(at(shop.engine.rows("Item").list().front(), "touched") == Value());
}

TEST_CASE("an attribute that a change of its action clears is not required where it has a default")
{
    Shop shop;
    auto clear = shop.engine.callback_value([](const Value&) -> Result<Value> {
        return from_json("{'operations':[['clear_change','views']]}");
    });
    shop.define({ .create = "'accept':['id','views'],'changes':[{'name':'callback','callback':"
            + std::to_string(at(clear, "callback").integer()) + "}]",
        .attributes = "'views':{'type':'integer','allow_nil':false,'default':3}" });
    CHECK(at(shop.create("{'id':1,'views':9}"), "views") == Value(3));
}

TEST_CASE("a literal update default is not set beside an expression for its attribute")
{
    Shop shop;
    shop.define({ .attributes = "'touched':{'type':'integer','update_default':7}" });
    shop.create("{'id':1,'stock':4}");
    std::string operations = "['atomic_update','touched',{'ref':'stock'}],['for_update','update',"
                             "{'name':'a'}]";
    auto state = shop.engine.ok("{'op':'changeset','changeset':{'resource':'Item','id':1,"
                                "'operations':["
        + operations + "]}}");
    CHECK(at(state, "attributes") == from_json("{'name':'a'}"));
    CHECK(at(state, "defaults") == from_json("[]"));
    CHECK(at(shop.engine.ok(submit("'id':1,", operations)), "touched") == Value(4));
}

TEST_CASE("a value that an expression gives a new record is neither required nor a default")
{
    Shop shop;
    shop.define({ .create = "'changes':[{'name':'atomic_set','attribute':'views','expr':{'value':5}"
                            "},{'name':'atomic_set','attribute':'level','expr':{'value':6}}]",
        .attributes = "'views':{'type':'integer','allow_nil':false,'default':3},"
                      "'level':{'type':'integer','allow_nil':false}" });
    auto record = shop.create("{'id':1}");
    CHECK(at(record, "views") == Value(5));
    CHECK(at(record, "level") == Value(6));
}
