#include "core/validation/item.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("absent with a limit is the contrary limit on what is present, the other one being 0")
{
    Item item("{'name':'absent','fields':['name','nickname','code'],'at_least':2}");
    CHECK(item.errors("{'name':'x'}") == Lines {});
    CHECK(item.errors("{'name':'x','nickname':'y'}")
        == Lines { "invalid_changes name nickname code: at least 0 of name,nickname,code must be "
                   "present" });
    Item most("{'name':'absent','fields':['name','nickname','code'],'at_most':1}");
    CHECK(most.errors("{'name':'x'}")
        == Lines { "invalid_changes name nickname code: at least 2 of name,nickname,code must be "
                   "present" });
    Item exactly("{'name':'absent','fields':['name','nickname'],'exactly':0}");
    CHECK(exactly.errors("{}") == Lines {});
    CHECK(exactly.errors("{'name':'x'}")
        == Lines { "invalid_changes name nickname: exactly 0 of name,nickname must be present" });
}

TEST_CASE("attributes_absent does not mind an argument of the same name")
{
    Item item("{'name':'attributes_absent','field':'name'}", "create",
        ",'arguments':{'name':{'type':'string'}}");
    CHECK(item.errors("{'name':'only the argument'}") == Lines {});
    Item plain("{'name':'attributes_absent','fields':['name','nickname']}");
    CHECK(plain.errors("{'nickname':'x'}")
        == Lines { "invalid_changes name nickname: must be absent" });
}

TEST_CASE("string_length refuses what has no text")
{
    Item item("{'name':'string_length','field':'meta','min':1}");
    CHECK(
        item.errors("{'meta':{'a':1}}") == Lines { "invalid_attribute meta: could not be parsed" });
}

TEST_CASE("a limit on a length may be an argument")
{
    Item item("{'name':'string_length','field':'name','max':{'arg':'limit'}}", "create",
        ",'arguments':{'limit':{'type':'integer'}}");
    CHECK(item.errors("{'name':'abc','limit':3}") == Lines {});
    CHECK(item.errors("{'name':'abcd','limit':3}").size() == 1);
    CHECK(item.errors("{'name':'abcd'}") == Lines {});
}

TEST_CASE("a value that is not of the field's type equals nothing")
{
    Item item("{'name':'attribute_equals','field':'year','value':'soon'}");
    CHECK(item.errors("{'year':1}") == Lines { "invalid_attribute year: must equal soon" });
    Item among("{'name':'one_of','field':'year','values':['soon',2]}");
    CHECK(among.errors("{'year':2}") == Lines {});
    CHECK(
        among.errors("{'year':1}") == Lines { "invalid_attribute year: expected one of soon, 2" });
}

TEST_CASE("a list of values may come from an argument, and is empty where it was not given")
{
    Item item("{'name':'one_of','field':'name','values':{'arg':'allowed'}}", "create",
        ",'arguments':{'allowed':{'type':{'array':'string'}}}");
    CHECK(item.errors("{'name':'a','allowed':['a']}") == Lines {});
    CHECK(item.errors("{'name':'a'}") == Lines { "invalid_attribute name: expected one of " });
}

TEST_CASE("a validation that cannot ask its function says so instead of judging")
{
    auto validation = GENERATE(as<std::string>(), "'attribute_equals','field':'name','value':",
        "'argument_does_not_equal','field':'limit','value':",
        "'argument_in','field':'limit','values':", "'one_of','field':'name','values':",
        "'string_length','field':'name','max':");
    CAPTURE(validation);
    TestEngine engine;
    auto function = engine.callback([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
    });
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true},'name':{'type':'string'}},'defaults':['read'],'actions':{'create':{'type':"
                  "'create','primary':true,'accept':['name'],'arguments':{'limit':{'type':"
                  "'integer'}},'validations':[{'name':"
        + validation + function + "}]}}}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{'name':'x','limit':1}}")
        == Lines { "callback_failed: ** (Error) no" });
    CHECK(engine.count("Item") == 0);
}

TEST_CASE("any and all pass on that one of theirs could not be asked, and ask no further")
{
    auto name = GENERATE(as<std::string>(), "any", "all");
    TestEngine engine;
    auto number = at(engine.callback_value([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_returned_promise, "it answered a promise"));
    }),
        "callback")
                      .integer();
    auto entry = "{'name':'callback','callback':" + std::to_string(number) + "}";
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true}},'defaults':['read','create'],'validations':[{'name':'"
        + name + "','validations':[" + entry + "," + entry + "]}]}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{}}")
        == Lines { "callback_returned_promise: it answered a promise" });
    CHECK(engine.host.calls() == 1);
}

TEST_CASE("an own message does not hide that a validation could not be asked")
{
    auto where = GENERATE(as<std::string>(), "", ",'where':[{'name':'callback','callback':0}]");
    TestEngine engine;
    static_cast<void>(engine.callback_value([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
    }));
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true}},'defaults':['read','create'],'validations':[{'name':'callback','callback'"
                  ":0,'message':'own words'"
        + where + "}]}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{}}")
        == Lines { "callback_failed: ** (Error) no" });
}

TEST_CASE("a complaint of the application that is neither a text nor a map is shown as it is")
{
    TestEngine engine;
    static_cast<void>(
        engine.callback_value([](const Value&) -> Result<Value> { return from_json("[5,true]"); }));
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true}},'defaults':['read','create'],'validations':[{'name':'callback','callback'"
                  ":0}]}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{}}")
        == Lines { "invalid_changes: 5", "invalid_changes: true" });
}

TEST_CASE("changing of a relationship asks about its key")
{
    Item item("{'name':'changing','field':'parent'}", "update",
        ",'arguments':{'of':{'type':'integer'}},'changes':[{'name':'set_attribute','attribute':"
        "'parent_id','value':{'arg':'of'},'options':{'set_when_nil?':false}}]",
        ",'relationships':{'parent':{'kind':'belongs_to','destination':'Item','attribute_type':"
        "'integer'}}");
    CHECK(item.errors_from("{'id':1}", "{'name':'x'}")
        == Lines { "invalid_attribute parent: must be changing" });
    CHECK(item.errors_from("{'id':1}", "{'of':1}") == Lines {});
}

TEST_CASE("changing of a relationship asks about what is given to manage, too")
{
    auto kind = GENERATE(as<std::string>(), "belongs_to", "has_many");
    auto relationship = "'family':{'kind':'" + kind + "','destination':'Item'"
        + (kind == "has_many" ? ",'destination_attribute':'year'"
                              : ",'source_attribute':'year','define_attribute':false")
        + "}";
    Item item("{'name':'changing','field':'family'}", "update",
        ",'arguments':{'others':{'type':{'array':'map'}}},'changes':[{'name':'manage_relationship',"
        "'argument':'others','relationship':'family','options':{'on_no_match':'ignore','on_match':"
        "'ignore'}}]",
        ",'relationships':{" + relationship + "}");
    CHECK(item.errors_from("{'id':1,'year':3}", "{}")
        == Lines { "invalid_attribute family: must be changing" });
    CHECK(item.errors_from("{'id':1,'year':3}", "{'others':[{'name':'a'}]}") == Lines {});
}
