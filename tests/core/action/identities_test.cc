#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

static constexpr auto plain = "'identities':{'unique_name':{'keys':['name']}}";

TEST_CASE(
    "a broken unique index is an error on each field of its identity, in the identity's words")
{
    Shop shop;
    shop.define({ .resource
        = "'identities':{'unique_name':{'keys':['name','stock'],'message':'is there already'}}" });
    shop.create("{'id':1,'name':'a','stock':1}");
    CHECK(shop.create_errors("{'id':2,'name':'a','stock':1}")
        == Lines { "invalid_attribute name: is there already",
            "invalid_attribute stock: is there already" });
}

TEST_CASE("an eager identity is checked while the changeset is built")
{
    Shop shop;
    shop.define(
        { .resource = "'identities':{'unique_name':{'keys':['name'],'eager_check':true}}" });
    shop.create("{'id':1,'name':'a'}");
    auto state = shop.engine.ok("{'op':'changeset','changeset':{'resource':'Item','operations':[['"
                                "for_create','create',{'id':2,'name':'a'}]]}}");
    CHECK(
        lines_of(at(state, "errors")) == Lines { "invalid_changes name: has already been taken" });
}

TEST_CASE("a pre-checked identity is checked after the hooks of the application")
{
    Shop shop;
    shop.define({ .create = "'changes':[" + shop.hooks({ "before_action:b" }) + "]",
        .resource = "'identities':{'unique_name':{'keys':['name'],'pre_check':true,'field_names':['"
                    "stock']}}" });
    shop.create("{'id':1,'name':'a'}");
    shop.trace.clear();
    CHECK(shop.create_errors("{'id':2,'name':'a'}")
        == Lines { "invalid_changes stock: has already been taken" });
    CHECK(shop.trace == Lines { "before_action:b" });
}

TEST_CASE("an identity check leaves out the record itself, and updates that do not touch its keys")
{
    Shop shop;
    shop.define({ .resource = "'identities':{'unique_name':{'keys':['name'],'pre_check':true}}" });
    auto record = shop.create("{'id':1,'name':'a'}");
    shop.engine.ok(shop.update_message(record, "{'stock':1}"));
    shop.create("{'id':2,'name':'b'}");
    CHECK(shop.engine.errors(shop.update_message(record, "{'name':'b'}"))
        == Lines { "invalid_changes name: has already been taken" });
    shop.engine.ok(shop.update_message(record, "{'name':'c'}"));
    shop.engine.ok(shop.update_message(record, "{'name':'a','stock':2}"));
}

TEST_CASE("nil keys never conflict, unless nils are not distinct")
{
    Shop distinct;
    distinct.define({ .resource = plain });
    distinct.create("{'id':1}");
    distinct.create("{'id':2}");
    Shop same;
    same.define({ .resource = "'identities':{'unique_name':{'keys':['name'],'nils_distinct':false,'"
                              "pre_check':true}}" });
    same.create("{'id':1}");
    CHECK(same.create_errors("{'id':2}").size() == 1);
}

TEST_CASE("a primary key that is taken is an error on it")
{
    Shop shop;
    shop.define({});
    shop.create("{'id':1}");
    CHECK(shop.create_errors("{'id':1}").size() == 1);
    CHECK(shop.engine.error_class(Shop::message("create", "{'id':1}")) == "invalid");
}
