#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static constexpr auto song
    = "{'Song':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},'title':"
      "{'type':'string'},'disc':{'type':'integer'}},'actions':{'named':{'type':'read','arguments':{"
      "'title':{'type':'string'}}}},'defaults':['read',{'create':['id','title','disc']}]}}";

static Value prepare(TestEngine& engine, std::string_view fields, std::string_view action = "read")
{
    return engine.ok("{'op':'prepare','resource':'Song','action':'" + std::string(action)
        + "','by':" + std::string(fields) + "}");
}

TEST_CASE("a get that was prepared reads what a get reads, by one field or several")
{
    TestEngine engine;
    engine.define(song);
    auto created = engine.ok("{'op':'create','resource':'Song','input':{'id':1,'title':'Ürn'}}");
    engine.ok("{'op':'create','resource':'Song','input':{'id':2,'title':'Vow','disc':1}}");
    CHECK(at(prepare(engine, "['id']"), "number") == Value(0));
    CHECK(at(prepare(engine, "['title','disc']"), "number") == Value(1));
    CHECK(engine.ok("[0,1]") == created);
    CHECK(engine.ok("[0,'1']") == created); // Keys are cast.
    CHECK(at(engine.ok("[1,'Vow',1]"), "id") == Value(2));
}

TEST_CASE("a get that was prepared fails as a get fails, and can be repeated")
{
    TestEngine engine;
    engine.define(song);
    engine.ok("{'op':'create','resource':'Song','input':{'id':1,'title':'Urn'}}");
    engine.ok("{'op':'create','resource':'Song','input':{'id':2,'title':'Urn'}}");
    prepare(engine, "['id']");
    prepare(engine, "['title']");
    auto same = [&](std::string_view prepared, std::string_view by) {
        auto get = "{'op':'get','resource':'Song','by':" + std::string(by) + "}";
        CHECK(engine.errors(prepared) == engine.errors(get));
    };
    same("[0,3]", "{'id':3}");
    same("[0,'x']", "{'id':'x'}");
    same("[0,null]", "{'id':null}");
    same("[0,{'$decimal':'1.5'}]", "{'id':{'$decimal':'1.5'}}");
    same("[1,'Urn']", "{'title':'Urn'}");
    CHECK(engine.errors("[0]").front().starts_with("invalid_primary_key"));
    CHECK(engine.errors("[0,1,2]").front().starts_with("invalid_primary_key"));
    CHECK(at(engine.ok("[0,1]"), "title") == Value("Urn"));
}

TEST_CASE("only what was prepared can be repeated, while the database is open")
{
    TestEngine engine;
    engine.define(song);
    prepare(engine, "['id']");
    for (auto message : { "[1,1]", "[-1,1]", "['0',1]", "[]", "[null]", "[9223372036854775807,1]" })
        CHECK(engine.errors(message)
            == Lines { "invalid_message: no request was prepared under that number" });
    engine.ok("{'op':'close'}");
    CHECK(engine.errors("[0,1]") == Lines { "not_open: no database is open" });
}

TEST_CASE("a get is prepared by attributes, and only where its action asks for nothing else")
{
    TestEngine engine;
    engine.define(song);
    CHECK(prepare(engine, "['id']", "named").is_null());
    for (auto fields : { "['nope']", "[]", "'id'", "[1]", "null" })
        CHECK(engine.errors("{'op':'prepare','resource':'Song','by':" + std::string(fields) + "}")
            == Lines { "invalid_message: `by` is a list of attributes of Song" });
    CHECK(engine.errors("{'op':'prepare','resource':'Nope','by':['id']}")
            .front()
            .starts_with("no_such_resource"));
}
