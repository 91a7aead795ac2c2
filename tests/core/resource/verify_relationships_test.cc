#include "resource/verify/verify.h"

#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

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
