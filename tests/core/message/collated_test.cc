#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Items whose code and price come from one of two fields each, as expressions.
struct Collated {
    TestEngine engine;

    Collated()
    {
        auto either = [](std::string_view name, std::string_view type) {
            auto first = "{'ref':'" + std::string(name) + "'}";
            auto second = "{'ref':'other_" + std::string(name) + "'}";
            return "'any_" + std::string(name) + "':{'type':'" + std::string(type)
                + "','expr':{'if':[{'op':'>','args':[{'ref':'id'},{'value':2}]}," + first + ","
                + second + "]}}";
        };
        engine.define(
            "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
            "false},'code':{'type':'ci_string'},'other_code':{'type':'ci_string'},'price':{"
            "'type':'decimal'},'other_price':{'type':'decimal'},'span':{'type':'duration'},"
            "'other_span':{'type':'duration'}},'calculations':{"
            + either("code", "ci_string") + "," + either("price", "decimal") + ","
            + either("span", "duration")
            + "},'defaults':['read',{'create':['id','code','other_code','price','other_price','"
              "span',"
              "'other_span']}]}}");
        for (auto* row : { "'id':1,'other_code':'b','other_price':'10','other_span':'PT2H'",
                 "'id':2,'other_code':'A','other_price':'9.0','other_span':'PT90M'",
                 "'id':3,'code':'C','price':'9','span':'PT7200S'",
                 "'id':4,'code':'B','price':'-1'" })
            engine.ok("{'op':'create','resource':'Item','input':{" + std::string(row) + "}}");
    }
    std::string ids(std::string_view query)
    {
        std::string text;
        for (const auto& item :
            engine.ok("{'op':'read','resource':'Item','query':" + std::string(query) + "}").list())
            text += to_json(at(item, "id"));
        return text;
    }
};

} // namespace

TEST_CASE("rows are sorted by what an expression gives, as its type compares")
{
    Collated items;
    CHECK(items.ids("{'sort':'any_code,id'}") == "2143");
    CHECK(items.ids("{'sort':'-any_code,id'}") == "3142");
    CHECK(items.ids("{'sort':'any_price,id'}") == "4231");
    CHECK(items.ids("{'sort':'any_span,id'}") == "2134");
}

TEST_CASE("rows are found by what an expression gives, as its type compares")
{
    auto [filter, ids] = GENERATE(table<std::string, std::string>({
        { "{'any_code':{'in':['B','x']}}", "14" },
        { "{'any_code':'b'}", "14" },
        { "{'any_code':{'in':[]}}", "" },
        { "{'any_price':{'in':['9.00']}}", "23" },
        { "{'any_price':{'gt':'9.5'}}", "1" },
        { "{'any_span':'PT120M'}", "13" },
        { "{'op':'==','args':[{'ref':'any_code'},{'ref':'code'}]}", "34" },
        { "{'op':'in','args':[{'ref':'any_code'},{'list':[{'value':'c'},{'ref':'other_code'}]}]}",
            "123" },
    }));
    CAPTURE(filter);
    Collated items;
    CHECK(items.ids("{'sort':'id','filter':" + filter + "}") == ids);
}

TEST_CASE("distinct takes one row of those that are equal as their type compares")
{
    Collated items;
    CHECK(items.ids("{'sort':'id','distinct':['any_code']}") == "123");
    CHECK(items.ids("{'sort':'id','distinct':['any_price'],'limit':2}") == "12");
}
