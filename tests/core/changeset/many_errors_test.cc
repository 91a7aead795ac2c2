#include "core/changeset/post.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a million errors of a changeset are counted, and a thousand of them described")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    for (int i = 0; i < 1'000'000; ++i)
        changeset.add_error(Error::invalid_changes({}, "wrong"));
    REQUIRE(changeset.errors().size() == 1001);
    CHECK(changeset.errors().back().rendered() == "999000 more errors");
    CHECK_FALSE(changeset.valid());
}
