#include "base/json.h"
#include "engine.h"
#include "support/fake_host.h"
#include "support/messages.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A host as the one in JavaScript: it is told of a changeset no more than its handle.
class AskingHost final : public FakeHost {
public:
    bool asks_for_states() const override { return true; }
};

// An engine with one resource, whose functions note what they are told.
struct Asking {
    AskingHost host;
    Engine engine { host, EngineOptions { .port = nullptr, .allow_sql = true } };
    std::vector<Value> told;

    Value run(const Value& message)
    {
        auto answer = parse_json(engine.run(to_json(message, Tags::wire)), Tags::wire);
        REQUIRE(answer);
        return *std::move(answer);
    }
    Value ok_value(const Value& message)
    {
        auto answer = run(message);
        INFO(to_json(answer));
        REQUIRE(answer.map().contains("ok"));
        return at(answer, "ok");
    }
    Value ok(std::string_view message) { return ok_value(from_json(message)); }

    void define(std::string_view resources)
    {
        ok("{'op':'define','definition':{'domains':[{'name':'Test','resources':"
            + std::string(resources) + "}]}}");
        auto difference = ok("{'op':'diff','from':{}}");
        Value migration(Map { { "version", Value("20200101000000") }, { "name", Value("test") },
            { "up", at(difference, "up") }, { "down", at(difference, "down") } });
        ok_value(Value(Map { { "op", Value("open") }, { "storage", Value(":memory:") },
            { "migrations", Value(List { migration }) } }));
    }
    // A function that keeps what it is told; `answer` after that.
    std::string function(FakeHost::Callback answer)
    {
        auto id = host.add_callback(
            [this, answer = std::move(answer)](const Value& message) -> Result<Value> {
                told.push_back(message);
                return answer(message);
            });
        return std::to_string(static_cast<int>(id));
    }
    Value state(const Value& handle)
    {
        return run(Value(Map {
            { "op", Value("changeset") }, { "changeset", Value(Map { { "handle", handle } }) } }));
    }
};

} // namespace

static Result<Value> no_operations(const Value&) { return from_json("{'operations':[]}"); }

static std::string items(const std::string& changes, const std::string& more = "")
{
    return "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
           "'name':{'type':'string'}"
        + more
        + "},'defaults':['read'],'actions':{'create':{'type':'create','primary':true,'accept':['id'"
          ",'name'],"
          "'changes':["
        + changes + "]}}}}";
}

static std::string change(const std::string& function)
{
    return "{'name':'callback','callback':" + function + "}";
}

static constexpr auto create_one = "{'op':'create','resource':'Item','input':{'id':1,'name':'x'}";

TEST_CASE("a host that asks for states is told of a changeset no more than its handle")
{
    Asking app;
    Value state;
    auto function = app.function([&](const Value& message) {
        state = app.state(at(message, "changeset", "handle"));
        return no_operations(message);
    });
    app.define(items(change(function)));
    app.ok(std::string(create_one) + "}");
    REQUIRE(app.told.size() == 1);
    CHECK(at(app.told[0], "kind") == Value("change"));
    CHECK(app.told[0].map().size() == 2);
    CHECK(at(app.told[0], "changeset").map().size() == 1);
    CHECK(at(state, "ok", "action") == Value("create"));
    CHECK(at(at(state, "ok"), "attributes", "name") == Value("x"));
}

TEST_CASE("a host that asks for states is told who asks, for whom, and what else there is")
{
    auto [options, key, value] = GENERATE(table<std::string, std::string, std::string>({
        { "{'actor':{'id':7}}", "actor", "{'id':7}" },
        { "{'tenant':'north'}", "tenant", "'north'" },
        { "{'authorize':false}", "authorize", "false" },
        { "{'context':{'a':1}}", "source_context", "{'a':1}" },
    }));
    CAPTURE(options);
    Asking app;
    auto function = app.function(no_operations);
    app.define(items(change(function)));
    app.ok(std::string(create_one) + ",'options':" + options + "}");
    CHECK(at(app.told.at(0), "context", key) == from_json("[" + value + "]").list().front());
    CHECK(at(app.told.at(0), "changeset").map().size() == 1);
}

TEST_CASE("a host that asks for states is given the options of its function, and the record")
{
    Asking app;
    auto hook = app.function([](const Value&) -> Result<Value> { return Value(); });
    auto answer = from_json("{'operations':[['after_action',{'callback':" + hook + "}]]}");
    auto function = app.function([&](const Value&) -> Result<Value> { return answer; });
    app.define(items("{'name':'callback','callback':" + function + ",'options':{'than':3}}"));
    app.ok(std::string(create_one) + "}");
    REQUIRE(app.told.size() == 2);
    CHECK(at(app.told[0], "options") == from_json("{'than':3}"));
    CHECK(at(app.told[1], "kind") == Value("after_action"));
    CHECK(at(app.told[1], "record") == from_json("{'id':1,'name':'x'}"));
    CHECK(at(app.told[1], "changeset").map().size() == 1);
}

TEST_CASE("functions that a function left may ask about what it saw, until the request is over")
{
    Asking app;
    Value seen;
    Value asked;
    auto hook = app.function([&](const Value&) -> Result<Value> {
        asked = app.state(seen);
        return Value();
    });
    auto answer = from_json("{'operations':[['force_change_attribute','name','later'],"
                            "['before_action',{'callback':"
        + hook + "}]]}");
    auto function = app.function([&](const Value& message) -> Result<Value> {
        seen = at(message, "changeset", "handle");
        return answer;
    });
    app.define(items(change(function)));
    CHECK(at(app.ok(std::string(create_one) + "}"), "name") == Value("later"));
    CHECK(at(at(asked, "ok"), "attributes", "name") == Value("x"));
    CHECK(app.state(seen).map().contains("error"));
}

TEST_CASE("what a function saw that left none behind is gone with it")
{
    auto answer = GENERATE(as<std::string>(), "{'operations':[]}",
        "{'operations':[['force_change_attribute','name','y'],['force_change_attributes',{}]]}");
    Asking app;
    Value seen;
    Value asked;
    auto first = app.function([&](const Value& message) -> Result<Value> {
        seen = at(message, "changeset", "handle");
        return from_json(answer);
    });
    auto second = app.function([&](const Value& message) {
        asked = app.state(seen);
        return no_operations(message);
    });
    app.define(items(change(first) + "," + change(second)));
    app.ok(std::string(create_one) + "}");
    CHECK(lines_of(at(asked, "error", "errors"))
        == std::vector<std::string> { "invalid_message: this changeset is no longer there: a "
                                      "callback may use it only while it runs" });
}

TEST_CASE("a function that answers nonsense to a host that asks for states is told so")
{
    auto answer = GENERATE(as<std::string>(), "5", "{}", "{'operations':5}");
    Asking app;
    auto function = app.function([&](const Value&) -> Result<Value> { return from_json(answer); });
    app.define(items(change(function)));
    CHECK(lines_of(at(app.run(from_json(std::string(create_one) + "}")), "error", "errors"))
        == std::vector<std::string> { "invalid_return_type: a change must return a changeset" });
    auto broken = app.run(from_json("{'op':'read','resource':'Item'}"));
    CHECK(at(broken, "ok") == from_json("[]"));
}

TEST_CASE("a function that fails at a host that asks for states fails the action")
{
    Asking app;
    auto function = app.function([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
    });
    app.define(items(change(function)));
    CHECK(lines_of(at(app.run(from_json(std::string(create_one) + "}")), "error", "errors"))
        == std::vector<std::string> { "callback_failed: ** (Error) no" });
}

TEST_CASE("functions for batches are told of handles, and may leave functions behind")
{
    Asking app;
    List handles;
    std::vector<Value> asked;
    auto hook = app.function([&](const Value&) -> Result<Value> {
        asked.push_back(at(app.state(handles.at(asked.size())), "ok"));
        return Value();
    });
    auto function = app.function([&](const Value& message) -> Result<Value> {
        List batch;
        for (const auto& changeset : at(message, "changesets").list()) {
            CHECK(changeset.map().size() == 1);
            handles.push_back(at(changeset, "handle"));
            batch.push_back(
                from_json("{'operations':[['after_action',{'callback':" + hook + "}]]}"));
        }
        return Value(Map { { "batch", Value(std::move(batch)) } });
    });
    app.define(items(
        "{'name':'callback','callback':" + function + ",'functions':['change','batch_change']}"));
    auto done
        = app.ok("{'op':'bulk_create','resource':'Item','inputs':[{'id':1,'name':'a'},{'id':2,"
                 "'name':'b'}]}");
    CHECK(at(done, "status") == Value("success"));
    REQUIRE(asked.size() == 2);
    CHECK(at(asked[0], "attributes", "name") == Value("a"));
    CHECK(at(asked[1], "attributes", "name") == Value("b"));
}

TEST_CASE("a function of what is embedded is told which changeset it is part of, outwards")
{
    Asking app;
    std::vector<Value> states;
    auto function = app.function([&](const Value& message) {
        auto outer = at(message, "changeset", "source");
        states.push_back(at(app.state(at(outer, "handle")), "ok"));
        return no_operations(message);
    });
    auto embedded = [&](const std::string& attributes) {
        return "{'embedded':true,'attributes':{" + attributes + "},'changes':[" + change(function)
            + "]}";
    };
    app.define("{'Inner':" + embedded("'a':{'type':'string','public':true}")
        + ",'Outer':" + embedded("'inner':{'type':{'embedded':'Inner'},'public':true}")
        + ",'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
          "'outer':{'type':{'embedded':'Outer'},'public':true}},'defaults':['read',{'create':['id',"
          "'outer']}]}}");
    app.ok("{'op':'create','resource':'Item','input':{'id':1,'outer':{'inner':{'a':'x'}}}}");
    REQUIRE(app.told.size() == 2);
    auto source = at(app.told[0], "changeset", "source");
    CHECK(at(source, "resource") == Value("Outer"));
    CHECK(at(source, "source", "resource") == Value("Item"));
    CHECK(at(source, "source", "action_type") == Value("create"));
    CHECK(at(states[0], "resource") == Value("Outer"));
    CHECK(at(states[1], "resource") == Value("Item"));
    CHECK(at(states[0], "source", "resource") == Value("Item"));
}
