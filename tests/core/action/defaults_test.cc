#include "support/shop.h"

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
