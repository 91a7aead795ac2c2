#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

static Lines errors_with(FakeHost::Callback function)
{
    TestEngine engine;
    auto callback = at(engine.callback_value(std::move(function)), "callback").integer();
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':true},'name':"
        "{'type':'string'}},"
        "'defaults':['read',{'create':['name']}],'validations':[{'name':'callback','callback':"
        + std::to_string(callback) + ",'options':{'than':3}}]}}");
    auto answer = engine.run("{'op':'create','resource':'Item','input':{'name':'x'}}");
    return lines_of(at(answer, "error", "errors"));
}

TEST_CASE("a validation of the application passes with null")
{
    CHECK(errors_with([](const Value&) -> Result<Value> { return Value(); }) == Lines {});
}

TEST_CASE("a validation of the application sees the changeset and its options")
{
    Value seen;
    errors_with([&](const Value& message) -> Result<Value> {
        seen = message;
        return Value();
    });
    CHECK(at(seen, "kind") == Value("validation"));
    CHECK(at(seen, "options") == from_json("{'than':3}"));
    CHECK(at(at(seen, "changeset"), "attributes") == from_json("{'name':'x'}"));
    CHECK(at(seen, "changeset", "handle").is(Kind::integer));
}

TEST_CASE("a validation of the application answers with errors of any shape")
{
    CHECK(errors_with([](const Value&) -> Result<Value> { return Value("no"); })
        == Lines { "invalid_changes: no" });
    CHECK(errors_with([](const Value&) -> Result<Value> {
        return from_json(
            "[{'field':'name','message':'over %{max}','vars':{'max':2},'path':['a',0]},"
            "{'fields':['name','id'],'message':'both'}]");
    }) == Lines { "invalid_attribute name: over 2 @ [\"a\",0]", "invalid_changes name id: both" });
}

TEST_CASE("a validation of the application that fails says where it stands")
{
    TestEngine engine;
    auto callback = at(engine.callback_value([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) oh"));
    }),
        "callback")
                        .integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true}},'defaults':['read','create'],"
                  "'validations':[{'name':'callback','callback':"
        + std::to_string(callback) + "}]}}");
    auto answer = engine.run("{'op':'create','resource':'Item','input':{}}");
    CHECK(at(at(answer, "error", "errors").list().front(), "bread_crumbs")
        == from_json("['Item.validations[0]']"));
    CHECK(at(answer, "error", "class") == Value("unknown"));
}
