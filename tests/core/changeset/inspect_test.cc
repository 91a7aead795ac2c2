#include "changeset/inspect.h"

#include "post.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a changeset reads as what it changes, with what is sensitive redacted")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("title", Value("Tunez"));
    changeset.change_attribute("secret", Value("abc"));
    CHECK(inspect(changeset)
        == "#Changeset<Post, type: create, attributes: %{theTitle: \"Tunez\", "
           "secret: \"**redacted**\"}, errors: [], valid: true>");
}

TEST_CASE("a changeset reads with its arguments, its errors and its record")
{
    Loaded loaded(posts);
    Changeset create(loaded.resource("Post"));
    create.set_action(loaded.action("Post", "create"));
    create.set_argument("count", Value(2));
    create.change_attribute("body", Value("too long"));
    CHECK(inspect(create)
        == "#Changeset<Post.create, type: create, attributes: %{}, arguments: %{count: 2}, errors: "
           "[invalid_attribute body: length must be less than or equal to 5], valid: false>");
    Changeset update(loaded.record("Post", "{'id':1,'secret':'abc'}"), ActionType::update);
    auto text = inspect(update);
    CHECK(text.find("type: update") != std::string::npos);
    CHECK(text.find("data: #Post<id: 1, theTitle: nil") != std::string::npos);
    CHECK(text.find("secret: \"**redacted**\"") != std::string::npos);
    CHECK(text.find("abc") == std::string::npos);
}

TEST_CASE("a sensitive value that is refused is in no text of its changeset")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("secret", Value("too long a secret"));
    changeset.set_argument("undeclared", Value("too long a secret"));
    CHECK_FALSE(changeset.valid());
    CHECK(inspect(changeset).find("too long a secret") == std::string::npos);
}
