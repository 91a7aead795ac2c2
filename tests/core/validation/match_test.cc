#include "core/validation/item.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("match holds where the pattern is found anywhere, and for nil")
{
    Item item("{'name':'match','field':'name','match':{'regex':'b+'}}");
    CHECK(item.errors("{'name':'abba'}") == Lines {});
    CHECK(item.errors("{'name':null}") == Lines {});
}

TEST_CASE("match shows the pattern with its delimiters, and has its source as a variable")
{
    Item item("{'name':'match','field':'name','match':{'regex':'^a$','flags':'i'}}");
    CHECK(item.errors("{'name':'A'}") == Lines {});
    CHECK(item.errors("{'name':'b'}") == Lines { "invalid_attribute name: must match /^a$/i" });
    CHECK(item.vars("{'name':'b'}") == from_json("{'match':'^a$'}"));
}

TEST_CASE("match looks at a symbol, a number and a case-insensitive text as they are written")
{
    Item number("{'name':'match','field':'year','match':'^1'}");
    CHECK(number.errors("{'year':12}") == Lines {});
    Item code("{'name':'match','field':'code','match':'^Ab$'}");
    CHECK(code.errors("{'code':'Ab'}") == Lines {});
    CHECK(code.errors("{'code':'ab'}") == Lines { "invalid_attribute code: must match /^Ab$/" });
    Item status("{'name':'match','field':'status','match':'^dra'}");
    CHECK(status.errors("{'status':'draft'}") == Lines {});
}

TEST_CASE("match refuses a text so long that a pattern might never be done with it")
{
    Item item("{'name':'match','field':'name','match':'a'}");
    CHECK(item.errors("{'name':'" + std::string(1'000'001, 'a') + "'}")
        == Lines { "invalid_attribute name: must match /a/" });
}

TEST_CASE("match sees the text of a list of texts, and never one of a map")
{
    Item list("{'name':'match','field':'tags','match':'^abc$'}");
    CHECK(list.errors("{'tags':['ab','c']}") == Lines {});
    CHECK(list.errors("{'tags':['ab']}").size() == 1);
    Item map("{'name':'match','field':'meta','match':'a'}");
    CHECK(map.errors("{'meta':{'a':1}}").size() == 1);
}
