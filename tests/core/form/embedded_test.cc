#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// People with places, of which one is home, some were visited, and some have a key.
struct People : TestEngine {
    People()
    {
        define("{'Person':{'attributes':{'id':{'type':'integer','primary_key':true,"
               "'allow_nil':false},"
               "'home':{'type':{'embedded':'Place'},'public':true},"
               "'visited':{'type':{'array':{'embedded':'Place'}},'public':true},"
               "'marked':{'type':{'array':{'embedded':'Mark'}},'public':true},"
               "'best':{'type':'union','public':true,'constraints':{'types':{"
               "'place':{'type':{'embedded':'Place'},'tag':'kind','tag_value':'place'},"
               "'year':{'type':'integer'}}}}},"
               "'actions':[{'name':'create','type':'create','primary':true,"
               "'accept':['id','home','visited','marked','best']},"
               "{'name':'update','type':'update','primary':true,"
               "'accept':['home','visited','marked','best']},"
               "{'name':'read','type':'read','primary':true}]},"
               "'Place':{'embedded':true,'attributes':{"
               "'city_name':{'type':'string','key':'cityName','allow_nil':false,'public':true},"
               "'note':{'type':'string','public':true}}},"
               "'Mark':{'embedded':true,'attributes':{'id':{'type':'integer','primary_key':true,"
               "'allow_nil':false,'public':true},"
               "'place':{'type':{'embedded':'Place'},'public':true},"
               "'note':{'type':'string','public':true}}}}");
    }

    Value form(const std::string& op, const std::string& params, const std::string& rest)
    {
        return ok("{'op':'" + op + "','resource':'Person'," + rest + ",'params':" + params + "}");
    }

    Value validate(const std::string& params, const std::string& rest = "'action':'create'")
    {
        return form("validate_form", params, rest);
    }

    Value submit(const std::string& params, const std::string& rest = "'action':'create'")
    {
        return form("submit_form", params, rest);
    }
};

} // namespace

static Lines shown(const Value& state) { return lines_of(at(state, "errors")); }

static const std::string update_first = "'action':'update','id':1";

TEST_CASE("errors of an embedded value lie in its form, in the spelling of the application")
{
    People people;
    auto state
        = people.validate("{'id':1,'home':{'cityName':''},'visited':[{'cityName':'Oslo'},{}],"
                          "'marked':{'4':{'id':1,'place':{}}}}");
    CHECK(shown(state)
        == Lines { "required cityName: is required @ [\"home\"]",
            "required cityName: is required @ [\"visited\",1]",
            "required cityName: is required @ [\"marked\",0,\"place\"]" });
}

TEST_CASE("what the action of an embedded resource does not take is left out")
{
    People people;
    auto answer
        = people.submit("{'id':1,'home':{'cityName':'Oslo','town':'x','_form_type':'create'}}");
    CHECK(to_json(at(answer, "result", "home")) == R"({"cityName":"Oslo","note":null})");
}

TEST_CASE("rows without a key are made anew of what they were and what was typed")
{
    People people;
    people.submit("{'id':1,'visited':[{'cityName':'Oslo','note':'rain'}]}");
    auto data = std::string("'_form_type':'update','_data':{'cityName':'Oslo','note':'rain'}");
    auto answer = people.submit("{'visited':[{" + data + ",'note':'sun'}]}", update_first);
    CHECK(to_json(at(answer, "result", "visited")) == R"([{"cityName":"Oslo","note":"sun"}])");
}

TEST_CASE("a row with a key is updated, and what was not typed stays")
{
    People people;
    people.submit("{'id':1,'marked':[{'id':7,'note':'x','place':{'cityName':'Oslo','note':'y'}}]}");
    auto answer = people.submit("{'marked':[{'_form_type':'update','id':7,'_data':{'note':'stale'},"
                                "'place':{'_form_type':'update','cityName':'Bergen'}}]}",
        update_first);
    CHECK(to_json(at(answer, "result", "marked"))
        == R"([{"id":7,"place":{"cityName":"Bergen","note":"y"},"note":"x"}])");
}

TEST_CASE("an ignored row counts as one that is gone, and errors keep their places")
{
    People people;
    auto state = people.validate("{'id':1,'visited':[{'_ignore':'true'},{'cityName':'Oslo'},{}]}");
    CHECK(shown(state) == Lines { "required cityName: is required @ [\"visited\",2]" });
}

TEST_CASE("the form of a union is for the member that it names, or whose tag it has")
{
    People people;
    auto error = Lines { "required cityName: is required @ [\"best\"]" };
    CHECK(shown(people.validate("{'id':1,'best':{'_union_type':'place'}}")) == error);
    CHECK(shown(people.validate("{'id':1,'best':{'kind':'place'}}")) == error);
    auto answer = people.submit("{'id':1,'best':{'_union_type':'place','cityName':'Oslo'}}");
    CHECK(to_json(at(answer, "result", "best")).starts_with(R"({"type":"place")"));
}

TEST_CASE("a member of a union that is no record is a form with one field")
{
    People people;
    auto state = people.validate("{'id':1,'best':{'_union_type':'year','value':'x'}}");
    CHECK(shown(state) == Lines { "invalid_attribute value: is invalid @ [\"best\"]" });
    people.submit("{'id':1,'best':{'_union_type':'year','value':'1999'}}");
    auto kept = people.submit(
        "{'best':{'_union_type':'year','_form_type':'update','_data':{'value':1999}}}",
        update_first);
    CHECK(to_json(at(kept, "result", "best")) == R"({"type":"year","value":1999})");
}

TEST_CASE("lists under what is no index are left to the action, which refuses them")
{
    People people;
    for (const auto* given : { "7", "{'x':{}}", "{'-1':{}}" }) {
        auto state = people.validate("{'id':1,'visited':" + std::string(given) + "}");
        CHECK(at(state, "valid") == Value(false));
        CHECK(at(state, "params").is_null());
    }
}
