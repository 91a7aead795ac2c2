#include "core/changeset/post.h"

#include "changeset/hook_callback.h"

using namespace tunez;
using namespace tunez::test;

static BeforeHook appending(std::string& order, char letter)
{
    return [&order, letter](Changeset&, Context&) -> Outcome<void> {
        order += letter;
        return {};
    };
}

static std::string order_of(Changeset& changeset, std::string& order, Context& context)
{
    for (const auto& hook : changeset.hooks()->before_action)
        CHECK(run_hook(hook, "before_action", changeset, context));
    return order;
}

TEST_CASE("hooks run in the order in which they were added; prepended ones first")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    std::string order;
    changeset.before_action(appending(order, 'a'));
    changeset.before_action(appending(order, 'b'));
    changeset.before_action(appending(order, 'c'), HookPosition::prepend);
    CHECK(order_of(changeset, order, loaded.context()) == "cab");
}

TEST_CASE("a hook that comes too late is ignored with a warning")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    std::string order;
    changeset.set_phase(Phase::before_action);
    changeset.before_action(appending(order, 'a'));
    CHECK(changeset.hooks() == nullptr);
    CHECK(changeset.warnings().size() == 1);
}

TEST_CASE("copies of a changeset do not share the hooks added later")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    std::string order;
    changeset.before_action(appending(order, 'a'));
    auto copy = changeset;
    copy.before_action(appending(order, 'b'));
    CHECK(changeset.hooks()->before_action.size() == 1);
    CHECK(copy.hooks()->before_action.size() == 2);
}

static Outcome<void> answer_of(std::string_view answer, Changeset& changeset, Loaded& loaded)
{
    auto id = loaded.host.add_callback(
        [answer](const Value&) -> Result<Value> { return from_json(answer); });
    return run_hook(BeforeHook(id), "before_action", changeset, loaded.context());
}

TEST_CASE("a before hook of the application answers null, operations or errors")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    CHECK(answer_of("null", changeset, loaded));
    CHECK(answer_of("{'operations':[['force_change_attribute','score',3]]}", changeset, loaded));
    CHECK(changeset.get_attribute(loaded.attribute("Post", "score")) == Value(3));
    auto failed
        = answer_of("{'error':[{'field':'title','message':'no'},'also no']}", changeset, loaded);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().errors.size() == 2);
}

TEST_CASE("a before hook that answers nonsense is an error")
{
    Loaded loaded(posts);
    Changeset changeset(loaded.resource("Post"));
    auto failed = answer_of("[1]", changeset, loaded);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().errors.front().code == ErrorCode::invalid_return_type);
}
