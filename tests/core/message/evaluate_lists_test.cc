#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// One row with texts, lists and maps, in memory and stored.
struct Texts : TestEngine {
    Texts()
    {
        define(
            "{'Part':{'embedded':true,'attributes':{'size':{'type':'integer','public':true}}},"
            "'Row':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'text':{'type':'string'},'none':{'type':'string'},'nums':{'type':{'array':'integer'},"
            "'constraints':{'nil_items':true}},'meta':{'type':'map'},"
            "'part':{'type':{'embedded':'Part'}},'tag':{'type':'union','constraints':{'types':{"
            "'map':{'type':'map'},'number':{'type':'integer'}}}}},'defaults':['read',{'create':["
            "'id','text','none','nums','meta','part','tag']}]}}");
        ok("{'op':'create','resource':'Row','input':" + std::string(row) + "}");
    }

    // What the expression comes to in memory, as JSON; "?" where that cannot be known, and the
    // error where there is one.
    std::string in_memory(const std::string& expression)
    {
        auto answer = run("{'op':'evaluate','resource':'Row','record':" + std::string(row)
            + ",'expression':" + expression + "}");
        if (answer.map().contains("error"))
            return lines_of(at(answer, "error", "errors")).front();
        const auto& value = at(answer, "ok");
        return value.map().contains("unknown") ? "?" : to_json(at(value, "value"));
    }

    // Whether the stored row passes a filter that it does not differ from the value.
    bool stored_is(const std::string& expression, const std::string& value)
    {
        return !ok("{'op':'read','resource':'Row','query':{'filter':{'fn':'is_not_distinct_from',"
                   "'args':["
            + expression + ",{'value':" + value + "}]}}}")
                    .list()
                    .empty();
    }

    static constexpr auto row = "{'id':1,'text':'a, b,,c','none':null,'nums':[1,null,3],"
                                "'meta':{'list':[{'x':5},7],'n':null},'part':{'size':4},"
                                "'tag':{'_union_type':'map','_union_value':{'k':8}}}";
};

struct ListCase {
    const char* expression;
    const char* value;
};

} // namespace

TEST_CASE("texts are split and joined, in memory and in SQL")
{
    Texts texts;
    static constexpr ListCase cases[] = {
        { "{'fn':'string_split','args':[{'ref':'text'},',']}", "[\"a\",\" b\",\"\",\"c\"]" },
        { "{'fn':'string_split','args':[{'ref':'text'},',',{'value':{'trim?':true}}]}",
            "[\"a\",\" b\",\"c\"]" },
        { "{'fn':'string_split','args':[{'ref':'text'},',',{'value':{'trim':false}}]}",
            "[\"a\",\" b\",\"\",\"c\"]" },
        { "{'fn':'string_split','args':[{'ref':'text'},',',{'value':{'trim':1}}]}",
            "[\"a\",\" b\",\"\",\"c\"]" },
        { "{'fn':'string_split','args':[{'ref':'text'}]}", "[\"a,\",\"b,,c\"]" },
        { "{'fn':'string_split','args':[{'ref':'text'},{'value':{'trim':true}}]}",
            "[\"a,\",\"b,,c\"]" },
        { "{'fn':'string_join','args':[{'ref':'nums'}]}", "\"13\"" },
        { "{'fn':'string_join','args':[{'ref':'nums'},'-']}", "\"1-3\"" },
        { "{'fn':'string_join','args':[{'list':[]},'-']}", "\"\"" },
    };
    for (const auto& [expression, value] : cases) {
        CAPTURE(expression);
        CHECK(texts.in_memory(expression) == value);
        CHECK(texts.stored_is(expression, value));
    }
}

TEST_CASE("lists say what is in them, and paths lead into whatever has parts")
{
    Texts texts;
    static constexpr ListCase cases[] = {
        { "{'fn':'at','args':[{'ref':'nums'},2]}", "3" },
        { "{'fn':'at','args':[{'ref':'nums'},3]}", "null" },
        { "{'fn':'at','args':[{'ref':'nums'},-4]}", "null" },
        { "{'fn':'length','args':[{'ref':'nums'}]}", "3" },
        { "{'fn':'count_nils','args':[{'ref':'nums'}]}", "1" },
        { "{'fn':'has','args':[{'ref':'nums'},3]}", "true" },
        { "{'fn':'has','args':[{'ref':'nums'},2]}", "false" },
        { "{'fn':'has','args':[{'ref':'none'},2]}", "null" },
        { "{'fn':'intersects','args':[{'ref':'nums'},{'value':[2,3]}]}", "true" },
        { "{'fn':'intersects','args':[{'ref':'nums'},{'value':[2,null]}]}", "false" },
        { "{'fn':'get_path','args':[{'ref':'meta'},['list',0,'x']]}", "5" },
        { "{'fn':'get_path','args':[{'ref':'meta'},['list',-1]]}", "7" },
        { "{'fn':'get_path','args':[{'ref':'meta'},['n','deeper']]}", "null" },
        { "{'fn':'get_path','args':[{'ref':'meta'},['nothing']]}", "null" },
        { "{'fn':'get_path','args':[{'ref':'nums'},[0]]}", "1" },
        { "{'fn':'get_path','args':[{'ref':'part'},'size']}", "4" },
        { "{'fn':'get_path','args':[{'ref':'none'},['x']]}", "null" },
    };
    for (const auto& [expression, value] : cases) {
        CAPTURE(expression);
        CHECK(texts.in_memory(expression) == value);
        CHECK(texts.stored_is(expression, value));
    }
}

TEST_CASE("what has no parts of that kind, and what is no text, is unknown")
{
    Texts texts;
    for (auto expression : {
             "{'fn':'get_path','args':[{'ref':'meta'},['list','x']]}",
             "{'fn':'get_path','args':[{'ref':'meta'},['list',1,'x']]}",
             "{'fn':'get_path','args':[{'ref':'part'},[0]]}",
             "{'fn':'at','args':[{'ref':'text'},0]}",
             "{'fn':'string_split','args':[{'ref':'text'},{'ref':'nums'}]}",
             "{'fn':'string_trim','args':[{'ref':'nums'}]}",
             "{'op':'<>','args':[{'ref':'tag'},'x']}",
         }) {
        CAPTURE(expression);
        CHECK(texts.in_memory(expression) == "?");
        CHECK_FALSE(texts.stored_is(expression, "null"));
    }
}

TEST_CASE("a cast takes what its type takes as input, scalars as text, and says what it cannot")
{
    Texts texts;
    static constexpr ListCase cases[] = {
        { "{'type':{'type':'string','expr':{'ref':'id'}}}", "\"1\"" },
        { "{'type':{'type':'integer','expr':'12'}}", "12" },
        { "{'type':{'type':'string','expr':{'ref':'none'}}}", "null" },
        { "{'type':{'type':'integer','expr':{'ref':'text'}}}", "unknown_error: is invalid" },
        { "{'type':{'type':'string','expr':{'ref':'nums'}}}", "unknown_error: is invalid" },
        { "{'type':{'type':'boolean','expr':{'ref':'nums'}}}", "unknown_error: is invalid" },
        { "{'type':{'type':'ci_string','expr':{'ref':'id'}}}", "\"1\"" },
    };
    for (const auto& [expression, value] : cases) {
        CAPTURE(expression);
        CHECK(texts.in_memory(expression) == value);
    }
}

TEST_CASE("without a record its fields are unknown, and the clock is that of the host")
{
    Texts texts;
    auto evaluated = [&](const std::string& expression, const std::string& more = "") {
        auto answer
            = texts.ok("{'op':'evaluate','resource':'Row','expression':" + expression + more + "}");
        return answer.map().contains("unknown") ? "?" : to_json(at(answer, "value"));
    };
    CHECK(evaluated("{'ref':'id'}") == "?");
    CHECK(evaluated("{'op':'==','args':[{'op':'+','args':[1,1]},2]}") == "true");
    CHECK(evaluated("{'op':'>','args':[{'fn':'today','args':[]},{'type':{'type':'date','expr':"
                    "'1900-01-01'}}]}")
        == "true");
    CHECK(evaluated("{'actor':'name'}", ",'options':{'actor':{'name':'Ann'}}") == "\"Ann\"");
    CHECK(evaluated("{'actor':['name','first']}", ",'options':{'actor':{'name':{'first':'A'}}}")
        == "\"A\"");
    CHECK(evaluated("{'tenant':true}", ",'options':{'tenant':'t'}") == "\"t\"");
    CHECK(evaluated("{'context':['a','b']}", ",'options':{'context':{'a':{'b':3}}}") == "3");
    CHECK(evaluated("{'exists':{'resource':'Row'}}") == "?");
    CHECK(texts.errors("{'op':'evaluate','resource':'Row','expression':{'ref':'nope'}}")
        == std::vector<std::string> {
            "no_such_field nope: No such field nope for resource Row @ [\"expression\"]" });
}
