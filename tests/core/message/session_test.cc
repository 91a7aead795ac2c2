#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static constexpr auto item_resource
    = "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},'name':{"
      "'type':'string'}},"
      "'relationships':{'children':{'kind':'has_many','destination':'Child','destination_attribute'"
      ":'item_id'}},"
      "'defaults':['read','destroy',{'create':['id','name']},{'update':['name']}]},"
      "'Child':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}},"
      "'relationships':{'item':{'kind':'belongs_to','destination':'Item'}},'defaults':['read',{'"
      "create':['id','item_id']}]}}";

TEST_CASE(
    "a text that is not a message is answered with what is wrong, and the session stays usable")
{
    FakeHost host;
    tunez::Engine engine(host, {});
    for (std::string_view text : { "", "nope", "{", "[]", "5", "null", "\"text\"", "{} x",
             "{\"op\":\"\xFF\"}", "{\"op\":{}}", "{\"op\":\"nope\"}", "{\"op\":null}", "{}",
             "{\"__proto__\":{\"op\":\"create\"}}", "{\"op\":\"create\"" }) {
        auto answer = parse_json(engine.run(text));
        CAPTURE(text);
        REQUIRE(answer);
        const auto& errors = at(*answer, "error", "errors");
        REQUIRE(errors.is(Kind::list));
        CHECK(at(errors.list().front(), "code") == Value("invalid_message"));
    }
    CHECK(at(*parse_json(engine.run("{\"op\":\"close\"}")), "error").is_null());
}

TEST_CASE("a message nested too deeply is refused")
{
    FakeHost host;
    tunez::Engine engine(host, {});
    auto deep = "{\"op\":\"define\",\"definition\":" + std::string(100'000, '[')
        + std::string(100'000, ']') + "}";
    auto answer = parse_json(engine.run(deep));
    REQUIRE(answer);
    CHECK(at(at(*answer, "error", "errors").list().front(), "code") == Value("invalid_message"));
}

TEST_CASE("what needs a definition or a database says so while there is none")
{
    TestEngine engine;
    CHECK(engine.errors("{'op':'read','resource':'Item'}")
        == Lines { "not_open: no definition was loaded yet" });
    CHECK(engine.errors("{'op':'open','storage':':memory:'}").front().starts_with("not_open"));
    engine.ok("{'op':'define','definition':{'domains':[{'name':'D','resources':"
        + std::string(item_resource) + "}]}}");
    for (auto op : { "read", "create", "get", "bulk_create", "submit", "begin", "commit", "migrate",
             "sql", "load", "proceed" })
        CHECK(engine.errors("{'op':'" + std::string(op) + "','resource':'Item'}")
            == Lines { "not_open: no database is open" });
    CHECK(engine.errors("{'op':'changeset','changeset':{'resource':'Item','id':1}}")
        == Lines { "not_open: no database is open" });
}

TEST_CASE("a session has one definition and one database")
{
    TestEngine engine;
    engine.define(item_resource);
    CHECK(engine.errors("{'op':'define','definition':{'domains':[]}}")
            .front()
            .starts_with("already_open"));
    CHECK(engine.errors("{'op':'open','storage':':memory:'}").front().starts_with("already_open"));
    engine.ok("{'op':'close'}");
    CHECK(engine.errors("{'op':'read','resource':'Item'}")
        == Lines { "not_open: no database is open" });
}

TEST_CASE("a definition that is refused leaves the session without one")
{
    TestEngine engine;
    CHECK(engine.error_class(
              "{'op':'define','definition':{'domains':[{'name':'D','resources':{'X':5}}]}}")
        == "framework");
    CHECK(engine.error_class("{'op':'define','definition':5}") == "framework");
    engine.define(item_resource);
}

TEST_CASE("a message whose members are of other kinds is refused, whichever member it is")
{
    TestEngine engine;
    engine.define(item_resource);
    engine.ok("{'op':'create','resource':'Item','input':{'id':1}}");
    for (auto value :
        { "5", "'x'", "[]", "[[]]", "true", "{'a':1}", "null", "{'$decimal':'1'}", "1.5" }) {
        for (auto member : { "resource", "action", "input", "record", "id", "by", "query",
                 "options", "records", "ids", "inputs", "load", "changeset", "handle", "operations",
                 "sql", "params", "migrations", "from", "steps", "to", "type", "constraints",
                 "definition", "storage" }) {
            for (auto op :
                { "create", "update", "destroy", "bulk_create", "bulk_update", "bulk_destroy",
                    "read", "get", "changeset", "submit", "proceed", "cast", "load", "info",
                    "migrate", "rollback", "status", "diff", "sql", "run", "define", "open" }) {
                auto message = from_json("{'op':'" + std::string(op) + "','resource':'Item'}");
                message.mutable_map().set(member, from_json(value));
                // Whatever the answer is, it is one.
                auto answer = engine.run(message);
                CHECK(
                    (answer.map().contains("ok") || at(answer, "error", "errors").is(Kind::list)));
            }
        }
    }
    CHECK(engine.ok("{'op':'read','resource':'Item'}").is(Kind::list));
}

TEST_CASE("options of other kinds are refused by name")
{
    TestEngine engine;
    engine.define(item_resource);
    CHECK(engine.errors("{'op':'read','resource':'Item','options':5}")
        == Lines { "invalid_message: the `options` of a message are a map" });
    CHECK(engine.errors(
              "{'op':'bulk_create','resource':'Item','inputs':[],'options':{'batch_size':0}}")
        == Lines { "invalid_message: the option `batch_size` is a positive integer" });
    CHECK(engine.errors("{'op':'read','resource':'Item','options':{'context':[]}}")
        == Lines { "invalid_message: the option `context` is a map" });
    engine.ok("{'op':'read','resource':'Item','options':{'unheard_of':5}}");
}

TEST_CASE("a message takes __proto__ for a key like any other")
{
    TestEngine engine;
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false},'meta':{'type':'map'}},"
                  "'defaults':['read',{'create':['id','meta']}]}}");
    auto record = engine.ok(
        "{'op':'create','resource':'Item','input':{'id':1,'meta':{'__proto__':{'x':1}}}}");
    CHECK(at(record, "meta") == from_json("{'__proto__':{'x':1}}"));
    // A name that begins with an underscore is no input, and none that is missed.
    engine.ok("{'op':'create','resource':'Item','input':{'id':2,'__proto__':1}}");
}

TEST_CASE("a very long text is an error of its type, or stored as it is")
{
    TestEngine engine;
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false},'name':{'type':'string'},"
                  "'short':{'type':'string','constraints':{'max_length':3}}},'defaults':['read',{'"
                  "create':['id','name','short']}]}}");
    auto text = std::string(5'000'000, 'x');
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{'id':1,'short':'" + text + "'}}")
              .size()
        == 1);
    CHECK(at(engine.ok("{'op':'create','resource':'Item','input':{'id':1,'name':'" + text + "'}}"),
              "name")
              .text()
              .size()
        == text.size());
}

TEST_CASE("a callback may send messages while an outer one is being answered")
{
    Shop shop;
    auto nested = shop.engine.callback([&](const Value&) -> Result<Value> {
        auto rows = shop.engine.rows("Item");
        return Value(static_cast<int64_t>(rows.list().size()));
    });
    shop.define({ .attributes = "'rank':{'type':'integer','default':" + nested + "}" });
    CHECK(at(shop.create("{'id':1}"), "rank") == Value(0));
    CHECK(at(shop.create("{'id':2}"), "rank") == Value(1));
}

TEST_CASE("a callback may ask about its changeset with more operations, without changing it")
{
    Shop shop;
    auto change = shop.engine.callback([&](const Value& message) -> Result<Value> {
        Map changeset { { "handle", at(message, "changeset", "handle") },
            { "operations", from_json("[['force_change_attribute','name','asked']]") } };
        auto state = shop.engine.ok(Value(
            Map { { "op", Value("changeset") }, { "changeset", Value(std::move(changeset)) } }));
        CHECK(at(state, "attributes", "name") == Value("asked"));
        return from_json("{'operations':[]}");
    });
    auto number = std::to_string(at(from_json(change), "callback").integer());
    shop.define({ .create = "'changes':[{'name':'callback','callback':" + number + "}]" });
    CHECK(at(shop.create("{'id':1,'name':'own'}"), "name") == Value("own"));
}

TEST_CASE("a changeset of a callback is gone when the callback is")
{
    Shop shop;
    Value handle;
    auto change = shop.engine.callback([&](const Value& message) -> Result<Value> {
        handle = at(message, "changeset", "handle");
        return from_json("{'operations':[]}");
    });
    auto number = std::to_string(at(from_json(change), "callback").integer());
    shop.define({ .create = "'changes':[{'name':'callback','callback':" + number + "}]" });
    shop.create("{'id':1}");
    Map changeset { { "handle", handle } };
    CHECK(shop.engine
            .errors(Value(
                Map { { "op", Value("changeset") }, { "changeset", Value(std::move(changeset)) } }))
            .front()
            .starts_with("invalid_message"));
}

TEST_CASE("callbacks that call each other without end are stopped, and the session stays usable")
{
    Shop shop;
    int64_t next = 1;
    auto recursion = shop.engine.callback([&](const Value&) -> Result<Value> {
        auto answer
            = shop.engine.run(Shop::message("create", "{'id':" + std::to_string(++next) + "}"));
        const auto& errors = at(answer, "error", "errors");
        return errors.is(Kind::list)
            ? Result<Value>(fail(Error::make(ErrorCode::callback_failed,
                  std::string(at(errors.list().front(), "message").text()))))
            : Result<Value>(Value());
    });
    auto hook = "{'name':'before_action','function':" + recursion + "}";
    shop.define({ .create = "'changes':[" + hook + "]" });
    CHECK(shop.create_errors("{'id':1}")
        == Lines { "callback_failed: callbacks call each other too deeply" });
    CHECK(shop.engine.count("Item") == 0);
    CHECK_FALSE(shop.engine.run("{'op':'begin'}").map().contains("error"));
    shop.engine.ok("{'op':'rollback_transaction'}");
}

TEST_CASE("a callback that fails in the middle of anything leaves no transaction open")
{
    for (auto hook : { "before_transaction", "before_action", "after_action", "after_transaction",
             "around_action", "around_transaction" }) {
        Shop shop;
        auto failing = shop.engine.callback([](const Value&) -> Result<Value> {
            return fail(Error::make(ErrorCode::callback_returned_promise, "a promise"));
        });
        shop.define({ .create
            = "'changes':[{'name':'" + std::string(hook) + "','function':" + failing + "}]" });
        CHECK(shop.create_errors("{'id':1}") == Lines { "callback_returned_promise: a promise" });
        shop.engine.ok("{'op':'begin'}");
        shop.engine.ok("{'op':'commit'}");
    }
}

TEST_CASE("a transaction of the caller is begun once and ended once")
{
    TestEngine engine;
    engine.define(item_resource);
    CHECK(engine.errors("{'op':'commit'}") == Lines { "not_supported: no transaction is open" });
    engine.ok("{'op':'begin'}");
    CHECK(engine.errors("{'op':'begin'}")
        == Lines { "not_supported: a transaction is open already" });
    engine.ok("{'op':'create','resource':'Item','input':{'id':1}}");
    engine.ok("{'op':'rollback_transaction'}");
    CHECK(engine.count("Item") == 0);
}

TEST_CASE("an action that fails inside a transaction of the caller undoes only itself")
{
    TestEngine engine;
    engine.define(item_resource);
    engine.ok("{'op':'begin'}");
    engine.ok("{'op':'create','resource':'Item','input':{'id':1}}");
    engine.errors("{'op':'create','resource':'Item','input':{'id':1}}");
    engine.ok("{'op':'create','resource':'Item','input':{'id':2}}");
    engine.ok("{'op':'commit'}");
    CHECK(engine.count("Item") == 2);
}

TEST_CASE("get finds one record by its key, and says when there is none")
{
    TestEngine engine;
    engine.define(item_resource);
    engine.ok("{'op':'create','resource':'Item','input':{'id':1,'name':'a'}}");
    engine.ok("{'op':'create','resource':'Item','input':{'id':2,'name':'a'}}");
    CHECK(at(engine.ok("{'op':'get','resource':'Item','by':{'id':1}}"), "name") == Value("a"));
    CHECK(engine.errors("{'op':'get','resource':'Item','by':{'id':9}}")
        == Lines { "not_found: record with id: 9 not found" });
    CHECK(engine.ok(
              "{'op':'get','resource':'Item','by':{'id':9},'options':{'not_found_error':false}}")
        == Value());
    CHECK(engine.errors("{'op':'get','resource':'Item','by':{'name':'a'}}")
        == Lines { "multiple_results: expected at most one result but got at least 2." });
}

TEST_CASE("reads load what is related, and load puts it on records in hand")
{
    TestEngine engine;
    engine.define(item_resource);
    engine.ok("{'op':'create','resource':'Item','input':{'id':1}}");
    engine.ok("{'op':'create','resource':'Child','input':{'id':5,'item_id':1}}");
    auto loaded = engine.ok("{'op':'read','resource':'Item','query':{'load':['children']}}");
    CHECK(at(loaded.list().front(), "children") == from_json("[{'id':5,'item_id':1}]"));
    CHECK(engine.ok("{'op':'load','resource':'Item','records':[{'id':1,'name':null}],'load':{'"
                    "children':{'item':true}}}")
        == from_json("[{'id':1,'name':null,'children':[{'id':5,'item_id':1,'item':{'id':1,'name':"
                     "null}}]}]"));
    CHECK(engine.ok("{'op':'create','resource':'Child','input':{'id':6,'item_id':1},'options':{'"
                    "load':['item']}}")
        == from_json("{'id':6,'item_id':1,'item':{'id':1,'name':null}}"));
}

TEST_CASE("a destroy loads before the row goes")
{
    TestEngine engine;
    engine.define(item_resource);
    engine.ok("{'op':'create','resource':'Item','input':{'id':1}}");
    CHECK(at(engine.ok("{'op':'destroy','resource':'Item','id':1,'options':{'return_destroyed':"
                       "true,'load':['children']}}"),
              "children")
        == Value(List {}));
}

TEST_CASE("cast answers with a tagged value, or with what is wrong")
{
    TestEngine engine;
    CHECK(to_json(engine.ok("{'op':'cast','type':'decimal','input':'1.50'}"), Tags::full)
        == R"({"$decimal":"1.50"})");
    CHECK(engine.errors("{'op':'cast','type':'integer','input':'x'}")
        == Lines { "invalid_attribute value: is invalid" });
    CHECK(engine.errors("{'op':'cast','type':'strng','input':'x'}")
            .front()
            .starts_with("invalid_definition"));
}

TEST_CASE("SQL is served only where the session was made for it")
{
    FakeHost host;
    tunez::Engine engine(host, {});
    auto definition
        = to_json(from_json("{'op':'define','definition':{'domains':[{'name':'D','resources':"
            + std::string(item_resource) + "}]}}"));
    engine.run(definition);
    engine.run(R"({"op":"open","storage":":memory:"})");
    auto answer = parse_json(engine.run(R"({"op":"sql","sql":"SELECT 1"})"));
    CHECK(at(at(*answer, "error", "errors").list().front(), "code") == Value("not_supported"));
}

TEST_CASE("a storage other than memory needs a port")
{
    FakeHost host;
    tunez::Engine engine(host, {});
    engine.run(to_json(from_json("{'op':'define','definition':{'domains':[{'name':'D','resources':"
        + std::string(item_resource) + "}]}}")));
    auto answer = parse_json(engine.run(R"({"op":"open","storage":"file.db"})"));
    CHECK(
        at(at(*answer, "error", "errors").list().front(), "code") == Value("storage_unavailable"));
}

TEST_CASE("a changeset description is evaluated, and applied where that is asked")
{
    TestEngine engine;
    engine.define(item_resource);
    auto state = engine.ok("{'op':'changeset','changeset':{'resource':'Item','operations':[['for_"
                           "create','create',{'id':1,'name':'a'}]]},'apply':true}");
    CHECK(at(state, "action") == Value("create"));
    CHECK(at(state, "valid") == Value(true));
    CHECK(at(state, "attributes") == from_json("{'id':1,'name':'a'}"));
    CHECK(at(state, "applied") == from_json("{'id':1,'name':'a'}"));
    auto invalid = engine.ok("{'op':'changeset','changeset':{'resource':'Item','operations':[['for_"
                             "create','create',{'id':'x'}]]},'apply':true}");
    CHECK(at(invalid, "applied").is_null());
    auto forced = engine.ok("{'op':'changeset','changeset':{'resource':'Item','operations':[['for_"
                            "create','create',{'id':'x'}]]},'apply':'force'}");
    CHECK(at(forced, "applied").is(Kind::map));
}

TEST_CASE("a changeset starts from what its action needs")
{
    TestEngine engine;
    engine.define(item_resource);
    CHECK(engine.errors("{'op':'submit','changeset':{'resource':'Item','operations':[['for_update',"
                        "'update',{'name':'x'}]]}}")
        == Lines { "invalid_message: an update or destroy starts from a record" });
    CHECK(engine.errors("{'op':'submit','changeset':{'resource':'Item','record':{'id':1},'"
                        "operations':[['for_create','create',{}]]}}")
        == Lines { "invalid_message: a create starts from a resource, not from a record" });
    CHECK(engine
              .errors("{'op':'submit','changeset':{'resource':'Item','operations':[['for_create','"
                      "update',{}]]}}")
              .size()
        == 1);
    CHECK(engine.errors("{'op':'submit','changeset':{'resource':'Item','record':{'name':'x'}}}")
            .front()
            .starts_with("invalid_argument"));
}

TEST_CASE("what was changed before the action is named must be what it accepts")
{
    TestEngine engine;
    engine.define(item_resource);
    auto state = engine.ok("{'op':'changeset','changeset':{'resource':'Child','operations':"
                           "[['change_attribute','id',1],['for_create','create',{}]]}}");
    CHECK(at(state, "valid") == Value(true));
    auto refused = engine.ok(
        "{'op':'changeset','changeset':{'resource':'Item','record':{'id':1},'operations':"
        "[['change_attribute','id',2],['for_update','update',{}]]}}");
    CHECK(lines_of(at(refused, "errors")) == Lines { "invalid_attribute id: cannot be changed" });
}

TEST_CASE("info tells what was defined")
{
    TestEngine engine;
    engine.define(item_resource);
    CHECK(engine.ok("{'op':'info'}").is(Kind::map));
    CHECK(engine.ok("{'op':'info','resource':'Item'}").is(Kind::map));
    CHECK(engine.errors("{'op':'info','resource':'Itm'}").front().starts_with("no_such_resource"));
}
