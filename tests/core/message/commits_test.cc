#include "support/fault_port.h"
#include "support/memory_port.h"
#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

// When what a message has committed is durable, and what is answered when nobody knows.

namespace {

// A shop whose files can fail.
class FileShop {
public:
    explicit FileShop(const Shop::Members& members = {}, std::string_view durability = "full")
        : shop(&port, durability)
    {
        shop.define(members);
        shop.create("{'id':1000}"); // With it the log has its header.
    }

    Value run(std::string_view message) { return shop.engine.run(message); }
    Value create(int id)
    {
        return run(Shop::message("create", "{'id':" + std::to_string(id) + "}"));
    }
    size_t flushes() const { return memory.flushes(); }
    // A message in which every call on the files fails.
    Value run_broken(std::string_view message)
    {
        port.fail_calls(0, FaultPort::never);
        auto answer = run(message);
        port.stop_failing();
        return answer;
    }

    MemoryPort memory;
    FaultPort port { memory };
    Shop shop;
};

} // namespace

static Lines errors_of(const Value& answer)
{
    Lines codes;
    for (const auto& error : at(answer, "error", "errors").list())
        codes.emplace_back(at(error, "code").text());
    return codes;
}

static const Lines unknown { "commit_outcome_unknown" };

static bool is_ok(const Value& answer) { return answer.map().contains("ok"); }

TEST_CASE("a message is answered after one flush of all that it has committed")
{
    for (auto [durability, flushes] : { std::pair("full", 1U), std::pair("relaxed", 0U) }) {
        FileShop files({}, durability);
        auto& engine = files.shop.engine;
        auto record = files.shop.create("{'id':1,'name':'a'}");
        for (const auto& message : { Shop::message("create", "{'id':2}"),
                 files.shop.update_message(record, "{'name':'b'}"),
                 files.shop.destroy_message(record),
                 std::string("{'op':'bulk_create','resource':'Item',"
                             "'inputs':[{'id':3},{'id':4},{'id':5}],'options':{'batch_size':1}}"),
                 std::string("{'op':'bulk_update','resource':'Item','query':{'filter':{'id':3}},"
                             "'input':{'name':'c'},'options':{'strategy':'atomic'}}") }) {
            INFO(durability << ", " << message);
            auto before = files.flushes();
            engine.ok(message);
            CHECK(files.flushes() - before == flushes);
        }
        auto before = files.flushes();
        engine.rows("Item");
        CHECK_FALSE(is_ok(files.create(2)));
        CHECK(files.flushes() == before);
    }
}

TEST_CASE("the transaction of a caller is flushed with its commit")
{
    FileShop files;
    auto before = files.flushes();
    files.shop.engine.ok("{'op':'begin'}");
    files.create(1);
    files.create(2);
    CHECK(files.flushes() == before);
    files.shop.engine.ok("{'op':'commit'}");
    CHECK(files.flushes() == before + 1);
}

TEST_CASE("while flushes are held, one serves all messages that were answered")
{
    FileShop files;
    auto& engine = files.shop.engine.engine();
    engine.hold_flushes(true);
    auto before = files.flushes();
    for (int id = 1; id <= 100; ++id)
        CHECK(is_ok(files.create(id)));
    CHECK(files.flushes() == before);
    CHECK(engine.unflushed());
    CHECK(engine.flush().empty());
    CHECK(files.flushes() == before + 1);
    CHECK_FALSE(engine.unflushed());
    CHECK(engine.flush().empty());
    CHECK(files.flushes() == before + 1);
}

TEST_CASE("reads leave nothing to flush, nor does anything in memory or with relaxed durability")
{
    FileShop files;
    FileShop relaxed({}, "relaxed");
    Shop memory;
    memory.define({});
    for (auto* engine : { &files.shop.engine, &relaxed.shop.engine, &memory.engine })
        engine->engine().hold_flushes(true);
    files.shop.engine.rows("Item");
    CHECK_FALSE(files.shop.engine.engine().unflushed());
    relaxed.create(1);
    CHECK_FALSE(relaxed.shop.engine.engine().unflushed());
    memory.create("{'id':1}");
    CHECK_FALSE(memory.engine.engine().unflushed());
}

TEST_CASE("hooks after a transaction, and notifiers, see what is durable, also while flushes are "
          "held")
{
    for (auto* kind : { "after_transaction:x", "around_transaction:x" }) {
        INFO(kind);
        MemoryPort memory;
        Shop shop(&memory);
        shop.define({ .create = "'changes':[" + shop.hooks({ kind }) + "]" });
        shop.create("{'id':1000}");
        shop.engine.engine().hold_flushes(true);
        auto before = memory.flushes();
        size_t seen = 0;
        shop.during = [&](const std::string&) { seen = memory.flushes(); };
        auto answer = shop.engine.run(Shop::message("create", "{'id':1}"));
        CHECK(is_ok(answer));
        bool is_after = std::string_view(kind).starts_with("after");
        CHECK((seen == before + 1) == is_after);
        CHECK(memory.flushes() == before + 1);
        CHECK_FALSE(shop.engine.engine().unflushed());
    }
}

TEST_CASE("an action inside a hook is flushed when it is answered, if it was committed by itself")
{
    MemoryPort memory;
    Shop shop(&memory);
    shop.define({ .create = "'changes':[" + shop.hooks({ "before_transaction:x" }) + "]",
        .update = "'changes':[" + shop.hooks({ "before_action:y" }) + "]" });
    shop.engine.engine().hold_flushes(true);
    size_t before = 0;
    size_t after = 0;
    int next = 100;
    auto inner = [&] {
        auto during = std::exchange(shop.during, [](const std::string&) { });
        before = memory.flushes();
        auto id = std::to_string(++next);
        CHECK(is_ok(shop.engine.run(Shop::message("create", "{'id':" + id + "}"))));
        after = memory.flushes();
        shop.during = during;
    };
    shop.during = [&](const std::string&) { inner(); };
    auto record = shop.create("{'id':1}");
    CHECK(after == before + 1);
    shop.engine.ok(shop.update_message(record, "{'name':'b'}"));
    CHECK(after == before);
}

TEST_CASE("a flush that fails leaves the outcome unknown, and the session goes on")
{
    FileShop files;
    files.port.fail_flushes(0);
    CHECK(errors_of(files.create(1)) == unknown);
    CHECK(is_ok(files.create(2)));
    auto rows = files.shop.engine.rows("Item");
    CHECK((rows.list().size() == 2 || rows.list().size() == 3));
    CHECK(at(files.shop.engine.ok("{'op':'sql','sql':'PRAGMA integrity_check'}").list()[0],
              "integrity_check")
        == Value("ok"));
}

TEST_CASE("a commit whose write fails leaves the outcome unknown, with either durability")
{
    for (auto* durability : { "full", "relaxed" }) {
        INFO(durability);
        FileShop files({}, durability);
        CHECK(errors_of(files.run_broken(Shop::message("create", "{'id':1}"))) == unknown);
        CHECK(is_ok(files.create(2)));
        CHECK(files.shop.engine.count("Item") == 2);
    }
}

TEST_CASE("a storage that is full has written nothing, and says so")
{
    FileShop files;
    files.port.set_capacity(0);
    CHECK(errors_of(files.create(1)) == Lines { "storage_full" });
    CHECK(files.shop.engine.count("Item") == 1);
    files.port.set_capacity(1'000'000);
    CHECK(is_ok(files.create(1)));
}

TEST_CASE("a run by one statement whose commit fails says so, also when nobody wants its records")
{
    FileShop files;
    files.port.set_capacity(0);
    for (auto* records : { "true", "false" }) {
        INFO(records);
        auto answer
            = files.run(std::string("{'op':'bulk_update','resource':'Item','query':{'filter':{'id':"
                                    "1000}},'input':{'stock':3},'options':{'strategy':'atomic',"
                                    "'return_errors':true,'return_records':")
                + records + "}}");
        CHECK(at(answer, "ok", "status") == Value("error"));
        CHECK(errors_of(Value(Map { { "error", at(answer, "ok", "errors") } }))
            == Lines { "storage_full" });
    }
}

TEST_CASE("a flush that fails refuses all that wait for it, once")
{
    FileShop files;
    auto& engine = files.shop.engine.engine();
    engine.hold_flushes(true);
    CHECK(is_ok(files.create(1)));
    CHECK(is_ok(files.create(2)));
    files.port.fail_flushes(0);
    CHECK(engine.flush().find("commit_outcome_unknown") != std::string_view::npos);
    CHECK(engine.flush().find("commit_outcome_unknown") != std::string_view::npos);
    CHECK(is_ok(files.create(3)));
    CHECK(engine.unflushed());
    CHECK(engine.flush().empty());
}

TEST_CASE("what waits for a flush is refused, too, when a later commit fails")
{
    FileShop files;
    auto& engine = files.shop.engine.engine();
    engine.hold_flushes(true);
    CHECK(is_ok(files.create(1)));
    CHECK(errors_of(files.run_broken(Shop::message("create", "{'id':2}"))) == unknown);
    // Recovered, and flushed with the next ones; but who could tell what was before?
    CHECK(is_ok(files.create(3)));
    CHECK(engine.flush().find("commit_outcome_unknown") != std::string_view::npos);
    CHECK(engine.flush().empty());
    CHECK(files.shop.engine.count("Item") == 3);
}

TEST_CASE("while the database cannot be opened again, each message says so and tries")
{
    FileShop files;
    files.port.fail_flushes(0);
    CHECK(errors_of(files.create(1)) == unknown);
    files.port.fail_calls(0, FaultPort::never, FaultPort::Fault::fails, StoragePort::Status::busy);
    for (int i = 0; i < 3; ++i) {
        CHECK(errors_of(files.create(2)) != unknown);
        CHECK(at(files.run("{'op':'read','resource':'Item'}"), "error", "class")
            == Value("framework"));
    }
    CHECK(is_ok(files.run("{'op':'info'}")));
    files.port.stop_failing();
    CHECK(is_ok(files.create(2)));
}

TEST_CASE("a hook after the transaction is told that the outcome is unknown, notifiers nothing")
{
    MemoryPort memory;
    FaultPort port(memory);
    Shop shop(&port);
    size_t notified = 0;
    auto notifier = shop.engine.callback([&](const Value&) -> Result<Value> {
        ++notified;
        return Value();
    });
    shop.define({ .create = "'changes':[" + shop.hooks({ "after_transaction:x" }) + "]",
        .resource = "'notifiers':[" + notifier + "]" });
    shop.create("{'id':1}");
    CHECK(notified == 1);
    port.fail_flushes(0);
    CHECK(errors_of(shop.engine.run(Shop::message("create", "{'id':2}"))) == unknown);
    CHECK(shop.trace == Lines { "after_transaction:x:ok", "after_transaction:x:error" });
    CHECK(notified == 1);
}

TEST_CASE("closing flushes what is held")
{
    FileShop files;
    auto& engine = files.shop.engine.engine();
    engine.hold_flushes(true);
    files.create(1);
    files.shop.engine.ok("{'op':'close'}");
    CHECK(engine.flush().empty());
    CHECK_FALSE(engine.unflushed());
}

TEST_CASE("closing with a flush that fails refuses what waits")
{
    FileShop files;
    auto& engine = files.shop.engine.engine();
    engine.hold_flushes(true);
    files.create(1);
    CHECK(errors_of(files.run_broken("{'op':'close'}")) == unknown);
    CHECK(engine.flush().find("commit_outcome_unknown") != std::string_view::npos);
    CHECK(is_ok(files.shop.engine.open()));
}
