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
    Item map("{'name':'string_length','field':'meta','max':3}");
    CHECK(
        map.errors("{'meta':{'a':1}}") == Lines { "invalid_attribute meta: could not be parsed" });
}

TEST_CASE("a list of texts is as long as the text of all of them")
{
    Item list("{'name':'string_length','field':'tags','max':3}");
    CHECK(list.errors("{'tags':['ab','c']}") == Lines {});
    CHECK(list.errors("{'tags':['ab','cd']}")
        == Lines { "invalid_attribute tags: must have length of no more than 3" });
    Item bytes("{'name':'byte_size','field':'tags','max':3}");
    CHECK(bytes.errors("{'tags':['ä','b']}") == Lines {});
    CHECK(bytes.errors("{'tags':['ä','ä']}").size() == 1);
}
