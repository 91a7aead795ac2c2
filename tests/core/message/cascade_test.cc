#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

// Artists with albums, where albums are not to be deleted by the storage.
static void define(TestEngine& engine, std::string_view on_artist, std::string_view on_album = "{}")
{
    engine.define(
        "{'Artist':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
        "'name':{'type':'string'}},"
        "'relationships':[{'name':'albums','kind':'has_many','destination':'Album'}],"
        "'defaults':['read',{'create':['id','name']}],'actions':{"
        "'destroy':{'type':'destroy','primary':true,'changes':["
        + std::string(on_artist)
        + "]},'rename':{'type':'update','accept':['name'],'changes':["
          "{'name':'cascade_update','options':{'relationship':'albums','copy_inputs':['name']}}]},"
          "'wrong':{'type':'destroy','changes':["
          "{'name':'cascade_destroy','options':{'relationship':'name'}}]},"
          "'fresh':{'type':'update','accept':['name'],'changes':[{'name':'get_and_lock'},"
          "{'name':'get_and_lock_for_update'}]}}},"
          "'Album':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
          "'name':{'type':'string'}},"
          "'relationships':[{'name':'artist','kind':'belongs_to','destination':'Artist',"
          "'attribute_type':'integer','attribute_writable':true}],"
          "'defaults':['read',{'create':['id','name','artist_id']},{'update':['name']}],"
          "'actions':{'destroy':{'type':'destroy','primary':true,'changes':["
        + std::string(on_album == "{}" ? "" : on_album) + "]}}}}");
    engine.ok("{'op':'create','resource':'Artist','input':{'id':1,'name':'a'}}");
    engine.ok("{'op':'create','resource':'Artist','input':{'id':2,'name':'b'}}");
    for (auto id : { "1", "2" })
        engine.ok("{'op':'create','resource':'Album','input':{'id':" + std::string(id)
            + ",'name':'x','artist_id':1}}");
    engine.ok("{'op':'create','resource':'Album','input':{'id':3,'name':'y','artist_id':2}}");
}

constexpr auto cascade_before = "{'name':'cascade_destroy',"
                                "'options':{'relationship':'albums','after_action':false}}";

TEST_CASE("a destroy takes the related records along, before the row that they refer to")
{
    TestEngine engine;
    define(engine, cascade_before);
    engine.ok("{'op':'destroy','resource':'Artist','id':1}");
    CHECK(engine.count("Artist") == 1);
    CHECK(engine.count("Album") == 1);
}

TEST_CASE("a cascade runs the hooks of each record, and what fails there undoes everything")
{
    TestEngine engine;
    size_t asked = 0;
    auto refusing = "{'name':'callback','callback':"
        + std::to_string(at(engine.callback_value([&](const Value& message) -> Result<Value> {
              ++asked;
              auto id = at(message, "changeset", "data").map().find("id");
              List operations;
              if (*id == Value(2))
                  operations.emplace_back(List { Value("add_error"), Value("is kept") });
              return Value(Map { { "operations", Value(std::move(operations)) } });
          }),
            "callback")
                .integer())
        + "}";
    define(engine, cascade_before, refusing);
    CHECK(engine.errors("{'op':'destroy','resource':'Artist','id':1}")
        == Lines { "invalid_changes: is kept" });
    CHECK(asked == 2);
    CHECK(engine.count("Artist") == 2);
    CHECK(engine.count("Album") == 3);
}

TEST_CASE("an update is passed on to the related records, with the inputs that are copied")
{
    TestEngine engine;
    define(engine, cascade_before);
    engine.ok("{'op':'update','resource':'Artist','action':'rename','id':1,'input':{'name':'n'}}");
    auto albums = engine.rows("Album");
    CHECK(at(albums.list()[0], "name") == Value("n"));
    CHECK(at(albums.list()[1], "name") == Value("n"));
    CHECK(at(albums.list()[2], "name") == Value("y"));
}

TEST_CASE("a cascade over a relationship that does not exist is an error of the changeset")
{
    TestEngine engine;
    define(engine, cascade_before);
    CHECK(engine.errors("{'op':'destroy','resource':'Artist','action':'wrong','id':1}")
        == Lines { "invalid_relationship: Relationship doesn't exist." });
}

TEST_CASE("cascaded records are notified where that is asked for")
{
    TestEngine engine;
    define(engine,
        "{'name':'cascade_destroy','options':{'relationship':'albums','after_action':false,"
        "'return_notifications':true}}");
    auto answer = engine.run("{'op':'destroy','resource':'Artist','id':1,"
                             "'options':{'return_notifications':true}}");
    CHECK(at(answer, "notifications").list().size() == 3);
}

TEST_CASE("a record that is read again before its write is the stored one, or is stale")
{
    TestEngine engine;
    define(engine, cascade_before);
    auto old = "{'op':'update','resource':'Artist','action':'fresh',"
               "'record':{'id':2,'name':'old'},'input':{'name':'new'}}";
    CHECK(at(engine.ok(old), "name") == Value("new"));
    engine.ok("{'op':'destroy','resource':'Album','id':3}");
    engine.ok("{'op':'destroy','resource':'Artist','id':2}");
    CHECK(engine.errors(old).front().starts_with("stale_record"));
}

TEST_CASE("many records are updated, each with an input of its own")
{
    TestEngine engine;
    define(engine, cascade_before);
    auto answer = engine.ok("{'op':'update_many','resource':'Album','updates':["
                            "[1,{'name':'p'}],[9,{'name':'q'}],[{'id':3,'name':'y',"
                            "'artist_id':2},{'name':'r'}],7],"
                            "'options':{'return_records':true,'return_errors':true}}");
    CHECK(at(answer, "status") == Value("partial_success"));
    CHECK(at(answer, "records").list().size() == 2);
    auto lines = lines_of(at(answer, "errors", "errors"));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].starts_with("not_found"));
    CHECK(at(at(answer, "errors", "errors").list()[0], "path") == from_json("[1]"));
    CHECK(lines[1].starts_with("invalid_message"));
    CHECK(engine.error_class("{'op':'update_many','resource':'Album','updates':1}") == "invalid");
}
