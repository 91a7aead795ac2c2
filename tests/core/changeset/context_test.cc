#include "core/changeset/post.h"

#include "changeset/template.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("contexts merge deeply, and what is shared stands at the top as well")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_context(from_json("{'a':{'x':1,'y':1}}").map());
    changeset.set_context(from_json("{'a':{'y':2},'shared':{'b':3}}").map());
    CHECK(Value(changeset.context()) == from_json("{'a':{'x':1,'y':2},'shared':{'b':3},'b':3}"));
}

TEST_CASE("loads accumulate")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.add_load(Value("a"));
    changeset.add_load(from_json("['b',{'c':true}]"));
    CHECK(changeset.load() == from_json("['a','b',{'c':true}]"));
}

TEST_CASE("a template is filled from arguments, actor, tenant, context and functions")
{
    Loaded loaded(posts);
    auto& context = loaded.context();
    context.actor = from_json("{'id':7,'org':{'id':8}}");
    context.tenant = Value("t");
    auto three = loaded.host.add_callback([](const Value&) -> Result<Value> { return Value(3); });
    Changeset changeset(loaded.resource("Post"));
    changeset.set_action(loaded.action("Post", "create"));
    changeset.set_argument("count", Value(5));
    changeset.set_context(from_json("{'k':'v'}").map());
    auto filled = [&](std::string_view option) {
        return *fill_template(from_json(option), changeset, context);
    };
    CHECK(filled("{'arg':'count'}") == Value(5));
    CHECK(filled("{'arg':'title'}") == Value());
    CHECK(filled("{'actor':'id'}") == Value(7));
    CHECK(filled("{'actor':['org','id']}") == Value(8));
    CHECK(filled("{'actor':'nope'}") == Value());
    CHECK(filled("{'tenant':true}") == Value("t"));
    CHECK(filled("{'context':'k'}") == Value("v"));
    CHECK(filled("{'callback':" + std::to_string(static_cast<int>(three)) + "}") == Value(3));
    CHECK(filled("{'other':1}") == from_json("{'other':1}"));
    CHECK(filled("12") == Value(12));
}

TEST_CASE("a filter with an actor template is refused without an actor, where it asks for one")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    auto filter = from_json("{'op':'==','args':[{'ref':'score'},{'actor':'id'}]}");
    auto refused = fill_filter(filter, changeset, loaded.context(), OnMissingActor::refuse);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::action_requires_actor);
    CHECK(*fill_filter(filter, changeset, loaded.context(), OnMissingActor::nil)
        == from_json("{'op':'==','args':[{'ref':'score'},{'value':null}]}"));
}

TEST_CASE("what an argument puts into a filter is a literal, not a filter of its own")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    changeset.set_argument("any", from_json("{'actor':'id'}"));
    CHECK(*fill_filter(from_json("{'title':{'arg':'any'}}"), changeset, loaded.context(),
              OnMissingActor::nil)
        == from_json("{'title':{'value':{'actor':'id'}}}"));
}
