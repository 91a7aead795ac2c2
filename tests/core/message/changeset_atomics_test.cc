#include "support/shop.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

static Value state(Shop& shop, const std::string& operations)
{
    return shop.engine.ok("{'op':'changeset','changeset':{'resource':'Item','id':1,'operations':["
        + operations + "]}}");
}

TEST_CASE("an attribute that an expression changes is no new one")
{
    Shop shop;
    shop.define({});
    shop.create("{'id':1,'stock':5}");
    auto lazy = shop.engine.callback([](const Value&) -> Result<Value> { return Value(9); });
    auto operation = GENERATE_COPY(as<std::string>(), "'change_new_attribute','stock',9",
        "'force_change_new_attribute','stock',9", "'change_new_attribute_lazy','stock'," + lazy,
        "'force_change_new_attribute_lazy','stock'," + lazy);
    auto more = ",[" + operation + "]";
    auto sum = std::string("['atomic_update','stock',{'op':'+','args':[{'ref':'stock'},1]}]");
    CHECK(at(state(shop, sum + more), "attributes") == from_json("{}"));
    CHECK(at(state(shop, sum + ",['clear_change','stock']" + more), "attributes")
        == from_json("{'stock':9}"));
}

TEST_CASE("set_attribute for new attributes leaves one that an expression changes")
{
    auto change = GENERATE(as<std::string>(), "'set_new_attribute'", "'set_attribute','new':true");
    Shop shop;
    shop.define({ .update = "'changes':[{'name':'atomic_update','attribute':'stock','expr':{'op':"
                            "'+','args':[{'ref':'stock'},1]}},{'name':"
            + change + ",'attribute':'stock','value':100}]" });
    auto record = shop.create("{'id':1,'stock':5}");
    CHECK(at(state(shop, "['for_update','update',{}]"), "attributes") == from_json("{}"));
    CHECK(at(shop.engine.ok(shop.update_message(record, "{}")), "stock") == Value(6));
}

TEST_CASE("in a statement for many rows an expression that is a value changes what it differs from")
{
    Shop shop;
    shop.define({ .update = "'changes':[{'name':'atomic_update','attribute':'stock','expr':{"
                            "'value':9}}],'validations':[{'name':'changing','field':'stock'}]" });
    shop.create("{'id':1,'stock':5}");
    auto result
        = shop.engine.ok("{'op':'bulk_update','resource':'Item','query':{},'input':{},'options':{"
                         "'strategy':'atomic','return_errors':true}}");
    CHECK(at(result, "status") == Value("success"));
    CHECK(at(shop.engine.rows("Item").list().front(), "stock") == Value(9));
}

TEST_CASE(
    "changing judges an expression by the value that was loaded, and by its own where it is one")
{
    auto errors = [](std::string_view expression, std::string_view options) {
        Shop shop;
        shop.define({ .update = "'changes':[{'name':'atomic_update','attribute':'stock','expr':"
                + std::string(expression) + "}],'validations':[{'name':'changing','field':'stock',"
                + std::string(options) + "}]" });
        shop.create("{'id':1,'stock':5}");
        return at(state(shop, "['for_update','update',{}]"), "errors").list().size();
    };
    std::string_view sum = "{'op':'+','args':[{'ref':'stock'},4]}";
    CHECK(errors(sum, "'from':5") == 0);
    CHECK(errors(sum, "'from':9") == 1);
    CHECK(errors(sum, "'to':5") == 1);
    CHECK(errors("{'value':9}", "'to':9") == 0);
    CHECK(errors("{'value':9}", "'to':5") == 1);
}
