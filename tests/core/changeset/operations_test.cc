#include "core/changeset/post.h"

#include "changeset/operations.h"

using namespace tunez;
using namespace tunez::test;

namespace {

struct Operated {
    Loaded loaded { posts };
    Changeset changeset { loaded.resource("Post") };

    Result<void> run(std::string_view operations)
    {
        return apply_operations(changeset, from_json(operations).list(), loaded.context());
    }
    Value attribute(std::string_view name)
    {
        return changeset.get_attribute(loaded.attribute("Post", name));
    }
};

} // namespace

TEST_CASE("operations change attributes as their names say")
{
    Operated post;
    REQUIRE(post.run(
        "[['change_attribute','score',1],['change_attributes',{'title':'t'}],"
        "['force_change_attribute','locked','l'],['force_change_attributes',{'rating':'1.5'}]]"));
    CHECK(post.attribute("score") == Value(1));
    CHECK(post.attribute("title") == Value("t"));
    CHECK(post.attribute("locked") == Value("l"));
    CHECK(post.changeset.valid());
}

TEST_CASE("the operations for new attributes leave what is changing already, and do not ask for "
          "its value")
{
    Operated post;
    auto id = post.loaded.host.add_callback([](const Value&) -> Result<Value> { return Value(9); });
    auto callback = "{'callback':" + std::to_string(static_cast<int>(id)) + "}";
    REQUIRE(post.run("[['change_attribute','score',1],['change_new_attribute','score',2],"
                     "['change_new_attribute_lazy','score',"
        + callback + "],['force_change_new_attribute','locked','l']]"));
    CHECK(post.attribute("score") == Value(1));
    CHECK(post.attribute("locked") == Value("l"));
    CHECK(post.loaded.host.calls() == 0);
    REQUIRE(post.run(
        "[['clear_change','score'],['change_new_attribute_lazy','score'," + callback + "]]"));
    CHECK(post.attribute("score") == Value(9));
}

TEST_CASE("update_change rewrites a pending change only")
{
    Operated post;
    auto id = post.loaded.host.add_callback([](const Value& message) -> Result<Value> {
        return Value(at(message, "argument").integer() + 1);
    });
    auto operation
        = "['update_change','score',{'callback':" + std::to_string(static_cast<int>(id)) + "}]";
    REQUIRE(post.run("[" + operation + "]"));
    CHECK(post.attribute("score") == Value());
    REQUIRE(post.run("[['change_attribute','score',1]," + operation + "]"));
    CHECK(post.attribute("score") == Value(2));
}

TEST_CASE("add_error takes a text, a map and a list, with a path in front")
{
    Operated post;
    REQUIRE(post.run("[['add_error','no'],['add_error',[{'field':'title','message':'a','path':['x']"
                     "},'b'],['p',0]]]"));
    CHECK(errors_of(post.changeset)
        == Lines { "invalid_changes : no", "invalid_attribute title: a", "invalid_changes : b" });
    CHECK(post.changeset.errors()[1].path
        == Path { std::string("p"), int64_t { 0 }, std::string("x") });
}

TEST_CASE("an operation that is not one is an error of the message")
{
    auto operation = GENERATE(as<std::string>(), "5", "[]", "[5]", "['change_attribute']",
        "['change_attribute',{}]", "['change_attributes',5]", "['before_action',5]",
        "['before_action',{'callback':'x'}]", "['select',[5]]", "['set_context',1]",
        "['delete_arguments',[1]]", "['put_context',1,2]", "['update_change','score']",
        "['handle_errors','f']");
    Operated post;
    CAPTURE(operation);
    auto applied = post.run("[['change_attribute','score',1]," + operation + "]");
    REQUIRE_FALSE(applied);
    CHECK(applied.error().code == ErrorCode::invalid_message);
}

TEST_CASE("an operation that does not exist is not supported")
{
    Operated post;
    auto applied = post.run("[['atomic_update','score',1]]");
    REQUIRE_FALSE(applied);
    CHECK(applied.error().code == ErrorCode::not_supported);
}
