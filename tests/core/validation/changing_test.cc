#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("changing holds for every value given to a create, nil too")
{
    Item item("{'name':'changing','field':'name'}");
    CHECK(item.errors("{'name':null}") == Lines {});
    CHECK(item.errors("{}") == Lines { "invalid_attribute name: must be changing" });
}

TEST_CASE("changing does not hold when an update names the value that is there already")
{
    Item item("{'name':'changing','field':'name'}", "update");
    CHECK(item.errors_from("{'id':1,'name':'x'}", "{'name':'x'}")
        == Lines { "invalid_attribute name: must be changing" });
    CHECK(item.errors_from("{'id':1,'name':'x'}", "{'name':'y'}") == Lines {});
}

TEST_CASE("changing with touching still judges from and to")
{
    Item to("{'name':'changing','field':'name','touching':true,'to':'b'}", "update");
    CHECK(to.errors_from("{'id':1,'name':'a'}", "{'name':'c'}")
        == Lines { "invalid_attribute name: must be changing" });
    CHECK(to.errors_from("{'id':1,'name':'a'}", "{'name':'b'}") == Lines {});
    CHECK(to.errors_from("{'id':1,'name':'b'}", "{'name':'b'}") == Lines {});
    Item from("{'name':'changing','field':'name','touching':true,'from':'a'}", "update");
    CHECK(from.errors_from("{'id':1,'name':'c'}", "{'name':'b'}").size() == 1);
    CHECK(from.errors_from("{'id':1,'name':'a'}", "{'name':'b'}") == Lines {});
}

TEST_CASE("changing with touching holds for the value that is there already")
{
    Item item("{'name':'changing','field':'name','touching':true}", "update");
    CHECK(item.errors_from("{'id':1,'name':'x'}", "{'name':'x'}") == Lines {});
    CHECK(item.errors_from("{'id':1,'name':'x'}", "{}")
        == Lines { "invalid_attribute name: must be changing" });
}

TEST_CASE("changing can ask from what and to what")
{
    Item item("{'name':'changing','field':'name','from':'a','to':'b'}", "update");
    CHECK(item.errors_from("{'id':1,'name':'a'}", "{'name':'b'}") == Lines {});
    CHECK(item.errors_from("{'id':1,'name':'a'}", "{'name':'c'}")
        == Lines { "invalid_attribute name: must be changing" });
    CHECK(item.errors_from("{'id':1,'name':'z'}", "{'name':'b'}")
        == Lines { "invalid_attribute name: must be changing" });
}

TEST_CASE("changing from a value never holds on a create")
{
    Item item("{'name':'changing','field':'name','from':null}");
    CHECK(item.errors("{'name':'b'}") == Lines { "invalid_attribute name: must be changing" });
}
