#include "resource/verify/verify.h"

#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

#include <set>

using namespace tunez;
using namespace tunez::test;

TEST_CASE("every rule has a name of its own and a sentence")
{
    std::set<std::string_view> names;
    for (const auto& rule : rules()) {
        CHECK(names.insert(rule.name).second);
        CHECK(std::string_view(rule.sentence).ends_with('.'));
        CHECK((rule.check_resource == nullptr) != (rule.check_definition == nullptr));
    }
    CHECK(names.size() >= 30);
}

// ── Names ──

TEST_CASE("names that are no identifiers are refused")
{
    auto loaded = load_with(
        "'a "
        "b':{'type':'string'},'__proto__':{'type':'string'},'1st':{'type':'string'},'naïve':{'type'"
        ":'string'},"
        "'x\\\"y':{'type':'string'},'n\\u0000l':{'type':'string'},'ok_1':{'type':'string'}",
        ",'actions':{'list "
        "all':{'type':'read'},'published?':{'type':'read','arguments':{'sure!':{'type':'boolean'},'"
        "x-y':{'type':'string'}}}},"
        "'identities':{'a-b':{'keys':['id']}}");
    auto refused = [&](std::string_view place, std::string_view name) {
        return loaded.has(std::string(place) + ": the name \"" + std::string(name)
            + "\" is not an identifier: letters without accents, digits and _, no digit first");
    };
    CHECK(refused("A.attributes.a b", "a b"));
    CHECK(loaded.has(
        "A.attributes.__proto__: the name \"__proto__\" means something else to JavaScript"));
    CHECK(refused("A.attributes.1st", "1st"));
    CHECK(refused("A.attributes.naïve", "naïve"));
    CHECK(refused("A.attributes.x\"y", "x\"y"));
    CHECK(refused(std::string_view("A.attributes.n\0l", 16), std::string_view("n\0l", 3)));
    CHECK(refused("A.actions.list all", "list all"));
    CHECK(refused("A.actions.published?.arguments.x-y", "x-y"));
    CHECK(refused("A.identities.a-b", "a-b"));
    CHECK(loaded.mistakes.size() == 9);
}

TEST_CASE("names longer than 63 bytes are refused, and said in short")
{
    std::string longest(63, 'x');
    CHECK(load_with("'" + longest + "':{'type':'string'}").mistakes.empty());
    auto loaded = load_with("'" + longest + "y':{'type':'string'}");
    REQUIRE(loaded.mistakes.size() == 1);
    CHECK(loaded.mistakes[0].ends_with("is longer than 63 bytes"));
    std::string huge(1'000'000, 'x');
    CHECK(load_with("'" + huge + "':{'type':'string'}").mistakes[0].size() < 400);
}

TEST_CASE("names of resources and domains are identifiers too")
{
    auto loaded
        = load_json("{'domains':[{'name':'My "
                    "Domain','resources':[{'name':'My.Resource','require_primary_key':false}]}]}");
    CHECK(loaded.locations
        == std::vector<std::string> { "My Domain", "My.Resource", "My.Resource.table" });
}

TEST_CASE("a key may be spelled as JavaScript likes, but must be an identifier")
{
    auto loaded = load_resources(
        "[{'name':'A','attributes':[{'name':'id','key':'$id','type':'uuid_primary_key'},{'name':'x'"
        ",'key':'__proto__','type':'string'},{'name':'y','key':'a-b','type':'string'}]}]");
    CHECK(loaded.locations
        == std::vector<std::string> { "A.attributes.__proto__", "A.attributes.a-b" });
}

TEST_CASE("reserved names are refused")
{
    auto loaded = load_with(
        "'__meta__':{'type':'string'},'as':{'type':'string'}", ",'calculations':{'aggregates':{}}");
    CHECK(loaded.has("A.attributes.__meta__: the name \"__meta__\" is reserved"));
    CHECK(loaded.has("A.attributes.as: the name \"as\" is reserved"));
    CHECK(loaded.has("A.calculations.aggregates: the name \"aggregates\" is reserved"));
}

TEST_CASE("all fields share one namespace, by name and key")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':[{'name':'id','type':'uuid_primary_key'},{'name':'x','type':'string'},{'name':'x','type':'string'},
        {'name':'long_name','key':'short','type':'string'},{'name':'short','type':'string'}],
        'relationships':{'id':{'kind':'belongs_to','destination':'A'}},'aggregates':{'x':{}}}])");
    CHECK(loaded.has("A.attributes.x: there is another field called \"x\""));
    CHECK(loaded.has("A.attributes.short: there is another field called \"short\""));
    CHECK(
        loaded.has("A.relationships.id: there is another field called \"id\", at A.attributes.id"));
    CHECK(loaded.has("A.aggregates.x: there is another field called \"x\", at A.attributes.x"));
}

TEST_CASE("actions, arguments and identities have names of their own")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read'],
        'actions':[{'name':'read','type':'read'},{'name':'make','type':'create','arguments':[{'name':'a','type':'string'},{'name':'a','type':'string'}]}],
        'identities':[{'name':'i','keys':['id']},{'name':'i','keys':['id']}]}])");
    CHECK(loaded.has("A.actions.read: there is another action called \"read\""));
    CHECK(loaded.has("A.actions.make.arguments.a: there is another argument called \"a\""));
    CHECK(loaded.has("A.identities.i: there is another identity called \"i\""));
}

// ── Domains ──

TEST_CASE("domains have names of their own and at least one resource")
{
    auto loaded = load_json("{'domains':[{'name':'D'},{'name':'D','resources':[]}]}");
    CHECK(loaded.has("D: there is another domain of that name"));
    CHECK(loaded.has("D.resources: a domain needs a resource"));
}

TEST_CASE("a resource has a name of its own and belongs to one domain")
{
    auto twice = load_resources(
        "[{'name':'A','require_primary_key':false},{'name':'A','require_primary_key':false}]");
    CHECK(twice.has("A: there is another resource of that name"));
    auto in_two = load_json(
        "{'domains':[{'name':'D','resources':[{'name':'A','require_primary_key':false}]},"
        "{'name':'E','resources':[{'name':'A','require_primary_key':false}]}]}");
    CHECK(in_two.has("A: it is in two domains, \"D\" and \"E\"; a resource belongs to one"));
}

// ── Tables ──

TEST_CASE("tables do not have names of the database's own")
{
    auto loaded = load_resources(
        R"([{'name':'A','table':'sqlite_master','require_primary_key':false},{'name':'B','table':'tunez_log','require_primary_key':false},
        {'name':'C','table':'a b','require_primary_key':false}])");
    CHECK(loaded.has(
        "A.table: the table name \"sqlite_master\" begins like the tables of the database itself"));
    CHECK(loaded.locations == std::vector<std::string> { "A.table", "B.table", "C.table" });
}

TEST_CASE("table and column names differ by more than the case of letters")
{
    auto loaded = load_resources(
        R"([{'name':'A','table':'things','attributes':{'id':{'type':'uuid_primary_key'},'name':{'type':'string'},'NAME':{'type':'string'}}},
        {'name':'B','table':'Things','attributes':{'id':{'type':'uuid_primary_key'}}}])");
    CHECK(loaded.has(
        "A.attributes.NAME: it has the same column as \"name\": \"NAME\" (SQLite ignores case)"));
    CHECK(loaded.has("B.table: the table names \"Things\" and \"things\" of A are the same to "
                     "SQLite, which ignores case"));
}

TEST_CASE("two attributes do not share a column")
{
    auto loaded = load_with("'x':{'type':'string'},'y':{'type':'string','source':'x'},'z':{'type':'"
                            "string','source':'a;b'}");
    CHECK(loaded.has("A.attributes.y: it has the same column as \"x\": \"x\""));
    CHECK(loaded.locations[1] == "A.attributes.z.source");
}

TEST_CASE("resources may share a table when they agree on its columns")
{
    auto agree = load_resources(
        R"([{'name':'A','table':'t','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'string'}}},
        {'name':'B','table':'t','attributes':{'id':{'type':'uuid_primary_key'},'y':{'type':'string','source':'x'}}}])");
    CHECK(agree.mistakes.empty());
    auto differ = load_resources(
        R"([{'name':'A','table':'t','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'string'}}},
        {'name':'B','table':'t','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'integer'}}}])");
    CHECK(differ.has("B.attributes.x: the column \"x\" is INTEGER here and TEXT at A.attributes.x, "
                     "in the same table \"t\""));
}

TEST_CASE("indexes have names of their own and are over attributes")
{
    auto loaded = load_with("'x':{'type':'string'}", R"(,'identities':{'i':{'keys':['x']}},
        'custom_indexes':[{'name':'as_i_index','fields':['x']},{'fields':['y']},{'fields':[]}])");
    CHECK(loaded.has(
        "A.custom_indexes[0]: the index name \"as_i_index\" is that of A.identities.i too"));
    CHECK(loaded.has("A.custom_indexes[1].fields[0]: cannot index \"y\", because it is not an "
                     "attribute of A; there are \"id\" and \"x\""));
    CHECK(loaded.has("A.custom_indexes[2].fields: an index needs an attribute"));
}
