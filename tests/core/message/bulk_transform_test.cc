#include "support/bulk.h"
#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static Value operations(std::string_view json)
{
    return Value(Map { { "operations", from_json(json) } });
}

// A function that names each item after its id, and notes what it was given.
static std::string renaming(Shop& shop, Lines& seen)
{
    return shop.engine.callback([&seen](const Value& message) -> Result<Value> {
        const auto& id = at(at(message, "changeset", "attributes"), "id");
        seen.push_back(std::string(at(message, "kind").text()) + " " + display(id));
        return operations("[['change_attribute','name','item " + display(id) + "']]");
    });
}

static std::string with(const std::string& function, const std::string& more = "")
{
    return ",'options':{'return_records':true,'return_errors':true,'transform_changeset':"
        + function + more + "}}";
}

static std::string bulk_create(const std::string& inputs, const std::string& options)
{
    return "{'op':'bulk_create','resource':'Item','inputs':" + inputs + options;
}

static std::string bulk_change(std::string_view op, const std::string& options)
{
    return "{'op':'" + std::string(op) + "','resource':'Item','query':{},'input':{}" + options;
}

static Lines names_in(const Value& result)
{
    Lines names;
    for (const auto& record : at(result, "records").list())
        names.push_back(display(at(record, "name")));
    return names;
}

TEST_CASE("transform_changeset is given each changeset of a bulk create, and may change it")
{
    Shop shop;
    shop.define({});
    Lines seen;
    auto result = shop.engine.ok(bulk_create("[{'id':1},{'id':2}]", with(renaming(shop, seen))));
    CHECK(names_in(result) == Lines { "item 1", "item 2" });
    CHECK(seen == Lines { "transform_changeset 1", "transform_changeset 2" });
}

TEST_CASE("transform_changeset runs once the inputs are cast, before changes and validations")
{
    Shop shop;
    shop.define({ .create = "'changes':[{'name':'set_new_attribute','options':{'attribute':'name',"
                            "'value':'unnamed'}}],'require_attributes':['id']",
        .resource = "'validations':[{'name':'attribute_equals','options':{'field':'name',"
                    "'value':'item 1'}}]" });
    Lines seen;
    auto result = shop.engine.ok(bulk_create("[{'id':'1'},{'id':2}]", with(renaming(shop, seen))));
    CHECK(names_in(result) == Lines { "item 1" });
    CHECK(errors_in(result) == Lines { "invalid_attribute name: must equal item 1 @ [1]" });
}

TEST_CASE("transform_changeset that answers nothing leaves the changeset as it was")
{
    Shop shop;
    shop.define({});
    auto nothing = shop.engine.callback([](const Value&) -> Result<Value> { return Value(); });
    auto result = shop.engine.ok(bulk_create("[{'id':1,'name':'a'}]", with(nothing)));
    CHECK(names_in(result) == Lines { "a" });
}

TEST_CASE("what transform_changeset throws fails that record alone")
{
    Shop shop;
    shop.define({});
    auto raising = shop.engine.callback([](const Value& message) -> Result<Value> {
        if (at(at(message, "changeset", "attributes"), "id") == Value(1))
            return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
        return Value();
    });
    auto result = shop.engine.ok(bulk_create("[{'id':1},{'id':2}]", with(raising)));
    CHECK(at(result, "status") == Value("partial_success"));
    CHECK(errors_in(result) == Lines { "callback_failed: ** (Error) no @ [0]" });
}

TEST_CASE("transform_changeset may register hooks")
{
    Shop shop;
    Lines seen;
    shop.define({});
    auto hook = shop.engine.callback([&](const Value&) -> Result<Value> {
        seen.emplace_back("hook");
        return Value();
    });
    auto hooking = shop.engine.callback([hook](const Value&) -> Result<Value> {
        return operations("[['after_action'," + hook + "]]");
    });
    shop.engine.ok(bulk_create("[{'id':1},{'id':2}]", with(hooking)));
    CHECK(seen == Lines { "hook", "hook" });
}

TEST_CASE("transform_changeset of bulk updates and destroys is given each record's changeset")
{
    Shop shop;
    shop.define({});
    shop.create("{'id':1,'name':'a'}");
    shop.create("{'id':2,'name':'b'}");
    Lines seen;
    auto marking = shop.engine.callback([&](const Value& message) -> Result<Value> {
        seen.push_back(display(at(at(message, "changeset", "data"), "name")));
        return operations("[['change_attribute','stock',9]]");
    });
    auto streamed = with(marking, ",'strategy':'stream'");
    auto updated = shop.engine.ok(bulk_change("bulk_update", streamed));
    CHECK(at(at(updated, "records").list().front(), "stock") == Value(9));
    CHECK(at(shop.engine.ok(bulk_change("bulk_destroy", streamed)), "status") == Value("success"));
    CHECK(seen == Lines { "a", "b", "a", "b" });
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("a bulk action with transform_changeset cannot be one statement")
{
    Shop shop;
    shop.define({});
    shop.create("{'id':1,'name':'a'}");
    Lines seen;
    auto function = renaming(shop, seen);
    for (const auto* op : { "bulk_update", "bulk_destroy" }) {
        auto result = shop.engine.ok(
            bulk_change(op, with(function, ",'strategy':['atomic','atomic_batches']")));
        CHECK(at(result, "status") == Value("error"));
        CHECK(errors_in(result)
            == Lines { "no_matching_bulk_strategy: Item." + std::string(op).substr(5)
                + " had no matching bulk strategy that could be used." });
    }
    CHECK(seen.empty());
    auto chosen = shop.engine.ok(
        bulk_change("bulk_update", with(function, ",'strategy':['atomic','stream']")));
    CHECK(at(chosen, "status") == Value("success"));
}

TEST_CASE("transform_changeset that is no function is refused")
{
    Shop shop;
    shop.define({});
    CHECK(shop.engine.errors(bulk_create("[]", with("'upcase'")))
        == Lines { "invalid_message: the option `transform_changeset` is a function, as "
                   "`{\"callback\":id}`" });
}
