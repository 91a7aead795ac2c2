#include "core/validation/item.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

namespace {

// A validation that holds for the input, and what its negation says then.
struct Negated {
    const char* validation;
    const char* input;
    const char* message;
};

} // namespace

static constexpr auto arguments = ",'arguments':{'limit':{'type':'integer'}}";

TEST_CASE("negate says what each validation asks for")
{
    auto [validation, input, message] = GENERATE(
        Negated { "'present','field':'name'", "{'name':'x'}", "must be present" },
        Negated { "'present','fields':['name','nickname'],'at_least':1", "{'name':'x'}",
            "at least 1 of name,nickname must be present" },
        Negated { "'present','fields':['name','nickname']", "{'name':'x','nickname':'y'}",
            "exactly 2 of name,nickname must be present" },
        Negated { "'present','fields':'name','exactly':0", "{}", "must not be present" },
        Negated { "'attributes_present','fields':['name','year'],'at_most':1", "{'name':'x'}",
            "at most 1 of name,year must be present" },
        Negated { "'absent','fields':['name','nickname']", "{}", "must be absent" },
        Negated { "'attributes_absent','field':'name'", "{}", "must be absent" },
        Negated { "'absent','fields':['name','nickname'],'at_least':1", "{}",
            "at least 0 of name,nickname must be present" },
        Negated { "'attribute_equals','field':'name','value':'x'", "{'name':'x'}", "must equal x" },
        Negated {
            "'attribute_does_not_equal','field':'name','value':'x'", "{}", "must not equal x" },
        Negated { "'argument_equals','field':'limit','value':3", "{'limit':3}", "must equal 3" },
        Negated { "'argument_does_not_equal','field':'limit','value':3", "{}", "must not equal 3" },
        Negated {
            "'argument_in','field':'limit','values':[1,2]", "{'limit':2}", "must be in 1, 2" },
        Negated {
            "'one_of','field':'name','values':['a','b']", "{'name':'a'}", "expected one of a, b" },
        Negated { "'compare','field':'year','is_nil':true", "{}", "must be nil" },
        Negated { "'compare','field':'year','greater_than':1,'is_nil':false", "{'year':2}",
            "must be greater than 1 and must not be nil" },
        Negated { "'string_length','field':'name','min':1,'max':3", "{'name':'ab'}",
            "must have length of between 1 and 3" },
        Negated { "'byte_size','field':'name','exact':2", "{'name':'ab'}",
            "must have byte size of exactly 2" },
        Negated { "'match','field':'name','match':{'regex':'^a','flags':'i'}", "{'name':'Ab'}",
            "must match /^a/i" },
        Negated { "'confirm','field':'name','confirmation':'nickname'", "{}",
            "confirmation did not match value" },
        Negated { "'changing','field':'name'", "{'name':'x'}", "must be changing" },
        Negated {
            "'action_is','action':['act','other']", "{}", "action must be one of act, other" },
        Negated { "'negate','validation':{'name':'present','field':'name'}", "{}",
            "must not pass validation: must be present" },
        Negated { "'any','validations':[{'name':'present','field':'name'}]", "{'name':'x'}",
            "must pass at least one of: must be present" },
        Negated { "'all','validations':[{'name':'absent','field':'name'},{'name':'one_of','field':"
                  "'name','values':['a']}]",
            "{}", "must pass all of: must be absent, expected one of a" });
    CAPTURE(validation);
    Item item("{'name':'negate','validation':{'name':" + std::string(validation) + "}}", "create",
        arguments);
    CHECK(item.errors(input)
        == Lines { "invalid_attribute: must not pass validation: " + std::string(message) });
}

TEST_CASE("negate of a pre-flight check says in which context it does not hold")
{
    Item item("{'name':'negate','validation':{'name':'pre_flight_authorization'}}");
    auto errors = [&](std::string_view context) {
        return lines_of(
            at(item.engine.ok("{'op':'changeset','options':{'context':" + std::string(context)
                   + "},'changeset':{'resource':'Item','operations':[['for_create',"
                     "'act',{}]]}}"),
                "errors"));
    };
    CHECK(errors("{'pre_flight_authorization':true}")
        == Lines { "invalid_attribute: must not pass validation: must be in a pre-flight "
                   "authorization context" });
    CHECK(errors("{'pre_flight_authorization':false}") == Lines {});
    CHECK(errors("{'pre_flight_authorization':1}") == Lines {});
}

TEST_CASE("negate has the variables of its validation")
{
    Item list("{'name':'negate','validation':{'name':'one_of','field':'name','values':['a','b']}}");
    CHECK(list.vars("{'name':'a'}") == from_json("{'values':'a, b'}"));
    Item length(
        "{'name':'negate','validation':{'name':'byte_size','field':'name','min':1,'max':3}}");
    CHECK(length.vars("{'name':'a'}") == from_json("{'min':1,'max':3}"));
    Item nothing("{'name':'negate','validation':{'name':'compare','field':'year','is_nil':true}}");
    CHECK(nothing.vars("{}") == from_json("{'is_nil':true}"));
}

TEST_CASE("negate of the application's own validation says that its function must not pass")
{
    TestEngine engine;
    auto number = at(
        engine.callback_value([](const Value&) -> Result<Value> { return Value(); }), "callback")
                      .integer();
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true}},'defaults':['read','create'],"
                  "'validations':[{'name':'negate','validation':{'name':'callback','callback':"
        + std::to_string(number) + "}}]}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{}}")
        == Lines { "invalid_attribute: must not pass validation: must pass function" });
}
