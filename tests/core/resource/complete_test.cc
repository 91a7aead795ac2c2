#include "core/resource/loading.h"
#include "resource/embedded.h"
#include "support/definition.h"
#include "type/embedded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr std::string_view blog = R"([
    {'name':'Author','attributes':{'id':{'type':'string','primary_key':true,'constraints':{'max_length':9}},'name':{'type':'string','public':true}},
     'relationships':[{'name':'posts','key':'posts','kind':'has_many','destination':'Post'}],'defaults':['read']},
    {'name':'Post','attributes':{'id':{'type':'uuid','primary_key':true,'public':true,'writable':false},'title':{'type':'string','public':true},'secret':{'type':'string'}},
     'relationships':[{'name':'author','key':'author','kind':'belongs_to','destination':'Author','public':true},
       {'name':'editor','kind':'belongs_to','destination':'Author','attribute_writable':false},
       {'name':'tags','key':'tags','kind':'many_to_many','destination':'Tag','through':'PostTag'}],
     'actions':{'create':{'type':'create','accept':'*'}}},
    {'name':'Tag','attributes':{'id':{'type':'integer','primary_key':true}},'defaults':['read']},
    {'name':'PostTag','attributes':[],'relationships':{'post':{'kind':'belongs_to','destination':'Post','primary_key':true},
       'tag':{'kind':'belongs_to','destination':'Tag','primary_key':true}}}])";

TEST_CASE("tables are named after the plural of their resource")
{
    auto loaded = load_resources(
        "[{'name':'AlbumTag','attributes':{'id':{'type':'uuid_primary_key'}}},"
        "{'name':'Category','table':'kinds','attributes':{'id':{'type':'uuid_primary_key'}}},"
        "{'name':'Part','embedded':true,'attributes':{'a':{'type':'string'}}}]");
    CHECK(loaded.resource("AlbumTag").table == "album_tags");
    CHECK(loaded.resource("AlbumTag").short_name == "album_tag");
    CHECK(loaded.resource("Category").table == "kinds");
    CHECK(loaded.resource("Part").table.empty());
}

TEST_CASE("belongs_to defines its key with the type and constraints of what it refers to")
{
    auto loaded = load_resources(blog);
    const auto& post = loaded.resource("Post");
    const auto& key = *post.find_attribute("author_id");
    CHECK(std::string_view(key.type.type->name) == "string");
    CHECK(*key.type.constraints.find("max_length") == Value(9));
    CHECK(key.key == "authorId");
    CHECK(&key == post.find_attribute("authorId"));
    CHECK(key.is_public);
    CHECK(key.writable);
    CHECK(key.allow_nil);
    CHECK(key.defined_by_relationship);
    CHECK(key.belongs_to == post.find_relationship("author"));
    const auto& editor = *post.find_attribute("editor_id");
    CHECK(editor.key == "editor_id");
    CHECK(!editor.is_public);
    CHECK(!editor.writable);
}

TEST_CASE("a key that is part of the primary key is required")
{
    auto loaded = load_resources(blog);
    const auto& join = loaded.resource("PostTag");
    REQUIRE(join.primary_key.size() == 2);
    CHECK(join.primary_key[0]->name == "post_id");
    CHECK(!join.primary_key[0]->allow_nil);
    CHECK(std::string_view(join.primary_key[1]->type.type->name) == "integer");
}

TEST_CASE("a key may refer to a key that is itself defined by a relationship")
{
    auto loaded = load_resources(R"([
        {'name':'A','relationships':{'b':{'kind':'belongs_to','destination':'B','source_attribute':'id','primary_key':true}}},
        {'name':'B','relationships':{'c':{'kind':'belongs_to','destination':'C','source_attribute':'id','primary_key':true}}},
        {'name':'C','attributes':{'id':{'type':'integer','primary_key':true}}}])");
    CHECK(
        std::string_view(loaded.resource("A").find_attribute("id")->type.type->name) == "integer");
}

TEST_CASE("a declared key is used where define_attribute is false")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'parent':{'type':'uuid'}},
        'relationships':{'up':{'kind':'belongs_to','destination':'A','source_attribute':'parent','define_attribute':false,'attribute_type':'uuid'}}}])");
    const auto& resource = loaded.resource("A");
    CHECK(resource.attributes.size() == 2);
    CHECK(resource.find_relationship("up")->source_attribute == resource.find_attribute("parent"));
    CHECK(resource.find_attribute("parent")->belongs_to == resource.find_relationship("up"));
}

TEST_CASE("relationships are resolved to resources and attributes")
{
    auto loaded = load_resources(blog);
    const auto& author = loaded.resource("Author");
    const auto& post = loaded.resource("Post");
    const auto& posts = *author.find_relationship("posts");
    CHECK(posts.source == &author);
    CHECK(posts.destination == &post);
    CHECK(posts.source_attribute == author.find_attribute("id"));
    CHECK(posts.destination_attribute == post.find_attribute("author_id"));
    CHECK(posts.json_key == "\"posts\":");
    CHECK(post.find_relationship("author")->read_action == author.find_action("read"));
}

TEST_CASE("many_to_many gets a has_many to its join resource")
{
    auto loaded = load_resources(blog);
    const auto& post = loaded.resource("Post");
    const auto& tags = *post.find_relationship("tags");
    const auto& join = *post.find_relationship("tags_join_assoc");
    CHECK(tags.through == &loaded.resource("PostTag"));
    CHECK(tags.join_relationship == &join);
    CHECK(tags.source_attribute_on_join_resource->name == "post_id");
    CHECK(tags.destination_attribute_on_join_resource->name == "tag_id");
    CHECK(join.kind == RelationshipKind::has_many);
    CHECK(join.destination == tags.through);
    CHECK(join.destination_attribute == tags.source_attribute_on_join_resource);
    CHECK(join.key == "tagsJoinAssoc");
    CHECK(!join.is_public);
}

TEST_CASE("a declared join relationship says which resource joins")
{
    auto loaded = load_resources(R"([
        {'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'links':{'kind':'has_many','destination':'Link'},
            'bs':{'kind':'many_to_many','destination':'B','join_relationship':'links'}}},
        {'name':'B','attributes':{'id':{'type':'uuid_primary_key'}}},
        {'name':'Link','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'a':{'kind':'belongs_to','destination':'A'},'b':{'kind':'belongs_to','destination':'B'}}}])");
    const auto& resource = loaded.resource("A");
    CHECK(resource.find_relationship("bs")->through == &loaded.resource("Link"));
    CHECK(resource.relationships.size() == 2);
}

TEST_CASE("a path of relationships is resolved and read-only")
{
    auto loaded = load_resources(R"([
        {'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'bs':{'kind':'has_many','destination':'B'},
            'cs':{'kind':'has_many','destination':'C','through':['bs','cs']}}},
        {'name':'B','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'a':{'kind':'belongs_to','destination':'A'},'cs':{'kind':'has_many','destination':'C'}}},
        {'name':'C','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'b':{'kind':'belongs_to','destination':'B'}}}])");
    const auto& cs = *loaded.resource("A").find_relationship("cs");
    REQUIRE(cs.through_path.size() == 2);
    CHECK(cs.through_path[1] == loaded.resource("B").find_relationship("cs"));
    CHECK(!cs.writable);
    CHECK(cs.source_attribute == nullptr);
}

TEST_CASE("sorts are resolved in every spelling")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'year':{'type':'integer'}},'relationships':{
        'up':{'kind':'belongs_to','destination':'A'},
        'pairs':{'kind':'has_many','destination':'A','destination_attribute':'up_id','sort':[['year','desc_nils_last'],'id']},
        'map':{'kind':'has_many','destination':'A','destination_attribute':'up_id','default_sort':{'year':'desc'}},
        'text':{'kind':'has_one','destination':'A','destination_attribute':'up_id','sort':'-year'}}}])");
    const auto& resource = loaded.resource("A");
    const auto& pairs = resource.find_relationship("pairs")->sort;
    REQUIRE(pairs.size() == 2);
    CHECK(pairs[0].attribute == resource.find_attribute("year"));
    CHECK(pairs[0].direction == Direction::desc_nils_last);
    CHECK(pairs[1].direction == Direction::asc);
    CHECK(resource.find_relationship("map")->default_sort[0].direction == Direction::desc);
    CHECK(resource.find_relationship("text")->sort[0].direction == Direction::desc);
    CHECK(resource.find_relationship("text")->from_many);
}

TEST_CASE("default actions are primary and accept what is accepted by default")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'string'},'y':{'type':'string'}},
        'defaults':['create','read',{'update':['y']},'destroy'],'default_accept':['x']}])");
    const auto& resource = loaded.resource("A");
    const auto& create = loaded.action("A", "create");
    CHECK(create.primary);
    CHECK(create.transaction);
    CHECK(create.accept == std::vector { resource.find_attribute("x") });
    CHECK(loaded.action("A", "update").accept == std::vector { resource.find_attribute("y") });
    CHECK(!loaded.action("A", "update").require_atomic);
    CHECK(loaded.action("A", "destroy").accept.empty());
    const auto& read = loaded.action("A", "read");
    CHECK(!read.transaction);
    CHECK(*read.pagination.map().find("required") == Value(false));
    for (auto type :
        { ActionType::create, ActionType::read, ActionType::update, ActionType::destroy })
        CHECK(resource.primary_action(type) == resource.find_action(name(type)));
    CHECK(resource.primary_action(ActionType::generic) == nullptr);
}

TEST_CASE("a default create without an accept list accepts nothing")
{
    auto loaded = load_resources("[{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'x':{"
                                 "'type':'string','public':true}},'defaults':['create']}]");
    CHECK(loaded.action("A", "create").accept.empty());
}

TEST_CASE("accepting everything means the public writable attributes")
{
    auto loaded = load_resources(blog);
    std::vector<std::string> names;
    for (const auto* attribute : loaded.action("Post", "create").accept)
        names.push_back(attribute->name);
    CHECK(names == std::vector<std::string> { "title", "author_id" });
}

TEST_CASE("an embedded resource accepts everything by default")
{
    auto loaded = load_resources("[{'name':'A','embedded':true,'attributes':{'x':{'type':'string','"
                                 "public':true},'y':{'type':'string'}},'defaults':['create']}]");
    CHECK(loaded.action("A", "create").accept.size() == 1);
    CHECK(loaded.definition->domains[0]->resources.empty());
}

TEST_CASE("the only action of a type is primary")
{
    auto loaded
        = load_resources(R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'actions':{
        'make':{'type':'create'},'one':{'type':'update'},'two':{'type':'update'},'list':{'type':'read'},'all':{'type':'read','primary':true}}}])");
    const auto& resource = loaded.resource("A");
    CHECK(resource.primary_action(ActionType::create) == resource.find_action("make"));
    CHECK(resource.primary_action(ActionType::update) == nullptr);
    CHECK(resource.primary_action(ActionType::read) == resource.find_action("all"));
    CHECK(resource.primary_action(ActionType::destroy) == nullptr);
}

TEST_CASE("an argument hides an attribute, unless it is private")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'string'},'y':{'type':'string'}},
        'actions':{'create':{'type':'create','accept':['x','y'],'arguments':[{'name':'x','key':'X','type':'integer'},
          {'name':'y','type':'integer','public':false},{'name':'z','type':'integer','public':false}]}}}])");
    const auto& create = loaded.action("A", "create");
    CHECK(create.find_input("x")->argument == &create.arguments[0]);
    CHECK(create.find_input("X")->argument == &create.arguments[0]);
    CHECK(create.find_input("y")->attribute == loaded.resource("A").find_attribute("y"));
    CHECK(create.find_input("z")->argument == &create.arguments[2]);
    CHECK(create.find_input("id") == nullptr);
    CHECK(create.arguments[2].index == 2);
    CHECK(create.accepts(*loaded.resource("A").find_attribute("x")));
    CHECK(!create.accepts(*loaded.resource("A").find_attribute("id")));
}

TEST_CASE("get_by makes an action get one record")
{
    auto loaded
        = load_resources("[{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'"
                         "string'}},'actions':{'by_x':{'type':'read','get_by':'x'}}}]");
    CHECK(loaded.action("A", "by_x").get);
    CHECK(loaded.action("A", "by_x").get_by
        == std::vector { loaded.resource("A").find_attribute("x") });
}

TEST_CASE("names in the options of entries are completed to the field's name")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':[{'name':'id','type':'uuid_primary_key'},{'name':'first_name','key':'firstName','type':'string'}],
        'validations':[{'name':'present','field':'firstName'},{'name':'present','fields':['firstName','id']},{'name':'match','field':'firstName','match':'x'}]}])");
    const auto& validations = loaded.resource("A").validations;
    CHECK(*validations[0].options.find("field") == Value("first_name"));
    CHECK(
        *validations[1].options.find("fields") == Value(List { Value("first_name"), Value("id") }));
    CHECK(
        *validations[2].options.find("match") == Value(Map { { "regex", "x" }, { "flags", "" } }));
}

TEST_CASE("an entry of the resource runs on create and update, a preparation on read, unless said "
          "otherwise")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'validations':[{'name':'present','field':'id'}],
        'preparations':['build'],'changes':[{'name':'log','on':'destroy'}]}])");
    const auto& resource = loaded.resource("A");
    CHECK((resource.validations[0].on.create && resource.validations[0].on.update
        && !resource.validations[0].on.destroy));
    CHECK((resource.preparations[0].on.read && !resource.preparations[0].on.create));
    CHECK((resource.changes[0].on.destroy && !resource.changes[0].on.create));
}

TEST_CASE("identities and indexes are resolved and named")
{
    auto loaded = load_resources(
        R"([{'name':'A','table':'as_','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'string'}},
        'identities':{'unique_x':{'keys':['x']}},'custom_indexes':[{'fields':['x','id']},{'name':'mine','fields':['x'],'unique':true}]}])");
    const auto& resource = loaded.resource("A");
    const auto& identity = *resource.find_identity("unique_x");
    CHECK(identity.keys == std::vector { resource.find_attribute("x") });
    CHECK(identity.index_name == "as__unique_x_index");
    CHECK(identity.message == "has already been taken");
    CHECK(identity.nils_distinct);
    CHECK(resource.custom_indexes[0].name == "as__x_id_index");
    CHECK(resource.custom_indexes[0].attributes.size() == 2);
    CHECK(resource.custom_indexes[1].name == "mine");
    CHECK(resource.custom_indexes[1].unique);
}

TEST_CASE("the tenant attribute is resolved")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'org':{'type':'string'}},
        'multitenancy':{'strategy':'attribute','attribute':'org','global':true,'parse_attribute':{'callback':3}}}])");
    const auto& multitenancy = *loaded.resource("A").multitenancy;
    CHECK(multitenancy.attribute == loaded.resource("A").find_attribute("org"));
    CHECK(multitenancy.global);
    CHECK(multitenancy.parse_attribute == CallbackId { 3 });
}

TEST_CASE("functions of a domain are resolved")
{
    auto loaded = load_json(
        R"({'domains':[{'name':'D','resources':[{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read']}],
        'interface':[{'name':'get_a','key':'getA','resource':'A','action':'read','get_by':'id','args':[{'optional':'id'}]}]}]})");
    const auto& function = loaded.definition->domains[0]->interface[0];
    CHECK(function.action == &loaded.action("A", "read"));
    CHECK(function.optional_args == std::vector<std::string> { "id" });
}

TEST_CASE("calculations and aggregates name each other in any order, and their types follow")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'n':{'type':'decimal'}},
        'relationships':{'bs':{'kind':'has_many','destination':'A','destination_attribute':'id'}},
        'calculations':{'d':{'type':'decimal','expr':{'op':'*','args':[{'ref':'mean'},{'value':2}]}}},
        'aggregates':{'mean':{'kind':'avg','path':['bs'],'field':'n'},'all':{'kind':'list','path':['bs'],'field':'d'}}}])");
    const auto& resource = loaded.resource("A");
    CHECK(resource.find_calculation("d")->expression->type->type->name == std::string("decimal"));
    CHECK(resource.find_aggregate("mean")->expression->type->type->name == std::string("decimal"));
    CHECK(resource.find_aggregate("all")->expression->type->items->type->name
        == std::string("decimal"));
}

TEST_CASE("a calculation that depends on itself is refused, as is one that names nothing")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},
        'calculations':{'x':{'type':'integer','expr':{'ref':'y'}},'y':{'type':'integer','expr':{'ref':'x'}},
        'z':{'type':'integer','expr':{'ref':'nope'}}}}])");
    CHECK(loaded.has("A.calculations.x: it depends on itself"));
    CHECK(loaded.has("A.calculations.z.expression: No such field nope for resource A"));
}

TEST_CASE("what is not built is kept as it was written")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'policies':[{'checks':[]}],'notifiers':['N'],
        'actions':{'up':{'type':'create','upsert':true,'upsert_condition':{'value':true},'metadata':{'m':{'type':'string'}}}}}])");
    const auto& resource = loaded.resource("A");
    CHECK(resource.declared.map().contains("policies"));
    CHECK(loaded.action("A", "up").declared.map().contains("upsert_condition"));
    CHECK(loaded.warns("A.policies: it is kept as written, but nothing enforces it"));
}

TEST_CASE("an embedded type knows its resource, wherever it stands, and the actions it runs")
{
    auto loaded = load_resources(R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},
         'p':{'type':{'embedded':'P'},'constraints':{'create_action':'make','on_update':'replace'}},
         'ps':{'type':{'array':{'embedded':'P'}},'constraints':{'sort':[['a','desc']],'max_length':2}},
         'u':{'type':'union','constraints':{'types':{'p':{'type':{'embedded':'P'}}}}}}},
        {'name':'P','embedded':true,'attributes':{'a':{'type':'string'}},'actions':{'make':{'type':'create'}}}])");
    const auto& resource = loaded.resource("A");
    const auto& part = loaded.resource("P");
    const auto& one = resource.find_attribute("p")->type;
    CHECK(embedded_resource(one) == &part);
    CHECK(one.options<EmbeddedUse>().create_action == part.find_action("make"));
    CHECK(one.options<EmbeddedUse>().update_action == part.primary_action(ActionType::update));
    CHECK(one.options<EmbeddedUse>().replace);
    const auto& list = resource.find_attribute("ps")->type;
    CHECK(list.constraints.contains("max_length"));
    REQUIRE(embedded_resource(*list.items) == &part);
    CHECK(list.items->options<EmbeddedUse>().sort.size() == 1);
    CHECK(embedded_resource(*resource.find_attribute("u")->type.members[0].use) == &part);
}

TEST_CASE("an embedded resource has the default actions that it does not declare itself")
{
    auto loaded = load_resources(
        R"([{'name':'P','embedded':true,'attributes':{'a':{'type':'string'}},'actions':{
         'update':{'type':'update','accept':[]},'make':{'type':'create','primary':true}}},
        {'name':'Q','embedded':true,'attributes':{'a':{'type':'string'}},'defaults':['read']}])");
    const auto& part = loaded.resource("P");
    CHECK(part.primary_action(ActionType::create)->name == "make");
    CHECK(part.find_action("create") == nullptr);
    CHECK(part.primary_action(ActionType::update)->accept.empty());
    CHECK(part.primary_action(ActionType::destroy)->name == "destroy");
    CHECK(loaded.resource("Q").primary_action(ActionType::create) == nullptr);
}

TEST_CASE("the music domain loads without a warning")
{
    auto loaded = load_message(music_definition());
    const auto& album = loaded.resource("Album");
    CHECK(loaded.definition->warnings.empty());
    CHECK(album.table == "albums");
    CHECK(album.find_attribute("artist_id")->type.type
        == loaded.resource("Artist").find_attribute("id")->type.type);
    CHECK(!album.find_attribute("artist_id")->allow_nil);
    CHECK(album.find_relationship("artist")->on_delete == OnDelete::delete_);
    CHECK(album.find_relationship("artist")->reference_index);
    CHECK(album.find_identity("unique_album_names_per_artist")->keys.size() == 2);
    CHECK(loaded.action("Artist", "update").steps.size() == 1);
    CHECK(loaded.definition->find_domain("Music")->interface.size() == 9);
}
