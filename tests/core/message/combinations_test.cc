#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

struct Numbers : TestEngine {
    Numbers()
    {
        define("{'Number':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
               "false},'even':{'type':'boolean'}},'full_text':{},"
               "'defaults':['read',{'create':['id','even']}]}}");
        for (int i = 1; i <= 8; ++i)
            ok("{'op':'create','resource':'Number','input':{'id':" + std::to_string(i)
                + ",'even':" + (i % 2 == 0 ? "true" : "false") + "}}");
    }

    std::string message(std::string_view members, std::string_view rest)
    {
        return "{'op':'read','resource':'Number','query':{'combination_of':" + std::string(members)
            + std::string(rest) + "}}";
    }

    std::string ids(std::string_view members, std::string_view rest = ",'sort':'id'")
    {
        List found;
        for (const auto& record : ok(message(members, rest)).list())
            found.push_back(at(record, "id"));
        return to_json(Value(found));
    }
};

} // namespace

TEST_CASE("a combination joins the rows of its members in the order written")
{
    Numbers numbers;
    auto of = [&](std::string_view kind) {
        return numbers.ids("[{'type':'base','filter':{'even':true}},{'type':'" + std::string(kind)
            + "','filter':{'id':{'lt':4}}}]");
    };
    CHECK(of("union") == "[1,2,3,4,6,8]");
    CHECK(of("union_all") == "[1,2,2,3,4,6,8]");
    CHECK(of("intersect") == "[2]");
    CHECK(of("except") == "[4,6,8]");
}

TEST_CASE("each member has its own sort and limit, and the query filters what comes of them")
{
    Numbers numbers;
    std::string_view members = "[{'type':'base','sort':'id','limit':2},{'type':'union','sort':'-id'"
                               ",'limit':2,'offset':1}]";
    CHECK(numbers.ids(members) == "[1,2,6,7]");
    CHECK(numbers.ids(members, ",'filter':{'even':true},'sort':'-id'") == "[6,2]");
    CHECK(numbers.ids(members, ",'sort':'-id','limit':1,'offset':1") == "[6]");
}

TEST_CASE("what the members compute can be filtered and sorted by")
{
    Numbers numbers;
    std::string_view members
        = "[{'type':'base','filter':{'even':true},'calculations':{'score':{'type':'integer','expr':"
          "{'op':'*','args':[{'ref':'id'},10]}}}},{'type':'union_all','filter':{'even':false},"
          "'calculations':{'score':{'type':'integer','expr':{'op':'-','args':[{'ref':'id'}]}}}}]";
    CHECK(numbers.ids(members, ",'sort':[[{'expr':{'combination':'score'}},'asc']]")
        == "[7,5,3,1,2,4,6,8]");
    CHECK(numbers.ids(members,
              ",'filter':{'op':'>','args':[{'combination':'score'},-4]},"
              "'sort':[[{'expr':{'combination':'score'}},'desc']],'limit':3")
        == "[8,6,4]");
}

TEST_CASE("combinations that cannot be are refused with their place")
{
    Numbers numbers;
    auto errors = [&](std::string_view members, std::string_view rest = "") {
        auto lines = numbers.errors(numbers.message(members, rest));
        return lines.empty() ? std::string() : lines.front();
    };
    CHECK(errors("[]").starts_with("invalid_query: a combination is a list of its members"));
    CHECK(errors("[{'type':'union'}]").find("the first member of a combination is the base")
        != std::string::npos);
    CHECK(errors("[{'type':'base'},{'type':'base'}]").find("the base") != std::string::npos);
    CHECK(errors("[{'type':'base','load':['x']}]").find("has no `load`") != std::string::npos);
    CHECK(errors("[{'type':'base','filter':{'nope':1}}]").find(R"(["combination_of",0,"filter"])")
        != std::string::npos);
    CHECK(errors("[{'type':'base','calculations':{'a':{'type':'integer','expr':1}}},"
                 "{'type':'union'}]")
              .find("all members compute the same fields")
        != std::string::npos);
    CHECK(errors("[{'type':'base'}]", ",'filter':{'combination':'score'}")
              .find("no member of a combination computes")
        != std::string::npos);
    CHECK(numbers
            .errors("{'op':'aggregate','resource':'Number','aggregate':{'kind':'count'},"
                    "'query':{'combination_of':[{'type':'base'}]}}")
            .front()
            .starts_with("not_supported"));
    CHECK(numbers.ids("[{'type':'base'}]").size() == 17);
}
