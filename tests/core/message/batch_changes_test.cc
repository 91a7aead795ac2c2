#include "support/bulk.h"
#include "support/shop.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

// A change with functions for batches, which notes what is asked of it.
static std::string batch_change(Shop& shop, const std::string& functions,
    std::function<Result<Value>(const Value&)> answer = {})
{
    auto callback = shop.engine.callback_value(
        [&shop, answer = std::move(answer)](const Value& message) -> Result<Value> {
            auto line = std::string(at(message, "kind").text());
            const auto& changesets = at(message, "changesets");
            if (changesets.is(Kind::list))
                line += ":" + std::to_string(changesets.list().size());
            shop.trace.push_back(line);
            return answer ? answer(message) : Result<Value>(Value());
        });
    return "{'name':'callback','callback':" + std::to_string(at(callback, "callback").integer())
        + ",'functions':" + functions + "}";
}

// Sets the name of each changeset of the batch.
static Result<Value> named(const Value& message)
{
    List batch;
    for (size_t i = 0; i < at(message, "changesets").list().size(); ++i)
        batch.push_back(from_json(
            "{'operations':[['force_change_attribute','name','n" + std::to_string(i) + "']]}"));
    return Value(Map { { "batch", Value(std::move(batch)) } });
}

TEST_CASE("batch_change takes the place of change in a bulk create, once for each batch")
{
    Shop shop;
    shop.define(
        { .create = "'changes':[" + batch_change(shop, "['change','batch_change']", named) + "]" });
    auto result
        = shop.engine.ok(bulk_create(three_items, "{'return_records':true,'batch_size':2}"));
    CHECK(shop.trace == Lines { "batch_change:2", "batch_change:1" });
    CHECK(at(result, "records")
        == from_json("[{'id':1,'name':'n0','stock':null},{'id':2,'name':'n1','stock':null},"
                     "{'id':3,'name':'n0','stock':null}]"));
}

TEST_CASE("a change with functions for batches changes a single record by itself")
{
    Shop shop;
    auto single = [](const Value&) { return Result<Value>(from_json("{'operations':[]}")); };
    shop.define({ .create = "'changes':["
            + batch_change(shop, "['change','batch_change','before_batch']", single) + "]" });
    shop.create("{'id':1}");
    CHECK(shop.trace == Lines { "change" });
}

TEST_CASE("a change that is for batches only gets a single record as a batch of one")
{
    Shop shop;
    shop.define({ .create = "'changes':[" + batch_change(shop, "['batch_change']", named) + "]" });
    CHECK(at(shop.create("{'id':1}"), "name") == Value("n0"));
}

TEST_CASE("before_batch and after_batch run around the hooks of the batch")
{
    Shop shop;
    shop.define({ .create = "'changes':[" + shop.hooks({ "before_action:b", "after_action:a" })
            + "," + batch_change(shop, "['before_batch','after_batch']") + "]" });
    shop.engine.ok(bulk_create("[{'id':1},{'id':2}]"));
    CHECK(shop.trace
        == Lines { "before_batch:2", "before_action:b", "before_action:b", "after_action:a",
            "after_action:a", "after_batch:2" });
}

TEST_CASE("functions for batches see the changesets that the change applies to")
{
    Shop shop;
    auto entry = batch_change(shop, "['batch_change','before_batch','after_batch']");
    entry.insert(
        entry.size() - 1, ",'where':[{'name':'attribute_equals','field':'name','value':'b'}]");
    shop.define({ .create = "'changes':[" + entry + "]" });
    shop.engine.ok(bulk_create(three_items));
    CHECK(shop.trace == Lines { "batch_change:1", "before_batch:1", "after_batch:1" });
}

TEST_CASE("batch_callbacks decides whether the functions for batches apply")
{
    Shop shop;
    auto none = [](const Value& message) -> Result<Value> {
        return at(message, "kind") == Value("change") ? from_json("{'operations':[]}")
                                                      : Value(false);
    };
    shop.define({ .create = "'changes':["
            + batch_change(shop, "['change','batch_change','before_batch','batch_callbacks']", none)
            + "]" });
    shop.engine.ok(bulk_create("[{'id':1}]"));
    CHECK(shop.trace == Lines { "batch_callbacks:1", "change", "batch_callbacks:1" });
}

TEST_CASE("after_batch may replace records, and its error undoes the batch")
{
    Shop shop;
    auto replaced = [](const Value&) -> Result<Value> {
        return from_json("[{'record':{'id':1,'name':'other'}}]");
    };
    shop.define(
        { .create = "'changes':[" + batch_change(shop, "['after_batch']", replaced) + "]" });
    auto result = shop.engine.ok(bulk_create("[{'id':1}]", "{'return_records':true}"));
    CHECK(at(result, "records") == from_json("[{'id':1,'name':'other'}]"));

    Shop failing;
    auto refuse = [](const Value&) -> Result<Value> {
        return from_json("[null,{'error':{'field':'name','message':'no'}}]");
    };
    failing.define(
        { .create = "'changes':[" + batch_change(failing, "['after_batch']", refuse) + "]" });
    auto failed = failing.engine.ok(bulk_create("[{'id':1},{'id':2}]", "{'return_errors':true}"));
    CHECK(at(failed, "error_count") == Value(2));
    CHECK(failing.engine.count("Item") == 0);
}

TEST_CASE("what functions for batches answer is checked")
{
    Shop shop;
    auto too_few = [](const Value&) { return Result<Value>(from_json("{'batch':[]}")); };
    shop.define(
        { .create = "'changes':[" + batch_change(shop, "['batch_change']", too_few) + "]" });
    auto result = shop.engine.ok(bulk_create("[{'id':1}]", "{'return_errors':true}"));
    CHECK(lines_of(at(result, "errors", "errors"))
        == Lines {
            "invalid_return_type: batch_change must return one changeset for each that it was "
            "given @ [0]" });
}

TEST_CASE("a definition names only functions that are called")
{
    TestEngine engine;
    auto errors = engine.errors(
        "{'op':'define','definition':{'domains':[{'name':'D','resources':[{'name':'Item','"
        "attributes':{"
        "'id':{'type':'uuid','primary_key':true}},'changes':[{'name':'callback','callback':0,"
        "'functions':['chnage']}]}]}]}}");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].contains("\"chnage\" is not a function that is ever called"));
}
