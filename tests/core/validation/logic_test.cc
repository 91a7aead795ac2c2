#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("negate turns a validation around, and has its variables")
{
    Item item("{'name':'negate','validation':{'name':'compare','field':'year','greater_than':5}}");
    CHECK(item.errors("{'year':3}") == Lines {});
    CHECK(item.errors("{'year':7}")
        == Lines { "invalid_attribute: must not pass validation: must be greater than 5" });
    CHECK(item.vars("{'year':7}") == from_json("{'greater_than':5}"));
}

TEST_CASE("negate tells another field that is compared with by its name")
{
    Item item("{'name':'negate','validation':{'name':'compare','field':'year','greater_than':"
              "{'attribute':'low'}}}");
    CHECK(item.errors("{'low':1,'year':6}")
        == Lines { "invalid_attribute: must not pass validation: must be greater than low" });
}

TEST_CASE("negate fails for a nil that its validation lets pass")
{
    Item item("{'name':'negate','validation':{'name':'compare','field':'year','greater_than':5}}");
    CHECK(item.errors("{}").size() == 1);
}

TEST_CASE("any is content with one of its validations")
{
    Item item("{'name':'any','validations':[{'name':'present','field':'name'},{'name':'present','"
              "field':'nickname'}]}");
    CHECK(item.errors("{'nickname':'x'}") == Lines {});
    CHECK(item.errors("{}")
        == Lines {
            "invalid_attribute: must pass at least one of: must be present, must be present" });
}

TEST_CASE("all wants every one of its validations")
{
    Item item("{'name':'all','validations':[{'name':'present','field':'name'},{'name':'compare','"
              "field':'year','less_than':3}]}");
    CHECK(item.errors("{'name':'x','year':2}") == Lines {});
    CHECK(item.errors("{'name':'x','year':4}")
        == Lines { "invalid_attribute: must pass all of: must be present, must be less than 3" });
}

TEST_CASE("negate passes on that its validation could not be asked")
{
    TestEngine engine;
    auto callback = engine.callback([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
    });
    auto number = at(from_json(callback), "callback").integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true}},'defaults':['read','create'],"
                  "'validations':[{'name':'negate','validation':{'name':'callback','callback':"
        + std::to_string(number) + "}}]}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{}}")
        == Lines { "callback_failed: ** (Error) no" });
}
