#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("confirm reports a difference on the confirmation")
{
    Item item("{'name':'confirm','field':'secret','confirmation':'again'}", "create",
        ",'arguments':{'again':{'type':'string'}}");
    CHECK(item.errors("{'secret':'x','again':'x'}") == Lines {});
    CHECK(item.errors("{'secret':'x','again':'y'}")
        == Lines { "invalid_attribute again: confirmation did not match value" });
    CHECK(item.errors("{'secret':'x'}")
        == Lines { "invalid_attribute again: confirmation did not match value" });
    CHECK(item.errors("{}") == Lines {});
}

TEST_CASE("confirm never shows a sensitive value")
{
    Item item("{'name':'confirm','field':'secret','confirmation':'again'}", "create",
        ",'arguments':{'again':{'type':'string'}}");
    auto answer = item.engine.run(
        "{'op':'create','resource':'Item','input':{'secret':'hunter2','again':'y'}}");
    CHECK(to_json(answer).find("hunter2") == std::string::npos);
}
