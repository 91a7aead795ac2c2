#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Fruits, read by actions that prepare what is asked for.
struct Fruits : TestEngine {
    Fruits()
    {
        auto shout = callback([](const Value& message) -> Result<Value> {
            List values;
            for (const auto& record : at(message, "records").list())
                values.emplace_back(display(at(record, "name")) + "!");
            return Value(std::move(values));
        });
        auto action
            = [](std::string_view name, std::string_view preparations, std::string_view more = "") {
                  return "'" + std::string(name) + "':{'type':'read','preparations':["
                      + std::string(preparations) + "]" + std::string(more) + "}";
              };
        auto build = [](std::string_view options, std::string_view more = "") {
            return "{'name':'build','options':" + std::string(options) + std::string(more) + "}";
        };
        define(
            "{'Fruit':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string'},'colour':{'type':'string'},'weight':{'type':'integer'}},"
            "'relationships':{'seeds':{'kind':'has_many','destination':'Seed'}},"
            "'calculations':{'shout':{'type':'string','calculate':"
            + shout
            + ",'load':['name']},'double':{'type':'integer','expr':{'op':'*','args':[{'ref':"
              "'weight'},2]}}},"
              "'actions':{"
            + action("red", build("{'filter':{'colour':'red'}}")) + ","
            + action("coloured",
                build("{'filter':{'op':'==','args':[{'ref':'colour'},{'arg':'colour'}]}}"),
                ",'arguments':{'colour':{'type':'string'}}")
            + ","
            + action(
                "mine", build("{'filter':{'op':'==','args':[{'ref':'name'},{'actor':'name'}]}}"))
            + "," + action("heavy", build("{'sort':[['weight','desc']],'limit':2,'offset':1}"))
            + "," + action("named", build("{'select':['name']}")) + ","
            + action("full", build("{'load':['double','shout','seeds'],'select':['id']}")) + ","
            + action(
                "colours", build("{'distinct':['colour'],'distinct_sort':[['weight','desc']]}"))
            + ","
            + action("picked",
                build("{'filter':{'colour':'red'}}",
                    ",'where':[{'name':'present','options':{'field':'colour'}}]"),
                ",'arguments':{'colour':{'type':'string'}}")
            + "," + action("wrong", build("{'filter':{'op':'==','args':[{'ref':'wieght'},1]}}"))
            + ","
            + action("spoken",
                "{'name':'set_context','options':{'context':{'tongue':'de'}}},"
                    + build("{'filter':{'op':'==','args':[{'ref':'name'},{'context':['tongue']}]}"
                            "}"))
            + "},'defaults':['read',{'create':['id','name','colour','weight']}]},"
              "'Seed':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}},"
              "'relationships':{'fruit':{'kind':'belongs_to','destination':'Fruit'}},"
              "'defaults':['read',{'create':['id','fruit_id']}]}}");
        for (auto row : { "{'id':1,'name':'apple','colour':'red','weight':5}",
                 "{'id':2,'name':'cherry','colour':'red','weight':1}",
                 "{'id':3,'name':'lime','colour':'green','weight':3}",
                 "{'id':4,'name':'de','colour':'green','weight':4}" })
            ok("{'op':'create','resource':'Fruit','input':" + std::string(row) + "}");
        ok("{'op':'create','resource':'Seed','input':{'id':1,'fruit_id':2}}");
    }

    Value read(
        std::string_view action, const std::string& query = "{}", const std::string& more = "")
    {
        return ok("{'op':'read','resource':'Fruit','action':'" + std::string(action)
            + "','query':" + query + more + "}");
    }

    std::string ids(
        std::string_view action, const std::string& query = "{}", const std::string& more = "")
    {
        List found;
        for (const auto& record : read(action, query, more).list())
            found.push_back(at(record, "id"));
        return to_json(Value(std::move(found)));
    }
};

} // namespace

TEST_CASE("a prepared filter holds beside the one of the caller")
{
    Fruits fruits;
    CHECK(fruits.ids("red", "{'sort':'id'}") == "[1,2]");
    CHECK(fruits.ids("red", "{'filter':{'weight':{'gt':1}}}") == "[1]");
    CHECK(fruits.ids("coloured", "{'sort':'id'}", ",'input':{'colour':'green'}") == "[3,4]");
    CHECK(fruits.ids("coloured") == "[]");
    CHECK(fruits.ids("mine", "{}", ",'options':{'actor':{'name':'lime'}}") == "[3]");
    CHECK(fruits.ids("mine") == "[]");
}

TEST_CASE("a prepared sort comes before that of the caller, limit and offset give way to it")
{
    Fruits fruits;
    CHECK(fruits.ids("heavy") == "[4,3]");
    CHECK(fruits.ids("heavy", "{'sort':'id'}") == "[4,3]");
    CHECK(fruits.ids("heavy", "{'limit':1}") == "[4]");
    CHECK(fruits.ids("heavy", "{'offset':0}") == "[1,4]");
}

TEST_CASE("a prepared select is that of callers who have none")
{
    Fruits fruits;
    CHECK(
        to_json(fruits.read("named", "{'filter':{'id':1}}")) == "[{\"id\":1,\"name\":\"apple\"}]");
    CHECK(to_json(fruits.read("named", "{'filter':{'id':1},'select':['weight']}"))
        == "[{\"id\":1,\"weight\":5}]");
}

TEST_CASE("what is prepared to be loaded is there beside what the caller loads")
{
    Fruits fruits;
    CHECK(to_json(fruits.read("full", "{'filter':{'id':2}}"))
        == "[{\"id\":2,\"double\":2,\"shout\":\"cherry!\",\"seeds\":[{\"id\":1,\"fruit_id\":2}]}]");
    auto twice = R"({"op":"read","resource":"Fruit","action":"full",)"
                 R"("query":{"filter":{"id":2},"load":["double","shout","seeds"]}})";
    CHECK(fruits.engine().run(twice)
        == R"({"ok":[{"id":2,"double":2,"shout":"cherry!","seeds":[{"id":1,"fruit_id":2}]}]})");
}

TEST_CASE("a prepared distinct keeps one record of each, which its sort chooses")
{
    Fruits fruits;
    CHECK(fruits.ids("colours", "{'sort':'id'}") == "[1,4]");
    CHECK(fruits.ids("colours", "{'sort':'id','distinct_sort':'weight'}") == "[2,3]");
    CHECK(fruits.ids("colours", "{'sort':'id','distinct':['name']}") == "[1,2,3,4]");
}

TEST_CASE("a preparation runs where its conditions hold")
{
    Fruits fruits;
    CHECK(fruits.ids("picked", "{'sort':'id'}") == "[1,2,3,4]");
    CHECK(fruits.ids("picked", "{'sort':'id'}", ",'input':{'colour':'any'}") == "[1,2]");
}

TEST_CASE("a preparation that names what there is not fails the read")
{
    Fruits fruits;
    CHECK(fruits.errors("{'op':'read','resource':'Fruit','action':'wrong'}")
        == Lines {
            "no_such_field wieght: No such field wieght for resource Fruit @ [\"filter\"]" });
    CHECK(fruits.ids("red", "{'sort':'id'}") == "[1,2]");
}

TEST_CASE("what is put into the context is known to what is prepared behind it")
{
    Fruits fruits;
    CHECK(fruits.ids("spoken") == "[4]");
    CHECK(fruits.ids("spoken", "{}", ",'options':{'context':{'tongue':'lime'}}") == "[4]");
}
