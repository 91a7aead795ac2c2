#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static const Lines all_hooks { "around_transaction:at", "before_transaction:bt", "around_action:aa",
    "before_action:ba", "after_action:aft", "after_transaction:end" };

static void define_hooks(Shop& shop)
{
    auto changes = "'changes':[" + shop.hooks(all_hooks) + "]";
    shop.define({ .create = changes, .update = changes, .destroy = changes });
}

TEST_CASE("hooks run in the order of the life of an action")
{
    Shop shop;
    define_hooks(shop);
    shop.create("{'id':1}");
    CHECK(shop.trace
        == Lines { "around_transaction:at", "before_transaction:bt", "around_action:aa",
            "before_action:ba", "after_action:aft", "around_action:aa:ok",
            "after_transaction:end:ok", "around_transaction:at:ok" });
}

TEST_CASE("a failure in a hook undoes the action, and is told to the hooks around and after it")
{
    auto failing = GENERATE(as<std::string>(), "before_transaction:bt", "before_action:ba",
        "after_action:aft", "around_action:aa");
    Shop shop;
    define_hooks(shop);
    shop.failing = failing;
    CAPTURE(failing);
    CHECK(shop.create_errors("{'id':1}")
        == Lines { "invalid_attribute name: " + failing + " failed" });
    CHECK(shop.engine.count("Item") == 0);
    CHECK(std::count(shop.trace.begin(), shop.trace.end(), "after_transaction:end:error") == 1);
    CHECK(shop.trace.back() == "around_transaction:at:error");
}

TEST_CASE("a hook that throws undoes the action with the error of it")
{
    auto failing = GENERATE(
        as<std::string>(), "before_transaction:bt", "before_action:ba", "after_action:aft");
    Shop shop;
    define_hooks(shop);
    shop.failing = failing;
    shop.raises = true;
    CHECK(shop.create_errors("{'id':1}") == Lines { "callback_failed: ** (Error) " + failing });
    CHECK(shop.engine.error_class(Shop::message("create", "{'id':1}")) == "unknown");
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("after_transaction hooks hear of an invalid changeset, and nothing else runs")
{
    Shop shop;
    define_hooks(shop);
    shop.create_errors("{'id':'x'}");
    CHECK(shop.trace == Lines { "after_transaction:end:error" });
}

TEST_CASE("after_transaction hooks that fail do not undo what was committed")
{
    Shop shop;
    define_hooks(shop);
    shop.failing = "after_transaction:end";
    CHECK(shop.create_errors("{'id':1}").size() == 1);
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("an after_transaction hook may turn a failure into a record")
{
    Shop shop;
    auto recover = shop.engine.callback([](const Value& message) -> Result<Value> {
        return at(message, "result").map().contains("error")
            ? from_json("{'record':{'id':7,'name':'saved'}}")
            : Value();
    });
    shop.define(
        { .create = "'changes':[{'name':'after_transaction','function':" + recover + "}]" });
    CHECK(at(shop.engine.ok(Shop::message("create", "{'id':'x'}")), "name") == Value("saved"));
}

TEST_CASE("an after_action hook may replace the record")
{
    Shop shop;
    auto replace = shop.engine.callback([](const Value& message) -> Result<Value> {
        auto record = at(message, "record");
        record.mutable_map().set("name", Value("replaced"));
        return Value(Map { { "record", record } });
    });
    shop.define({ .create = "'changes':[{'name':'after_action','function':" + replace + "}]" });
    CHECK(at(shop.create("{'id':1,'name':'a'}"), "name") == Value("replaced"));
    CHECK(at(shop.engine.rows("Item").list().front(), "name") == Value("a"));
}

TEST_CASE("a before_action hook may add after_action hooks, and not before_action hooks any more")
{
    Shop shop;
    Lines seen;
    auto late = [&](std::string name) {
        return shop.engine.callback_value([&seen, name](const Value&) -> Result<Value> {
            seen.push_back(name);
            return Value();
        });
    };
    auto after = late("after");
    auto before = late("before");
    auto hook = shop.engine.callback([=](const Value&) -> Result<Value> {
        List operations { Value(List { Value("before_action"), before }),
            Value(List { Value("after_action"), after }) };
        return Value(Map { { "operations", Value(std::move(operations)) } });
    });
    shop.define({ .create = "'changes':[{'name':'before_action','function':" + hook + "}]" });
    shop.create("{'id':1}");
    CHECK(seen == Lines { "after" });
}

TEST_CASE("an around_action hook may change the changeset before it goes on, and the outcome after")
{
    Shop shop;
    auto around = shop.engine.callback([&](const Value& message) -> Result<Value> {
        auto inner = shop.engine.ok(Value(
            Map { { "op", Value("proceed") }, { "handle", at(message, "changeset", "handle") },
                { "operations", from_json("[['force_change_attribute','name','inside']]") } }));
        CHECK(at(inner, "record", "name") == Value("inside"));
        auto record = at(inner, "record");
        record.mutable_map().set("name", Value("outside"));
        return Value(Map { { "record", record } });
    });
    shop.define({ .create = "'changes':[{'name':'around_action','function':" + around + "}]" });
    CHECK(at(shop.create("{'id':1}"), "name") == Value("outside"));
    CHECK(at(shop.engine.rows("Item").list().front(), "name") == Value("inside"));
}

TEST_CASE("an around hook goes on only once")
{
    Shop shop;
    Lines second;
    auto around = shop.engine.callback([&](const Value& message) -> Result<Value> {
        Value go_on(
            Map { { "op", Value("proceed") }, { "handle", at(message, "changeset", "handle") } });
        shop.engine.ok(go_on);
        second = shop.engine.errors(go_on);
        return Value();
    });
    shop.define({ .create = "'changes':[{'name':'around_action','function':" + around + "}]" });
    shop.create("{'id':1}");
    CHECK(second
        == Lines { "invalid_message: only an around hook goes on with the action, and only once" });
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("a hook runs inside the transaction: what it writes is undone with the rest")
{
    Shop shop;
    auto changes
        = "'changes':[" + shop.hooks({ "before_action:first", "before_action:second" }) + "]";
    shop.define({ .update = changes });
    auto record = shop.create("{'id':1}");
    shop.during = [&](const std::string& line) {
        if (line == "before_action:first")
            shop.create("{'id':2}");
    };
    shop.failing = "before_action:second";
    shop.engine.errors(shop.update_message(record, "{'name':'x'}"));
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("a nested action that fails undoes its own writes only, when its caller goes on")
{
    Shop shop;
    auto changes = "'changes':[" + shop.hooks({ "after_action:inner" }) + "]";
    shop.define({ .create = changes,
        .update = "'changes':[" + shop.hooks({ "before_action:outer" }) + "]" });
    auto record = shop.create("{'id':1}");
    shop.failing = "after_action:inner";
    shop.during = [&](const std::string& line) {
        if (line == "before_action:outer")
            CHECK(shop.create_errors("{'id':2}").size() == 1);
    };
    CHECK(at(shop.engine.ok(shop.update_message(record, "{'name':'x'}")), "name") == Value("x"));
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("an action without a transaction keeps what was written before a failure")
{
    Shop shop;
    shop.define({ .create
        = "'transaction':false,'changes':[" + shop.hooks({ "after_action:late" }) + "]" });
    shop.failing = "after_action:late";
    CHECK(shop.create_errors("{'id':1}").size() == 1);
    CHECK(shop.engine.count("Item") == 1);
}
