#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("present asks for a value; false and an empty list are ones")
{
    Item item("{'name':'present','field':'name'}");
    CHECK(item.errors("{'name':'x'}") == Lines {});
    CHECK(item.errors("{}") == Lines { "invalid_attribute name: must be present" });
    Item active("{'name':'present','fields':['active','tags']}");
    CHECK(active.errors("{'active':false,'tags':[]}") == Lines {});
}

TEST_CASE("present of several fields asks for all of them when no limit is given")
{
    Item item("{'name':'present','fields':['name','nickname']}");
    CHECK(item.errors("{'name':'x'}")
        == Lines { "invalid_changes name nickname: exactly 2 of name,nickname must be present" });
    CHECK(item.vars("{}")
        == from_json("{'attributes':['name','nickname'],'exactly':2,'keys':'name,nickname'}"));
}

TEST_CASE("present has a text for each limit")
{
    Item at_least("{'name':'present','fields':['name','nickname'],'at_least':1}");
    CHECK(at_least.errors("{}")
        == Lines { "invalid_changes name nickname: at least 1 of name,nickname must be present" });
    Item at_most("{'name':'present','fields':['name','nickname'],'at_most':1}");
    CHECK(at_most.errors("{'name':'a','nickname':'b'}")
        == Lines { "invalid_changes name nickname: at most 1 of name,nickname must be present" });
    Item none("{'name':'present','field':'name','at_most':0}");
    CHECK(none.errors("{'name':'a'}") == Lines { "invalid_attribute name: must not be present" });
}

TEST_CASE("present counts an argument")
{
    Item item("{'name':'present','field':'reason'}", "create",
        ",'arguments':{'reason':{'type':'string'}}");
    CHECK(item.errors("{'reason':'why'}") == Lines {});
    CHECK(item.errors("{}") == Lines { "invalid_attribute reason: must be present" });
}

TEST_CASE("attributes_present does not count an argument of the same name")
{
    Item item("{'name':'attributes_present','field':'name'}", "create",
        ",'arguments':{'name':{'type':'string'}}");
    CHECK(item.errors("{'name':'only the argument'}")
        == Lines { "invalid_attribute name: must be present" });
}

TEST_CASE("absent refuses values")
{
    Item item("{'name':'absent','fields':['name','nickname']}");
    CHECK(item.errors("{}") == Lines {});
    CHECK(item.errors("{'name':'x'}") == Lines { "invalid_changes name nickname: must be absent" });
    Item one("{'name':'absent','field':'name'}");
    CHECK(one.errors("{'name':'x'}") == Lines { "invalid_changes name: must be absent" });
}

TEST_CASE("present judges what an update leaves stored")
{
    Item item("{'name':'present','field':'name'}", "update");
    CHECK(item.errors_from("{'id':1,'name':'x'}", "{}") == Lines {});
    CHECK(item.errors_from("{'id':1,'name':'x'}", "{'name':null}")
        == Lines { "invalid_attribute name: must be present" });
}

TEST_CASE("present counts the attribute where the argument of its name is nil or not given")
{
    Item item(
        "{'name':'present','field':'name'}", "update", ",'arguments':{'name':{'type':'string'}}");
    CHECK(item.errors_from("{'id':1,'name':'stored'}", "{}") == Lines {});
    CHECK(item.errors_from("{'id':1,'name':'stored'}", "{'name':null}") == Lines {});
    CHECK(item.errors_from("{'id':1}", "{'name':null}")
        == Lines { "invalid_attribute name: must be present" });
}
