#include "resource/verify/verify.h"

#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

// ── Attributes ──

TEST_CASE("a resource needs a primary key, unless it is embedded or says otherwise")
{
    auto loaded = load_resources("[{'name':'A','attributes':{'x':{'type':'string'}}}]");
    CHECK(loaded.has("A.attributes: it has no primary key; mark an attribute with `primary_key`, "
                     "or say `require_primary_key: false`"));
    CHECK(load_resources("[{'name':'A','embedded':true,'attributes':{'x':{'type':'string'}}}]")
            .mistakes.empty());
    CHECK(load_resources(
        "[{'name':'A','require_primary_key':false,'attributes':{'x':{'type':'string'}}}]")
            .mistakes.empty());
    CHECK(load_resources("[{'name':'A','actions':{'ping':{'type':'action','run':1}}}]")
            .mistakes.empty());
}

TEST_CASE("a type that cannot be stored can only be an argument")
{
    auto loaded = load_with("'f':{'type':'file'}",
        ",'actions':{'upload':{'type':'create','arguments':{'f':{'type':'file'}}}}");
    CHECK(loaded.mistakes
        == std::vector<std::string> {
            "A.attributes.f: a file cannot be stored; it can only be an argument" });
}

TEST_CASE("only an integer that is the whole primary key is generated, and it has no default")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'integer','primary_key':true,'generated':true,'default':7}}},
        {'name':'B','attributes':{'id':{'type':'string','primary_key':true,'generated':true}}},
        {'name':'C','attributes':{'id':{'type':'integer','primary_key':true},'n':{'type':'integer','generated':true}}},
        {'name':'E','attributes':{'a':{'type':'integer','primary_key':true,'generated':true},'b':{'type':'integer','primary_key':true}}},
        {'name':'F','attributes':{'id':{'type':'integer','primary_key':true,'generated':true}}}])");
    CHECK(loaded.locations
        == std::vector<std::string> { "A.attributes.id.default", "B.attributes.id.generated",
            "C.attributes.n.generated", "E.attributes.a.generated" });
    CHECK(loaded.has("B.attributes.id.generated: the database can only generate an integer that is "
                     "the whole primary key"));
}

TEST_CASE("a primary key has no update default")
{
    auto loaded = load_resources("[{'name':'A','attributes':{'id':{'type':'uuid','primary_key':"
                                 "true,'update_default':{'fn':'uuid'}}}}]");
    CHECK(loaded.has(
        "A.attributes.id.update_default: it would change the primary key on every update"));
}

TEST_CASE("an embedded resource has nothing that needs a table")
{
    auto loaded = load_resources(R"([{'name':'P','embedded':true,'table':'ps','attributes':{
        'a':{'type':'string'}},'identities':{'by_a':{'keys':['a'],'pre_check':true}},
        'custom_indexes':[{'fields':['a']}],'relationships':{'as':{'kind':'has_many','destination':'A','no_attributes':true}},
        'aggregates':{'n':{'kind':'count','path':['as']}},
        'actions':{'put':{'type':'create','upsert':true}}},
        {'name':'A','attributes':{'id':{'type':'uuid_primary_key'}}}])");
    CHECK(loaded.has("P.table: an embedded resource has no table of its own"));
    CHECK(loaded.has("P.aggregates: an embedded resource cannot have aggregates"));
    CHECK(loaded.has("P.custom_indexes: an embedded resource has no table to index"));
    CHECK(loaded.has("P.identities.by_a: an identity of an embedded resource is checked within "
                     "its list"));
    CHECK(loaded.has("P.actions.put.upsert: an embedded resource is matched by its primary key; "
                     "it has no upserts"));
}

TEST_CASE("the constraints of an embedded type name what its resource has")
{
    auto loaded
        = load_resources(R"([{'name':'P','embedded':true,'attributes':{'a':{'type':'string'}}},
        {'name':'A','attributes':{'id':{'type':'uuid_primary_key'},
         'p':{'type':{'embedded':'P'},'constraints':{'create_action':'update','load':['a'],'on_update':'never'}},
         'q':{'type':{'array':{'embedded':'P'}},'constraints':{'sort':[['b','asc'],['a','up']]}}},
        'actions':{'go':{'type':'action','arguments':{'x':{'type':{'embedded':'P'},'constraints':{'load':['b']}}}}}}])");
    CHECK(loaded.has("A.attributes.p: constraint `on_update` must be `update_on_match` or "
                     "`replace`, got \"never\""));
    CHECK(loaded.has("A.attributes.q: constraint `sort`: P has no attribute \"b\""));
    CHECK(loaded.has("A.attributes.q: constraint `sort`: \"up\" is not a direction"));
    CHECK(loaded.has("A.actions.go.arguments.x: constraint `load`: P has no calculation without "
                     "arguments \"b\""));
}

TEST_CASE("an embedded type names an embedded resource")
{
    auto loaded
        = load_resources(R"([{'name':'Part','embedded':true,'attributes':{'a':{'type':'string'}}},
        {'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'p':{'type':{'embedded':'Prat'}},'q':{'type':{'array':{'embedded':'A'}}}}}])");
    CHECK(loaded.has(
        "A.attributes.p: there is no embedded resource \"Prat\"; did you mean \"Part\"?"));
    CHECK(loaded.has("A.attributes.q: A is not an embedded resource; say `embedded: true` there"));
}

// ── Defaults ──

TEST_CASE("a default of the wrong type, or against a constraint, is refused with the reason")
{
    auto loaded = load_with("'n':{'type':'integer','default':'many'},'s':{'type':'string','"
                            "constraints':{'max_length':2},'default':'abc'},"
                            "'u':{'type':'integer','update_default':[]}",
        ",'actions':{'read':{'type':'read','arguments':{'x':{'type':'date','default':'soon'}}}}");
    CHECK(loaded.has(
        "A.attributes.n.default: \"many\" cannot be the default of a integer: is invalid"));
    CHECK(loaded.has("A.attributes.s.default: \"abc\" cannot be the default of a string: length "
                     "must be less than or equal to 2"));
    CHECK(loaded.has("A.attributes.u.update_default: an empty list cannot be the default of a "
                     "integer: is invalid"));
    CHECK(loaded.has("A.actions.read.arguments.x.default: \"soon\" cannot be the default of a "
                     "date: is invalid"));
}

TEST_CASE("a function used as default gives values of the type")
{
    auto loaded
        = load_with("'n':{'type':'integer','default':{'fn':'uuid'}},'d':{'type':'date','default':{'"
                    "fn':'now'}},'s':{'type':'string','default':{'fn':'uuid_v7'}},"
                    "'t':{'type':'string','constraints':{'max_length':9},'default':{'fn':'uuid'}}");
    CHECK(loaded.has("A.attributes.n.default: the function \"uuid\" gives no integer: is invalid"));
    CHECK(loaded.locations
        == std::vector<std::string> { "A.attributes.n.default", "A.attributes.t.default" });
}

// ── Identities ──

TEST_CASE("the keys of an identity are distinct attributes, at least one")
{
    auto loaded = load_with("'x':{'type':'string'}",
        R"(,'calculations':{'c':{}},'relationships':{'up':{'kind':'belongs_to','destination':'A'}},
        'identities':{'none':{'keys':[]},'wrong':{'keys':['x','xy','c','up']},'twice':{'keys':['x','x']},'fields':{'keys':['x'],'field_names':['y']}})");
    CHECK(loaded.has("A.identities.none.keys: an identity needs an attribute"));
    CHECK(loaded.has(
        "A.identities.wrong.keys[1]: \"xy\" is not an attribute of A; did you mean \"x\"?"));
    CHECK(loaded.has(
        "A.identities.wrong.keys[2]: \"c\" is a calculation, which cannot be unique yet"));
    CHECK(loaded.has("A.identities.wrong.keys[3]: \"up\" is a relationship; its key is \"up_id\""));
    CHECK(loaded.has("A.identities.twice.keys[1]: \"x\" is named twice"));
    CHECK(loaded.has("A.identities.fields.field_names[0]: \"y\" is not a field of A; there are "
                     "\"id\", \"x\", \"up_id\" and \"up\""));
}

TEST_CASE("an identity that is checked by a read needs a primary read action")
{
    auto loaded = load_with("'x':{'type':'string'}",
        ",'identities':{'i':{'keys':['x'],'pre_check':true},'j':{'keys':['x'],'eager_check':true}"
        "}");
    CHECK(
        loaded.has("A.identities.i.pre_check: the check reads, and A has no primary read action"));
    CHECK(loaded.has(
        "A.identities.j.eager_check: the check reads, and A has no primary read action"));
}
