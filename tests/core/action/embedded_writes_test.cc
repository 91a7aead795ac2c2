#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A page with a counter in it, whose update makes these changes.
struct Counted {
    TestEngine engine;

    explicit Counted(const std::string& changes, const std::string& destroy = "")
    {
        engine.define(
            "{'Counter':{'embedded':true,'attributes':{'count':{'type':'integer','public':true,"
            "'constraints':{'max':5}},'step':{'type':'integer','public':true},'name':{'type':'"
            "string'"
            ",'public':true}},'defaults':[{'create':'*'}],'actions':{'update':{'type':'update',"
            "'primary':true,'accept':['step','name'],'require_atomic':false,'changes':["
            + changes
            + "]},'destroy':{'type':'destroy','primary':true,'require_atomic':false,'changes':["
            + destroy
            + "]}}},'Page':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
              "false"
              "},'counter':{'type':{'embedded':'Counter'}}},'defaults':['read',{'create':['id',"
              "'counter']},{'update':['counter']}]}}");
        engine.ok("{'op':'create','resource':'Page','input':{'id':1,'counter':{'count':2,'step':3,"
                  "'name':'a'}}}");
    }
    static std::string update(std::string_view counter)
    {
        return "{'op':'update','resource':'Page','id':1,'input':{'counter':" + std::string(counter)
            + "}}";
    }
    Value stored() { return at(engine.rows("Page").list().front(), "counter"); }
};

} // namespace

static constexpr auto add_step
    = "{'name':'atomic_update','attribute':'count','expr':{'op':'+','args':[{'ref':'count'},{'ref':"
      "'step'}]}}";

TEST_CASE("an expression sets a field of what is embedded from the fields that it had")
{
    Counted page(add_step);
    auto record = page.engine.ok(Counted::update("{'step':1,'name':'b'}"));
    CHECK(at(record, "counter") == from_json("{'count':5,'step':1,'name':'b'}"));
    CHECK(page.stored() == at(record, "counter"));
}

TEST_CASE("what an expression gives for a field of what is embedded is cast and constrained")
{
    Counted page(add_step);
    page.engine.ok(Counted::update("{'step':4}"));
    CHECK(page.engine.errors(Counted::update("{'step':1}"))
        == Lines { "invalid_attribute count: must be less than or equal to 5 @ [\"counter\"]" });
    CHECK(page.stored() == from_json("{'count':5,'step':4,'name':'a'}"));
    Counted unchecked("{'name':'atomic_update','attribute':'count','expr':{'value':9},'options':{"
                      "'cast_atomic':false}}");
    CHECK(
        at(at(unchecked.engine.ok(Counted::update("{'step':1}")), "counter"), "count") == Value(9));
}

TEST_CASE("what is embedded is written only where it meets the filter of its action")
{
    auto filter = "{'name':'filter','expr':{'op':'==','args':[{'ref':'name'},{'value':'a'}]}}";
    Counted page(filter, filter);
    page.engine.ok(Counted::update("{'name':'b'}"));
    auto errors = page.engine.errors(Counted::update("{'name':'c'}"));
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().starts_with("stale_record"));
    CHECK(page.engine.errors(Counted::update("null")).size() == 1);
    CHECK(at(page.stored(), "name") == Value("b"));
}

TEST_CASE("what is embedded goes where it meets the filter of its destroy")
{
    Counted page("", "{'name':'filter','expr':{'op':'==','args':[{'ref':'name'},{'value':'a'}]}}");
    page.engine.ok(Counted::update("null"));
    CHECK(page.stored().is_null());
}

TEST_CASE("what is embedded is neither read, nor written, by itself")
{
    Counted page("");
    auto message = GENERATE(as<std::string>(), "{'op':'read','resource':'Counter'}",
        "{'op':'create','resource':'Counter','input':{'count':1}}",
        "{'op':'bulk_destroy','resource':'Counter','query':{}}",
        "{'op':'submit','changeset':{'resource':'Counter','operations':[]}}");
    CHECK(page.engine.errors(message)
        == Lines {
            "not_supported: Counter is embedded: its records are read and written with those "
            "that they are part of" });
}
