#include "core/changeset/post.h"
#include "core/changeset/shop_front.h"

#include "changeset/callback.h"
#include "changeset/operations.h"

using namespace tunez;
using namespace tunez::test;

namespace {

// A changeset that operations are applied to, and what is said of it then.
struct Applied {
    explicit Applied(std::string_view resources = posts, std::string_view resource = "Post")
        : loaded(resources)
        , changeset(loaded.resource(resource))
    {
    }

    Loaded loaded;
    Changeset changeset;

    void run(std::string_view operations)
    {
        auto applied = apply_operations(changeset, from_json(operations).list(), loaded.context());
        INFO((applied ? "" : applied.error().rendered()));
        REQUIRE(applied);
    }
    std::string failure(std::string_view operations)
    {
        auto applied = apply_operations(changeset, from_json(operations).list(), loaded.context());
        REQUIRE_FALSE(applied);
        return applied.error().rendered();
    }
    Value state(std::string_view key) const { return at(state_of(changeset), key); }
    std::string function(FakeHost::Callback callback)
    {
        auto id = static_cast<int>(loaded.host.add_callback(std::move(callback)));
        return "{'callback':" + std::to_string(id) + "}";
    }
};

} // namespace

TEST_CASE("operations set arguments, one or several, and private ones too")
{
    Applied post;
    post.run("[['set_argument','a',1],['set_arguments',{'b':2}],['force_set_argument','c',3],"
             "['force_set_arguments',{'d':4}],['set_private_argument','e',5],"
             "['set_private_arguments',{'f':6}]]");
    CHECK(post.state("arguments") == from_json("{'a':1,'b':2,'c':3,'d':4,'e':5,'f':6}"));
}

TEST_CASE("operations take arguments away, by one name or by several")
{
    Applied post;
    post.run("[['set_arguments',{'a':1,'b':2,'c':3,'d':4}],['delete_argument','a'],"
             "['delete_arguments',['b','c']],['force_delete_argument','never']]");
    CHECK(post.state("arguments") == from_json("{'d':4}"));
}

TEST_CASE("an argument that is changed after the action was chosen is cast for it")
{
    Applied post;
    post.changeset.set_action(post.loaded.action("Post", "create"));
    post.run("[['set_argument','count','7'],['set_private_argument','hint','h']]");
    CHECK(post.state("arguments") == from_json("{'count':7,'hint':'h'}"));
    post.run("[['set_argument','count','none']]");
    CHECK(errors_of(post.changeset) == Lines { "invalid_argument count: is invalid" });
}

TEST_CASE("an operation on an attribute that there is not says so, whichever it is")
{
    auto operation = GENERATE(as<std::string>(), "['change_attribute','nix',1]",
        "['force_change_attributes',{'nix':1}]", "['change_new_attribute','nix',1]",
        "['change_default_attribute','nix',1]");
    Applied post;
    CAPTURE(operation);
    post.run("[" + operation + "]");
    CHECK(errors_of(post.changeset)
        == Lines { "no_such_attribute nix: No such attribute nix for resource Post" });
}

TEST_CASE("a function for an attribute that there is not is asked only where its value is needed")
{
    Applied post;
    auto function = post.function([](const Value&) -> Result<Value> { return Value(1); });
    post.run("[['update_change','nix'," + function + "]]");
    CHECK(post.loaded.host.calls() == 0);
    CHECK(post.changeset.valid());
}

TEST_CASE("change_default_attribute says that the value is a default")
{
    Applied post;
    post.run("[['change_default_attribute','score',1],['change_attribute','title','t']]");
    CHECK(post.state("defaults") == from_json("['score']"));
    CHECK(post.state("attributes") == from_json("{'theTitle':'t','score':1}"));
    post.run("[['change_attribute','score',2]]");
    CHECK(post.state("defaults") == from_json("[]"));
}

TEST_CASE("force_change_new_attribute_lazy asks its function where nothing is changing yet")
{
    Applied post;
    auto function = post.function([](const Value& message) -> Result<Value> {
        CHECK_FALSE(message.map().contains("argument"));
        return Value("made");
    });
    post.run("[['force_change_new_attribute_lazy','locked'," + function + "]]");
    CHECK(post.state("attributes") == from_json("{'locked':'made'}"));
    post.run("[['force_change_new_attribute_lazy','locked'," + function + "]]");
    CHECK(post.loaded.host.calls() == 1);
}

TEST_CASE("operations say which fields the result has")
{
    Applied post;
    CHECK_FALSE(at(post.state("selected"), "hidden").is(Kind::string));
    post.run("[['select',['title','hidden','nix']]]");
    CHECK(post.state("selected") == from_json("['id','theTitle','hidden','always']"));
    post.run("[['select','body']]");
    CHECK(post.state("selected") == from_json("['id','theTitle','body','hidden','always']"));
    post.run("[['select',['score'],{'replace':true}]]");
    CHECK(post.state("selected") == from_json("['id','score','always']"));
    post.run("[['ensure_selected','title'],['deselect',['score','always']]]");
    CHECK(post.state("selected") == from_json("['id','theTitle','always']"));
}

TEST_CASE("ensure_selected and deselect begin with what is selected by default")
{
    Applied ensured;
    ensured.run("[['ensure_selected',['hidden']]]");
    CHECK(ensured.state("selected").list().size() == 11);
    Applied deselected;
    deselected.run("[['deselect','title']]");
    CHECK(deselected.state("selected").list().size() == 9);
}

TEST_CASE("what is to be loaded adds up, in the order asked")
{
    Applied post;
    post.run("[['load','a'],['load',null],['load',['b',{'c':true}]]]");
    CHECK(post.changeset.load() == from_json("['a','b',{'c':true}]"));
}

TEST_CASE("context is merged deeply, and what is shared is seen at the top as well")
{
    Applied post;
    post.run("[['set_context',{'a':{'x':1},'shared':{'s':1}}],['put_context','a',{'y':2}],"
             "['put_context','shared',5],['set_context',{'a':{'x':3}}]]");
    CHECK(post.state("context") == from_json("{'a':{'x':3,'y':2},'shared':5,'s':1}"));
    post.run("[['put_context','a',1]]");
    CHECK(at(post.state("context"), "a") == Value(1));
}

TEST_CASE("a timeout is milliseconds, in either place, and any other value takes it away")
{
    Applied post;
    post.run("[['timeout',500]]");
    CHECK(post.changeset.timeout() == 500);
    post.run("[['timeout','infinity',700]]");
    CHECK(post.changeset.timeout() == 700);
    post.run("[['timeout','infinity']]");
    CHECK(post.changeset.timeout() == std::nullopt);
}

TEST_CASE("each kind of hook may be put first, whatever its own order is")
{
    auto kind = GENERATE(as<std::string>(), "before_transaction", "before_action",
        "around_transaction", "around_action", "after_action", "after_transaction");
    CAPTURE(kind);
    Applied post;
    post.run("[['" + kind + "',{'callback':1}],['" + kind + "',{'callback':2},{'append':true}],['"
        + kind + "',{'callback':3},{'prepend':true}],['" + kind
        + "',{'callback':4},{'prepend':false}]]");
    const auto& hooks = *post.changeset.hooks();
    auto id = []<typename Hook>(const Hook& hook) {
        if constexpr (std::is_same_v<Hook, CallbackId>)
            return static_cast<int>(hook);
        else
            return static_cast<int>(std::get<0>(hook));
    };
    std::vector<int> order;
    auto note = [&](const auto& list) {
        for (const auto& hook : list)
            order.push_back(id(hook));
    };
    note(hooks.before_transaction);
    note(hooks.before_action);
    note(hooks.around_transaction);
    note(hooks.around_action);
    note(hooks.after_action);
    note(hooks.after_transaction);
    CHECK(order == std::vector { 3, 1, 2, 4 });
}

TEST_CASE("every kind of hook is too late once its phase has come")
{
    auto [kind, phase] = GENERATE(table<std::string, Phase>({
        { "before_transaction", Phase::before_transaction },
        { "around_transaction", Phase::around_transaction },
        { "before_action", Phase::before_action },
        { "around_action", Phase::around_action },
        { "after_action", Phase::after_action },
        { "after_transaction", Phase::after_transaction },
    }));
    Applied post;
    post.changeset.set_phase(phase);
    post.run("[['" + kind + "',{'callback':1}]]");
    CHECK(post.changeset.hooks() == nullptr);
    CHECK(post.changeset.warnings()
        == Lines { "a hook of the kind " + kind + " was added too late and is ignored" });
}

TEST_CASE("set_result takes a record or an error in the place of the write")
{
    Applied post;
    post.run("[['set_result',{'id':1,'title':'t'}]]");
    REQUIRE(post.changeset.result() != nullptr);
    CHECK((*post.changeset.result())->values[post.loaded.attribute("Post", "title").index]
        == Value("t"));
    post.run("[['set_result',{'error':'no'}]]");
    CHECK(post.changeset.result()->error().errors.front().rendered() == "no");
    post.run("[['set_result',5]]");
    CHECK(post.changeset.result()->error().errors.front().code == ErrorCode::invalid_return_type);
}

TEST_CASE("a result needs its primary key, and values of their types")
{
    Applied post;
    post.run("[['set_result',{'title':'t'}]]");
    CHECK(post.changeset.result()->error().errors.front().rendered()
        == "the record has no value for its primary key");
    post.run("[['set_result',{'record':{'id':'x'}}]]");
    CHECK(post.changeset.result()->error().errors.front().rendered()
        == "the record has a value that is not of its type");
}

TEST_CASE("set_tenant says whose the record is, as the resource stores it")
{
    Applied order(orders, "Order");
    order.run("[['set_tenant','north']]");
    CHECK(order.state("tenant") == Value("north"));
    CHECK(order.changeset.stored_tenant() == Value("north"));
    Applied post;
    post.run("[['set_tenant','north']]");
    CHECK(post.state("tenant") == Value("north"));
    CHECK(post.changeset.stored_tenant() == Value());
}

TEST_CASE("operations that take a map refuse everything else")
{
    auto name = GENERATE(as<std::string>(), "change_attributes", "force_change_attributes",
        "set_arguments", "force_set_arguments", "set_private_arguments", "set_context");
    Applied post;
    CHECK(post.failure("[['" + name + "',[1]]]") == "a changeset operation expects a map");
}

TEST_CASE("an operation says what it expects in the place of what it was given")
{
    auto [operation, expected] = GENERATE(table<std::string, std::string>({
        { "['set_private_argument',1,2]", "a name" },
        { "['force_change_new_attribute',1,2]", "a name" },
        { "['change_new_attribute_lazy','score']", "a function" },
        { "['force_change_new_attribute_lazy',1]", "a name" },
        { "['change_default_attribute']", "a name" },
        { "['update_change',1]", "a name" },
        { "['clear_change',{}]", "a name" },
        { "['delete_argument',1]", "a name" },
        { "['ensure_selected',1]", "the names of fields" },
        { "['deselect',[1]]", "the names of fields" },
        { "['around_action','f']", "a function" },
        { "['around_transaction',{}]", "a function" },
        { "['before_transaction',{}]", "a function" },
        { "['after_action',{}]", "a function" },
        { "['after_transaction',{}]", "a function" },
        { "['manage_relationship',1]", "a name" },
        { "['append_to_relationship',1]", "a name" },
    }));
    Applied post;
    post.run("[['change_attribute','title','t']]");
    CAPTURE(operation);
    CHECK(post.failure("[" + operation + "]") == "a changeset operation expects " + expected);
}

TEST_CASE("a function that fails inside an operation is what the operations come to")
{
    auto operation = GENERATE(as<std::string>(), "change_new_attribute_lazy",
        "force_change_new_attribute_lazy", "update_change");
    Applied post;
    auto function = post.function([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
    });
    auto first = operation == "update_change" ? "['change_attribute','score',1]," : "";
    CHECK(post.failure("[" + std::string(first) + "['" + operation + "','score'," + function + "]]")
        == "** (Error) no");
}

TEST_CASE("an answer to a change is a map with operations")
{
    auto answer = GENERATE(as<std::string>(), "5", "{}", "{'operations':5}");
    Applied post;
    auto applied = apply_answer(post.changeset, from_json(answer), post.loaded.context());
    REQUIRE_FALSE(applied);
    CHECK(applied.error().code == ErrorCode::invalid_return_type);
    CHECK(applied.error().rendered() == "a change must return a changeset");
}

TEST_CASE("a default whose change is cleared is still known as one")
{
    Applied post;
    post.run("[['change_default_attribute','score',1],['clear_change','score']]");
    CHECK(post.state("attributes") == from_json("{}"));
    CHECK(post.state("defaults") == from_json("['score']"));
}

TEST_CASE("a private argument that is set before the action was chosen is cast for it")
{
    Applied post;
    post.run("[['set_private_argument','hint','h'],['set_argument','count','7']]");
    post.changeset.set_action(post.loaded.action("Post", "create"));
    CHECK(post.state("arguments") == from_json("{'count':7,'hint':'h'}"));
}
