#include "support/memory_port.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A stored database of items, and what is needed to open it again.
struct Stored {
    MemoryPort port;
    TestEngine engine { &port };

    Stored()
    {
        engine.define(
            "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
            "false},'text':{'type':'string'}},'defaults':['read',{'create':['id','text']}]"
            "}}");
    }
    void add(int id, size_t size = 1)
    {
        engine.ok("{'op':'create','resource':'Item','input':{'id':" + std::to_string(id)
            + ",'text':'" + std::string(size, 'x') + "'}}");
    }
    Value message(std::string_view op, Map more = {})
    {
        auto made = engine.ok("{'op':'diff','from':{}}");
        Map migration { { "version", Value("20200101000000") }, { "name", Value("test") },
            { "up", at(made, "up") }, { "down", at(made, "down") } };
        more.set("op", Value(op));
        more.set("migrations", Value(List { Value(std::move(migration)) }));
        return Value(std::move(more));
    }
};

} // namespace

TEST_CASE("a backup can be deleted, and is not there to be restored any more")
{
    Stored items;
    items.add(1);
    CHECK(items.engine.ok("{'op':'backup'}") == from_json("{'slot':1}"));
    items.engine.ok("{'op':'delete_backup','slot':1}");
    CHECK(items.engine.ok("{'op':'backups'}") == Value(List {}));
    CHECK(items.engine.errors("{'op':'delete_backup','slot':9}").size() == 1);
    CHECK(items.engine.errors("{'op':'delete_backup'}")
        == Lines { "invalid_message: `slot` is a number" });
    auto restored = items.engine.run(items.message("restore_backup", { { "slot", Value(1) } }));
    CHECK(at(restored, "error").is(Kind::map));
    CHECK(items.engine.count("Item") == 1);
}

TEST_CASE("a damaged database without a backup is opened with the rows that can still be read")
{
    Stored items;
    for (int id = 1; id <= 300; ++id)
        items.add(id, 200);
    auto open = items.message("open", { { "storage", Value("music.db") } });
    items.engine.ok("{'op':'close'}");
    auto& file = items.port.file("music.db");
    REQUIRE(file.size() > 60'000);
    for (size_t i = 40'000; i < 44'000; ++i)
        file[i] = std::byte { 0xA5 };
    items.engine.ok(open);
    CHECK(items.engine.errors("{'op':'read','resource':'Item'}")
            .front()
            .starts_with("storage_corrupt"));
    items.engine.ok("{'op':'close'}");
    auto opened = items.engine.ok(open);
    const auto& recovered = at(opened, "report", "recovered");
    REQUIRE(recovered.is(Kind::map));
    CHECK(at(recovered, "from") == Value("rows"));
    CHECK_FALSE(recovered.map().contains("backup"));
    auto found = items.engine.count("Item");
    CHECK(found > 50);
    CHECK(found < 300);
    CHECK(at(recovered, "rows").map().size() >= 1);
    CHECK(at(recovered, "kept") == Value(1));
    items.add(1000);
    CHECK(items.engine.count("Item") == found + 1);
}

TEST_CASE("a database that is opened without its migrations says what is pending")
{
    Stored items;
    items.add(1);
    items.engine.ok("{'op':'close'}");
    auto opened = items.engine.ok(
        items.message("open", { { "storage", Value("music.db") }, { "migrate", Value(false) } }));
    CHECK(at(opened, "applied") == Value(List {}));
    CHECK(items.engine.count("Item") == 1);
}

TEST_CASE("the status of a storage says how durable its commits are")
{
    MemoryPort port;
    TestEngine engine(&port, "relaxed");
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false"
        "}},'defaults':['read']}}");
    CHECK(at(engine.ok("{'op':'storage_status'}"), "durability") == Value("relaxed"));
    Stored full;
    CHECK(at(full.engine.ok("{'op':'storage_status'}"), "durability") == Value("full"));
}

TEST_CASE("files that were kept need files")
{
    TestEngine engine;
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false"
        "}},'defaults':['read']}}");
    CHECK(engine.errors("{'op':'delete_kept','slot':1}").size() == 1);
    CHECK(engine.ok("{'op':'backups'}") == Value(List {}));
    CHECK(engine.errors("{'op':'backup'}").size() == 1);
    engine.ok("{'op':'close'}");
    CHECK(engine.errors("{'op':'delete_kept','storage':'music.db','slot':1}").size() == 1);
    CHECK(engine.errors("{'op':'delete_kept','slot':1}").size() == 1);
}
