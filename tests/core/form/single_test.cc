#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A house that is made with its door, is by an architect who is looked up, and may be part of
// another house.
struct Houses : TestEngine {
    Houses()
    {
        auto manage = [](std::string_view name, std::string_view options) {
            return "{'name':'manage_relationship','argument':'" + std::string(name)
                + "','relationship':'" + std::string(name) + "','options':" + std::string(options)
                + "}";
        };
        auto arguments
            = std::string(
                  "'arguments':[{'name':'door','type':'map'},{'name':'architect','type':'map'},"
                  "{'name':'inside','type':'map'}],'changes':[")
            + manage("door", "{'type':'direct_control'}") + ","
            + manage("architect",
                "{'on_lookup':'relate_and_update','on_no_match':'error','use_identities':["
                "'by_name']}")
            + "," + manage("inside", "{'on_no_match':'create','on_match':'update'}") + "]";
        define(
            "{'House':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'street':{'type':'string','allow_nil':false,'public':true}},"
            "'relationships':{'door':{'kind':'has_one','destination':'Door'},"
            "'architect':{'kind':'belongs_to','destination':'Architect'},"
            "'inside':{'kind':'belongs_to','destination':'House'}},"
            "'actions':[{'name':'create','type':'create','primary':true,'accept':['id','street'],"
            + arguments + "},{'name':'update','type':'update','primary':true,'accept':['street'],"
            + arguments
            + "},{'name':'read','type':'read','primary':true}]},"
              "'Door':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
              "'colour':{'type':'string','allow_nil':false,'public':true}},"
              "'relationships':{'house':{'kind':'belongs_to','destination':'House'}},"
              "'defaults':['read','destroy',{'create':['id','colour','house_id']},"
              "{'update':['colour']}]},"
              "'Architect':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
              "false},'name':{'type':'string','allow_nil':false,'public':true},"
              "'age':{'type':'integer','public':true}},"
              "'identities':{'by_name':{'keys':['name']}},"
              "'validations':[{'name':'numericality','field':'age','options':{'greater_than':0}}],"
              "'defaults':['read','destroy',{'create':['id','name']},{'update':['age']}]}}");
        ok("{'op':'create','resource':'Architect','input':{'id':1,'name':'Ann'}}");
    }

    Value form(const std::string& op, const std::string& params, const std::string& rest)
    {
        return ok("{'op':'" + op + "','resource':'House'," + rest + ",'params':" + params + "}");
    }

    Lines validate(const std::string& params, const std::string& rest = "'action':'create'")
    {
        auto state = form("validate_form", params, rest);
        auto lines = lines_of(at(state, "errors"));
        CHECK(at(state, "valid") == Value(lines.empty()));
        return lines;
    }

    Lines submit(const std::string& params, const std::string& rest = "'action':'create'")
    {
        return lines_of(at(form("submit_form", params, rest), "errors"));
    }
};

} // namespace

TEST_CASE("errors of a single nested form lie in it, without an index")
{
    Houses houses;
    CHECK(houses.validate("{'id':1,'street':'x','door':{'id':1}}")
        == Lines { "required colour: is required @ [\"door\"]" });
    CHECK(houses.submit("{'id':1,'street':'x','door':{'id':1}}")
        == Lines { "required colour: is required @ [\"door\"]" });
    CHECK(houses.validate("{'id':1,'street':'x','door':{'id':1,'colour':'red'}}").empty());
    CHECK(houses.count("House") == 0);
}

TEST_CASE("a single nested form that is nil or no map is left to the action")
{
    Houses houses;
    CHECK(houses.validate("{'id':1,'street':'x','door':null}").empty());
    CHECK(houses.validate("{'id':1,'street':'x','door':7}")
        == Lines { "invalid_argument door: is invalid" });
}

TEST_CASE("the form of a record that is looked up is validated as its update")
{
    Houses houses;
    auto params = [](std::string_view age) {
        return "{'id':1,'street':'x','architect':{'_form_type':'update','id':1,'name':'Ann',"
               "'_data':{'id':1,'name':'Ann'},'age':"
            + std::string(age) + "}}";
    };
    CHECK(houses.validate(params("'0'"))
        == Lines { "invalid_attribute age: must be greater than 0 @ [\"architect\"]" });
    CHECK(houses.validate(params("'9'")).empty());
    CHECK(houses.submit(params("'9'")).empty());
    CHECK(at(houses.rows("Architect").list().front(), "age") == Value(9));
}

TEST_CASE("a record that a form names and nobody finds is an error beside its fields")
{
    Houses houses;
    CHECK(houses.submit("{'id':1,'street':'x','architect':{'name':'Nobody'}}")
        == Lines { "not_found name: could not be found @ [\"architect\"]" });
    CHECK(houses.count("House") == 0);
}

TEST_CASE("a single nested form updates the record that is there, and destroys it when it goes")
{
    Houses houses;
    CHECK(houses.submit("{'id':1,'street':'x','door':{'id':1,'colour':'red'}}").empty());
    auto update = std::string("'action':'update','id':1");
    CHECK(houses.validate(
              "{'door':{'_form_type':'update','id':1,'_data':{'id':1,'colour':'red'},'colour':''}}",
              update)
        == Lines { "required colour: is required @ [\"door\"]" });
    CHECK(houses.submit("{'door':{'_form_type':'update','id':1,'colour':'blue'}}", update).empty());
    CHECK(at(houses.rows("Door").list().front(), "colour") == Value("blue"));
    CHECK(houses.validate("{'door':{'_form_type':'destroy','id':1}}", update).empty());
    CHECK(houses.submit("{'door':null}", update).empty());
    CHECK(houses.count("Door") == 0);
}

TEST_CASE("forms nested deeper than any form is are refused where that begins")
{
    Houses houses;
    std::string params = "{'id':1,'street':'x'}";
    for (int i = 0; i < 200; ++i)
        params = "{'id':1,'street':'x','inside':" + params + "}";
    auto answer = houses.run(
        "{'op':'validate_form','resource':'House','action':'create','params':" + params + "}");
    CHECK(at(answer, "ok", "valid") == Value(false));
    const auto& unhandled = at(answer, "ok", "unhandled").list();
    REQUIRE(unhandled.size() == 1);
    CHECK(at(unhandled.front(), "message") == Value("the forms are nested too deeply"));
    CHECK(at(unhandled.front(), "path").list().size() == 65);
}
