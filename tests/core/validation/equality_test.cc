#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("attribute_equals compares as the type does, and nil equals only nil")
{
    Item item("{'name':'attribute_equals','field':'code','value':'ab'}");
    CHECK(item.errors("{'code':'AB'}") == Lines {});
    CHECK(item.errors("{}") == Lines { "invalid_attribute code: must equal ab" });
    CHECK(item.vars("{'code':'x'}") == from_json("{'value':'ab'}"));
    Item nil("{'name':'attribute_equals','field':'code','value':null}");
    CHECK(nil.errors("{}") == Lines {});
}

TEST_CASE("attribute_does_not_equal lets nil pass unless nil is refused")
{
    Item item("{'name':'attribute_does_not_equal','field':'name','value':'x'}");
    CHECK(item.errors("{}") == Lines {});
    CHECK(item.errors("{'name':'x'}") == Lines { "invalid_attribute name: must not equal x" });
    Item nil("{'name':'attribute_does_not_equal','field':'name','value':null}");
    CHECK(nil.errors("{}") == Lines { "invalid_attribute name: must not equal " });
}

TEST_CASE("attribute_equals judges the attribute where an argument has its name")
{
    Item item("{'name':'attribute_equals','field':'name','value':'x'}", "create",
        ",'arguments':{'name':{'type':'string'}}");
    CHECK(item.errors("{'name':'x'}") == Lines { "invalid_attribute name: must equal x" });
}

TEST_CASE("the argument validations give errors about arguments")
{
    auto with = [](std::string_view validation) {
        return Item(validation, "create", ",'arguments':{'limit':{'type':'integer'}}");
    };
    auto equals = with("{'name':'argument_equals','field':'limit','value':3}");
    CHECK(equals.errors("{'limit':3}") == Lines {});
    CHECK(equals.errors("{}") == Lines { "invalid_argument limit: must equal 3" });
}

TEST_CASE("argument_does_not_equal lets nil pass, argument_in does not")
{
    Item different("{'name':'argument_does_not_equal','field':'limit','value':3}", "create",
        ",'arguments':{'limit':{'type':'integer'}}");
    CHECK(different.errors("{}") == Lines {});
    CHECK(different.errors("{'limit':3}") == Lines { "invalid_argument limit: must not equal 3" });
    Item among("{'name':'argument_in','field':'limit','values':[1,2]}", "create",
        ",'arguments':{'limit':{'type':'integer'}}");
    CHECK(among.errors("{'limit':2}") == Lines {});
    CHECK(among.errors("{}") == Lines { "invalid_argument limit: must be in 1, 2" });
}

TEST_CASE("one_of names what it expects, and nil passes")
{
    Item item("{'name':'one_of','field':'name','values':['a','b']}");
    CHECK(item.errors("{'name':'b'}") == Lines {});
    CHECK(item.errors("{}") == Lines {});
    CHECK(item.errors("{'name':'c'}") == Lines { "invalid_attribute name: expected one of a, b" });
}

TEST_CASE("data_one_of judges the value before the changes, and nil fails")
{
    Item item("{'name':'data_one_of','field':'name','values':['a']}", "update");
    CHECK(item.errors_from("{'id':1,'name':'a'}", "{'name':'z'}") == Lines {});
    CHECK(item.errors_from("{'id':1,'name':null}", "{'name':'a'}")
        == Lines { "invalid_attribute name: expected one of a" });
}
