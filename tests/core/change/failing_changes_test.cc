#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Items with a create and an update that make one change, and an argument of a name that no
// attribute has.
struct OneChange {
    TestEngine engine;

    void define(const std::string& change)
    {
        auto members = ",'arguments':{'title':{'type':'integer'}},'changes':[" + change + "]}";
        engine.define(
            "{'User':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'code':{'type':'integer','key':'theCode'}},'defaults':['read',{'create':['id','code']}"
            "]}"
            ",'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string'},'views':{'type':'integer'}},'relationships':{'owner':{'kind':"
            "'belongs_to','destination':'User','destination_attribute':'code','attribute_type':"
            "'integer'},'others':{'kind':'has_many','destination':'Item','no_attributes':true}},"
            "'defaults':['read'],'actions':{'plain':{'type':'create','accept':['id','name','views']"
            "}"
            ",'create':{'type':'create','primary':true,'accept':['id','name','views']"
            + members
            + ",'update':{'type':'update','primary':true,'require_atomic':false,'accept':['name',"
              "'views']"
            + members + "}}}");
    }
    std::string failing(std::string_view message = "** (Error) no")
    {
        return engine.callback([text = std::string(message)](const Value&) -> Result<Value> {
            return fail(Error::make(ErrorCode::callback_failed, text));
        });
    }
    static std::string create(std::string_view input = "{'id':1}", std::string_view options = "{}")
    {
        return "{'op':'create','resource':'Item','input':" + std::string(input)
            + ",'options':" + std::string(options) + "}";
    }
    Value plain(std::string_view input)
    {
        return engine.ok("{'op':'create','resource':'Item','action':'plain','input':"
            + std::string(input) + "}");
    }
};

} // namespace

TEST_CASE("a change of an attribute that there is not says so when it runs")
{
    auto change = GENERATE(as<std::string>(), "'set_attribute','attribute':'title','value':1",
        "'set_new_attribute','attribute':'title','value':1", "'increment','attribute':'title'",
        "'optimistic_lock','attribute':'title'", "'prevent_change','attribute':'title'",
        "'atomic_update','attribute':'title','expr':{'value':1}",
        "'atomic_set','attribute':'title','expr':{'value':1}");
    CAPTURE(change);
    OneChange item;
    item.define("{'name':" + change + "}");
    CHECK(item.engine.errors(OneChange::create())
        == Lines { "no_such_attribute title: No such attribute title for resource Item" });
    CHECK(item.engine.count("Item") == 0);
}

TEST_CASE("a function that fails inside a change fails the action")
{
    auto [before, behind] = GENERATE(table<std::string, std::string>({
        { "'set_attribute','attribute':'name','value':", "" },
        { "'set_new_attribute','attribute':'views','value':", "" },
        { "'update_change','attribute':'name','function':", "" },
        { "'set_context','context':", "" },
    }));
    CAPTURE(before);
    OneChange item;
    item.define("{'name':" + before + item.failing() + behind + "}");
    CHECK(item.engine.errors(OneChange::create("{'id':1,'name':'x'}"))
        == Lines { "callback_failed: ** (Error) no" });
    CHECK(item.engine.count("Item") == 0);
}

TEST_CASE("a condition that cannot be asked fails the action")
{
    OneChange item;
    auto number = std::to_string(at(from_json(item.failing()), "callback").integer());
    item.define(
        "{'name':'set_attribute','attribute':'name','value':'x','where':[{'name':'callback',"
        "'callback':"
        + number + "}]}");
    CHECK(item.engine.errors(OneChange::create()) == Lines { "callback_failed: ** (Error) no" });
}

TEST_CASE("relate_actor takes a key, a field of the actor, or the actor as it is")
{
    auto [options, actor, owner] = GENERATE(table<std::string, std::string, std::string>({
        { "{}", "{'code':7}", "7" },
        { "{}", "{'theCode':7}", "7" },
        { "{}", "7", "7" },
        { "{}", "{'id':7}", "null" },
        { "{'field':'user'}", "{'user':{'code':7}}", "7" },
        { "{'field':'user'}", "{'user':7}", "7" },
        { "{'field':'user'}", "7", "7" },
        { "{'field':'user','allow_nil':true}", "{'nobody':7}", "null" },
    }));
    CAPTURE(options, actor);
    OneChange item;
    item.define("{'name':'relate_actor','relationship':'owner','options':" + options + "}");
    item.engine.ok("{'op':'create','resource':'User','input':{'id':1,'code':7}}");
    CHECK(to_json(at(
              item.engine.ok(OneChange::create("{'id':1}", "{'actor':" + actor + "}")), "owner_id"))
        == owner);
}

TEST_CASE("relate_actor without the field of the actor is refused unless nil is allowed")
{
    OneChange item;
    item.define("{'name':'relate_actor','relationship':'owner','options':{'field':'user'}}");
    CHECK(item.engine.errors(OneChange::create("{'id':1}", "{'actor':{'id':7}}")).front()
        == "invalid_relationship: could not relate to actor, as no actor was found (and "
           ":allow_nil? "
           "is false)");
}

TEST_CASE("increment and optimistic_lock take a value that is not there for zero")
{
    OneChange counted;
    counted.define("{'name':'increment','attribute':'views','options':{'amount':3}}");
    CHECK(at(counted.engine.ok(OneChange::create()), "views") == Value(3));
    OneChange locked;
    locked.define("{'name':'optimistic_lock','attribute':'views'}");
    auto record = locked.plain("{'id':1,'views':null}");
    CHECK(at(locked.engine.ok(OneChange::create("{'id':2}")), "views") == Value(1));
    CHECK(locked.engine
            .errors("{'op':'update','resource':'Item','record':" + to_json(record)
                + ",'input':{'name':'x'}}")
            .front()
            .starts_with("stale_record"));
}

TEST_CASE("update_change leaves alone what is not changing, and casts what its function gives")
{
    OneChange item;
    auto function
        = item.engine.callback([](const Value&) -> Result<Value> { return Value("many"); });
    item.define("{'name':'update_change','attribute':'views','function':" + function + "}");
    CHECK(at(item.engine.ok(OneChange::create()), "views") == Value());
    CHECK(item.engine.errors(OneChange::create("{'id':2,'views':1}"))
        == Lines { "invalid_attribute views: is invalid" });
}

TEST_CASE("set_context takes its context from an argument, and only a map of it")
{
    auto [title, seen] = GENERATE(
        table<std::string, std::string>({ { "{'a':1}", "{'b':2,'a':1}" }, { "5", "{'b':2}" } }));
    TestEngine engine;
    Value context;
    auto number
        = std::to_string(at(engine.callback_value([&](const Value& message) -> Result<Value> {
              context = at(message, "context", "source_context");
              return from_json("{'operations':[]}");
          }),
            "callback")
                .integer());
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false"
        "}},'defaults':['read'],'actions':{'create':{'type':'create','primary':true,'accept'"
        ":['id'],'arguments':{'title':{'type':'term'}},'changes':[{'name':'set_context',"
        "'context':{'arg':'title'}},{'name':'callback','callback':"
        + number + "}]}}}}");
    engine.ok("{'op':'create','resource':'Item','input':{'id':1,'title':" + title
        + "},'options':{'context':{'b':2}}}");
    CHECK(context == from_json(seen));
}
