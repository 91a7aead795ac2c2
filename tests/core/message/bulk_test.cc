#include "support/bulk.h"
#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static constexpr auto one_is_bad
    = "[{'id':1,'name':'a'},{'id':'x','name':'b'},{'id':3,'name':'c'}]";
static constexpr auto all_told = "{'return_records':true,'return_errors':true}";

TEST_CASE("a bulk create answers with how it went, and with records where they are asked")
{
    Shop shop;
    shop.define({});
    CHECK(shop.engine.ok(bulk_create(three_items))
        == from_json("{'status':'success','error_count':0}"));
    CHECK(shop.engine.count("Item") == 3);
    auto result = shop.engine.ok(bulk_create("[{'id':4}]", all_told));
    CHECK(at(result, "records") == from_json("[{'id':4,'name':null,'stock':null}]"));
}

TEST_CASE("a bulk create of nothing is a success")
{
    Shop shop;
    shop.define({});
    CHECK(at(shop.engine.ok(bulk_create("[]")), "status") == Value("success"));
}

TEST_CASE("inputs may come as rows under shared keys")
{
    Shop shop;
    shop.define({});
    auto result
        = shop.engine.ok(bulk_create("{'keys':['id','name'],'rows':[[1,'a'],[2,'b']]}", all_told));
    CHECK(at(result, "records")
        == from_json("[{'id':1,'name':'a','stock':null},{'id':2,'name':'b','stock':null}]"));
}

TEST_CASE("an invalid input fails alone, with its index in the path")
{
    Shop shop;
    shop.define({});
    auto result = shop.engine.ok(bulk_create(one_is_bad, all_told));
    CHECK(at(result, "status") == Value("partial_success"));
    CHECK(at(result, "error_count") == Value(1));
    CHECK(errors_in(result) == Lines { "invalid_attribute id: is invalid @ [1]" });
    CHECK(shop.engine.count("Item") == 2);
}

TEST_CASE(
    "stop_on_error writes nothing of the batch with an invalid input, and keeps earlier batches")
{
    Shop shop;
    shop.define({});
    auto result = shop.engine.ok(
        bulk_create(one_is_bad, "{'stop_on_error':true,'batch_size':1,'return_records':true}"));
    CHECK(at(result, "status") == Value("partial_success"));
    CHECK(at(result, "error_count") == Value(1));
    CHECK(at(result, "records") == Value(List {}));
    CHECK(shop.engine.count("Item") == 1);
    Shop whole;
    whole.define({});
    CHECK(at(whole.engine.ok(bulk_create(one_is_bad, "{'stop_on_error':true}")), "status")
        == Value("error"));
    CHECK(whole.engine.count("Item") == 0);
}

TEST_CASE("a transaction around all undoes everything on the first failure")
{
    Shop shop;
    shop.define({});
    auto result = shop.engine.ok(bulk_create(one_is_bad,
        "{'transaction':'all','batch_size':1,'return_errors':true,'return_records':true}"));
    CHECK(at(result, "status") == Value("error"));
    CHECK(at(result, "records") == Value(List {}));
    CHECK(errors_in(result) == Lines { "invalid_attribute id: is invalid @ [1]" });
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("without rolling back, a transaction around all keeps what succeeded")
{
    Shop shop;
    shop.define({});
    auto result = shop.engine.ok(
        bulk_create(one_is_bad, "{'transaction':'all','rollback_on_error':false}"));
    CHECK(at(result, "status") == Value("partial_success"));
    CHECK(shop.engine.count("Item") == 2);
}

TEST_CASE("a broken constraint undoes its batch, and only its batch")
{
    Shop shop;
    shop.define({});
    auto result = shop.engine.ok(bulk_create(
        "[{'id':1},{'id':2},{'id':3},{'id':3}]", "{'batch_size':2,'return_errors':true}"));
    CHECK(at(result, "status") == Value("partial_success"));
    CHECK(at(result, "error_count") == Value(2));
    CHECK(shop.engine.count("Item") == 2);
}

TEST_CASE("without a transaction a broken constraint fails its record alone")
{
    Shop shop;
    shop.define({});
    auto result = shop.engine.ok(
        bulk_create("[{'id':1},{'id':1},{'id':3}]", "{'transaction':false,'return_errors':true}"));
    CHECK(at(result, "error_count") == Value(1));
    CHECK(at(at(result, "errors", "errors").list().front(), "path") == from_json("[1]"));
    CHECK(shop.engine.count("Item") == 2);
}

TEST_CASE("an after_action hook that fails undoes the batch, and the others' do not run")
{
    Shop shop;
    int calls = 0;
    auto hook = shop.engine.callback([&](const Value&) -> Result<Value> {
        return ++calls == 2 ? from_json("{'error':'no'}") : Value();
    });
    shop.define({ .create = "'changes':[{'name':'after_action','function':" + hook + "}]" });
    auto result = shop.engine.ok(bulk_create(three_items, all_told));
    CHECK(at(result, "status") == Value("error"));
    CHECK(errors_in(result)
        == Lines { "invalid_changes: no @ [0]", "invalid_changes: no @ [1]",
            "invalid_changes: no @ [2]" });
    CHECK(calls == 2);
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("a before_action hook that fails fails its record alone")
{
    Shop shop;
    int calls = 0;
    auto hook = shop.engine.callback([&](const Value&) -> Result<Value> {
        return ++calls == 2 ? from_json("{'error':'no'}") : Value();
    });
    shop.define({ .create = "'changes':[{'name':'before_action','function':" + hook + "}]" });
    auto result = shop.engine.ok(bulk_create(three_items, all_told));
    CHECK(at(result, "error_count") == Value(1));
    CHECK(calls == 3);
    CHECK(shop.engine.count("Item") == 2);
}

TEST_CASE("hooks of a batch run phase by phase, after_transaction hooks of what failed last")
{
    Shop shop;
    shop.define({ .create = "'changes':["
            + shop.hooks({ "before_action:b", "after_action:a", "after_transaction:t" }) + "]" });
    shop.engine.ok(bulk_create("[{'id':1},{'id':2}]"));
    CHECK(shop.trace
        == Lines { "before_action:b", "before_action:b", "after_action:a", "after_action:a",
            "after_transaction:t:ok", "after_transaction:t:ok" });
}

TEST_CASE("records with around hooks go through them one by one")
{
    Shop shop;
    shop.define(
        { .create = "'changes':[" + shop.hooks({ "around_action:r", "before_action:b" }) + "]" });
    CHECK(at(shop.engine.ok(bulk_create("[{'id':1},{'id':2}]")), "status") == Value("success"));
    CHECK(shop.trace
        == Lines { "around_action:r", "before_action:b", "around_action:r:ok", "around_action:r",
            "before_action:b", "around_action:r:ok" });
}

TEST_CASE("a bulk update changes records that are given, named, or found")
{
    Shop shop;
    shop.define({});
    shop.engine.ok(bulk_create(three_items));
    auto records = to_json(shop.engine.rows("Item"));
    auto update = [&](const std::string& subjects, std::string_view input) {
        return shop.engine.ok("{'op':'bulk_update','resource':'Item'," + subjects
            + ",'input':" + std::string(input) + ",'options':{'strategy':'stream'}}");
    };
    CHECK(at(update("'records':" + records, "{'stock':1}"), "status") == Value("success"));
    CHECK(at(update("'ids':[1,2,99]", "{'stock':2}"), "error_count") == Value(1));
    CHECK(at(update("'query':{'filter':{'stock':2}}", "{'name':'two'}"), "status")
        == Value("success"));
    CHECK(shop.engine.rows("Item")
        == from_json("[{'id':1,'name':'two','stock':2},{'id':2,'name':'two','stock':2},{'id':3,'"
                     "name':'c','stock':1}]"));
}

TEST_CASE("a bulk destroy takes each record as its own batch")
{
    Shop shop;
    shop.define({ .destroy
        = "'validations':[{'name':'attribute_does_not_equal','field':'name','value':'b'}]" });
    shop.engine.ok(bulk_create(three_items));
    auto result = shop.engine.ok("{'op':'bulk_destroy','resource':'Item','query':{},'options':{'"
                                 "return_errors':true,'return_records':true,'strategy':'stream'}}");
    CHECK(at(result, "status") == Value("partial_success"));
    CHECK(errors_in(result) == Lines { "invalid_attribute name: must not equal b @ [1]" });
    CHECK(at(result, "records").list().size() == 2);
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("the inputs of a bulk action must be ones")
{
    Shop shop;
    shop.define({});
    for (auto inputs : { "5", "{'keys':['id']}", "{'keys':5,'rows':[]}", "'x'", "null" })
        CHECK(shop.engine.errors(bulk_create(inputs)).front().starts_with("invalid_message"));
    auto result = shop.engine.ok(bulk_create("[5,null,[1]]", all_told));
    CHECK(at(result, "error_count").integer() >= 2);
    CHECK(shop.engine.errors("{'op':'bulk_update','resource':'Item','records':5,'input':{}}")
            .front()
            .starts_with("invalid_message"));
    auto records = std::string("{'op':'bulk_update','resource':'Item','records':[5,{}],'input':{}");
    CHECK(at(shop.engine.ok(records + ",'options':{'strategy':'stream'}}"), "error_count")
        == Value(2));
    CHECK(shop.engine.errors(records + "}")
        == Lines { "invalid_argument id: the record has no value for its primary key" });
    CHECK(at(shop.engine.ok(bulk_create("{'keys':[5,'id'],'rows':[[1],[2,3,4],5]}")), "error_count")
        == Value(3));
}
