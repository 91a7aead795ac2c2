#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("action_is lets a step run for some actions only")
{
    Item item("", "create", "",
        ",'validations':[{'name':'present','field':'name','where':[{'name':'action_is','action':['"
        "other','act']}]},"
        "{'name':'present','field':'nickname','where':[{'name':'action_is','action':'read'}]}]");
    CHECK(item.errors("{}") == Lines { "invalid_attribute name: must be present" });
}

TEST_CASE("action_is by itself is a failure of the unknown class")
{
    Item item("", "create", "", ",'validations':[{'name':'action_is','action':'read'}]");
    CHECK(item.errors("{}") == Lines { "unknown_error: must be read" });
}

TEST_CASE("pre_flight_authorization holds only while it is asked whether an action may run")
{
    Item item("{'name':'pre_flight_authorization'}");
    CHECK(item.errors("{}")
        == Lines { "invalid_changes: must be in a pre-flight authorization context" });
}
