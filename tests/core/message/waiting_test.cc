#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

namespace {

// A shop with hooks that promise their answers where they may: the first promise is 1, and so on.
class WaitingShop : public Shop {
public:
    Lines promised;

    explicit WaitingShop(const Lines& kinds)
    {
        List operations;
        for (const auto& kind : kinds) {
            auto hook = engine.callback_value([this, kind](const Value& message) {
                return Result<Value>(answer(kind, message));
            });
            operations.push_back(Value(List { Value(kind), hook }));
        }
        Map registered { { "operations", Value(std::move(operations)) } };
        auto change = engine.callback([registered = Value(std::move(registered))](
                                          const Value&) -> Result<Value> { return registered; });
        define({ .create = "'changes':[{'name':'callback'," + change.substr(1) + "]" });
    }

    // The answer to the request with this number, once the promise gave this reply.
    Value resume(int request, std::string_view reply)
    {
        return engine.run("{'op':'resume','request':" + std::to_string(request)
            + ",'reply':" + std::string(reply) + "}");
    }
    // What an around hook was answered when it went on.
    Value proceeded;
    bool waits_inside = true;

private:
    Value answer(const std::string& kind, const Value& message)
    {
        if (kind.starts_with("around"))
            proceeded = engine.run(Value(Map {
                { "op", Value("proceed") }, { "handle", at(message, "changeset", "handle") } }));
        if (at(message, "may_wait").is_null())
            return {};
        promised.push_back(kind);
        return Value(Map { { "promise", Value(static_cast<int64_t>(promised.size())) } });
    }
};

} // namespace

static int64_t waiting(const Value& answer) { return at(answer, "pending", "request").integer(); }

TEST_CASE("an action waits for its hooks outside of the transaction, and others run meanwhile")
{
    WaitingShop shop({ "before_transaction", "after_transaction" });
    auto answer = shop.engine.run(Shop::message("create", "{'id':1}"));
    CHECK(waiting(answer) == 1);
    CHECK(at(answer, "pending", "promise") == Value(1));
    CHECK(shop.engine.count("Item") == 0);
    answer = shop.resume(1, "{'ok':{'operations':[['force_change_attribute','name','waited']]}}");
    CHECK(waiting(answer) == 1);
    CHECK(shop.engine.count("Item") == 1);
    answer = shop.resume(1, "{'ok':null}");
    CHECK(at(answer, "ok", "name") == Value("waited"));
    CHECK(shop.promised == Lines { "before_transaction", "after_transaction" });
}

TEST_CASE("several actions wait at once, and go on in any order")
{
    WaitingShop shop({ "before_transaction" });
    auto first = waiting(shop.engine.run(Shop::message("create", "{'id':1}")));
    auto second = waiting(shop.engine.run(Shop::message("create", "{'id':2}")));
    CHECK(first != second);
    CHECK(at(shop.resume(static_cast<int>(second), "{'ok':null}"), "ok", "id") == Value(2));
    CHECK(at(shop.resume(static_cast<int>(first), "{'ok':null}"), "ok", "id") == Value(1));
}

TEST_CASE("a promise that fails fails the action, and the hooks after it hear of it")
{
    WaitingShop shop({ "before_transaction", "after_transaction" });
    shop.engine.run(Shop::message("create", "{'id':1}"));
    CHECK(waiting(shop.resume(1,
              "{'error':{'class':'unknown','errors':[{'code':'callback_failed','message':'no'}]}}"))
        == 1);
    auto answer = shop.resume(1, "{'ok':null}");
    CHECK(lines_of(at(answer, "error", "errors")) == Lines { "callback_failed: no" });
    CHECK(shop.engine.count("Item") == 0);
    CHECK(shop.promised == Lines { "before_transaction", "after_transaction" });
}

TEST_CASE("nothing is waited for while a transaction is open")
{
    WaitingShop shop({ "before_transaction", "before_action", "after_transaction" });
    shop.engine.ok("{'op':'begin'}");
    CHECK(at(shop.engine.run(Shop::message("create", "{'id':1}")), "ok", "id") == Value(1));
    shop.engine.ok("{'op':'commit'}");
    CHECK(shop.promised.empty());
}

TEST_CASE("an around hook waits, and so does what is inside it")
{
    WaitingShop shop({ "around_transaction", "before_transaction" });
    auto outer = shop.engine.run(Shop::message("create", "{'id':1}"));
    auto inner = waiting(shop.proceeded);
    CHECK(inner != waiting(outer));
    CHECK(shop.engine.count("Item") == 0);
    auto inside = shop.resume(static_cast<int>(inner), "{'ok':null}");
    CHECK(at(at(inside, "ok"), "record", "id") == Value(1));
    CHECK(shop.engine.count("Item") == 1);
    auto answer = shop.resume(static_cast<int>(waiting(outer)), "{'ok':null}");
    CHECK(at(answer, "ok", "id") == Value(1));
}

TEST_CASE(
    "an around hook that does not wait for what is inside it fails the action, which ends there")
{
    WaitingShop shop({ "around_transaction", "before_transaction" });
    auto outer = waiting(shop.engine.run(Shop::message("create", "{'id':1}")));
    auto inner = waiting(shop.proceeded);
    auto answer = shop.resume(static_cast<int>(outer), "{'ok':null}");
    CHECK(at(answer, "error", "errors").list().front().map().find("code")->text()
        == "invalid_return_type");
    auto late = shop.resume(static_cast<int>(inner), "{'ok':null}");
    CHECK(lines_of(at(late, "error", "errors"))
        == Lines { "invalid_message: no request waits for this: what it belonged to has ended" });
    CHECK(shop.engine.count("Item") == 0);
}

TEST_CASE("what waits is dropped when the database is closed")
{
    WaitingShop shop({ "around_transaction", "before_transaction" });
    auto outer = waiting(shop.engine.run(Shop::message("create", "{'id':1}")));
    shop.engine.ok("{'op':'close'}");
    auto late = shop.resume(static_cast<int>(outer), "{'ok':null}");
    CHECK(at(late, "error", "class") == Value("invalid"));
}

TEST_CASE("what waits when the engine goes, goes with it")
{
    WaitingShop shop({ "around_transaction", "before_transaction", "after_transaction" });
    CHECK(waiting(shop.engine.run(Shop::message("create", "{'id':1}"))) > 0);
}

TEST_CASE("a bulk run waits for each of its records, batch by batch")
{
    WaitingShop shop({ "before_transaction" });
    auto answer = shop.engine.run("{'op':'bulk_create','resource':'Item',"
                                  "'inputs':[{'id':1},{'id':2},{'id':3}],"
                                  "'options':{'batch_size':2,'return_records':true}}");
    for (size_t stored : { 0U, 0U, 2U }) {
        CHECK(shop.engine.count("Item") == stored);
        answer = shop.resume(static_cast<int>(waiting(answer)), "{'ok':null}");
    }
    CHECK(at(answer, "ok", "status") == Value("success"));
    CHECK(at(answer, "ok", "records").list().size() == 3);
}

TEST_CASE("a bulk run that is one transaction waits for nothing")
{
    WaitingShop shop({ "before_transaction", "after_transaction" });
    auto answer = shop.engine.run("{'op':'bulk_create','resource':'Item','inputs':[{'id':1}],"
                                  "'options':{'transaction':'all'}}");
    CHECK(at(answer, "ok", "status") == Value("success"));
    CHECK(shop.promised.empty());
}

TEST_CASE("a changeset can be asked about as long as its hook has not answered")
{
    WaitingShop shop({ "before_transaction" });
    shop.engine.run(Shop::message("create", "{'id':1,'name':'a'}"));
    auto changeset = "{'op':'changeset','changeset':{'handle':1,'operations':[]}}";
    CHECK(at(shop.engine.run(changeset), "ok", "phase") == Value("before_transaction"));
    shop.resume(1, "{'ok':null}");
    CHECK(shop.engine.error_class(changeset) == "invalid");
}

TEST_CASE("notifications that a caller wants back are those of its own request")
{
    WaitingShop shop({ "before_transaction" });
    shop.engine.run(
        Shop::message("create", "{'id':1}", ",'options':{'return_notifications':true}"));
    auto other = waiting(shop.engine.run(Shop::message("create", "{'id':2}")));
    auto plain = shop.resume(static_cast<int>(other), "{'ok':null}");
    CHECK_FALSE(plain.map().contains("notifications"));
    auto answer = shop.resume(1, "{'ok':null}");
    CHECK(at(answer, "notifications").list().size() == 1);
}
