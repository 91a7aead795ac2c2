#include "support/memory_port.h"
#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

// The messages about files (docs/wire.md §10).

static constexpr auto resources
    = "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},'name':{"
      "'type':'string'}},'defaults':['read','destroy',{'create':['id','name']}]}}";

static void add(TestEngine& engine, int id)
{
    engine.ok("{'op':'create','resource':'Item','input':{'id':" + std::to_string(id) + "}}");
}

// The file of another database of the same definition.
static MemoryPort::Bytes exported_file(int items)
{
    MemoryPort port;
    TestEngine engine(&port);
    engine.define(resources);
    for (int id = 0; id < items; ++id)
        add(engine, id);
    auto exported = engine.ok("{'op':'export'}");
    CHECK(at(exported, "file") == Value("music.db"));
    auto& bytes = port.file("music.db");
    CHECK(at(exported, "size") == Value(static_cast<int64_t>(bytes.size())));
    return bytes;
}

// As TestEngine::define() makes them.
static Value with_migrations(TestEngine& engine, Map message)
{
    auto difference = engine.ok("{'op':'diff','from':{}}");
    message.set("migrations",
        Value(List { Value(Map { { "version", Value("20200101000000") }, { "name", Value("test") },
            { "up", at(difference, "up") }, { "down", at(difference, "down") } }) }));
    return Value(std::move(message));
}

TEST_CASE("an opening reports how it went, and the status of a storage tells all of it")
{
    MemoryPort port;
    TestEngine engine(&port);
    engine.define(resources);
    add(engine, 1);
    auto status = engine.ok("{'op':'storage_status'}");
    CHECK(at(status, "storage") == Value("music.db"));
    CHECK(at(status, "durability") == Value("full"));
    CHECK(at(status, "clean") == Value(false));
    CHECK(at(status, "reserve") == Value(false));
    CHECK(at(status, "log_size").integer() > 0);
    CHECK(at(status, "report") == from_json("{'was_clean':true,'checked':false}"));
    engine.ok("{'op':'idle'}");
    engine.ok("{'op':'backup'}");
    status = engine.ok("{'op':'storage_status'}");
    CHECK(at(status, "clean") == Value(true));
    CHECK(at(status, "reserve") == Value(true));
    CHECK(at(status, "log_size") == Value(0));
    CHECK(at(status, "size").integer() == static_cast<int64_t>(port.file("music.db").size()));
    CHECK(at(status, "backups") == engine.ok("{'op':'backups'}"));
    REQUIRE(at(status, "backups").list().size() == 1);
    const auto& backup = at(status, "backups").list()[0];
    CHECK(at(backup, "slot") == Value(1));
    CHECK(at(backup, "version") == Value("20200101000000"));
    CHECK(at(status, "kept") == Value(List {}));
}

TEST_CASE("a damaged database is opened from its backup, and what was kept can be deleted")
{
    MemoryPort port;
    {
        TestEngine engine(&port);
        engine.define(resources);
        auto open = with_migrations(
            engine, { { "op", Value("open") }, { "storage", Value("music.db") } });
        add(engine, 1);
        engine.ok("{'op':'backup'}");
        add(engine, 2);
        engine.ok("{'op':'close'}");
        port.file("music.db").resize(10'000);
        auto opened = engine.ok(open);
        const auto& recovered = at(opened, "report", "recovered");
        CHECK(at(recovered, "from") == Value("backup"));
        CHECK(at(recovered, "backup") == Value(1));
        CHECK(at(recovered, "kept") == Value(1));
        CHECK(engine.count("Item") == 1);
        auto kept = at(engine.ok("{'op':'storage_status'}"), "kept");
        REQUIRE(kept.list().size() == 1);
        CHECK(at(kept.list()[0], "size") == Value(10'000));
        engine.ok("{'op':'close'}");
        engine.ok("{'op':'delete_kept','storage':'music.db','slot':1}");
        CHECK(port.file("music.db-kept-1").empty());
        engine.ok(open);
        CHECK(at(engine.ok("{'op':'storage_status'}"), "kept") == Value(List {}));
        CHECK(engine.errors("{'op':'delete_kept','slot':7}")
            == Lines { "not_found: there is no kept database 7" });
        CHECK(engine.errors("{'op':'delete_kept'}")
            == Lines { "invalid_message: `slot` is a number" });
    }
}

TEST_CASE("a database is imported by a message, and restored by another")
{
    MemoryPort port;
    TestEngine engine(&port);
    engine.define(resources);
    add(engine, 100);
    port.file("music.db-import") = exported_file(3);
    auto import = with_migrations(engine, { { "op", Value("import") } });
    auto imported = engine.ok(import);
    CHECK(at(imported, "applied") == Value(List {}));
    CHECK(engine.count("Item") == 3);
    add(engine, 200);
    auto restore
        = with_migrations(engine, { { "op", Value("restore_backup") }, { "slot", Value(1) } });
    engine.ok(restore);
    CHECK(engine.count("Item") == 1);
    CHECK(engine.errors(import).front().starts_with("storage_corrupt"));
    CHECK(engine.count("Item") == 1);
    add(engine, 300);
}

TEST_CASE("a database is not replaced in the middle of a transaction")
{
    MemoryPort port;
    TestEngine engine(&port);
    engine.define(resources);
    port.file("music.db-import") = exported_file(3);
    engine.ok("{'op':'begin'}");
    for (auto op : { "import", "restore_backup", "export", "idle", "backup" })
        CHECK(engine.errors("{'op':'" + std::string(op) + "','slot':1}")
                .front()
                .starts_with("not_supported"));
    CHECK_FALSE(port.file("music.db-import").empty());
    engine.ok("{'op':'commit'}");
    engine.ok(with_migrations(engine, { { "op", Value("import") } }));
}

TEST_CASE("a database in memory has no files, but can be exported")
{
    TestEngine engine;
    engine.define(resources);
    add(engine, 1);
    engine.ok("{'op':'idle'}");
    auto status = engine.ok("{'op':'storage_status'}");
    CHECK(at(status, "storage") == Value(":memory:"));
    CHECK(at(status, "size").integer() > 0);
    for (auto op : { "import", "restore_backup", "backup", "delete_kept" })
        CHECK(engine.errors("{'op':'" + std::string(op) + "','slot':1}")
                .front()
                .starts_with("not_supported"));
    auto exported = engine.ok("{'op':'export'}");
    const auto* bytes = reinterpret_cast<const std::byte*>(
        static_cast<uintptr_t>(at(exported, "address").integer()));
    MemoryPort port;
    port.file("music.db-import").assign(bytes, bytes + at(exported, "size").integer());

    TestEngine other(&port);
    other.define(resources);
    other.ok(with_migrations(other, { { "op", Value("import") } }));
    CHECK(other.count("Item") == 1);
}

TEST_CASE("records of a full storage can be destroyed, in any of the ways to do that")
{
    for (std::string_view destroys : { "{'op':'destroy','resource':'Item','id':1}",
             "{'op':'bulk_destroy','resource':'Item','query':{}}" }) {
        MemoryPort port;
        TestEngine engine(&port);
        engine.define(resources);
        for (int id = 1; id < 20; ++id)
            add(engine, id);
        engine.ok("{'op':'idle'}");
        port.set_quota(port.total_size());
        CHECK(engine.errors("{'op':'create','resource':'Item','input':{'id':50}}")
                .front()
                .starts_with("storage_full"));
        engine.ok(destroys);
        CHECK(engine.count("Item") < 19);
        CHECK(at(engine.ok("{'op':'storage_status'}"), "reserve") == Value(false));
        port.set_quota(50'000'000);
        engine.ok("{'op':'idle'}");
        CHECK(at(engine.ok("{'op':'storage_status'}"), "reserve") == Value(true));
    }
}
