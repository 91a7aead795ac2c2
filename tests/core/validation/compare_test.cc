#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("compare holds inside its bounds, and a nil value passes")
{
    Item item("{'name':'compare','field':'year','greater_than':5,'less_than':10}");
    CHECK(item.errors("{'year':7}") == Lines {});
    CHECK(item.errors("{'year':null}") == Lines {});
    CHECK(item.errors("{}") == Lines {});
}

TEST_CASE("compare names all of its bounds, whichever is violated")
{
    Item item("{'name':'compare','field':'year','greater_than':5,'less_than':10}");
    CHECK(item.errors("{'year':10}")
        == Lines { "invalid_attribute year: must be greater than 5 and must be less than 10" });
    CHECK(item.vars("{'year':5}") == from_json("{'greater_than':5,'less_than':10}"));
}

TEST_CASE("compare has a text for each comparison")
{
    struct Row {
        const char* options;
        const char* refused;
        const char* message;
    };
    auto row = GENERATE(Row { "'greater_than':5", "5", "must be greater than 5" },
        Row { "'less_than':5", "5", "must be less than 5" },
        Row { "'greater_than_or_equal_to':5", "4", "must be greater than or equal to 5" },
        Row { "'less_than_or_equal_to':5", "6", "must be less than or equal to 5" },
        Row { "'is_equal':5", "6", "must be equal to 5" },
        Row { "'is_not_equal':5", "5", "must not be equal to 5" },
        Row { "'is_nil':true", "5", "must be nil" },
        Row { "'is_nil':false", "null", "must not be nil" });
    Item item("{'name':'compare','field':'year'," + std::string(row.options) + "}");
    CHECK(item.errors("{'year':" + std::string(row.refused) + "}")
        == Lines { "invalid_attribute year: " + std::string(row.message) });
}

TEST_CASE("compare judges kinds by what they mean")
{
    Item decimals("{'name':'compare','field':'price','is_equal':{'$decimal':'1.0'}}");
    CHECK(decimals.errors("{'price':'1.00'}") == Lines {});
    Item dates("{'name':'compare','field':'released','less_than':{'$date':'2020-02-01'}}");
    CHECK(dates.errors("{'released':'2020-01-31'}") == Lines {});
    CHECK(dates.errors("{'released':'2021-01-01'}")
        == Lines { "invalid_attribute released: must be less than 2020-02-01" });
}

TEST_CASE("compare with a symbol compares with the field of that name, and names it")
{
    Item item("{'name':'compare','field':'high','greater_than_or_equal_to':{'atom':'low'}}");
    CHECK(item.errors("{'low':1,'high':2}") == Lines {});
    CHECK(item.errors("{'low':3,'high':2}")
        == Lines { "invalid_attribute high: must be greater than or equal to low" });
}

TEST_CASE("compare counts a nil comparand as greater than any number")
{
    Item item("{'name':'compare','field':'high','greater_than':{'atom':'low'}}");
    CHECK(
        item.errors("{'high':2}") == Lines { "invalid_attribute high: must be greater than low" });
    Item less("{'name':'compare','field':'high','less_than':{'atom':'low'}}");
    CHECK(less.errors("{'high':2}") == Lines {});
}

TEST_CASE("compare asks a function for its bound when it runs")
{
    TestEngine engine;
    auto bound = engine.callback([](const Value&) -> Result<Value> { return Value(3); });
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true},'year':{'type':'integer'}},"
                  "'defaults':['read',{'create':['year']}],'validations':[{'name':'compare','field'"
                  ":'year','less_than':"
        + bound + "}]}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{'year':3}}")
        == Lines { "invalid_attribute year: must be less than 3" });
    CHECK(engine.host.calls() == 1);
}

TEST_CASE("compare says that its function failed, instead of judging")
{
    TestEngine engine;
    auto bound = engine.callback([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (TypeError) no"));
    });
    engine.define("{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true},'year':{'type':'integer'}},"
                  "'defaults':['read',{'create':['year']}],'validations':[{'name':'compare','field'"
                  ":'year','less_than':"
        + bound + "}]}}");
    CHECK(engine.errors("{'op':'create','resource':'Item','input':{'year':3}}")
        == Lines { "callback_failed: ** (TypeError) no" });
}

TEST_CASE("an argument hides the attribute of its name from compare")
{
    Item item("{'name':'numericality','field':'year','less_than':5}", "create",
        ",'arguments':{'year':{'type':'integer'}}");
    CHECK(item.errors("{'year':7}") == Lines { "invalid_attribute year: must be less than 5" });
    CHECK(item.errors("{}") == Lines {});
}

TEST_CASE("compare judges a stored value that the update leaves alone")
{
    Item item("{'name':'compare','field':'year','less_than':5}", "update");
    CHECK(item.errors_from("{'id':1,'year':7}", "{'name':'x'}")
        == Lines { "invalid_attribute year: must be less than 5" });
    CHECK(item.errors_from("{'id':1,'year':7}", "{'year':1}") == Lines {});
}

TEST_CASE("compare tells what it wants in the order in which that was given")
{
    Item item("{'name':'compare','field':'year','less_than':10,'greater_than':3}");
    CHECK(item.errors("{'year':1}")
        == Lines { "invalid_attribute year: must be less than 10 and must be greater than 3" });
}

TEST_CASE("compare tells a list that it compares with as a text")
{
    Item item("{'name':'compare','field':'tags','is_equal':['a','b']}");
    CHECK(item.errors("{'tags':['b']}")
        == Lines { "invalid_attribute tags: must be equal to [a, b]" });
    CHECK(item.vars("{'tags':['b']}") == from_json("{'is_equal':'[a, b]'}"));
}
