#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static std::string listener(Shop& shop)
{
    return "'notifiers':[" + shop.engine.callback([&shop](const Value& message) -> Result<Value> {
        const auto& notification = at(message, "notification");
        shop.trace.push_back("notify:" + std::string(at(notification, "action").text()) + ":"
            + to_json(at(notification, "data", "id")));
        return Value();
    }) + "]";
}

TEST_CASE("a notifier hears of every successful action, and of no failed one")
{
    Shop shop;
    shop.define({ .resource = listener(shop) });
    auto record = shop.create("{'id':1}");
    shop.engine.ok(shop.update_message(record, "{}"));
    shop.engine.ok(shop.destroy_message(record));
    shop.create_errors("{'id':'x'}");
    CHECK(shop.trace == Lines { "notify:create:1", "notify:update:1", "notify:destroy:1" });
}

TEST_CASE("notifications wait for the outermost commit, nested ones first")
{
    Shop shop;
    shop.define(
        { .update = "'changes':[" + shop.hooks({ "after_action:a", "after_transaction:t" }) + "]",
            .resource = listener(shop) });
    auto record = shop.create("{'id':1}");
    shop.trace.clear();
    shop.during = [&](const std::string& line) {
        if (line == "after_action:a")
            shop.create("{'id':2}");
    };
    shop.engine.ok(shop.update_message(record, "{'name':'x'}"));
    CHECK(shop.trace
        == Lines {
            "after_action:a", "after_transaction:t:ok", "notify:create:2", "notify:update:1" });
}

TEST_CASE("what was rolled back is not announced")
{
    Shop shop;
    shop.define({ .update = "'changes':[" + shop.hooks({ "after_action:a" }) + "]",
        .resource = listener(shop) });
    auto record = shop.create("{'id':1}");
    shop.trace.clear();
    shop.during = [&](const std::string&) { shop.create("{'id':2}"); };
    shop.failing = "after_action:a";
    shop.engine.errors(shop.update_message(record, "{'name':'x'}"));
    CHECK(shop.trace == Lines { "after_action:a" });
    shop.create("{'id':3}");
    CHECK(shop.trace.back() == "notify:create:3");
}

TEST_CASE(
    "in a transaction of the caller notifications wait for its commit, and a rollback drops them")
{
    Shop shop;
    shop.define({ .resource = listener(shop) });
    shop.engine.ok("{'op':'begin'}");
    shop.create("{'id':1}");
    CHECK(shop.trace == Lines {});
    shop.engine.ok("{'op':'commit'}");
    CHECK(shop.trace == Lines { "notify:create:1" });
    shop.engine.ok("{'op':'begin'}");
    shop.create("{'id':2}");
    shop.engine.ok("{'op':'rollback_transaction'}");
    CHECK(shop.trace.size() == 1);
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("a caller may have the notifications handed back instead")
{
    Shop shop;
    shop.define({ .resource = listener(shop) });
    auto answer = shop.engine.run(
        Shop::message("create", "{'id':1,'name':'a'}", ",'options':{'return_notifications':true}"));
    CHECK(shop.trace == Lines {});
    CHECK(at(answer, "notifications")
        == from_json("[{'resource':'Item','action':'create','action_type':'create','data':{'id':1,'"
                     "name':'a','stock':null}}]"));
    CHECK_FALSE(
        shop.engine.run(Shop::message("create", "{'id':2}")).map().contains("notifications"));
}

TEST_CASE("a notifier that fails does not turn a committed action into a failure")
{
    Shop shop;
    auto notifier = shop.engine.callback([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
    });
    shop.define({ .resource = "'notifiers':[" + notifier + "]" });
    shop.create("{'id':1}");
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("bulk actions are silent unless they are asked to notify")
{
    Shop shop;
    shop.define({ .resource = listener(shop) });
    shop.engine.ok("{'op':'bulk_create','resource':'Item','inputs':[{'id':1},{'id':2}]}");
    CHECK(shop.trace == Lines {});
    shop.engine.ok("{'op':'bulk_create','resource':'Item','inputs':[{'id':3},{'id':4}],'options':{'"
                   "notify':true}}");
    CHECK(shop.trace == Lines { "notify:create:3", "notify:create:4" });
}
