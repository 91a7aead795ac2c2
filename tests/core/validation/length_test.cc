#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("string_length counts characters, not bytes")
{
    Item item("{'name':'string_length','field':'name','max':2}");
    CHECK(
        item.errors("{'name':'\xC3\xA9\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB'}") == Lines {});
    CHECK(item.errors("{'name':'abc'}")
        == Lines { "invalid_attribute name: must have length of no more than 2" });
    CHECK(item.errors("{}") == Lines {});
}

TEST_CASE("byte_size counts bytes")
{
    Item item("{'name':'byte_size','field':'name','max':2}");
    CHECK(item.errors("{'name':'ab'}") == Lines {});
    CHECK(item.errors("{'name':'a\xC3\xA9'}")
        == Lines { "invalid_attribute name: must have byte size of no more than 2" });
}

TEST_CASE("string_length has a text for each way to limit it")
{
    Item between("{'name':'string_length','field':'name','min':2,'max':3}");
    CHECK(between.errors("{'name':'a'}")
        == Lines { "invalid_attribute name: must have length of between 2 and 3" });
    CHECK(between.vars("{'name':'a'}") == from_json("{'min':2,'max':3}"));
    Item at_least("{'name':'string_length','field':'name','min':2}");
    CHECK(at_least.errors("{'name':'a'}")
        == Lines { "invalid_attribute name: must have length of at least 2" });
    Item exactly("{'name':'string_length','field':'name','exact':2}");
    CHECK(exactly.errors("{'name':'a'}")
        == Lines { "invalid_attribute name: must have length of exactly 2" });
}

TEST_CASE("string_length takes other scalars as text, and refuses what has none")
{
    Item number("{'name':'string_length','field':'year','max':3}");
    CHECK(number.errors("{'year':1234}")
        == Lines { "invalid_attribute year: must have length of no more than 3" });
    Item list("{'name':'string_length','field':'tags','max':3}");
    CHECK(list.errors("{'tags':['a']}") == Lines { "invalid_attribute tags: could not be parsed" });
}
