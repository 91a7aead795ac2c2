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

TEST_CASE("code sets a private argument with set_argument, too")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_action(loaded.action("Post", "create"));
    changeset.set_argument("hint", Value("x"));
    CHECK(*changeset.find_argument("hint") == Value("x"));
    changeset.set_private_argument("hint", Value("y"));
    CHECK(*changeset.find_argument("hint") == Value("y"));
}

TEST_CASE("set_private_argument refuses a public argument, and ignores one that is not declared")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    const auto& action = loaded.action("Post", "create");
    changeset.set_action(action);
    changeset.set_private_argument("nope", Value("x"));
    CHECK(changeset.find_argument("nope") == nullptr);
    CHECK(changeset.valid());
    changeset.set_private_argument("count", Value(3));
    CHECK(errors_of(changeset)
        == Lines { "invalid_argument count: can't set public arguments with "
                   "set_private_argument/3" });
    CHECK(changeset.errors().front().value == Value(3));
    CHECK(changeset.find_argument("count") == nullptr);
    CHECK(changeset.is_invalid(*action.find_argument("count")));
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

TEST_CASE("an argument that is nil or not given leaves it to the attribute whether there is one")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_action(loaded.action("Post", "create"));
    CHECK_FALSE(changeset.present("title"));
    changeset.force_change_attribute("title", Value("attribute"));
    CHECK(changeset.present("title"));
    changeset.set_argument("title", Value());
    CHECK(changeset.present("title"));
    changeset.force_change_attribute("title", Value());
    CHECK_FALSE(changeset.present("title"));
    changeset.set_argument("title", Value("argument"));
    CHECK(changeset.present("title"));
}
