#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a validation with a condition runs only where the condition holds")
{
    Item item("{'name':'compare','field':'year','less_than':5,'where':[{'name':'present','field':'"
              "name'}]}");
    CHECK(item.errors("{'year':7}") == Lines {});
    CHECK(item.errors("{'year':7,'name':'x'}")
        == Lines { "invalid_attribute year: must be less than 5" });
}

TEST_CASE("all conditions of a validation must hold")
{
    Item item("{'name':'compare','field':'year','less_than':5,"
              "'where':[{'name':'present','field':'name'},{'name':'present','field':'nickname'}]}");
    CHECK(item.errors("{'year':7,'name':'x'}") == Lines {});
}

TEST_CASE("an own message replaces the text, and the variables stay")
{
    Item item(
        "{'name':'compare','field':'year','less_than':5,'message':'not %{less_than} or more'}");
    CHECK(item.errors("{'year':7}") == Lines { "invalid_attribute year: not 5 or more" });
}

TEST_CASE("an own message makes an error with one field one about that field")
{
    Item item("{'name':'absent','field':'name','message':'leave it'}");
    CHECK(item.errors("{'name':'x'}") == Lines { "invalid_attribute name: leave it" });
}

TEST_CASE("an own message on an error without a field is about the changes, without variables")
{
    Item item("{'name':'negate','validation':{'name':'compare','field':'year','greater_than':5},'"
              "message':'too late'}");
    CHECK(item.errors("{'year':7}") == Lines { "invalid_changes: too late" });
    CHECK(item.vars("{'year':7}") == Value());
}

TEST_CASE("all validations run, also after earlier ones failed")
{
    Item item("{'name':'present','field':'name'},{'name':'present','field':'nickname'}");
    CHECK(item.errors("{}").size() == 2);
}

TEST_CASE("a validation for valid changesets only is skipped after an error")
{
    Item item("{'name':'present','field':'name'},{'name':'present','field':'nickname','only_when_"
              "valid':true}");
    CHECK(item.errors("{}") == Lines { "invalid_attribute name: must be present" });
    CHECK(item.errors("{'name':'x'}") == Lines { "invalid_attribute nickname: must be present" });
}

TEST_CASE("a field whose input could not be cast counts as its old value")
{
    Item item("{'name':'present','field':'year'}");
    CHECK(item.errors("{'year':'soon'}")
        == Lines {
            "invalid_attribute year: is invalid", "invalid_attribute year: must be present" });
}

TEST_CASE("a validation of the resource runs on creates and updates, not on destroys")
{
    auto global = ",'validations':[{'name':'present','field':'name'}]";
    CHECK(Item("", "create", "", global).errors("{}").size() == 1);
    CHECK(Item("", "update", "", global).errors_from("{'id':1,'name':null}", "{}").size() == 1);
    CHECK(Item("", "destroy", "", global).errors_from("{'id':1,'name':null}", "{}") == Lines {});
}

TEST_CASE("a validation of the resource runs on a destroy that it names")
{
    auto global = ",'validations':[{'name':'present','field':'name','on':['destroy']}]";
    CHECK(Item("", "create", "", global).errors("{}") == Lines {});
    CHECK(Item("", "destroy", "", global).errors_from("{'id':1,'name':null}", "{}").size() == 1);
}

TEST_CASE("an action may skip the validations of its resource")
{
    Item item("", "create", ",'skip_global_validations':true",
        ",'validations':[{'name':'present','field':'name'}]");
    CHECK(item.errors("{}") == Lines {});
}

TEST_CASE("a delayed validation runs when the action does")
{
    Item item("{'name':'present','field':'name','before_action':true}");
    CHECK(item.errors("{}") == Lines {});
    CHECK(item.engine.errors("{'op':'create','resource':'Item','input':{}}")
        == Lines { "invalid_attribute name: must be present" });
}

TEST_CASE("an action may delay all validations of its resource")
{
    Item item("", "create", ",'delay_global_validations':true",
        ",'validations':[{'name':'present','field':'name'}]");
    CHECK(item.errors("{}") == Lines {});
    CHECK(item.engine.errors("{'op':'create','resource':'Item','input':{}}")
        == Lines { "invalid_attribute name: must be present" });
    CHECK(item.engine.count("Item") == 0);
}
