#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static std::string manual(Shop& shop, FakeHost::Callback function)
{
    return "'manual':" + shop.engine.callback(std::move(function));
}

TEST_CASE("a manual create answers the record, and nothing is written")
{
    Shop shop;
    auto hooks = "'changes':[" + shop.hooks({ "before_action:b", "after_action:a" }) + "],";
    shop.define({ .create = hooks + manual(shop, [](const Value& message) -> Result<Value> {
        auto id = at(message, "changeset", "attributes").map().find("id");
        return Value(Map { { "record", Value(Map { { "id", *id }, { "name", "made" } }) } });
    }) });
    CHECK(at(shop.create("{'id':7}"), "name") == Value("made"));
    CHECK(shop.trace == Lines { "before_action:b", "after_action:a" });
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("a manual action that says what is wrong, or nothing, fails")
{
    Shop shop;
    shop.define({ .create = manual(shop, [](const Value& message) -> Result<Value> {
        auto id = at(message, "changeset", "attributes").map().find("id");
        if (*id == Value(1))
            return Value(Map {
                { "error", Value(Map { { "field", "name" }, { "message", "is not made" } }) } });
        return Value();
    }) });
    CHECK(shop.create_errors("{'id':1}") == Lines { "invalid_attribute name: is not made" });
    CHECK(shop.create_errors("{'id':2}")
        == Lines { "invalid_return_type: expected a record or an error" });
}

TEST_CASE("a manual update and destroy are told of the record")
{
    Shop shop;
    shop.define({ .update = manual(shop,
                      [](const Value& message) -> Result<Value> {
                          return Value(Map { { "record", at(message, "changeset", "data") } });
                      }),
        .destroy = manual(shop, [](const Value&) -> Result<Value> { return Value(); }) });
    auto record = shop.create("{'id':1,'name':'a'}");
    CHECK(at(shop.engine.ok(shop.update_message(record, "{'name':'b'}")), "name") == Value("a"));
    shop.engine.ok(shop.destroy_message(record));
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("one failing record of a manual bulk create undoes its batch")
{
    Shop shop;
    shop.define({ .create = manual(shop, [](const Value& message) -> Result<Value> {
        auto id = at(message, "changeset", "attributes").map().find("id");
        if (*id == Value(2))
            return fail(Error::make(ErrorCode::callback_failed, "no"));
        return Value(Map { { "record", Value(Map { { "id", *id } }) } });
    }) });
    auto answer
        = shop.engine.ok("{'op':'bulk_create','resource':'Item','inputs':[{'id':1},{'id':2}],"
                         "'options':{'return_errors':true}}");
    CHECK(at(answer, "status") == Value("error"));
    CHECK(at(answer, "error_count") == Value(2));
}

TEST_CASE("an action that takes too long is undone")
{
    Shop shop;
    shop.define({ .create = "'changes':[" + shop.hooks({ "after_action:a" }) + "]" });
    shop.during = [&](const std::string&) { shop.engine.host.advance(2'000'000); };
    auto slow = Shop::message("create", "{'id':1}", ",'options':{'timeout':1000}");
    CHECK(shop.engine.errors(slow) == Lines { "timeout: Item.create timed out after 1000ms" });
    CHECK(shop.engine.error_class(slow) == "framework");
    CHECK(shop.engine.count("Item") == 0);
    shop.during = [](const std::string&) { };
    shop.engine.ok(slow);
}

TEST_CASE("the time of an action is that of the call, the changeset or the action")
{
    Shop shop;
    shop.define(
        { .create = "'timeout':500,'changes':[" + shop.hooks({ "before_transaction:b" }) + "]" });
    shop.during = [&](const std::string&) { shop.engine.host.advance(1'000'000); };
    CHECK(shop.create_errors("{'id':1}") == Lines { "timeout: Item.create timed out after 500ms" });
    shop.engine.ok(Shop::message("create", "{'id':1}", ",'options':{'timeout':5000}"));
    auto own = "{'op':'submit','changeset':{'resource':'Item','operations':"
               "[['for_create','create',{'id':2}],['timeout',3000]]}}";
    shop.engine.ok(own);
}

static std::string generic(TestEngine& engine, std::string_view more, FakeHost::Callback function)
{
    return "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}},"
           "'defaults':['read',{'create':['id']}],'actions':{'work':{'type':'action','run':"
        + engine.callback(std::move(function)) + std::string(more) + "}}}}";
}

TEST_CASE("a generic action that must return a value may not return nothing")
{
    TestEngine engine;
    engine.define(generic(engine, ",'returns':'integer','allow_nil':false",
        [](const Value&) -> Result<Value> { return Value(); }));
    CHECK(engine.errors("{'op':'run','resource':'Item','action':'work'}")
        == Lines { "invalid_return_type: Item.work returned nothing, but it must return a value" });
}

TEST_CASE("a generic action with a transaction undoes what it did when it fails")
{
    for (bool fails : { true, false }) {
        TestEngine engine;
        engine.define(generic(engine, ",'transaction':true", [&](const Value&) -> Result<Value> {
            engine.ok("{'op':'create','resource':'Item','input':{'id':1}}");
            if (fails)
                return fail(Error::make(ErrorCode::callback_failed, "no"));
            return Value(1);
        }));
        auto answer = engine.run("{'op':'run','resource':'Item','action':'work'}");
        CHECK(answer.map().contains("ok") != fails);
        CHECK(engine.count("Item") == (fails ? 0U : 1U));
    }
}

TEST_CASE("the validations of a generic action judge its arguments")
{
    TestEngine engine;
    engine.define(generic(engine,
        ",'arguments':[{'name':'n','type':'integer'}],"
        "'validations':[{'name':'numericality','field':'n','options':{'greater_than':1}}]",
        [](const Value&) -> Result<Value> { return Value(1); }));
    CHECK(engine.errors("{'op':'run','resource':'Item','action':'work','input':{'n':1}}")
        == Lines { "invalid_attribute n: must be greater than 1" });
    engine.ok("{'op':'run','resource':'Item','action':'work','input':{'n':2}}");
}
