#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A resource whose create, update and destroy have one change.
struct Changed {
    explicit Changed(std::string_view change, std::string_view in_action = "")
    {
        auto changes = ",'changes':[" + std::string(change) + "]" + std::string(in_action);
        engine.define("{'User':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil'"
                      ":false}},'defaults':['read',{'create':['id']}]},"
                      "'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                      "false},'name':{'type':'string'},"
                      "'slug':{'type':'string','writable':false},'views':{'type':'integer','"
                      "default':0},'version':{'type':'integer','default':1}},"
                      "'relationships':{'owner':{'kind':'belongs_to','destination':'User'}},'"
                      "defaults':['read'],'actions':{"
                      "'plain':{'type':'create','accept':['id','name','views','version']},'touch':{"
                      "'type':'update','accept':['name']},"
                      "'create':{'type':'create','primary':true,'accept':['id','name','views']"
            + changes + "},'update':{'type':'update','primary':true,'accept':['name','views']"
            + changes + "}}}}");
    }

    TestEngine engine;

    Value create(std::string_view input, std::string_view options = "{}")
    {
        return engine.ok("{'op':'create','resource':'Item','input':" + std::string(input)
            + ",'options':" + std::string(options) + "}");
    }
    Value plain(std::string_view input)
    {
        return engine.ok("{'op':'create','resource':'Item','action':'plain','input':"
            + std::string(input) + "}");
    }
    std::string update_message(const Value& record, std::string_view input)
    {
        return "{'op':'update','resource':'Item','record':" + to_json(record)
            + ",'input':" + std::string(input) + "}";
    }
};

} // namespace

TEST_CASE("set_attribute sets an attribute that is not writable")
{
    Changed item("{'name':'set_attribute','attribute':'slug','value':'fixed'}");
    CHECK(at(item.create("{'id':1}"), "slug") == Value("fixed"));
}

TEST_CASE("set_attribute takes an argument, and sets nil where it was not given")
{
    Changed item("{'name':'set_attribute','attribute':'name','value':{'arg':'title'}}",
        ",'arguments':{'title':{'type':'string'}}");
    CHECK(at(item.create("{'id':1,'title':'t'}"), "name") == Value("t"));
    CHECK(at(item.create("{'id':2,'name':'n'}"), "name") == Value());
}

TEST_CASE("set_attribute without set_when_nil skips nil")
{
    Changed item("{'name':'set_attribute','attribute':'name','value':{'arg':'title'},'options':{'"
                 "set_when_nil?':false}}",
        ",'arguments':{'title':{'type':'string'}}");
    CHECK(at(item.create("{'id':2,'name':'n'}"), "name") == Value("n"));
}

TEST_CASE("set_new_attribute leaves what the input has set")
{
    Changed item("{'name':'set_new_attribute','attribute':'name','value':'fallback'}");
    CHECK(at(item.create("{'id':1,'name':'own'}"), "name") == Value("own"));
    CHECK(at(item.create("{'id':2}"), "name") == Value("fallback"));
}

TEST_CASE("set_attribute asks a function once for each run")
{
    TestEngine engine;
    auto number
        = at(engine.callback_value([](const Value&) -> Result<Value> { return Value("made"); }),
            "callback")
              .integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false},'name':{'type':'string'}},"
                  "'defaults':['read'],'actions':{'create':{'type':'create','accept':['id'],'"
                  "changes':[{'name':'set_attribute',"
                  "'attribute':'name','value':{'callback':"
        + std::to_string(number) + "}}]}}}}");
    CHECK(at(engine.ok("{'op':'create','resource':'Item','action':'create','input':{'id':1}}"),
              "name")
        == Value("made"));
    CHECK(engine.host.calls() == 1);
}

TEST_CASE("increment counts from the value that was loaded")
{
    Changed item("{'name':'increment','attribute':'views','options':{'amount':2}}");
    auto record = item.plain("{'id':1,'views':3}");
    CHECK(at(item.engine.ok(item.update_message(record, "{}")), "views") == Value(5));
}

TEST_CASE("increment does not count from a change that is pending")
{
    Changed item("{'name':'increment','attribute':'views'}");
    auto record = item.plain("{'id':1,'views':2}");
    CHECK(at(item.engine.ok(item.update_message(record, "{'views':10}")), "views") == Value(3));
}

TEST_CASE("several increments of one attribute count once")
{
    Changed item(
        "{'name':'increment','attribute':'views'},{'name':'increment','attribute':'views'}");
    auto record = item.plain("{'id':1,'views':2}");
    CHECK(at(item.engine.ok(item.update_message(record, "{}")), "views") == Value(3));
}

TEST_CASE("increment starts again at its amount above the limit")
{
    Changed item(
        "{'name':'increment','attribute':'views','options':{'amount':2,'overflow_limit':4}}");
    auto record = item.plain("{'id':1,'views':3}");
    CHECK(at(item.engine.ok(item.update_message(record, "{}")), "views") == Value(2));
}

TEST_CASE("increment at the largest integer does not overflow")
{
    Changed item("{'name':'increment','attribute':'views'}");
    auto record = item.plain("{'id':1,'views':{'$integer':'9223372036854775807'}}");
    Map message { { "op", Value("update") }, { "resource", Value("Item") }, { "record", record },
        { "input", Value(Map {}) } };
    CHECK(at(item.engine.ok(Value(std::move(message))), "views") == Value(1));
}

TEST_CASE("optimistic_lock counts up, and makes the writer with the older version fail")
{
    Changed item("{'name':'optimistic_lock','attribute':'version'}");
    auto record = item.plain("{'id':1,'version':4}");
    CHECK(
        at(item.engine.ok(item.update_message(record, "{'name':'first'}")), "version") == Value(5));
    CHECK(item.engine.errors(item.update_message(record, "{'name':'second'}"))
        == Lines {
            "stale_record: Attempted to update stale record of Item with filter: version == 4" });
    CHECK(at(item.engine.rows("Item").list().front(), "name") == Value("first"));
}

TEST_CASE("filter refuses a row that does not meet it any more")
{
    Changed item("{'name':'filter','expr':{'op':'==','args':[{'ref':'name'},{'value':'open'}]}}");
    auto record = item.plain("{'id':1,'name':'open'}");
    CHECK(at(item.engine.ok(item.update_message(record, "{'views':1}")), "views") == Value(1));
    item.engine.ok(
        "{'op':'update','resource':'Item','action':'touch','id':1,'input':{'name':'closed'}}");
    CHECK(item.engine.errors(item.update_message(record, "{'views':2}"))
        == Lines { "stale_record: Attempted to update stale record of Item with filter: name == "
                   "\"open\"" });
}

TEST_CASE("filter is checked with a read when nothing changes")
{
    Changed item("{'name':'filter','expr':{'op':'==','args':[{'ref':'name'},{'value':'open'}]}}");
    auto record = item.plain("{'id':1,'name':'closed'}");
    CHECK(item.engine.errors(item.update_message(record, "{}"))
        == Lines { "stale_record: Attempted to update stale record of Item" });
}

TEST_CASE("filter by the actor asks for one")
{
    Changed item("{'name':'filter','expr':{'op':'==','args':[{'ref':'id'},{'actor':'id'}]}}");
    auto record = item.plain("{'id':1,'name':'x'}");
    CHECK(item.engine.errors(item.update_message(record, "{'name':'y'}"))
        == Lines { "action_requires_actor: actor is required" });
}

TEST_CASE("prevent_change drops a change before the row is written")
{
    Changed item("{'name':'prevent_change','attribute':'name'}");
    CHECK(at(item.create("{'id':1,'name':'x'}"), "name") == Value());
}

TEST_CASE("relate_actor sets the key of a belongs_to")
{
    Changed item("{'name':'relate_actor','relationship':'owner'}");
    item.engine.ok("{'op':'create','resource':'User','input':{'id':7}}");
    CHECK(at(item.create("{'id':1}", "{'actor':{'id':7}}"), "owner_id") == Value(7));
}

TEST_CASE("relate_actor without an actor is an error, unless nil is allowed")
{
    Changed strict("{'name':'relate_actor','relationship':'owner'}");
    CHECK(strict.engine.errors("{'op':'create','resource':'Item','input':{'id':1}}")
        == Lines { "invalid_relationship: could not relate to actor, as no actor was found (and "
                   ":allow_nil? is false)" });
    Changed lenient("{'name':'relate_actor','relationship':'owner','options':{'allow_nil?':true}}");
    CHECK(at(lenient.create("{'id':1}"), "owner_id") == Value());
}

TEST_CASE("select and ensure_selected decide what a result has")
{
    Changed selected("{'name':'select','fields':['name']}");
    CHECK(selected.create("{'id':1,'name':'x'}") == from_json("{'id':1,'name':'x'}"));
    Changed ensured("{'name':'ensure_selected','fields':['name']}");
    CHECK(ensured.create("{'id':1,'name':'x'}").map().contains("views"));
}

TEST_CASE("load puts a relationship on the result")
{
    Changed item("{'name':'load','load':['owner']},{'name':'relate_actor','relationship':'owner'}");
    item.engine.ok("{'op':'create','resource':'User','input':{'id':7}}");
    CHECK(at(item.create("{'id':1}", "{'actor':{'id':7}}"), "owner") == from_json("{'id':7}"));
}

TEST_CASE("set_context reaches the functions that follow")
{
    Value seen;
    TestEngine engine;
    auto number = at(engine.callback_value([&](const Value& message) -> Result<Value> {
        seen = at(message, "context", "source_context");
        return from_json("{'operations':[]}");
    }),
        "callback")
                      .integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false}},'defaults':['read'],"
                  "'actions':{'create':{'type':'create','accept':['id'],'changes':[{'name':'set_"
                  "context','context':{'a':1}},"
                  "{'name':'callback','callback':"
        + std::to_string(number) + "}]}}}}");
    engine.ok("{'op':'create','resource':'Item','action':'create','input':{'id':1},'options':{'"
              "context':{'b':2}}}");
    CHECK(seen == from_json("{'b':2,'a':1}"));
}

TEST_CASE("a change with a condition runs only where it holds, as the changeset is then")
{
    Changed item("{'name':'set_attribute','attribute':'views','value':5},"
                 "{'name':'set_attribute','attribute':'slug','value':'cond','where':[{'name':'"
                 "attribute_equals','field':'views','value':5}]},"
                 "{'name':'set_attribute','attribute':'name','value':'never','where':[{'name':'"
                 "attribute_equals','field':'views','value':6}]}");
    auto record = item.create("{'id':1,'name':'own'}");
    CHECK(at(record, "slug") == Value("cond"));
    CHECK(at(record, "name") == Value("own"));
}

TEST_CASE("a change for valid changesets only is skipped after an error")
{
    TestEngine engine;
    auto number = at(engine.callback_value([](const Value&) -> Result<Value> {
        return from_json("{'operations':[]}");
    }),
        "callback")
                      .integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false}},'defaults':['read'],"
                  "'actions':{'create':{'type':'create','accept':['id'],'changes':[{'name':'"
                  "callback','only_when_valid':true,'callback':"
        + std::to_string(number) + "}]}}}}");
    engine.errors("{'op':'create','resource':'Item','action':'create','input':{'id':'x'}}");
    CHECK(engine.host.calls() == 0);
}

TEST_CASE("update_change rewrites what is about to be written")
{
    TestEngine engine;
    auto number = at(engine.callback_value([](const Value& message) -> Result<Value> {
        return Value(std::string(at(message, "argument").text()) + "!");
    }),
        "callback")
                      .integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false},'name':{'type':'string'}},"
                  "'defaults':['read'],'actions':{'create':{'type':'create','accept':['id','name'],"
                  "'changes':[{'name':'update_change',"
                  "'attribute':'name','function':{'callback':"
        + std::to_string(number) + "}}]}}}}");
    CHECK(at(engine.ok(
                 "{'op':'create','resource':'Item','action':'create','input':{'id':1,'name':'x'}}"),
              "name")
        == Value("x!"));
    CHECK(at(engine.ok("{'op':'create','resource':'Item','action':'create','input':{'id':2}}"),
              "name")
        == Value());
}

TEST_CASE("the hook changes register functions of their kind")
{
    TestEngine engine;
    std::vector<std::string> kinds;
    auto number = at(engine.callback_value([&](const Value& message) -> Result<Value> {
        kinds.emplace_back(at(message, "kind").text());
        return Value();
    }),
        "callback")
                      .integer();
    std::string changes;
    for (auto name : { "after_transaction", "after_action", "before_action", "before_transaction" })
        changes += std::string(changes.empty() ? "" : ",") + "{'name':'" + name
            + "','function':{'callback':" + std::to_string(number) + "}}";
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false}},'defaults':['read'],"
                  "'actions':{'create':{'type':'create','accept':['id'],'changes':["
        + changes + "]}}}}");
    engine.ok("{'op':'create','resource':'Item','action':'create','input':{'id':1}}");
    CHECK(kinds
        == Lines { "before_transaction", "before_action", "after_action", "after_transaction" });
}

TEST_CASE(
    "a change of the application that does not answer with operations is an error that says where")
{
    TestEngine engine;
    auto number = at(
        engine.callback_value([](const Value&) -> Result<Value> { return Value(5); }), "callback")
                      .integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false}},'defaults':['read'],"
                  "'actions':{'create':{'type':'create','accept':['id'],'changes':[{'name':'"
                  "callback','callback':"
        + std::to_string(number) + "}]}}}}");
    auto answer
        = engine.run("{'op':'create','resource':'Item','action':'create','input':{'id':1}}");
    const auto& error = at(answer, "error", "errors").list().front();
    CHECK(at(error, "code") == Value("invalid_return_type"));
    CHECK(at(error, "bread_crumbs") == from_json("['Item.actions.create.changes[0]']"));
    CHECK(engine.count("Item") == 0);
}
