#include "core/changeset/post.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a change is cast to the attribute's type")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("score", Value("5"));
    CHECK(changeset.valid());
    CHECK(changeset.get_attribute(loaded.attribute("Post", "score")) == Value(5));
}

TEST_CASE("an attribute is found by its name and by its key")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("theTitle", Value("a"));
    changeset.change_attribute("title", Value("b"));
    CHECK(changeset.get_attribute(loaded.attribute("Post", "title")) == Value("b"));
}

TEST_CASE("a change of an unknown attribute is an error, also when it is forced")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("nope", Value(1));
    changeset.force_change_attribute("nope", Value(1));
    CHECK(errors_of(changeset)
        == Lines { "no_such_attribute nope: No such attribute nope for resource Post",
            "no_such_attribute nope: No such attribute nope for resource Post" });
}

TEST_CASE("an attribute that is not writable takes forced changes only")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    const auto& locked = loaded.attribute("Post", "locked");
    changeset.change_attribute("locked", Value("x"));
    CHECK(errors_of(changeset) == Lines { "invalid_attribute locked: Attribute is not writable" });
    CHECK_FALSE(changeset.changing_attribute(locked));
    changeset.force_change_attribute("locked", Value("x"));
    CHECK(changeset.get_attribute(locked) == Value("x"));
}

TEST_CASE("a value that is refused leaves the earlier change, and marks the attribute invalid")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    const auto& score = loaded.attribute("Post", "score");
    changeset.change_attribute(score, Value(1));
    changeset.change_attribute(score, Value("many"));
    CHECK(changeset.get_attribute(score) == Value(1));
    CHECK(changeset.is_invalid(score));
    CHECK(errors_of(changeset) == Lines { "invalid_attribute score: is invalid" });
}

TEST_CASE("the error of a sensitive attribute does not hold what was given")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("secret", Value("much too long"));
    REQUIRE(changeset.errors().size() == 1);
    const auto& value = changeset.errors().front().value;
    CHECK((!value || display(*value).find("too long") == std::string::npos));
}

TEST_CASE("a create keeps nil as a change")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("title", Value());
    CHECK(changeset.changing_attribute(loaded.attribute("Post", "title")));
}

TEST_CASE("an update drops a change that equals what is stored, as the type sees it")
{
    Loaded loaded(posts);
    Changeset changeset(
        loaded.record("Post", "{'id':1,'rating':{'$decimal':'1.0'},'code':{'$ci_string':'Ab'}}"),
        ActionType::update);
    changeset.change_attribute("rating", Value("1.00"));
    changeset.change_attribute("code", Value("aB"));
    changeset.change_attribute("title", Value());
    CHECK_FALSE(changeset.changing_attributes());
}

TEST_CASE("an update removes a pending change when the stored value is named again")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.record("Post", "{'id':1,'score':3}"), ActionType::update);
    changeset.change_attribute("score", Value(4));
    changeset.change_attribute("score", Value(3));
    CHECK_FALSE(changeset.changing_attributes());
}

TEST_CASE("a forced change of a field that was not loaded is always kept; a plain one is compared "
          "with nil")
{
    Loaded loaded(posts);
    auto record = loaded.record("Post", "{'id':1}");
    const auto& score = loaded.attribute("Post", "score");
    record.values[score.index] = Value::not_loaded();
    Changeset plain(record, ActionType::update);
    plain.change_attribute(score, Value());
    CHECK_FALSE(plain.changing_attribute(score));
    Changeset forced(record, ActionType::update);
    forced.force_change_attribute(score, Value());
    CHECK(forced.changing_attribute(score));
}

TEST_CASE("an explicit change of a default makes it one of the user")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    const auto& score = loaded.attribute("Post", "score");
    changeset.change_default_attribute(score, Value(1));
    CHECK(changeset.is_default(score));
    changeset.change_attribute(score, Value(2));
    CHECK_FALSE(changeset.is_default(score));
}

TEST_CASE("clear_change drops a change, and ignores unknown names")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("score", Value(1));
    changeset.clear_change("score");
    changeset.clear_change("nope");
    CHECK_FALSE(changeset.changing_attributes());
    CHECK(changeset.valid());
}

TEST_CASE("touching tells what was named, changed or not")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.record("Post", "{'id':1,'score':3}"), ActionType::update);
    changeset.change_attribute("score", Value(3));
    CHECK(changeset.touching(loaded.attribute("Post", "score")));
    CHECK_FALSE(changeset.touching(loaded.attribute("Post", "title")));
}

TEST_CASE("the record of a changeset is the original with its changes")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.record("Post", "{'id':1,'score':3,'body':'b'}"), ActionType::update);
    changeset.change_attribute("score", Value(4));
    auto record = changeset.apply();
    CHECK(record.values[loaded.attribute("Post", "score").index] == Value(4));
    CHECK(record.values[loaded.attribute("Post", "body").index] == Value("b"));
    CHECK(changeset.original(loaded.attribute("Post", "score")) == Value(3));
}

TEST_CASE("a copy of a changeset does not share its later changes")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.change_attribute("score", Value(1));
    auto copy = changeset;
    copy.change_attribute("score", Value(2));
    CHECK(changeset.get_attribute(loaded.attribute("Post", "score")) == Value(1));
}
