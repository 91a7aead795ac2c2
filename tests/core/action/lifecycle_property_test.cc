// Random lives of a create, each cut short at every one of its steps in turn.
#include "support/shop.h"

#include <algorithm>
#include <random>

using namespace tunez;
using namespace tunez::test;

static const std::string hook_kinds[] = { "around_transaction", "before_transaction",
    "around_action", "before_action", "after_action", "after_transaction" };

// Up to two hooks of each kind, in any order, and at least one that is told how it ended.
static Lines any_hooks(std::mt19937& random)
{
    Lines lines { "after_transaction:last" };
    for (const auto& kind : hook_kinds) {
        for (size_t i = random() % 3; i > 0; --i)
            lines.push_back(kind + ":" + std::to_string(i));
    }
    std::shuffle(lines.begin(), lines.end(), random);
    return lines;
}

static bool is_inside(const std::string& line)
{
    return line.starts_with("before_action") || line.starts_with("after_action")
        || line.starts_with("around_action");
}

// Each after_transaction hook that was registered was told once, and of a failure.
static bool all_were_told(const Lines& hooks, const Lines& trace)
{
    return std::ranges::all_of(hooks, [&](const std::string& line) {
        return !line.starts_with("after_transaction")
            || std::ranges::count(trace, line + ":error") == 1;
    });
}

TEST_CASE("a life that fails at any step leaves the database as it was, and tells every "
          "after_transaction hook")
{
    for (uint32_t seed = 0; seed < 40; ++seed) {
        std::mt19937 random(seed);
        auto hooks = any_hooks(random);
        Shop shop;
        shop.define({ .create = "'changes':[" + shop.hooks(hooks) + "]" });
        shop.create("{'id':1}");
        // What hooks do inside the transaction is undone with it.
        shop.during = [&](const std::string& line) {
            if (is_inside(line))
                shop.engine.ok("{'op':'update','resource':'Item','id':1,'input':{'stock':"
                    + std::to_string(shop.trace.size()) + "}}");
        };
        auto before = shop.engine.rows("Item");
        for (const auto& step : hooks) {
            if (step.starts_with("after_transaction") || step.starts_with("around_transaction"))
                continue;
            shop.failing = step;
            shop.raises = random() % 2 == 0;
            shop.trace.clear();
            CAPTURE(seed, step, shop.raises);
            REQUIRE(shop.create_errors("{'id':2}").size() == 1);
            REQUIRE(shop.engine.rows("Item") == before);
            REQUIRE(all_were_told(hooks, shop.trace));
        }
        shop.failing = "";
        shop.trace.clear();
        CAPTURE(seed);
        REQUIRE(shop.create_errors("{'id':1}").size() == 1); // The write itself.
        REQUIRE(shop.engine.rows("Item") == before);
        REQUIRE(all_were_told(hooks, shop.trace));
    }
}
