#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a record is created, read, updated and destroyed")
{
    Shop shop;
    shop.define({});
    auto record = shop.create("{'id':1,'name':'a','stock':2}");
    CHECK(record == from_json("{'id':1,'name':'a','stock':2}"));
    CHECK(shop.engine.rows("Item") == Value(List { record }));
    auto updated = shop.engine.ok(shop.update_message(record, "{'stock':3}"));
    CHECK(updated == from_json("{'id':1,'name':'a','stock':3}"));
    CHECK(shop.engine.ok(shop.destroy_message(updated)) == Value());
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("an update returns the row as it is stored, with what others have changed since")
{
    Shop shop;
    shop.define({});
    auto record = shop.create("{'id':1,'name':'a','stock':2}");
    shop.engine.ok(shop.update_message(record, "{'stock':9}"));
    CHECK(shop.engine.ok(shop.update_message(record, "{'name':'b'}"))
        == from_json("{'id':1,'name':'b','stock':9}"));
}

TEST_CASE("an update without a change writes nothing, and returns the record as it was given")
{
    Shop shop;
    shop.define({});
    auto record = shop.create("{'id':1,'name':'a','stock':2}");
    shop.engine.ok("{'op':'sql','sql':'DELETE FROM items'}");
    CHECK(shop.engine.ok(shop.update_message(record, "{'name':'a'}")) == record);
}

TEST_CASE("a record whose row is gone is stale, for updates and destroys")
{
    Shop shop;
    shop.define({});
    auto record = shop.create("{'id':1,'name':'a'}");
    shop.engine.ok(shop.destroy_message(record));
    CHECK(shop.engine.errors(shop.update_message(record, "{'name':'b'}"))
        == Lines { "stale_record: Attempted to update stale record of Item" });
    CHECK(shop.engine.errors(shop.destroy_message(record))
        == Lines { "stale_record: Attempted to update stale record of Item" });
}

TEST_CASE("a record may be named by its key")
{
    Shop shop;
    shop.define({});
    shop.create("{'id':1,'name':'a'}");
    CHECK(at(shop.engine.ok(Shop::message("update", "{'name':'b'}", ",'id':1")), "name")
        == Value("b"));
    CHECK(at(shop.engine.ok(Shop::message("update", "{'name':'c'}", ",'id':{'id':1}")), "name")
        == Value("c"));
    CHECK(shop.engine.errors(Shop::message("update", "{'name':'b'}", ",'id':2"))
        == Lines { "not_found: record with id: 2 not found" });
    CHECK(shop.engine.errors(Shop::message("update", "{'name':'b'}", ",'id':'x'"))
        == Lines { "invalid_primary_key: invalid primary key \"x\" provided" });
}

TEST_CASE("a destroy returns the record where that is asked")
{
    Shop shop;
    shop.define({});
    auto record = shop.create("{'id':1,'name':'a','stock':null}");
    CHECK(shop.engine.ok(shop.destroy_message(record, ",'options':{'return_destroyed':true}"))
        == record);
}

TEST_CASE("a soft destroy is an update")
{
    Shop shop;
    shop.define({ .destroy
        = "'soft':true,'changes':[{'name':'set_attribute','attribute':'name','value':'gone'}]" });
    auto record = shop.create("{'id':1,'name':'a'}");
    CHECK(shop.engine.ok(shop.destroy_message(record)) == Value());
    CHECK(at(shop.engine.rows("Item").list().front(), "name") == Value("gone"));
}

TEST_CASE("a result is restricted to what was selected, and all of it is written")
{
    Shop shop;
    shop.define({});
    CHECK(shop.engine.ok(
              Shop::message("create", "{'id':1,'name':'a'}", ",'options':{'select':['stock']}"))
        == from_json("{'id':1,'stock':null}"));
    CHECK(at(shop.engine.rows("Item").list().front(), "name") == Value("a"));
}

TEST_CASE("set_result takes the place of the write, and hooks still run")
{
    Shop shop;
    auto hook = shop.engine.callback([](const Value&) -> Result<Value> {
        return from_json("{'operations':[['set_result',{'record':{'id':9,'name':'made'}}]]}");
    });
    shop.define({ .create = "'changes':[{'name':'before_action','function':" + hook + "},"
            + shop.hooks({ "after_action:a" }) + "]" });
    CHECK(at(shop.create("{'id':1}"), "id") == Value(9));
    CHECK(shop.trace == Lines { "after_action:a" });
    CHECK(shop.engine.count("Item") == 0);
}
