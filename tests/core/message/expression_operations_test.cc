#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// One item in stock, changed by operations on a changeset.
struct Stock : TestEngine {
    Stock()
    {
        define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}"
               ",'name':{'type':'string','constraints':{'max_length':3}},"
               "'stock':{'type':'integer'},'last':{'type':'integer'}},"
               "'actions':{'take':{'type':'update','arguments':{'count':{'type':'integer'}}}},"
               "'defaults':['read','destroy',{'create':['id','name','stock']},{'update':['name',"
               "'stock']}]}}");
        ok("{'op':'create','resource':'Item','input':{'id':1,'name':'a','stock':5}}");
    }

    static std::string submit(const std::string& operations, const std::string& more = "{}")
    {
        return "{'op':'submit','changeset':{'resource':'Item','id':1,'operations':[['for_update',"
               "'take',"
            + more + "]," + operations + "]}}";
    }

    // The item after the operations.
    std::string after(const std::string& operations, const std::string& more = "{}")
    {
        return to_json(ok(submit(operations, more)));
    }
};

} // namespace

TEST_CASE("an atomic is a value, an expression of the row, or one that is not cast")
{
    Stock stock;
    CHECK(stock.after("['atomic_update','stock',{'op':'+','args':[{'ref':'stock'},2]}]")
        == "{\"id\":1,\"name\":\"a\",\"stock\":7,\"last\":null}");
    CHECK(stock.after("['atomic_update',{'stock':'9','last':{'ref':'stock'}}]")
        == "{\"id\":1,\"name\":\"a\",\"stock\":9,\"last\":7}");
    CHECK(stock.after("['atomic_update','last',{'atomic':{'op':'*','args':[{'ref':'stock'},2]}}]")
        == "{\"id\":1,\"name\":\"a\",\"stock\":9,\"last\":18}");
    CHECK(
        stock.after("['atomic_update','last',{'op':'-','args':[{'ref':'stock'},{'arg':'count'}]}]",
            "{'count':4}")
        == "{\"id\":1,\"name\":\"a\",\"stock\":9,\"last\":5}");
    CHECK(stock.after("['atomic_update','last',null]")
        == "{\"id\":1,\"name\":\"a\",\"stock\":9,\"last\":null}");
}

TEST_CASE("an atomic that is set in a new record is its value")
{
    Stock stock;
    auto created = stock.ok("{'op':'submit','changeset':{'resource':'Item','operations':[['for_"
                            "create','create',{'id':2}],['atomic_set','stock','4'],['atomic_set',{"
                            "'name':{'op':'<>','args':['x','y']}}]]}}");
    CHECK(to_json(created) == "{\"id\":2,\"name\":\"xy\",\"stock\":4,\"last\":null}");
}

TEST_CASE("atomics that cannot be are errors of the changeset or of the message")
{
    Stock stock;
    auto errors
        = [&](const std::string& operation) { return stock.errors(Stock::submit(operation)); };
    CHECK(errors("['atomic_update','stock',{'ref':'stck'}]")
        == Lines { "no_such_field stck: No such field stck for resource Item @ [\"expr\"]" });
    CHECK(errors("['atomic_update','stock','many']")
        == Lines { "invalid_attribute stock: is invalid" });
    CHECK(errors("['atomic_update','stck',1]").front().starts_with("no_such_attribute"));
    CHECK(errors("['atomic_update','stock']")
        == Lines {
            "invalid_message: an atomic has a name and an expression, or is a map of them" });
    CHECK(errors("['atomic_update']")
        == Lines {
            "invalid_message: an atomic has a name and an expression, or is a map of them" });
    CHECK(errors("['atomic_update',5,6]")
        == Lines {
            "invalid_message: an atomic has a name and an expression, or is a map of them" });
    CHECK(errors("['atomic_never','stock',1]").front().starts_with("not_supported"));
    CHECK(at(stock.rows("Item").list().front(), "stock") == Value(5));
}

TEST_CASE("a filter of a changeset decides whether the row is changed")
{
    Stock stock;
    auto filtered = [](std::string_view filter, std::string_view options = "") {
        return "{'op':'submit','changeset':{'resource':'Item','id':1,'operations':[['for_update',"
               "'update',{'stock':6}],['filter',"
            + std::string(filter) + "]]}" + std::string(options) + "}";
    };
    auto known = ",'options':{'actor':{'stock':5}}";
    CHECK(stock.errors(filtered("{'stock':4}")).front().starts_with("stale_record"));
    CHECK(stock.errors(filtered("{'stck':4}"))
        == Lines { "no_such_field stck: No such field stck for resource Item @ [\"filter\"]" });
    CHECK(stock.errors(filtered("{'op':'==','args':[{'ref':'stock'},{'actor':'stock'}]}"))
        == Lines { "action_requires_actor: actor is required" });
    CHECK(stock.errors(filtered("{'op':'==','args':[{'ref':'last'},{'actor':'stock'}]}", known))
            .front()
            .starts_with("stale_record"));
    CHECK(at(stock.ok(filtered("{'op':'==','args':[{'ref':'stock'},{'actor':'stock'}]}", known)),
              "stock")
        == Value(6));
    CHECK(stock
            .ok("{'op':'submit','changeset':{'resource':'Item','id':1,'operations':[['for_"
                "update','update',{'stock':7}],['filter']]}}")
            .is(Kind::map));
    CHECK(at(stock.rows("Item").list().front(), "stock") == Value(7));
}
