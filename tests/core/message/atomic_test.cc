#include "support/bulk.h"
#include "support/shop.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

static void define(Shop& shop, const Shop::Members& members)
{
    shop.define(members);
    shop.engine.ok("{'op':'bulk_create','resource':'Item','inputs':[{'id':1,'name':'a','stock':1},"
                   "{'id':2,'name':'b','stock':2},{'id':3,'name':'c','stock':3}]}");
    shop.trace.clear();
}

static std::string bulk(std::string_view op, std::string_view subjects, std::string_view input,
    std::string_view options = "")
{
    return "{'op':'" + std::string(op) + "','resource':'Item'," + std::string(subjects)
        + ",'input':" + std::string(input)
        + ",'options':{'return_records':true,'return_errors':true" + std::string(options) + "}}";
}

static constexpr auto everything = "'query':{}";
static constexpr auto two_of_them = "'ids':[3,1]";

static Lines names(const Value& records)
{
    Lines lines;
    for (const auto& record : records.list())
        lines.emplace_back(at(record, "name").text());
    return lines;
}

TEST_CASE("a bulk update over a query is one statement, and answers with the rows as stored")
{
    Shop shop;
    define(shop, {});
    auto result = shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}"));
    CHECK(at(result, "status") == Value("success"));
    CHECK(at(result, "records")
        == from_json("[{'id':1,'name':'a','stock':9},{'id':2,'name':'b','stock':9},"
                     "{'id':3,'name':'c','stock':9}]"));
    CHECK(shop.engine.rows("Item") == at(result, "records"));
}

TEST_CASE("an atomic bulk update keeps to the filter, limit and offset of its query")
{
    Shop shop;
    define(shop, {});
    auto changed = [&](std::string_view query) {
        return names(
            at(shop.engine.ok(bulk("bulk_update", "'query':" + std::string(query), "{'stock':9}")),
                "records"));
    };
    CHECK(
        changed("{'filter':{'stock':{'gt':1}},'sort':[['id','desc']],'limit':1}") == Lines { "c" });
    CHECK(changed("{'sort':[['id','asc']],'limit':1,'offset':1}") == Lines { "b" });
    CHECK(changed("{'filter':{'stock':1}}") == Lines { "a" });
}

TEST_CASE("a list of records or ids is written in atomic batches, in their order when sorted")
{
    Shop shop;
    define(shop, {});
    auto result = shop.engine.ok(
        bulk("bulk_update", two_of_them, "{'stock':9}", ",'sorted':true,'strategy':'atomic'"));
    CHECK(names(at(result, "records")) == Lines { "c", "a" });
    auto destroyed = shop.engine.ok(bulk("bulk_destroy", two_of_them, "{}"));
    CHECK(at(destroyed, "status") == Value("success"));
    CHECK(names(shop.engine.rows("Item")) == Lines { "b" });
}

TEST_CASE("a validation that depends on the row is judged inside the statement, which fails whole")
{
    Shop shop;
    define(shop,
        { .update = "'validations':[{'name':'attribute_equals','field':'name','value':'a'}]",
            .destroy = "'validations':[{'name':'string_length','field':'name','max':0}]" });
    auto result = shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}"));
    CHECK(at(result, "status") == Value("error"));
    CHECK(at(result, "error_count") == Value(1));
    CHECK(errors_in(result) == Lines { "invalid_attribute name: must equal a" });
    CHECK(at(result, "records") == Value(List {}));
    CHECK(at(shop.engine.rows("Item").list()[0], "stock") == Value(1));
    CHECK(errors_in(shop.engine.ok(bulk("bulk_destroy", everything, "{}")))
        == Lines { "invalid_attribute name: must have length of no more than 0" });
    CHECK(shop.engine.count("Item") == 3);
    auto only_a = "'query':{'filter':{'name':'a'}}";
    CHECK(at(shop.engine.ok(bulk("bulk_update", only_a, "{'stock':9}")), "status")
        == Value("success"));
}

TEST_CASE("a validation of the application is asked about each row, where it says that it may be")
{
    Shop shop;
    auto callback = shop.engine.callback_value([&](const Value& message) -> Result<Value> {
        auto name = std::string(at(message, "changeset", "data").map().find("name")->text());
        shop.trace.push_back(name);
        return name == "b" ? from_json("[{'field':'name','message':'not b'}]") : Value();
    });
    auto entry
        = "{'name':'callback','callback':" + std::to_string(at(callback, "callback").integer())
        + ",'functions':['validate','atomic']}";
    define(shop, { .update = "'validations':[" + entry + "]" });
    auto result = shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}"));
    CHECK(errors_in(result) == Lines { "invalid_attribute name: not b" });
    CHECK(shop.trace == Lines { "a", "b" });
    CHECK(at(shop.engine.rows("Item").list()[0], "stock") == Value(1));
}

TEST_CASE("a condition of a validation is judged with the row, too")
{
    Shop shop;
    define(shop,
        { .update = "'validations':[{'name':'compare','field':'stock','less_than':5,"
                    "'where':[{'name':'attribute_equals','field':'name','value':'b'}]}]" });
    CHECK(at(shop.engine.ok(bulk("bulk_update", "'query':{'filter':{'name':'a'}}", "{'stock':9}")),
              "status")
        == Value("success"));
    CHECK(errors_in(shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}")))
        == Lines { "invalid_attribute stock: must be less than 5" });
}

TEST_CASE("what is wrong with the input itself is one error, and there are no records")
{
    Shop shop;
    define(shop, { .update = "'validations':[{'name':'compare','field':'stock','less_than':5}]" });
    auto result = shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}"));
    CHECK(errors_in(result) == Lines { "invalid_attribute stock: must be less than 5" });
    CHECK_FALSE(result.map().contains("records"));
    auto cast = shop.engine.ok(bulk("bulk_update", two_of_them, "{'stock':'many'}"));
    CHECK(errors_in(cast) == Lines { "invalid_attribute stock: is invalid" });
    CHECK(at(cast, "records") == Value(List {}));
}

TEST_CASE("update defaults are written where a row changes, and only there")
{
    Shop shop;
    define(shop, { .attributes = "'touched':{'type':'integer','default':0,'update_default':7}" });
    shop.engine.ok(bulk("bulk_update", everything, "{'stock':2}"));
    auto touched = [&](size_t row) { return at(shop.engine.rows("Item").list()[row], "touched"); };
    CHECK(touched(0) == Value(7));
    CHECK(touched(1) == Value(0));
    shop.engine.ok(bulk("bulk_update", everything, "{}"));
    CHECK(touched(1) == Value(0));
}

TEST_CASE("what needs the records refuses to be one statement, and says why")
{
    Shop shop;
    define(shop, { .update = "'changes':[" + shop.hooks({ "before_action:b" }) + "]" });
    auto refused = shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}"));
    CHECK(errors_in(refused)
        == Lines {
            "no_matching_bulk_strategy: Item.update had no matching bulk strategy that could "
            "be used." });
    CHECK(at(at(refused, "errors", "errors").list()[0], "reasons")
        == from_json("['could not use `atomic`: the change `callback` has no atomic form']"));
    CHECK(shop.trace.empty());
    auto streamed = shop.engine.ok(
        bulk("bulk_update", everything, "{'stock':9}", ",'strategy':['atomic','stream']"));
    CHECK(at(streamed, "status") == Value("success"));
    CHECK(shop.trace.size() == 3);
}

TEST_CASE("after_action hooks run for each row of an atomic update, and undo it when they fail")
{
    Shop shop;
    auto hook = shop.engine.callback_value([&](const Value& message) -> Result<Value> {
        auto name = std::string(at(message, "record", "name").text());
        shop.trace.push_back(name);
        return name == shop.failing ? from_json("{'error':{'message':'no'}}") : Value();
    });
    define(
        shop, { .update = "'changes':[{'name':'after_action','function':" + to_json(hook) + "}]" });
    CHECK(at(shop.engine.ok(bulk("bulk_update", everything, "{'stock':8}")), "status")
        == Value("success"));
    CHECK(shop.trace == Lines { "a", "b", "c" });
    shop.failing = "b";
    auto failed = shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}"));
    CHECK(at(failed, "status") == Value("error"));
    CHECK(at(shop.engine.rows("Item").list()[0], "stock") == Value(8));
}

// A change of the application with an atomic form.
static std::string atomic_change(Shop& shop, std::string_view answer)
{
    auto callback = shop.engine.callback_value(
        [answer = from_json(answer)](const Value&) -> Result<Value> { return answer; });
    return "{'name':'callback','callback':" + std::to_string(at(callback, "callback").integer())
        + ",'functions':['atomic']}";
}

TEST_CASE("a change of the application says how it is part of one statement, or that it is not")
{
    Shop shop;
    define(shop,
        { .update = "'changes':["
                + atomic_change(shop, "{'operations':[['atomic_update','stock',{'ref':'id'}]]}")
                + "]" });
    shop.engine.ok(bulk("bulk_update", everything, "{'name':'x'}"));
    CHECK(shop.engine.rows("Item")
        == from_json("[{'id':1,'name':'x','stock':1},{'id':2,'name':'x','stock':2},"
                     "{'id':3,'name':'x','stock':3}]"));
    Shop refusing;
    define(refusing,
        { .update
            = "'changes':[" + atomic_change(refusing, "{'not_atomic':'it is Monday'}") + "]" });
    auto refused = refusing.engine.ok(bulk("bulk_update", everything, "{}"));
    CHECK(at(at(refused, "errors", "errors").list()[0], "reasons")
        == from_json("['could not use `atomic`: it is Monday']"));
}

TEST_CASE("after_batch of a change with an atomic form runs over the rows that were written")
{
    Shop shop;
    auto callback = shop.engine.callback_value([&](const Value& message) -> Result<Value> {
        auto kind = std::string(at(message, "kind").text());
        const auto& records = at(message, "records");
        shop.trace.push_back(
            kind + (records.is(Kind::list) ? ":" + std::to_string(records.list().size()) : ""));
        return Value();
    });
    auto entry
        = "{'name':'callback','callback':" + std::to_string(at(callback, "callback").integer())
        + ",'functions':['change','atomic','before_batch','after_batch']}";
    define(shop, { .update = "'changes':[" + entry + "]" });
    CHECK(at(shop.engine.ok(bulk("bulk_update", everything, "{'stock':9}")), "status")
        == Value("success"));
    CHECK(shop.trace == Lines { "atomic", "after_batch:3" });
}

TEST_CASE("what an expression gives goes through the type of the attribute and its constraints")
{
    Shop shop;
    define(shop,
        { .update
            = "'changes':[{'name':'atomic_update','attribute':'level','expr':{'ref':'stock'}}]",
            .attributes = "'level':{'type':'integer','constraints':{'max':2}}" });
    auto failed = shop.engine.ok(bulk("bulk_update", everything, "{}"));
    CHECK(errors_in(failed) == Lines { "invalid_changes: must be less than or equal to 2" });
    auto record = shop.engine.rows("Item").list()[1];
    CHECK(at(shop.engine.ok(shop.update_message(record, "{}")), "level") == Value(2));
    record = shop.engine.rows("Item").list()[2];
    CHECK(shop.engine.errors(shop.update_message(record, "{}"))
        == Lines { "invalid_changes: must be less than or equal to 2" });
}

TEST_CASE("increments and arithmetic are part of the statement")
{
    Shop shop;
    define(shop,
        { .update = "'changes':[{'name':'increment','attribute':'stock','overflow_limit':3}]",
            .attributes = "'twice':{'type':'integer'}" });
    shop.engine.ok(bulk("bulk_update", everything, "{}"));
    auto stock = [&](size_t row) { return at(shop.engine.rows("Item").list()[row], "stock"); };
    CHECK(stock(0) == Value(2));
    CHECK(stock(1) == Value(3));
    CHECK(stock(2) == Value(1));
    auto id = to_json(shop.engine.rows("Item").list()[1]);
    auto doubled = "{'op':'submit','changeset':{'resource':'Item','record':" + id
        + ",'operations':[['for_update','update',{}],['atomic_update',{'twice':{'op':'*','args':["
          "{'atomic_ref':'stock'},{'value':2}]}}]]}}";
    CHECK(at(shop.engine.ok(doubled), "twice") == Value(6));
}

TEST_CASE("a number that no longer fits fails an atomic update as a whole")
{
    std::string step = GENERATE("'+','args':[{'ref':'stock'},{'value':9223372036854775805}]",
        "'-','args':[{'ref':'stock'},{'value':-9223372036854775805}]");
    Shop shop;
    define(shop,
        { .update = "'changes':[{'name':'atomic_update','attribute':'stock','expr':{'op':" + step
                + "}}]" });
    auto before = shop.engine.rows("Item");
    CHECK_FALSE(errors_in(shop.engine.ok(bulk("bulk_update", everything, "{}"))).empty());
    CHECK(shop.engine.rows("Item") == before);
    auto two = bulk("bulk_update", "'query':{'filter':{'stock':{'lt':3}}}", "{}");
    CHECK(at(shop.engine.ok(two), "status") == Value("success"));
    CHECK(
        at(shop.engine.rows("Item").list()[1], "stock") == Value(int64_t { 9223372036854775807 }));
}

TEST_CASE("an atomic wins over a plain change, and refers to new values where it says so")
{
    Shop shop;
    define(shop,
        { .update = "'changes':[{'name':'atomic_update','attribute':'stock','expr':{'ref':'id'}},"
                    "{'name':'atomic_update','attribute':'seen','expr':{'atomic_ref':'name'}}]",
            .attributes = "'seen':{'type':'string'}" });
    auto record = shop.engine.rows("Item").list()[1];
    auto updated = shop.engine.ok(shop.update_message(record, "{'stock':9,'name':'new'}"));
    CHECK(at(updated, "stock") == Value(2));
    CHECK(at(updated, "seen") == Value("new"));
}

TEST_CASE("atomic_update is not for creates, atomic_set is")
{
    Shop shop;
    shop.define({ .create
        = "'changes':[{'name':'atomic_update','attribute':'stock','expr':{'value':1}}]" });
    CHECK(shop.create_errors("{'id':1}")
        == Lines {
            "invalid_changes: atomic_update cannot be used on create actions. Use atomic_set "
            "for setting values during create." });
    Shop setting;
    setting.define(
        { .create = "'changes':[{'name':'atomic_set','attribute':'stock','expr':{'value':1}}]" });
    CHECK(at(setting.create("{'id':1}"), "stock") == Value(1));
}

TEST_CASE("an action that demands to be atomic goes by the row as it is stored")
{
    Shop shop;
    define(shop,
        { .update
            = "'require_atomic':true,'validations':[{'name':'attribute_equals','field':'name',"
              "'value':'a'}]" });
    auto record = shop.engine.rows("Item").list()[1];
    CHECK(shop.engine.errors(shop.update_message(record, "{'stock':5}"))
        == Lines { "invalid_attribute name: must equal a" });
    auto mistaken = from_json("{'id':1,'name':'z','stock':0}");
    CHECK(shop.engine.ok(shop.update_message(mistaken, "{'stock':5}"))
        == from_json("{'id':1,'name':'a','stock':5}"));
    auto gone = from_json("{'id':7,'name':'a','stock':0}");
    CHECK(shop.engine.errors(shop.update_message(gone, "{'stock':5}"))
        == Lines { "stale_record: Attempted to update stale record of Item" });
}

TEST_CASE("an action that demands to be atomic and cannot be fails with the reason")
{
    Shop shop;
    define(shop, { .update = "'require_atomic':true,'changes':[" + shop.note("c") + "]" });
    auto record = shop.engine.rows("Item").list()[0];
    CHECK(shop.engine.errors(shop.update_message(record, "{}"))
        == Lines { "must_be_atomic: Item.update must be performed atomically, but it could not be "
                   "performed atomically\n\nReason: the change `callback` has no atomic form" });
}

TEST_CASE("nothing to be written is a success of a bulk update")
{
    Shop shop;
    define(shop, { .update = "'changes':[" + shop.note("c") + "]" });
    CHECK(at(shop.engine.ok(bulk("bulk_update", "'ids':[]", "{}")), "status") == Value("success"));
}

TEST_CASE("rows with a key of several fields are written in atomic batches, too")
{
    TestEngine engine;
    engine.define(
        "{'Seat':{'attributes':{'row':{'type':'integer','primary_key':true,'allow_nil':false},"
        "'place':{'type':'integer','primary_key':true,'allow_nil':false},"
        "'name':{'type':'string'}},'defaults':['read','destroy',"
        "{'create':['row','place','name']},{'update':['name']}]}}");
    engine.ok(
        "{'op':'bulk_create','resource':'Seat','inputs':[{'row':1,'place':1},{'row':1,'place':2},"
        "{'row':2,'place':1}]}");
    auto result
        = engine.ok("{'op':'bulk_update','resource':'Seat','ids':[{'row':1,'place':2},"
                    "{'row':2,'place':1}],'input':{'name':'x'},'options':{'batch_size':1}}");
    CHECK(at(result, "status") == Value("success"));
    CHECK(engine.rows("Seat", "row,place")
        == from_json("[{'row':1,'place':1,'name':null},{'row':1,'place':2,'name':'x'},"
                     "{'row':2,'place':1,'name':'x'}]"));
    auto limited
        = engine.ok("{'op':'bulk_destroy','resource':'Seat','query':{'sort':[['row','desc']],"
                    "'limit':1},'input':{}}");
    CHECK(at(limited, "status") == Value("success"));
    CHECK(engine.rows("Seat", "row,place").list().size() == 2);
}
