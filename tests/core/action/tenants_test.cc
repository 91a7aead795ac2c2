#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static void define_tenants(TestEngine& engine,
    const std::string& multitenancy = "{'strategy':'attribute','attribute':'org'}")
{
    engine.define("{'Note':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false},'org':{'type':'string'},'text':{'type':'string'}},"
                  "'multitenancy':"
        + multitenancy
        + ",'identities':{'unique_text':{'keys':['text'],'pre_check':true}},"
          "'defaults':['read','destroy',{'create':['id','text','org']},{'update':['text']}],"
          "'actions':{'everyone':{'type':'read','multitenancy':'bypass'}}}}");
}

static std::string create(int id, std::string_view tenant, std::string_view text = "x")
{
    return "{'op':'create','resource':'Note','input':{'id':" + std::to_string(id) + ",'text':'"
        + std::string(text) + "'},'options':{'tenant':'" + std::string(tenant) + "'}}";
}

static size_t count_of(TestEngine& engine, std::string_view tenant)
{
    return engine
        .ok("{'op':'read','resource':'Note','options':{'tenant':'" + std::string(tenant) + "'}}")
        .list()
        .size();
}

TEST_CASE("a create stores its tenant, whatever the input says")
{
    TestEngine engine;
    define_tenants(engine);
    CHECK(at(engine.ok("{'op':'create','resource':'Note','input':{'id':1,'org':'other'},'options':{"
                       "'tenant':'a'}}"),
              "org")
        == Value("a"));
}

TEST_CASE("reads see the rows of their tenant, and need one")
{
    TestEngine engine;
    define_tenants(engine);
    engine.ok(create(1, "a"));
    engine.ok(create(2, "b"));
    CHECK(count_of(engine, "a") == 1);
    CHECK(engine.errors("{'op':'read','resource':'Note'}")
        == Lines { "tenant_required: Queries against the Note resource require a tenant to be "
                   "specified" });
    CHECK(engine.ok("{'op':'read','resource':'Note','action':'everyone'}").list().size() == 2);
}

TEST_CASE("writes need a tenant")
{
    TestEngine engine;
    define_tenants(engine);
    CHECK(engine.errors("{'op':'create','resource':'Note','input':{'id':1}}")
        == Lines { "invalid_changes: Note changesets require a tenant to be specified" });
}

TEST_CASE("a record of one tenant cannot be changed for another")
{
    TestEngine engine;
    define_tenants(engine);
    auto record = to_json(engine.ok(create(1, "a")));
    CHECK(engine
            .errors("{'op':'update','resource':'Note','record':" + record
                + ",'input':{'text':'y'},'options':{'tenant':'b'}}")
            .front()
            .starts_with("stale_record"));
    CHECK(engine
            .errors("{'op':'destroy','resource':'Note','record':" + record
                + ",'options':{'tenant':'b'}}")
            .front()
            .starts_with("stale_record"));
    CHECK(engine
            .errors("{'op':'update','resource':'Note','id':1,'input':{'text':'y'},'options':{'"
                    "tenant':'b'}}")
            .front()
            .starts_with("not_found"));
    CHECK(count_of(engine, "a") == 1);
}

TEST_CASE("a record is changed for its own tenant when none is named")
{
    TestEngine engine;
    define_tenants(engine);
    auto record = to_json(engine.ok(create(1, "a")));
    CHECK(at(engine.ok(
                 "{'op':'update','resource':'Note','record':" + record + ",'input':{'text':'y'}}"),
              "text")
        == Value("y"));
}

TEST_CASE("a bulk update of records of several tenants changes each for its own")
{
    TestEngine engine;
    define_tenants(engine);
    auto first = to_json(engine.ok(create(1, "a")));
    auto second = to_json(engine.ok(create(2, "b")));
    auto result = engine.ok("{'op':'bulk_update','resource':'Note','records':[" + first + ","
        + second + "],'input':{'text':'y'},'options':{'strategy':'stream'}}");
    CHECK(at(result, "status") == Value("success"));
}

TEST_CASE("an upsert finds rows of its own tenant only")
{
    TestEngine engine;
    define_tenants(engine);
    engine.ok(create(1, "a"));
    auto upsert = [](int id, std::string_view tenant, std::string_view by) {
        auto text = std::string(id == 2 ? "x" : "fresh");
        return "{'op':'create','resource':'Note','input':{'id':" + std::to_string(id) + ",'text':'"
            + text + "'},'options':{'upsert':true,'tenant':'" + std::string(tenant) + "'"
            + std::string(by) + "}}";
    };
    engine.ok(upsert(2, "b", ",'upsert_identity':'unique_text'"));
    CHECK(count_of(engine, "a") == 1);
    CHECK(count_of(engine, "b") == 1);
    CHECK(engine.errors(upsert(1, "b", ",'upsert_fields':['text']"))
            .front()
            .starts_with("stale_record"));
    CHECK(engine.errors(upsert(1, "b", ",'upsert_fields':['text'],'return_skipped_upsert':true"))
            .front()
            .starts_with("stale_record"));
    CHECK(count_of(engine, "a") == 1);
}

TEST_CASE("an atomic bulk update keeps to the rows of its tenant")
{
    TestEngine engine;
    define_tenants(engine);
    engine.ok(create(1, "a", "x"));
    engine.ok(create(2, "b", "y"));
    auto destroyed = engine.ok("{'op':'bulk_destroy','resource':'Note','query':{},'options':{"
                               "'tenant':'a','return_records':true}}");
    CHECK(at(destroyed, "records").list().size() == 1);
    CHECK(count_of(engine, "b") == 1);
    auto none = engine.ok("{'op':'bulk_destroy','resource':'Note','ids':[2],'options':{"
                          "'tenant':'a','return_records':true}}");
    CHECK(at(none, "records").list().empty());
    CHECK(count_of(engine, "b") == 1);
}

TEST_CASE("identities hold within a tenant")
{
    TestEngine engine;
    define_tenants(engine);
    engine.ok(create(1, "a", "same"));
    engine.ok(create(2, "b", "same"));
    CHECK(engine.errors(create(3, "a", "same"))
        == Lines { "invalid_changes text: has already been taken" });
}

TEST_CASE("a global resource may be used without a tenant")
{
    TestEngine engine;
    define_tenants(engine, "{'strategy':'attribute','attribute':'org','global':true}");
    engine.ok("{'op':'create','resource':'Note','input':{'id':1}}");
    engine.ok(create(2, "a"));
    CHECK(engine.ok("{'op':'read','resource':'Note'}").list().size() == 2);
    CHECK(count_of(engine, "a") == 1);
}

TEST_CASE("a tenant is stored as the resource parses it")
{
    TestEngine engine;
    auto parse = engine.callback([](const Value& message) -> Result<Value> {
        return Value("org_" + std::string(at(message, "argument").text()));
    });
    define_tenants(
        engine, "{'strategy':'attribute','attribute':'org','parse_attribute':" + parse + "}");
    auto record = engine.ok(create(1, "a"));
    CHECK(at(record, "org") == Value("org_a"));
    CHECK(count_of(engine, "a") == 1);
    CHECK(at(engine.ok("{'op':'update','resource':'Note','record':" + to_json(record)
                 + ",'input':{'text':'y'},'options':{'tenant':'a'}}"),
              "text")
        == Value("y"));
}
