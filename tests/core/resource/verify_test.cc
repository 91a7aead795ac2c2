#include "resource/verify/verify.h"

#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

#include <set>

using namespace tunez;
using namespace tunez::test;

// A resource `A` with a uuid as key and these further attributes, and other parts (`,'actions':…`).
static LoadedDefinition load_with(std::string_view attributes, std::string_view more = "")
{
    return load_resources("[{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}"
        + std::string(attributes.empty() ? "" : ",") + std::string(attributes) + "}"
        + std::string(more) + "}]");
}

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

// ── Relationships ──

TEST_CASE("a relationship to nothing is refused with what was probably meant")
{
    auto loaded = load_resources(
        R"([{'name':'Artist','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'albums':{'kind':'has_many','destination':'Albm'}}},
        {'name':'Album','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'part':{'kind':'belongs_to','destination':'Part'}}},
        {'name':'Part','embedded':true,'attributes':{'id':{'type':'uuid'}}}])");
    CHECK(loaded.has("Artist.relationships.albums.destination: there is no resource \"Albm\"; did "
                     "you mean \"Album\"?"));
    CHECK(loaded.has("Album.relationships.part.destination: Part is embedded: it is part of a "
                     "record and cannot be related to"));
    CAPTURE(loaded.mistakes);
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("the keys on both sides exist")
{
    auto loaded = load_resources(
        R"([{'name':'Artist','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{
        'albums':{'kind':'has_many','destination':'Album'},'labels':{'kind':'has_many','destination':'Album','source_attribute':'idd','destination_attribute':'id'},
        'free':{'kind':'has_many','destination':'Album','no_attributes':true,'filter':{'value':true}}}},
        {'name':'Album','attributes':{'id':{'type':'uuid_primary_key'},'artst_id':{'type':'uuid'}},
         'relationships':{'up':{'kind':'belongs_to','destination':'Album','define_attribute':false}}}])");
    CHECK(loaded.has("Artist.relationships.albums.destination_attribute: \"artist_id\" is not an "
                     "attribute of Album; did you mean \"artst_id\"?"));
    CHECK(loaded.has("Artist.relationships.labels.source_attribute: \"idd\" is not an attribute of "
                     "Artist; did you mean \"id\"?"));
    CHECK(loaded.has("Album.relationships.up.source_attribute: \"up_id\" is not an attribute of "
                     "Album; there are \"id\" and \"artst_id\""));
    CHECK(loaded.mistakes.size() == 3);
}

TEST_CASE("keys that refer to each other in a circle need a type")
{
    auto loaded = load_resources(
        R"([{'name':'A','relationships':{'b':{'kind':'belongs_to','destination':'B','source_attribute':'id','primary_key':true}}},
        {'name':'B','relationships':{'a':{'kind':'belongs_to','destination':'A','source_attribute':'id','primary_key':true}}}])");
    CHECK(loaded.has(
        "A.relationships.b: the keys refer to each other in a circle; say `attribute_type`"));
}

TEST_CASE("keys of types that cannot be equal are warned of")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'b':{'kind':'belongs_to','destination':'B','attribute_type':'integer'},
          'c':{'kind':'belongs_to','destination':'B','attribute_type':'string'}}},
        {'name':'B','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read']}])");
    CHECK(loaded.warns("A.relationships.b: \"b_id\" is a integer, but \"id\" on the other side is "
                       "a uuid: they will not match"));
    CHECK(loaded.definition->warnings.size() == 1);
}

TEST_CASE("belongs_to does not define an attribute that is declared")
{
    auto loaded = load_with("'up_id':{'type':'uuid'}",
        ",'relationships':{'up':{'kind':'belongs_to','destination':'A'},"
        "'one':{'kind':'belongs_to','destination':'A','source_attribute':'x'},'two':{'kind':'"
        "belongs_to','destination':'A','source_attribute':'x'}}");
    CHECK(loaded.has("A.relationships.up: it defines the attribute \"up_id\", which is defined "
                     "already at A.attributes.up_id; say `define_attribute: false`"));
    CHECK(loaded.has("A.relationships.two: it defines the attribute \"x\", which is defined "
                     "already at A.relationships.one; say `define_attribute: false`"));
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("a required key is not made nil by the database")
{
    auto loaded = load_with("",
        ",'relationships':{'up':{'kind':'belongs_to','destination':'A','allow_nil':false,'on_"
        "delete':'nilify'},"
        "'free':{'kind':'belongs_to','destination':'A','on_delete':'nilify'}}");
    CHECK(loaded.mistakes
        == std::vector<std::string> {
            "A.relationships.up.on_delete: it would make \"up_id\" nil, which is required; there "
            "is \"delete\", \"restrict\" and \"nothing\"" });
}

TEST_CASE("many_to_many needs a join resource with both keys")
{
    auto loaded = load_resources(
        R"([{'name':'Post','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{
        'tags':{'kind':'many_to_many','destination':'Tag','through':'PostTag'},'none':{'kind':'many_to_many','destination':'Tag'},'wrong':{'kind':'many_to_many','destination':'Tag','through':'PostTags'}}},
        {'name':'Tag','attributes':{'id':{'type':'uuid_primary_key'}}},{'name':'PostTag','attributes':{'id':{'type':'uuid_primary_key'},'post_id':{'type':'uuid'}}}])");
    CHECK(loaded.has("Post.relationships.tags.destination_attribute_on_join_resource: \"tag_id\" "
                     "is not an attribute of PostTag; there are \"id\" and \"post_id\""));
    CHECK(
        loaded.has("Post.relationships.none: it needs `through`: the resource that joins the two"));
    CHECK(loaded.has("Post.relationships.wrong.through: there is no resource \"PostTags\"; did you "
                     "mean \"PostTag\"?"));
}

TEST_CASE("a join relationship is a has_many to the join resource")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{
        'one':{'kind':'has_one','destination':'J'},'others':{'kind':'has_many','destination':'A','destination_attribute':'id'},
        'x':{'kind':'many_to_many','destination':'A','through':'J','join_relationship':'one','destination_attribute_on_join_resource':'b_id'},
        'y':{'kind':'many_to_many','destination':'A','through':'J','join_relationship':'others','destination_attribute_on_join_resource':'b_id'}}},
        {'name':'J','attributes':{'id':{'type':'uuid_primary_key'},'a_id':{'type':'uuid'},'b_id':{'type':'uuid'}}}])");
    CHECK(loaded.has("A.relationships.x.join_relationship: \"one\" is not a has_many relationship, "
                     "which alone leads to a join resource"));
    CHECK(loaded.has("A.relationships.y.join_relationship: \"others\" leads to A, not to J"));
}

TEST_CASE("a path of relationships exists and ends at the destination")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'bs':{'kind':'has_many','destination':'B'},
        'x':{'kind':'has_many','destination':'B','through':['bs','cz']},'y':{'kind':'has_many','destination':'A','through':['bs']}}},
        {'name':'B','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'a':{'kind':'belongs_to','destination':'A'}}}])");
    CHECK(loaded.has(
        "A.relationships.x.through[1]: \"cz\" is not a relationship of B; there is \"a\""));
    CHECK(loaded.has("A.relationships.y.through: the path ends at B, not at A"));
}

TEST_CASE("relationships are sorted by sortable attributes of their destination")
{
    auto loaded = load_with("'x':{'type':'string','sortable':false}",
        R"(,'relationships':{'up':{'kind':'belongs_to','destination':'A'},
        'downs':{'kind':'has_many','destination':'A','destination_attribute':'up_id','sort':[['id','asc'],['xx','asc']],'default_sort':['x']}})");
    CHECK(loaded.has("A.relationships.downs.sort[1]: cannot sort by \"xx\", because it is not an "
                     "attribute of A; did you mean \"x\"?"));
    CHECK(loaded.has("A.relationships.downs.default_sort[0]: cannot sort by \"x\", because it says "
                     "`sortable: false`"));
}

TEST_CASE("a relationship is read by a read action")
{
    auto loaded = load_with("",
        R"(,'defaults':['read','destroy'],'relationships':{'up':{'kind':'belongs_to','destination':'A','read_action':'raed'},
        'x':{'kind':'belongs_to','destination':'A','read_action':'destroy'}})");
    CHECK(loaded.has(
        "A.relationships.up.read_action: \"raed\" is not an action of A; did you mean \"read\"?"));
    CHECK(loaded.has("A.relationships.x.read_action: \"destroy\" is not a read action of A"));
    auto unread = load_with("", ",'relationships':{'up':{'kind':'belongs_to','destination':'A'}}");
    CHECK(unread.warns("A.relationships.up: A has no primary read action, so this can be neither "
                       "loaded nor filtered by"));
}

TEST_CASE("a relationship without keys and without a filter is warned of")
{
    auto loaded = load_with("",
        ",'defaults':['read'],'relationships':{'all':{'kind':'has_many','destination':'A','no_"
        "attributes':true}}");
    CHECK(loaded.warns("A.relationships.all: without attributes and without a filter every record "
                       "is related to every other"));
}

TEST_CASE("parents that need each other first are warned of")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read'],'relationships':{'b':{'kind':'belongs_to','destination':'B','allow_nil':false}}},
        {'name':'B','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read'],'relationships':{'a':{'kind':'belongs_to','destination':'A','allow_nil':false}}},
        {'name':'C','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'a':{'kind':'belongs_to','destination':'A','allow_nil':false},'b':{'kind':'belongs_to','destination':'B'}}}])");
    CHECK(loaded.warns("A.relationships: a record needs its parents first, and their parents lead "
                       "back to A: none can be the first"));
    CHECK(loaded.warns("B.relationships: a record needs its parents first, and their parents lead "
                       "back to B: none can be the first"));
    CHECK(loaded.definition->warnings.size() == 2);
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

// ── Actions ──

TEST_CASE("an action accepts each writable attribute of its resource at most once")
{
    auto loaded = load_with("'name':{'type':'string'},'year':{'type':'integer'},'locked':{'type':'"
                            "string','writable':false}",
        R"(,'relationships':{'up':{'kind':'belongs_to','destination':'A'},'downs':{'kind':'has_many','destination':'A','destination_attribute':'up_id'}},
        'default_accept':['nam'],'actions':{'create':{'type':'create','accept':['name','year','nmae','locked','name','up','downs']}})");
    CHECK(loaded.has("A.default_accept[0]: cannot accept \"nam\", because it is not an attribute "
                     "of A; did you mean \"name\"?"));
    CHECK(loaded.has("A.actions.create.accept[2]: cannot accept \"nmae\", because it is not an "
                     "attribute of A; did you mean \"name\"?"));
    CHECK(loaded.has("A.actions.create.accept[3]: cannot accept \"locked\", because it is not "
                     "writable (`writable: false`)"));
    CHECK(loaded.has("A.actions.create.accept[4]: \"name\" is accepted twice"));
    CHECK(loaded.has("A.actions.create.accept[5]: cannot accept \"up\", because it is a "
                     "relationship; accept its key \"up_id\", or manage it by an argument"));
    CHECK(loaded.has("A.actions.create.accept[6]: cannot accept \"downs\", because it is a "
                     "relationship; manage it by an argument"));
    CHECK(loaded.mistakes.size() == 6);
}

TEST_CASE("what was meant is suggested in the developer's spelling")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':[{'name':'id','type':'uuid_primary_key'},{'name':'cover_image_url','key':'coverImageUrl','type':'string'}],
        'actions':{'create':{'type':'create','accept':['cover_image_ulr']}}}])");
    CHECK(loaded.has("A.actions.create.accept[0]: cannot accept \"cover_image_ulr\", because it is "
                     "not an attribute of A; did you mean \"coverImageUrl\"?"));
}

TEST_CASE("only a soft destroy accepts input")
{
    auto loaded = load_with("'x':{'type':'string'}",
        ",'actions':{'destroy':{'type':'destroy','accept':['x']},'archive':{'type':'destroy','soft'"
        ":true,'accept':['x']},'gone':{'type':'destroy','accept':[]}}");
    CHECK(loaded.mistakes
        == std::vector<std::string> { "A.actions.destroy.accept: a destroy writes nothing; only a "
                                      "soft one (`soft: true`) accepts input" });
}

TEST_CASE("an action requires only what it accepts, and lets out only what exists")
{
    auto loaded = load_with("'x':{'type':'string'},'y':{'type':'string'}",
        ",'actions':{'create':{'type':'create','accept':['x'],'require_attributes':['x','y','z'],'"
        "allow_nil_input':['q']}}");
    CHECK(loaded.has("A.actions.create.require_attributes[1]: cannot require \"y\", because the "
                     "action does not accept it"));
    CHECK(loaded.has("A.actions.create.require_attributes[2]: cannot require \"z\", because it is "
                     "not an attribute of A; there are \"id\", \"x\" and \"y\""));
    CHECK(loaded.has("A.actions.create.allow_nil_input[0]: \"q\" cannot be left out, because it is "
                     "not an attribute of A; there are \"id\", \"x\" and \"y\""));
}

TEST_CASE("at most one action of a type is primary")
{
    auto loaded = load_with("",
        ",'defaults':['create'],'actions':{'make':{'type':'create','primary':true},'one':{'type':'"
        "action','run':1,'primary':true},'two':{'type':'action','run':1,'primary':true}}");
    CHECK(loaded.mistakes
        == std::vector<std::string> {
            "A.actions.make.primary: \"create\" is the primary create action already" });
}

TEST_CASE("a record is got by attributes")
{
    auto loaded = load_with("'title':{'type':'string'}",
        ",'actions':{'by':{'type':'read','get_by':['title','titel']}}");
    CHECK(loaded.has("A.actions.by.get_by[1]: cannot get by \"titel\", because it is not an "
                     "attribute of A; did you mean \"title\"?"));
}

TEST_CASE("the filter of an action uses its arguments")
{
    auto loaded = load_with("'x':{'type':'string'}",
        R"(,'actions':{'search':{'type':'read','arguments':{'query':{'type':'string'}},
        'filter':{'op':'and','args':[{'op':'==','args':[{'ref':'x'},{'arg':'qurey'}]},{'op':'==','args':[{'ref':'x'},{'arg':'query'}]},{'value':{'arg':'literal'}}]}}})");
    CHECK(loaded.mistakes
        == std::vector<std::string> { "A.actions.search.filter.args[0].args[1]: \"qurey\" is not "
                                      "an argument of this action; did you mean \"query\"?" });
}

TEST_CASE("a generic action runs something")
{
    auto loaded = load_with("",
        ",'actions':{'ping':{'type':'action'},'pong':{'type':'action','run':{'callback':1},'"
        "returns':{'type':'string','constraints':{'max_length':1}}},'pang':{'type':'action','run':"
        "1,'returns':'strng'}}");
    CHECK(loaded.has("A.actions.ping: a generic action needs `run`: the callback that it is"));
    CHECK(loaded.locations[0] == "A.actions.pang.returns.type");
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("an upsert names an identity and attributes")
{
    auto loaded = load_with(
        "'code':{'type':'string'}", R"(,'identities':{'unique_code':{'keys':['code']}},'actions':{
        'up':{'type':'create','upsert':true,'upsert_identity':'uniqe_code','upsert_fields':['code','n']},
        'ok':{'type':'create','upsert':true,'upsert_identity':'unique_code','upsert_fields':{'replace_all_except':['id']}}})");
    CHECK(loaded.has("A.actions.up.upsert_identity: \"uniqe_code\" is not an identity of A; did "
                     "you mean \"unique_code\"?"));
    CHECK(loaded.has("A.actions.up.upsert_fields[1]: \"n\" is not an attribute of A; there are "
                     "\"id\" and \"code\""));
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("a private argument that is required and has no default is warned of")
{
    auto loaded = load_with("",
        ",'actions':{'read':{'type':'read','arguments':{'a':{'type':'string','public':false,'allow_"
        "nil':false},'b':{'type':'string','public':false,'allow_nil':false,'default':'x'}}},'all':{"
        "'type':'read'}}");
    CHECK(loaded.warns("A.actions.read.arguments.a: it is private, required and has no default: "
                       "every caller must give it as a private argument"));
    CHECK(loaded.definition->warnings.size() == 1);
}

TEST_CASE("a create that can never set what is required is warned of")
{
    auto loaded = load_with("'x':{'type':'string','allow_nil':false},'y':{'type':'string','allow_"
                            "nil':false,'default':'y'}",
        ",'actions':{'bare':{'type':'create'},'accepting':{'type':'create','accept':['x']},'"
        "changing':{'type':'create','changes':[{'name':'set_attribute','attribute':'x','value':1}]}"
        "}");
    CHECK(loaded.definition->warnings
        == std::vector<std::string> {
            "A.actions.bare: \"x\" is required, but the action neither accepts nor sets it" });
}

TEST_CASE("an action that says it is atomic warns of what cannot be")
{
    auto loaded = load_with("'x':{'type':'string'}", R"(,'actions':{
        'manual':{'type':'update','require_atomic':true,'manual':{'callback':1}},
        'mixed':{'type':'update','require_atomic':true,'changes':[{'name':'set_attribute','attribute':'x','value':1},{'name':'callback','callback':1}]},
        'unsaid':{'type':'update','changes':[{'name':'callback','callback':1}]}})");
    CHECK(loaded.warns("A.actions.manual.require_atomic: a manual action is never atomic"));
    CHECK(loaded.warns("A.actions.mixed.require_atomic: \"callback\" at A.actions.mixed.changes[1] "
                       "has no atomic form"));
    CHECK(loaded.definition->warnings.size() == 2);
}

TEST_CASE("a primary read action that is not plain is warned of")
{
    auto loaded = load_with("",
        ",'actions':{'read':{'type':'read','filter':{'value':true},'preparations':['build'],'"
        "arguments':{'q':{'type':'string','allow_nil':false}}}}");
    CHECK(loaded.definition->warnings.size() == 3);
    CHECK(loaded.warns("A.actions.read: the primary read action has a filter, which holds for "
                       "every load of relationships too; better give it to another action"));
}

// ── Entries ──

TEST_CASE("the options of entries exist, are complete and of the right kind")
{
    auto loaded = load_with("'n':{'type':'integer'}",
        R"(,'validations':[{'name':'compare','field':'n','greater_then':1},{'name':'compare'},
        {'name':'string_length','field':'n','min':'many'},{'name':'string_length','field':'n','min':{'arg':'n'}},{'name':'present','fields':['n',7]},{'name':'present','field':['n']},
        {'name':'negate'},{'name':'one_of','field':'n','values':'x'},{'name':'compare','field':'n','is_nil':'yes'}],
        'actions':{'up':{'type':'update','arguments':{'n':{'type':'integer'}},'changes':[{'name':'increment','attribute':'n','amount':'x'},{'name':'filter','expr':7}]}})");
    CHECK(loaded.has("A.validations[0]: \"compare\" has no option \"greater_then\"; did you mean "
                     "\"greater_than\"?"));
    CHECK(loaded.has("A.validations[1]: \"compare\" needs the option \"field\""));
    CHECK(loaded.has("A.validations[2].min: expected a whole number, not \"many\""));
    CHECK(loaded.has("A.validations[4].fields: expected a list of names, not a list of 2"));
    CHECK(loaded.has("A.validations[5].field: expected a name, not a list of 1"));
    CHECK(loaded.has("A.validations[6]: \"negate\" needs the option \"validation\""));
    CHECK(loaded.has("A.validations[7].values: expected a list, not \"x\""));
    CHECK(loaded.has("A.validations[8].is_nil: expected true or false, not \"yes\""));
    CHECK(loaded.has("A.actions.up.changes[0].amount: expected a number, not \"x\""));
    CHECK(loaded.has("A.actions.up.changes[1].expr: expected a map, not 7"));
    CHECK(loaded.mistakes.size() == 10);
}

TEST_CASE("fields that options name exist, at every depth")
{
    auto loaded = load_with("'name':{'type':'string'}",
        R"(,'relationships':{'up':{'kind':'belongs_to','destination':'A'}},
        'validations':[{'name':'present','field':'nmae'},{'name':'present','fields':['name','limit','up','zz']},
          {'name':'negate','validation':{'name':'present','field':'xx','where':[{'name':'changing','field':'yy'}]}}],
        'actions':{'create':{'type':'create','accept':['name'],'arguments':{'limit':{'type':'integer'}},
          'validations':[{'name':'present','field':'limit'},{'name':'action_is','action':'create'}],
          'changes':[{'name':'set_attribute','attribute':'limit','value':1},{'name':'manage_relationship','argument':'lmit','relationship':'name'}]},
          'update':{'type':'update','validations':[{'name':'present','field':'limit'}]}})");
    CHECK(
        loaded.has("A.validations[0].field: \"nmae\" is not a field of A; did you mean \"name\"?"));
    CHECK(loaded.has("A.validations[1].fields[3]: \"zz\" is not a field of A; there are \"limit\", "
                     "\"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.has("A.validations[2].validation.field: \"xx\" is not a field of A; there are "
                     "\"limit\", \"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.has("A.validations[2].validation.where[0].field: \"yy\" is not a field of A; "
                     "there are \"limit\", \"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.has("A.actions.create.changes[0].attribute: \"limit\" is not an attribute of A; "
                     "there are \"id\", \"name\" and \"up_id\""));
    CHECK(loaded.has("A.actions.create.changes[1].argument: \"lmit\" is not an argument of "
                     "A.create; did you mean \"limit\"?"));
    CHECK(loaded.has("A.actions.create.changes[1].relationship: \"name\" is not a relationship of "
                     "A; there is \"up\""));
    CHECK(loaded.has("A.actions.update.validations[0].field: \"limit\" is not a field of A.update; "
                     "there are \"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.mistakes.size() == 8);
}

TEST_CASE("a condition on an action that does not exist is warned of")
{
    auto loaded = load_with("",
        ",'validations':[{'name':'action_is','action':['create','craete']}],'defaults':['create']");
    CHECK(loaded.warns(
        "A.validations[0].action[1]: \"craete\" is not an action of A; did you mean \"create\"?"));
}

TEST_CASE("templates stand for arguments and attributes that exist")
{
    auto loaded = load_with("'n':{'type':'integer'}",
        R"(,'actions':{'up':{'type':'update','arguments':{'by':{'type':'integer'}},
        'changes':[{'name':'set_attribute','attribute':'n','value':{'arg':'bye'}},{'name':'set_attribute','attribute':'n','value':{'arg':'by'}}],
        'validations':[{'name':'compare','field':'n','greater_than':{'attribute':'m'}}]}})");
    CHECK(loaded.has(
        "A.actions.up.changes[0].value: \"bye\" is not an argument of A.up; did you mean \"by\"?"));
    CHECK(loaded.has("A.actions.up.validations[0].greater_than: \"m\" is not a field of A.up; "
                     "there are \"by\", \"id\" and \"n\""));
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("changes run where records are written, preparations where they are read")
{
    auto loaded = load_with("",
        R"(,'changes':[{'name':'log','on':['read']}],'preparations':[{'name':'build','on':['create']}],
        'validations':[{'name':'present','field':'id','on':['read','action']}],
        'actions':{'read':{'type':'read','steps':[{'change':'log'}]},'create':{'type':'create','steps':[{'prepare':'build'}]}})");
    CHECK(loaded.has("A.changes[0].on: a change runs on create, update and destroy"));
    CHECK(loaded.has("A.preparations[0].on: a preparation runs on read and action"));
    CHECK(loaded.has("A.actions.read.steps[0].change: a change has nothing to change in \"read\", "
                     "which writes no record"));
    CHECK(loaded.has(
        "A.actions.create.steps[0].prepare: a preparation has no query to prepare in \"create\""));
    CHECK(loaded.mistakes.size() == 4);
}

// ── Multitenancy and interfaces ──

TEST_CASE("the attribute that holds the tenant exists")
{
    auto missing = load_with(
        "'org':{'type':'string'}", ",'multitenancy':{'strategy':'attribute','attribute':'orgg'}");
    CHECK(missing.has(
        "A.multitenancy.attribute: \"orgg\" is not an attribute of A; did you mean \"org\"?"));
    auto unsaid = load_with("", ",'multitenancy':{'strategy':'attribute'}");
    CHECK(unsaid.has("A.multitenancy: it needs the `attribute` that holds the tenant"));
}

TEST_CASE("functions of a domain run actions with inputs that exist")
{
    auto loaded = load_json(
        R"({'domains':[{'name':'D','resources':[{'name':'Artist','attributes':{'id':{'type':'uuid_primary_key'},'name':{'type':'string'}},
        'defaults':['read'],'actions':{'create':{'type':'create','accept':['name'],'arguments':{'note':{'type':'string'}}}}}],
        'interface':[{'name':'create_artist','resource':'Artist','action':'create','args':['nmae','note'],'exclude_inputs':['nope']},
          {'name':'a','resource':'Artst','action':'create'},{'name':'b','resource':'Artist','action':'craete'},{'name':'b','resource':'Other','action':'read'},
          {'name':'c d','resource':'Artist','action':'read','get_by':['nam']},{'name':'e','resource':'Artist','action':'create','get_by':'id'},
          {'name':'f'},{'name':'g','resource':'Artist','action':'read','args':[7]},{'name':'h?','resource':'Artist','action':'read','get_by':['id'],'args':['id']}]},
        {'name':'E','resources':[{'name':'Other','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read']}]}]})");
    CHECK(loaded.has("D.interface.create_artist.args[0]: \"nmae\" is neither an argument of "
                     "Artist.create nor accepted by it; did you mean \"name\"?"));
    CHECK(loaded.has("D.interface.create_artist.exclude_inputs[0]: \"nope\" is neither an argument "
                     "of Artist.create nor accepted by it; did you mean \"note\"?"));
    CHECK(loaded.has(
        "D.interface.a.resource: there is no resource \"Artst\"; did you mean \"Artist\"?"));
    CHECK(loaded.has(
        "D.interface.b.action: \"craete\" is not an action of Artist; did you mean \"create\"?"));
    CHECK(loaded.has("D.interface.b: there is another function of that name"));
    CHECK(loaded.has("D.interface.b.resource: Other is not a resource of D"));
    CHECK(loaded.has("D.interface.c d: the name \"c d\" is not an identifier: letters without "
                     "accents, digits and _, no digit first"));
    CHECK(loaded.has("D.interface.c d.get_by[0]: cannot get by \"nam\", because it is not an "
                     "attribute of Artist; did you mean \"name\"?"));
    CHECK(loaded.has("D.interface.e.get_by: a create has no record to get"));
    CHECK(loaded.has("D.interface.f: it needs the `resource` whose action it runs"));
    CHECK(loaded.has("D.interface.g.args[0]: expected the name of an input, not 7"));
    CHECK(loaded.mistakes.size() == 11);
}
