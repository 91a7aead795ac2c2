#include "core/changeset/post.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("an argument of the action is cast and constrained")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_action(loaded.action("Post", "create"));
    changeset.set_argument("count", Value("3"));
    REQUIRE(changeset.find_argument("count") != nullptr);
    CHECK(*changeset.find_argument("count") == Value(3));
    changeset.set_argument("count", Value(0));
    CHECK(errors_of(changeset)
        == Lines { "invalid_argument count: must be greater than or equal to 1" });
}

TEST_CASE("arguments set before there is an action are cast when it is assigned")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_argument("count", Value("3"));
    CHECK(*changeset.find_argument("count") == Value("3"));
    changeset.set_action(loaded.action("Post", "create"));
    CHECK(*changeset.find_argument("count") == Value(3));
}

TEST_CASE("input does not reach an argument that is not public")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_action(loaded.action("Post", "create"));
    changeset.set_argument("hint", Value("x"));
    CHECK(changeset.find_argument("hint") == nullptr);
    changeset.set_private_argument("hint", Value("x"));
    CHECK(*changeset.find_argument("hint") == Value("x"));
}

TEST_CASE("an argument given as nil is there, a deleted one is not")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_action(loaded.action("Post", "create"));
    changeset.set_argument("count", Value());
    CHECK(changeset.find_argument("count") != nullptr);
    changeset.delete_argument("count");
    CHECK(changeset.find_argument("count") == nullptr);
}

TEST_CASE("an argument hides the attribute of its name")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_action(loaded.action("Post", "create"));
    changeset.force_change_attribute("title", Value("attribute"));
    CHECK(*changeset.find_value("title") == Value());
    changeset.set_argument("title", Value("argument"));
    CHECK(*changeset.find_value("title") == Value("argument"));
    CHECK(changeset.find_value("nope") == nullptr);
}
