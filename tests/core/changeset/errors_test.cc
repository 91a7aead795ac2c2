#include "core/changeset/post.h"

#include "changeset/callback.h"
#include "changeset/error_handler.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("an error makes a changeset invalid for good")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    CHECK(changeset.valid());
    changeset.add_error(Error::invalid_changes({}, "no"));
    changeset.change_attribute("title", Value("fine"));
    CHECK_FALSE(changeset.valid());
}

TEST_CASE("a handler may drop an error, and the changeset is invalid all the same")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.handle_errors([](Changeset&, const Error&) { return std::nullopt; });
    changeset.add_error(Error::invalid_changes({}, "no"));
    CHECK(changeset.errors().empty());
    CHECK_FALSE(changeset.valid());
}

TEST_CASE("a handler may put another error in the place of one")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.handle_errors([](Changeset&, const Error& error) -> std::optional<Error> {
        auto other = error;
        other.message += "!";
        return other;
    });
    changeset.add_error(Error::invalid_attribute("title", "no"));
    CHECK(errors_of(changeset) == Lines { "invalid_attribute title: no!" });
}

TEST_CASE("what a handler does to the changeset does not come back to it")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.handle_errors([](Changeset& handled, const Error&) -> std::optional<Error> {
        handled.add_error(Error::invalid_changes({}, "instead"));
        return std::nullopt;
    });
    changeset.add_error(Error::invalid_changes({}, "first"));
    changeset.add_error(Error::invalid_changes({}, "second"));
    CHECK(
        errors_of(changeset) == Lines { "invalid_changes : instead", "invalid_changes : instead" });
}

static Lines handled_by(FakeHost::Callback function)
{
    Loaded loaded(posts);
    auto id = loaded.host.add_callback(std::move(function));
    Changeset changeset(loaded.resource("Post"));
    changeset.handle_errors(error_handler(id, loaded.context()));
    changeset.add_error(Error::invalid_attribute("title", "no"));
    CHECK_FALSE(changeset.valid());
    return errors_of(changeset);
}

TEST_CASE(
    "a handler of the application leaves an error by answering null, and drops it by saying so")
{
    CHECK(handled_by([](const Value&) -> Result<Value> { return Value(); })
        == Lines { "invalid_attribute title: no" });
    CHECK(handled_by([](const Value&) -> Result<Value> { return Value("ignore"); }) == Lines {});
    CHECK(handled_by([](const Value&) -> Result<Value> { return from_json("{'ignore':true}"); })
        == Lines {});
}

TEST_CASE("a handler of the application answers with another error, or changes the changeset")
{
    CHECK(handled_by([](const Value& message) -> Result<Value> {
        CHECK(at(message, "kind") == Value("handle_error"));
        CHECK(at(message, "error", "field") == Value("theTitle"));
        return from_json("{'field':'body','message':'other'}");
    }) == Lines { "invalid_attribute body: other" });
    CHECK(handled_by([](const Value&) -> Result<Value> {
        return from_json("{'operations':[['add_error',{'field':'score','message':'own'}]]}");
    }) == Lines { "invalid_attribute score: own" });
}

TEST_CASE("a handler of the application that fails does not hide the error")
{
    CHECK(handled_by([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) oh"));
    }) == Lines { "callback_failed : ** (Error) oh", "invalid_attribute title: no" });
}

TEST_CASE("an error survives being shown to the application and given back")
{
    auto error = Error::invalid_attribute("title", "over %{max}", { { "max", Value(3) } });
    error.code = ErrorCode::stale_record;
    error.path = { std::string("albums"), int64_t { 0 } };
    error.details.set("resource", Value("Post"));
    Loaded loaded(posts);
    auto back = error_from_map(error_value(error, loaded.resource("Post")).map());
    CHECK(back.code == error.code);
    CHECK(back.message == error.message);
    CHECK(back.vars == error.vars);
    CHECK(back.path == error.path);
    CHECK(back.details == error.details);
}

TEST_CASE("an error is shown to the application under the names that it knows")
{
    Loaded loaded(posts);
    auto error = Error::invalid_attribute("title", "no");
    error.path = { std::string("title") };
    error.fields = { "title", "unknown" };
    auto shown = error_value(error, loaded.resource("Post"));
    CHECK(*shown.map().find("field") == Value("theTitle"));
    CHECK(*shown.map().find("fields") == from_json("['theTitle','unknown']"));
    CHECK(*shown.map().find("path") == from_json("['theTitle']"));
}

TEST_CASE("an error of the application is about a field, about fields, or about the whole")
{
    CHECK(error_from_map(from_json("{'field':'title','message':'no'}").map()).code
        == ErrorCode::invalid_attribute);
    CHECK(error_from_map(from_json("{'fields':['title'],'message':'no'}").map()).code
        == ErrorCode::invalid_changes);
    auto bare = error_from_map(from_json("{'message':'no','max':3}").map());
    CHECK(bare.code == ErrorCode::invalid_changes);
    CHECK(bare.vars == Map { { "max", Value(3) } });
}
