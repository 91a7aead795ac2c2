#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// One row with a field of every common type, in memory and stored.
struct Rows : TestEngine {
    Rows()
    {
        define(
            "{'Rec':{'attributes':{"
            "'id':{'type':'integer','primary_key':true,'allow_nil':false},'name':{'type':'string'},"
            "'ci':{'type':'ci_string'},'n':{'type':'integer'},'d':{'type':'decimal'},"
            "'b':{'type':'boolean'},'day':{'type':'date'},'nums':{'type':{'array':'integer'}},"
            "'meta':{'type':'map'},'none':{'type':'string'}},'defaults':['read',{'create':['id',"
            "'name','ci','n','d','b','day','nums','meta','none']}]}}");
        ok(std::string("{'op':'create','resource':'Rec','input':") + row + "}");
    }

    // What the expression comes to in memory, as JSON; "?" where that cannot be known.
    std::string in_memory(const std::string& expression)
    {
        auto answer = ok("{'op':'evaluate','resource':'Rec','record':" + std::string(row)
            + ",'expression':" + expression + "}");
        return answer.map().contains("unknown") ? "?" : to_json(*answer.map().find("value"));
    }

    // Whether the stored row passes it as a filter.
    bool passes(const std::string& expression)
    {
        return !ok("{'op':'read','resource':'Rec','query':{'filter':" + expression + "}}")
                    .list()
                    .empty();
    }

    static constexpr auto row
        = "{'id':1,'name':'Alpha','ci':'Foo','n':7,'d':'1.50','b':true,'day':'2024-01-31',"
          "'nums':[1,2,3],'meta':{'a':{'z':'deep'},'k':1},'none':null}";
};

struct Case {
    const char* expression;
    const char* value;
};

} // namespace

TEST_CASE("expressions come to the same in memory and in SQL")
{
    Rows rows;
    static constexpr Case cases[] = {
        { "{'op':'+','args':[{'ref':'n'},{'value':1}]}", "8" },
        { "{'op':'-','args':[{'ref':'d'},{'value':0.5}]}", "\"1.00\"" },
        { "{'op':'/','args':[{'ref':'n'},{'value':2}]}", "3.5" },
        { "{'op':'-','args':[{'ref':'n'}]}", "-7" },
        { "{'op':'+','args':[{'ref':'name'},{'value':1}]}", "?" },
        { "{'op':'<>','args':[{'ref':'name'},{'ref':'n'}]}", "\"Alpha7\"" },
        { "{'op':'==','args':[{'ref':'n'},{'value':'7'}]}", "false" },
        { "{'op':'>','args':[{'ref':'n'},{'value':'6'}]}", "true" },
        { "{'op':'==','args':[{'ref':'d'},{'value':'1.5'}]}", "true" },
        { "{'op':'==','args':[{'ref':'ci'},{'value':'FOO'}]}", "true" },
        { "{'op':'==','args':[{'ref':'none'},{'value':null}]}", "null" },
        { "{'op':'not','args':[{'op':'==','args':[{'ref':'none'},{'value':'x'}]}]}", "null" },
        { "{'op':'and','args':[{'ref':'b'},{'ref':'none'}]}", "null" },
        { "{'op':'or','args':[{'ref':'b'},{'ref':'none'}]}", "true" },
        { "{'op':'||','args':[{'ref':'none'},{'ref':'n'}]}", "7" },
        { "{'op':'&&','args':[{'ref':'n'},{'ref':'name'}]}", "\"Alpha\"" },
        { "{'op':'in','args':[{'ref':'n'},{'ref':'nums'}]}", "false" },
        { "{'op':'in','args':[{'value':2},{'ref':'nums'}]}", "true" },
        { "{'if':[{'ref':'none'},{'value':1},{'value':2}]}", "2" },
        { "{'cond':[[{'op':'>','args':[{'ref':'n'},{'value':9}]},{'value':'high'}],[{'value':true},"
          "{"
          "'value':'low'}]]}",
            "\"low\"" },
        { "{'fn':'contains','args':[{'ref':'name'},{'value':'lph'}]}", "true" },
        { "{'fn':'contains','args':[{'ref':'ci'},{'value':'OO'}]}", "true" },
        { "{'fn':'string_split','args':[{'value':'a,b'},{'value':','}]}", "[\"a\",\"b\"]" },
        { "{'fn':'string_split','args':[{'value':'e\u0301x'},{'value':''}]}",
            "[\"\",\"e\u0301\",\"x\",\"\"]" },
        { "{'fn':'string_join','args':[{'list':[{'ref':'name'},{'ref':'none'},{'value':'b'}]},{"
          "'value':'-'}]}",
            "\"Alpha-b\"" },
        { "{'fn':'at','args':[{'ref':'nums'},{'value':-1}]}", "3" },
        { "{'fn':'get_path','args':[{'ref':'meta'},{'value':['a','z']}]}", "\"deep\"" },
        { "{'fn':'get_path','args':[{'ref':'meta'},{'value':['k','z']}]}", "?" },
        { "{'fn':'date_add','args':[{'ref':'day'},{'value':1},{'value':'month'}]}",
            "\"2024-02-29\"" },
        { "{'fn':'date_add','args':[{'type':{'expr':{'value':'2024-02-29'},'type':'date'}},1,'year'"
          "]}",
            "\"2025-03-01\"" },
        { "{'fn':'datetime_add','args':[{'ref':'day'},{'value':90},{'value':'minute'}]}",
            "\"2024-01-31T01:30:00Z\"" },
        { "{'fn':'round','args':[{'value':2.675},{'value':2}]}", "2.67" },
        { "{'fn':'round','args':[{'ref':'d'}]}", "\"2\"" },
        { "{'fn':'rem','args':[{'value':-7},{'value':3}]}", "-1" },
        { "{'type':{'expr':{'ref':'n'},'type':'string'}}", "\"7\"" },
        { "{'fn':'is_distinct_from','args':[{'ref':'none'},{'ref':'n'}]}", "true" },
        { "{'op':'+','args':[{'value':9223372036854775807},{'ref':'n'}]}", "9223372036854775814" },
    };
    for (const auto& [expression, value] : cases) {
        CAPTURE(expression);
        CHECK(rows.in_memory(expression) == value);
        auto counts = std::string_view(value) != "?" && std::string_view(value) != "null"
            && std::string_view(value) != "false";
        CHECK(rows.passes(expression) == counts);
        // Below `not`, nil stays nil.
        auto negated = "{'op':'not','args':[" + std::string(expression) + "]}";
        CHECK(rows.passes(negated) == (std::string_view(value) == "false"));
    }
}

TEST_CASE("what an expression raises is an error of the read, and the session stays usable")
{
    Rows rows;
    CHECK(
        rows.errors("{'op':'read','resource':'Rec','query':{'filter':{'fn':'rem','args':[{'ref':'d'"
                    "},{'value':2}]}}}")
        == std::vector<std::string> {
            "unknown_error: Could not cast function arguments for rem/2" });
    CHECK(
        rows.errors("{'op':'read','resource':'Rec','query':{'filter':{'op':'/','args':[{'ref':'n'},"
                    "{'value':0}]}}}")
        == std::vector<std::string> { "unknown_error: bad argument in arithmetic expression" });
    CHECK(rows.passes("{'ref':'b'}"));
}

TEST_CASE("the clock stands still while an expression is evaluated")
{
    Rows rows;
    CHECK(rows.in_memory("{'op':'==','args':[{'fn':'now','args':[]},{'fn':'now','args':[]}]}")
        == "true");
    CHECK(rows.passes("{'op':'<','args':[{'fn':'ago','args':[1,'day']},{'fn':'now','args':[]}]}"));
}
