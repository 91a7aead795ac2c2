#include "query/inspect.h"

#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr auto people
    = "{'Person':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
      "'name':{'type':'string'},'pin':{'type':'string','sensitive':true}},"
      "'relationships':{'friends':{'kind':'has_many','destination':'Person',"
      "'destination_attribute':'id'}},"
      "'calculations':{'shout':{'type':'string','expr':{'ref':'name'}}},'defaults':['read']}}";

static std::string inspected(std::string_view query)
{
    Loaded loaded(people);
    auto parsed = parse_query(loaded.resource("Person"), from_json(query));
    REQUIRE(parsed);
    return inspect(*parsed);
}

TEST_CASE("a query reads as what it asks for")
{
    CHECK(inspected("{}") == "#Query<Person>");
    CHECK(inspected("{'filter':{'name':'Ann'},'sort':'-name','limit':5,'offset':2,"
                    "'select':['name'],'distinct':'name','load':{'friends':{'limit':1},"
                    "'shout':true}}")
        == "#Query<Person, filter: name == \"Ann\", sort: [name: desc], distinct: [name: asc], "
           "limit: 5, offset: 2, select: [name], load: [friends: #Query<Person, limit: 1>], "
           "derived: [shout]>");
}

TEST_CASE("what a query compares sensitive fields with is redacted")
{
    auto text = inspected("{'filter':{'pin':'1234'}}");
    CHECK(text == "#Query<Person, filter: pin == **redacted**>");
    CHECK(inspected("{'filter':{'pin':{'in':['1234','5678']}}}").find("1234") == std::string::npos);
}

TEST_CASE("a combination reads as its members")
{
    CHECK(inspected("{'combination_of':[{'type':'base','filter':{'name':'a'}},"
                    "{'type':'union','limit':1}]}")
        == "#Query<Person, combination_of: [#Query<Person, filter: name == \"a\">, "
           "#Query<Person, limit: 1>]>");
}
