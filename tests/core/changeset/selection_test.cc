#include "core/changeset/post.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("everything that is selected by default is selected until something is chosen")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    CHECK(changeset.selecting(loaded.attribute("Post", "title")));
    CHECK_FALSE(changeset.selecting(loaded.attribute("Post", "hidden")));
}

TEST_CASE("a selection always has the primary key and what is always selected")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    const auto* title = &loaded.attribute("Post", "title");
    changeset.select(std::span(&title, 1), false);
    CHECK(changeset.selecting(loaded.attribute("Post", "id")));
    CHECK(changeset.selecting(loaded.attribute("Post", "always")));
    CHECK_FALSE(changeset.selecting(loaded.attribute("Post", "body")));
}

TEST_CASE("a second selection adds, a replacing one replaces")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    const auto* title = &loaded.attribute("Post", "title");
    const auto* body = &loaded.attribute("Post", "body");
    changeset.select(std::span(&title, 1), false);
    changeset.select(std::span(&body, 1), false);
    CHECK(changeset.selecting(*title));
    changeset.select(std::span(&body, 1), true);
    CHECK_FALSE(changeset.selecting(*title));
}

TEST_CASE("ensure_selected keeps the defaults, deselect takes from them")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    const auto* hidden = &loaded.attribute("Post", "hidden");
    const auto* title = &loaded.attribute("Post", "title");
    changeset.ensure_selected(std::span(&hidden, 1));
    CHECK(changeset.selecting(*hidden));
    CHECK(changeset.selecting(*title));
    changeset.deselect(std::span(&title, 1));
    CHECK_FALSE(changeset.selecting(*title));
}
