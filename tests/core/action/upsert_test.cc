#include "support/shop.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

// Items known by their name, of which `one` is there.
static void define_upserts(
    Shop& shop, const std::string& create = {}, const std::string& attributes = {})
{
    shop.define({ .create = create,
        .resource = "'identities':{'by_name':{'keys':['name'],'pre_check':true}}",
        .attributes = attributes });
    shop.create("{'id':1,'name':'one','stock':5}");
}

static std::string upsert(std::string_view input, std::string_view more = "")
{
    return Shop::message("create", input,
        ",'options':{'upsert':true,'upsert_identity':'by_name'" + std::string(more) + "}");
}

static Value rows(Shop& shop) { return shop.engine.rows("Item"); }

TEST_CASE("an upsert updates the row whose identity is taken, and answers with it")
{
    Shop shop;
    define_upserts(shop);
    CHECK(shop.engine.ok(upsert("{'id':2,'name':'one','stock':7}"))
        == from_json("{'id':2,'name':'one','stock':7,'__metadata__':{'upsert_action':'update'}}"));
    CHECK(shop.engine.count("Item") == 1);
}

TEST_CASE("an upsert inserts where the identity is free")
{
    Shop shop;
    define_upserts(shop);
    shop.engine.ok(upsert("{'id':2,'name':'two','stock':7}"));
    CHECK(rows(shop)
        == from_json("[{'id':1,'name':'one','stock':5},{'id':2,'name':'two','stock':7}]"));
}

TEST_CASE("an upsert without an identity goes by the primary key")
{
    Shop shop;
    define_upserts(shop);
    shop.engine.ok(Shop::message("create", "{'id':1,'stock':6}", ",'options':{'upsert':true}"));
    CHECK(rows(shop) == from_json("[{'id':1,'name':'one','stock':6}]"));
}

TEST_CASE("upsert_fields say what is written where the row is there")
{
    Shop shop;
    define_upserts(shop);
    auto after = [&](std::string_view fields) {
        shop.engine.ok(
            upsert("{'id':9,'name':'one','stock':8}", ",'upsert_fields':" + std::string(fields)));
        auto row = rows(shop).list().front();
        shop.engine.ok(shop.update_message(row, "{'stock':5}"));
        return at(row, "stock");
    };
    CHECK(after("[]") == Value(5));
    CHECK(after("['stock']") == Value(8));
    CHECK(after("{'replace':['stock']}") == Value(8));
    CHECK(after("{'replace_all_except':['stock']}") == Value(5));
    CHECK(after("'replace_all'") == Value(8));
    CHECK(at(rows(shop).list().front(), "id") == Value(1));
}

TEST_CASE("a default never overwrites what is stored, unless its field is listed")
{
    Shop shop;
    define_upserts(shop, {}, "'seen':{'type':'integer','default':0,'public':true}");
    shop.engine.ok("{'op':'bulk_create','resource':'Item','inputs':[{'id':3,'name':'x'}]}");
    auto row = [&] { return at(rows(shop).list().front(), "seen"); };
    shop.engine.ok(upsert("{'id':9,'name':'one'}"));
    CHECK(row() == Value(0));
    shop.engine.ok(upsert("{'id':9,'name':'one'}", ",'upsert_fields':['seen']"));
    CHECK(row() == Value(0));
}

TEST_CASE("update defaults are written with what an upsert updates, unless they are not to be")
{
    Shop shop;
    define_upserts(shop, {}, "'changes':{'type':'integer','default':1,'update_default':2}");
    auto changes = [&] { return at(rows(shop).list().front(), "changes"); };
    shop.engine.ok(upsert("{'id':9,'name':'one','stock':1}", ",'touch_update_defaults':false"));
    CHECK(changes() == Value(1));
    shop.engine.ok(upsert("{'id':9,'name':'one','stock':1}"));
    CHECK(changes() == Value(2));
}

TEST_CASE("a row for which the condition does not hold is stale, or comes back as it is")
{
    Shop shop;
    define_upserts(shop);
    static constexpr auto newer
        = ",'upsert_condition':{'op':'<','args':[{'ref':'stock'},{'upsert_conflict':'stock'}]}";
    CHECK(shop.engine.errors(upsert("{'id':9,'name':'one','stock':4}", newer))
        == Lines { "stale_record: Attempted to update stale record of Item with filter: stock < "
                   "upsert_conflict(:stock)" });
    CHECK(shop.engine.ok(upsert("{'id':9,'name':'one','stock':4}",
              std::string(newer) + ",'return_skipped_upsert':true"))
        == from_json("{'id':1,'name':'one','stock':5,'__metadata__':{'upsert_skipped':true}}"));
    CHECK(
        at(shop.engine.ok(upsert("{'id':9,'name':'one','stock':6}", newer)), "stock") == Value(6));
}

TEST_CASE("in a bulk create a row that an upsert leaves alone is no failure")
{
    Shop shop;
    define_upserts(shop,
        "'upsert':true,'upsert_identity':'by_name','upsert_fields':['stock'],"
        "'upsert_condition':{'op':'<','args':[{'ref':'stock'},{'upsert_conflict':'stock'}]}");
    auto result = shop.engine.ok(
        "{'op':'bulk_create','resource':'Item','inputs':[{'id':8,'name':'one','stock':1},"
        "{'id':9,'name':'two','stock':1}],'options':{'return_records':true}}");
    CHECK(result
        == from_json(
            "{'status':'success','error_count':0,'records':[{'id':9,'name':'two','stock':1,"
            "'__metadata__':{'upsert_action':'insert'}}]}"));
}

static Value action_of(const Value& record) { return at(record, "__metadata__", "upsert_action"); }

TEST_CASE("an upsert tells whether it inserted the record or updated the one that was there")
{
    Shop shop;
    define_upserts(shop);
    CHECK(action_of(shop.engine.ok(upsert("{'id':2,'name':'two'}"))) == Value("insert"));
    CHECK(action_of(shop.engine.ok(upsert("{'id':3,'name':'two','stock':1}"))) == Value("update"));
    // Where nothing of the row is written, it was there all the same.
    CHECK(action_of(shop.engine.ok(upsert("{'id':4,'name':'two'}", ",'upsert_fields':[]")))
        == Value("update"));
    auto by_key = Shop::message("create", "{'id':1,'stock':6}", ",'options':{'upsert':true}");
    CHECK(action_of(shop.engine.ok(by_key)) == Value("update"));
}

TEST_CASE("a bulk upsert tells of each record what it did")
{
    Shop shop;
    define_upserts(shop);
    auto result
        = shop.engine.ok("{'op':'bulk_create','resource':'Item','inputs':["
                         "{'id':5,'name':'two'},{'id':6,'name':'one','stock':2},"
                         "{'id':7,'name':'two','stock':3}],'options':{'return_records':true,"
                         "'upsert':true,'upsert_identity':'by_name','upsert_fields':['stock']}}");
    List actions;
    for (const auto& record : at(result, "records").list())
        actions.push_back(action_of(record));
    CHECK(actions == List { "insert", "update", "update" });
}

TEST_CASE("what triggers write beside an upsert is not taken for its row")
{
    Shop shop;
    shop.define({ .resource = "'identities':{'by_name':{'keys':['name']}},"
                              "'full_text':{'words':{'fields':['name']}}" });
    CHECK(action_of(shop.engine.ok(upsert("{'id':1,'name':'one'}"))) == Value("insert"));
    CHECK(action_of(shop.engine.ok(upsert("{'id':2,'name':'one','stock':7}"))) == Value("update"));
}

TEST_CASE("a hook after the action sees what the upsert did, and nothing of it where it was none")
{
    Shop shop;
    Lines seen;
    auto hook = shop.engine.callback([&](const Value& message) -> Result<Value> {
        const auto* metadata = at(message, "record").map().find("__metadata__");
        seen.push_back(
            metadata == nullptr ? "nothing" : display(metadata->map().find("upsert_action")[0]));
        return Value();
    });
    define_upserts(shop, "'changes':[{'name':'after_action','options':{'function':" + hook + "}}]");
    shop.engine.ok(upsert("{'id':2,'name':'one'}"));
    shop.engine.ok(upsert("{'id':3,'name':'new'}"));
    CHECK(seen == Lines { "nothing", "update", "insert" });
}

TEST_CASE("a bulk upsert has to name its fields")
{
    Shop shop;
    define_upserts(shop);
    CHECK(shop.engine.errors("{'op':'bulk_create','resource':'Item','inputs':[{'id':8}],"
                             "'options':{'upsert':true,'upsert_identity':'by_name'}}")
        == Lines { "invalid_argument upsert_fields: For bulk actions, `upsert_fields` must be "
                   "specified if upsert? is set to `true`" });
}

TEST_CASE("an upsert by an identity that is not there names it")
{
    Shop shop;
    define_upserts(shop);
    CHECK(shop.engine.errors(Shop::message(
              "create", "{'id':1}", ",'options':{'upsert':true,'upsert_identity':'by_size'}"))
        == Lines { "no_identity_found: No identity by_size found for resource Item" });
    CHECK(shop.engine.errors(upsert("{'id':1}", ",'upsert_fields':['sise']"))
        == Lines { "no_such_attribute: No such attribute \"sise\" for resource Item" });
}

TEST_CASE("an upsert runs the hooks of its create and no check of the identity it goes by")
{
    Shop shop;
    define_upserts(shop, "'changes':[" + shop.hooks({ "before_action:b", "after_action:a" }) + "]");
    shop.trace.clear();
    shop.engine.ok(upsert("{'id':2,'name':'one'}"));
    CHECK(shop.trace == Lines { "before_action:b", "after_action:a" });
}

TEST_CASE("another identity that is taken refuses the upsert in its own words")
{
    Shop shop;
    define_upserts(shop);
    shop.create("{'id':2,'name':'two'}");
    auto by_key = ",'options':{'upsert':true,'upsert_fields':['name']}";
    CHECK(shop.engine.errors(Shop::message("create", "{'id':1,'name':'two'}", by_key))
        == Lines { "invalid_changes name: has already been taken" });
}

TEST_CASE("nils that are not distinct are one key of an upsert")
{
    Shop shop;
    shop.define({ .resource = "'identities':{'by_name':{'keys':['name'],'nils_distinct':false}}" });
    shop.engine.ok(upsert("{'id':1,'stock':1}"));
    shop.engine.ok(upsert("{'id':2,'stock':2}"));
    CHECK(rows(shop) == from_json("[{'id':2,'name':null,'stock':2}]"));
}

TEST_CASE("a call does not switch off the upsert of its action")
{
    Shop shop;
    define_upserts(shop, "'upsert':true,'upsert_identity':'by_name'");
    auto off = ",'options':{'upsert':false}";
    shop.engine.ok(Shop::message("create", "{'id':2,'name':'one','stock':7}", off));
    CHECK(rows(shop) == from_json("[{'id':2,'name':'one','stock':7}]"));
}
