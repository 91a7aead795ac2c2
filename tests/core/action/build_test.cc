#include "action/build.h"
#include "support/loaded.h"
#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE(
    "changes and validations of an action run in the order declared, then those of the resource")
{
    Shop shop;
    shop.define({ .create
        = "'steps':[{'change':" + shop.note("c1") + "},{'change':" + shop.note("c2") + "}]",
        .resource = "'changes':[" + shop.note("global") + "]" });
    shop.create("{'id':1}");
    CHECK(shop.trace == Lines { "c1", "c2", "global" });
}

TEST_CASE("a change of the resource runs for the action types it names")
{
    Shop shop;
    auto entry = shop.note("global");
    entry.insert(entry.size() - 1, ",'on':['destroy']");
    shop.define({ .resource = "'changes':[" + entry + "]" });
    auto record = shop.create("{'id':1}");
    CHECK(shop.trace == Lines {});
    shop.engine.ok(shop.destroy_message(record));
    CHECK(shop.trace == Lines { "global" });
}

TEST_CASE("an action reports every rejected input at once, and writes nothing")
{
    Shop shop;
    shop.define({});
    CHECK(shop.create_errors("{'id':'x','stock':'y'}")
        == Lines { "invalid_attribute id: is invalid", "invalid_attribute stock: is invalid" });
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("an unknown input is refused, with what could have been meant and why it is none")
{
    Shop shop;
    shop.define({ .attributes = "'stocked_at':{'type':'string'}" });
    auto answer = shop.engine.run(Shop::message("create", "{'id':1,'stok':2,'stocked_at':'x'}"));
    const auto& errors = at(answer, "error", "errors").list();
    REQUIRE(errors.size() == 2);
    CHECK(line_of(errors[0]) == "no_such_input: No such input `stok` for action Item.create");
    CHECK(at(errors[0], "did_you_mean") == from_json("['stock']"));
    CHECK(at(errors[0], "inputs") == from_json("['id','name','stock']"));
    CHECK(at(errors[1], "hint")
        == Value("it is an attribute, but not in the accept list of the action"));
}

TEST_CASE("unknown inputs are skipped where the action, the call or an underscore says so")
{
    Shop shop;
    shop.define({ .create = "'skip_unknown_inputs':['extra']" });
    shop.create("{'id':1,'extra':1,'_csrf':2}");
    shop.engine.ok(Shop::message(
        "create", "{'id':2,'other':1}", ",'options':{'skip_unknown_inputs':['other']}"));
    shop.engine.ok(
        Shop::message("create", "{'id':3,'anything':1}", ",'options':{'skip_unknown_inputs':'*'}"));
    CHECK(shop.create_errors("{'id':4,'other':1}").size() == 1);
}

TEST_CASE("a private argument is skipped as input, and set by private_arguments")
{
    Shop shop;
    shop.define({ .create
        = "'arguments':{'hint':{'type':'string','public':false}},"
          "'changes':[{'name':'set_attribute','attribute':'name','value':{'arg':'hint'}}]" });
    CHECK(at(shop.create("{'id':1,'hint':'x'}"), "name") == Value());
    CHECK(at(shop.engine.ok(Shop::message(
                 "create", "{'id':2}", ",'options':{'private_arguments':{'hint':'x'}}")),
              "name")
        == Value("x"));
}

TEST_CASE("an argument takes its default, a nil default counts as none")
{
    Shop shop;
    shop.define({ .create
        = "'arguments':{'title':{'type':'string','default':'made'}},"
          "'changes':[{'name':'set_attribute','attribute':'name','value':{'arg':'title'}}]" });
    CHECK(at(shop.create("{'id':1}"), "name") == Value("made"));
    CHECK(at(shop.create("{'id':2,'title':'given'}"), "name") == Value("given"));
}

TEST_CASE("an argument that may not be nil is required, unless its value was refused already")
{
    Shop shop;
    shop.define({ .create = "'arguments':{'count':{'type':'integer','allow_nil':false}}" });
    CHECK(shop.create_errors("{'id':1}") == Lines { "required count: argument count is required" });
    CHECK(shop.create_errors("{'id':1,'count':'x'}")
        == Lines { "invalid_argument count: is invalid" });
}

TEST_CASE("an argument hides the attribute of its name: the attribute stays unset")
{
    Shop shop;
    shop.define({ .create = "'arguments':{'name':{'type':'string'}}" });
    CHECK(at(shop.create("{'id':1,'name':'x'}"), "name") == Value());
}

TEST_CASE("an accepted attribute that may not be nil is required")
{
    Shop shop;
    shop.define({ .create = "'accept':['id','title']",
        .attributes = "'title':{'type':'string','allow_nil':false}" });
    CHECK(
        shop.create_errors("{'id':1}") == Lines { "required title: attribute title is required" });
    CHECK(shop.create_errors("{'id':1,'title':''}")
        == Lines { "required title: attribute title is required" });
    CHECK(shop.create_errors("{'id':1,'title':5.5}").size() <= 1);
}

TEST_CASE("an attribute that is not accepted is required when the action runs, so that a hook may "
          "supply it")
{
    Shop shop;
    shop.define({ .attributes = "'title':{'type':'string','allow_nil':false}" });
    auto state = shop.engine.ok("{'op':'changeset','changeset':{'resource':'Item','operations':[['"
                                "for_create','create',{'id':1}]]}}");
    CHECK(at(state, "valid") == Value(true));
    CHECK(
        shop.create_errors("{'id':1}") == Lines { "required title: attribute title is required" });
}

TEST_CASE("require_attributes asks for values that may be nil otherwise")
{
    Shop shop;
    shop.define(
        { .create = "'require_attributes':['stock']", .update = "'require_attributes':['stock']" });
    CHECK(
        shop.create_errors("{'id':1}") == Lines { "required stock: attribute stock is required" });
    auto record = shop.create("{'id':1,'stock':2}");
    shop.engine.ok(shop.update_message(record, "{'name':'x'}"));
    CHECK(shop.engine.errors(shop.update_message(record, "{'stock':null}"))
        == Lines { "required stock: attribute stock is required" });
}

TEST_CASE("an action is named, or the primary one of its type is meant")
{
    Shop shop;
    shop.define({});
    CHECK(shop.engine.errors(Shop::message("create", "{}", ",'action':'nope'"))
            .front()
            .starts_with("no_such_action"));
    CHECK(shop.engine.errors(Shop::message("create", "{}", ",'action':'update'")).size() == 1);
    CHECK(shop.engine.errors("{'op':'create','resource':'Itm','input':{}}")
            .front()
            .starts_with("no_such_resource"));
}

TEST_CASE("input is accepted under the key and under the name of a field")
{
    TestEngine engine;
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
        "'full_name':{'type':'string','key':'fullName'}},'defaults':['read',{'create':['id','full_"
        "name']}]}}");
    CHECK(engine.ok("{'op':'create','resource':'Item','input':{'id':1,'fullName':'a'}}")
        == from_json("{'id':1,'fullName':'a'}"));
    CHECK(engine.ok("{'op':'create','resource':'Item','input':{'id':2,'full_name':'b'}}")
        == from_json("{'id':2,'fullName':'b'}"));
}

TEST_CASE("the error handler of an action sees every error of it")
{
    Shop shop;
    auto handler = shop.engine.callback([](const Value& message) -> Result<Value> {
        return Value("handled " + std::string(at(message, "error", "message").text()));
    });
    shop.define({ .create = "'error_handler':" + handler });
    CHECK(shop.create_errors("{'id':'x'}") == Lines { "invalid_changes: handled is invalid" });
}

TEST_CASE("a function of the engine may transform each changeset while it is built")
{
    Loaded loaded("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,"
                  "'allow_nil':false},'name':{'type':'string','allow_nil':false}},"
                  "'actions':{'create':{'type':'create','accept':['id']}}}}");
    const auto& resource = loaded.resource("Item");
    BuildOptions options;
    options.transform_changeset = [&](Changeset& changeset, Context&) -> Outcome<void> {
        auto id = changeset.get_attribute(loaded.attribute("Item", "id"));
        if (id == Value(2))
            return fail(Errors(Error::invalid_attribute("id", "is refused")));
        changeset.force_change_attribute("name", Value("item " + display(id)));
        return {};
    };
    Changeset first(resource);
    Changeset second(resource);
    Changeset* both[] = { &first, &second };
    const Value params[] = { from_json("{'id':1}"), from_json("{'id':2}") };
    build(both, loaded.action("Item", "create"), params, options, loaded.context());
    CHECK(first.valid());
    CHECK(first.get_attribute(loaded.attribute("Item", "name")) == Value("item 1"));
    REQUIRE_FALSE(second.valid());
    CHECK(second.errors().front().rendered() == "is refused");
}

TEST_CASE("private_arguments refuse a public argument, and ignore what is not declared")
{
    Shop shop;
    shop.define({ .create = "'arguments':{'count':{'type':'integer','allow_nil':false}}" });
    CHECK(shop.engine.errors(Shop::message(
              "create", "{'id':1}", ",'options':{'private_arguments':{'count':3,'nope':1}}"))
        == Lines { "invalid_argument count: can't set public arguments using the "
                   "private_arguments option." });
}

TEST_CASE("no input sets or replaces a private argument, by whichever of its names")
{
    Shop shop;
    shop.define({ .create
        = "'arguments':{'hint':{'type':'string','public':false,'key':'theHint'}},"
          "'changes':[{'name':'set_attribute','attribute':'name','value':{'arg':'hint'}}]" });
    auto name = GENERATE(as<std::string>(), "hint", "theHint");
    auto input = "{'id':1,'" + name + "':'input'}";
    CHECK(at(shop.create(input), "name") == Value());
    auto set = shop.engine.ok("{'op':'submit','changeset':{'resource':'Item','operations':[["
                              "'set_argument','hint','code'],['for_create','create',{'id':2,'"
        + name + "':'input'}]]}}");
    CHECK(at(set, "name") == Value("code"));
}
