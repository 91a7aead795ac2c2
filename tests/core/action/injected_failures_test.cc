#include "support/shop.h"

#include <algorithm>
#include <random>

using namespace tunez;
using namespace tunez::test;

// Random lifecycles with a failure injected at each step: the database is as it was before, every
// after_transaction hook is told, and the session goes on.

static Lines random_hooks(std::mt19937& random)
{
    static const char* const kinds[] = { "before_transaction", "around_transaction",
        "around_action", "before_action", "after_action", "after_transaction" };
    Lines hooks;
    auto count = 1 + random() % 7;
    for (unsigned long i = 0; i < count; ++i)
        hooks.push_back(std::string(kinds[random() % 6]) + ":" + std::to_string(i));
    return hooks;
}

static std::vector<std::string> run(Shop& shop, unsigned choice, const Value& record)
{
    switch (choice % 4) {
    case 0:
        return shop.create_errors("{'id':9,'name':'new','stock':1}");
    case 1:
        return shop.engine.errors(shop.update_message(record, "{'name':'changed'}"));
    case 2:
        return shop.engine.errors(shop.destroy_message(record));
    default:
        auto answer = shop.engine.ok("{'op':'bulk_create','resource':'Item',"
                                     "'inputs':[{'id':7},{'id':8}],"
                                     "'options':{'return_errors':true,'transaction':'all'}}");
        return lines_of(at(answer, "errors", "errors"));
    }
}

static size_t told(const Lines& trace, const Lines& hooks)
{
    return static_cast<size_t>(std::ranges::count_if(trace, [&](const std::string& line) {
        return line.starts_with("after_transaction:")
            && std::ranges::any_of(
                hooks, [&](const std::string& hook) { return line == hook + ":error"; });
    }));
}

TEST_CASE(
    "whatever hook fails, nothing is left of the action and each after_transaction hook hears "
    "of it")
{
    std::mt19937 random(20261120);
    for (int round = 0; round < 60; ++round) {
        auto hooks = random_hooks(random);
        auto failing = hooks[random() % hooks.size()];
        auto choice = static_cast<unsigned>(random());
        // One that fails after the commit undoes nothing.
        if (failing.starts_with("after_transaction") || failing.starts_with("around_transaction"))
            continue;
        Shop shop;
        auto changes = "'changes':[" + shop.hooks(hooks) + "]";
        shop.define({ .create = changes, .update = changes, .destroy = changes });
        auto record = shop.create("{'id':1,'name':'kept','stock':3}");
        auto before = shop.engine.rows("Item");
        shop.trace.clear();
        shop.failing = failing;
        shop.raises = random() % 2 == 0;
        CAPTURE(round, hooks, failing, choice % 4, shop.raises);
        auto errors = run(shop, choice, record);
        CHECK_FALSE(errors.empty());
        CHECK(shop.engine.rows("Item") == before);
        auto after = static_cast<size_t>(std::ranges::count_if(
            hooks, [](const std::string& hook) { return hook.starts_with("after_transaction"); }));
        // A run that is one transaction and is undone tells none of the hooks of its batch.
        if (choice % 4 != 3)
            CHECK(told(shop.trace, hooks) == after);
        shop.failing.clear();
        shop.engine.ok(shop.update_message(record, "{'name':'goes on'}"));
    }
}

TEST_CASE("a hook that runs its own action without end fails, and the session goes on")
{
    Shop shop;
    shop.define({ .create = "'changes':[" + shop.hooks({ "before_action:again" }) + "]" });
    int64_t id = 1;
    shop.during = [&](const std::string&) {
        shop.engine.run(Shop::message("create", "{'id':" + std::to_string(++id) + "}"));
    };
    shop.engine.run(Shop::message("create", "{'id':1}"));
    CHECK(id < 40);
    shop.during = [](const std::string&) { };
    CHECK(at(shop.create("{'id':1000}"), "id") == Value(1000));
}
