#include "resource/builder.h"

#include "base/json.h"
#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("the builder makes the message that JavaScript would send")
{
    auto artist = resource("Artist")
                      .attribute("name", t::string().required().constraint("max_length", 9))
                      .defaults({ "create", "read" }, { .accept = { "name" } });
    CHECK(artist.message()
        == json(
            R"({'name':'Artist','attributes':[{'name':'name','type':'string','allow_nil':false,'constraints':{'max_length':9}}],
        'defaults':[{'create':['name']},'read']})"));
}

TEST_CASE("every part has its builder")
{
    auto post
        = resource("Post")
              .attribute("id", t::uuid_primary_key())
              .attribute("tags",
                  t::array(t::string().constraint("max_length", 3)).default_to(Value(List())))
              .attribute("state", t::enumeration({ "draft", "live" }).is_public())
              .relationship("author", belongs_to("Author").required().index().on_delete("delete"))
              .relationship("labels",
                  many_to_many("Label").through("PostLabel").sort("name").sort("id", "desc"))
              .identity("i", { "state" }, { { "message", "m" } })
              .action("publish",
                  ActionBuilder("update")
                      .accept({ "state" })
                      .argument("note", t::string().default_to(""))
                      .change(
                          entry("set_attribute", { { "attribute", "state" }, { "value", "live" } }))
                      .validate(entry("present", { { "field", "note" } }).message("say why")))
              .validate(entry("present", { { "field", "state" } })
                      .on({ "create" })
                      .where(entry("changing", { { "field", "state" } })))
              .set("table", "entries");
    CHECK(post.message() == json(R"({'name':'Post','table':'entries',
        'attributes':[{'name':'id','type':'uuid_primary_key'},
          {'name':'tags','type':{'array':'string'},'default':{'value':[]},'constraints':{'items':{'max_length':3}}},
          {'name':'state','type':{'enum':['draft','live']},'public':true}],
        'relationships':[{'name':'author','kind':'belongs_to','destination':'Author','allow_nil':false,'index':true,'on_delete':'delete'},
          {'name':'labels','kind':'many_to_many','destination':'Label','through':'PostLabel','sort':[['name','asc'],['id','desc']]}],
        'identities':[{'name':'i','message':'m','keys':['state']}],
        'actions':[{'name':'publish','type':'update','accept':['state'],'arguments':[{'name':'note','type':'string','default':{'value':''}}],
          'steps':[{'change':{'name':'set_attribute','options':{'attribute':'state','value':'live'}}},
            {'validate':{'name':'present','options':{'field':'note'},'message':'say why'}}]}],
        'validations':[{'name':'present','options':{'field':'state'},'on':['create'],'where':[{'name':'changing','options':{'field':'state'}}]}]})"));
}

TEST_CASE("a definition written in C++ and one that came as JSON build the same model")
{
    auto built = definition({ domain("Music")
            .add(resource("Artist")
                    .attribute("id", t::uuid_primary_key())
                    .attribute("name", t::string().required())
                    .defaults({ "create", "read", "update", "destroy" }, { .accept = { "name" } }))
            .define("create_artist", "Artist", "create", { { "args", List { Value("name") } } }) });
    auto sent = parse_json(to_json(built));
    REQUIRE(sent.has_value());
    auto from_builder = load_message(built);
    auto from_json = load_message(*sent);
    for (const auto* loaded : { &from_builder, &from_json }) {
        CHECK(loaded->resource("Artist").attributes.size() == 2);
        CHECK(loaded->action("Artist", "create").accept.size() == 1);
        CHECK(loaded->definition->domains[0]->interface[0].args
            == std::vector<std::string> { "name" });
    }
}

TEST_CASE("every type and every word has a function of the builder")
{
    auto fields = resource("Part")
                      .attribute("a", t::integer_primary_key())
                      .attribute("b", t::ci_string().primary_key())
                      .attribute("c", t::real().is_private())
                      .attribute("d", t::decimal().default_to(Value(1)))
                      .attribute("e", t::boolean())
                      .attribute("f", t::date().default_function("today"))
                      .attribute("g", t::utc_datetime())
                      .attribute("h", t::uuid())
                      .attribute("i", t::map().set("source", "the_map"))
                      .attribute("j", t::embedded("Piece"))
                      .relationship("one", has_one("Other").is_public())
                      .relationship("many", has_many("Other"));
    CHECK(fields.message() == json(R"({'name':'Part','attributes':[
        {'name':'a','type':'integer_primary_key'},
        {'name':'b','type':'ci_string','primary_key':true,'allow_nil':false},
        {'name':'c','type':'float','public':false},
        {'name':'d','type':'decimal','default':{'value':1}},
        {'name':'e','type':'boolean'},
        {'name':'f','type':'date','default':{'fn':'today'}},
        {'name':'g','type':'utc_datetime'},
        {'name':'h','type':'uuid'},
        {'name':'i','type':'map','source':'the_map'},
        {'name':'j','type':{'embedded':'Piece'}}],
        'relationships':[{'name':'one','kind':'has_one','destination':'Other','public':true},
          {'name':'many','kind':'has_many','destination':'Other'}]})"));
}

TEST_CASE("changes, primary actions and what a domain says have their builders")
{
    auto post = resource("Post")
                    .attribute("id", t::uuid_primary_key())
                    .attribute("text", t::string())
                    .change(entry("log", { { "label", "x" } })
                            .where(entry("changing", { { "field", "text" } }))
                            .where(entry("present", { { "field", "text" } })))
                    .defaults({ "read", "create" })
                    .action("edit", ActionBuilder("update").accept_all().primary());
    CHECK(post.message() == json(R"({'name':'Post','attributes':[
        {'name':'id','type':'uuid_primary_key'},{'name':'text','type':'string'}],
        'actions':[{'name':'edit','type':'update','accept':'*','primary':true}],
        'changes':[{'name':'log','options':{'label':'x'},'where':[
          {'name':'changing','options':{'field':'text'}},
          {'name':'present','options':{'field':'text'}}]}],
        'defaults':['read','create']})"));
    auto blog = definition({ domain("Blog").add(post).set("description", "Words.") });
    auto loaded = load_message(blog);
    CHECK(loaded.resource("Post").domain->description == "Words.");
    CHECK(loaded.action("Post", "edit").primary);
}
