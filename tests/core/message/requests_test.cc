#include "support/fault_port.h"
#include "support/memory_port.h"
#include "support/shop.h"

using namespace tunez;
using namespace tunez::test;

// Requests of clients that may have to make them again, because nobody told them what became of
// the first.

namespace {

// A shop with hooks that promise their answers where they may.
class RemoteShop {
public:
    explicit RemoteShop(const Lines& promising = {})
    {
        List operations;
        for (const auto& kind : promising) {
            auto hook = shop.engine.callback_value([this, kind](const Value& message) {
                return Result<Value>(promise(kind, message));
            });
            operations.push_back(Value(List { Value(kind), hook }));
        }
        Map registered { { "operations", Value(std::move(operations)) } };
        auto change
            = shop.engine.callback([registered = Value(std::move(registered))](
                                       const Value&) -> Result<Value> { return registered; });
        shop.define({ .update = "'changes':[{'name':'callback'," + change.substr(1) + "]" });
        record = shop.create("{'id':1000,'stock':1}");
    }

    Value request(
        int64_t number, std::string_view message, int64_t seen = 0, std::string_view client = "tab")
    {
        shop.engine.engine().request_from(client, number, seen);
        return shop.engine.run(message);
    }
    Value create(int64_t number, int id, int64_t seen = 0)
    {
        return request(number, Shop::message("create", "{'id':" + std::to_string(id) + "}"), seen);
    }
    // The numbers that are stored, each with whether its answer is.
    Lines stored()
    {
        auto tables = sql("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'tunez_requests'");
        if (at(tables.list()[0], "n") == Value(0))
            return {};
        Lines lines;
        for (const auto& row : sql("SELECT client || number || iif(answer IS NULL, ' lost', '') AS "
                                   "line FROM tunez_requests ORDER BY client, number")
                 .list())
            lines.emplace_back(at(row, "line").text());
        return lines;
    }
    Value sql(std::string_view text)
    {
        return shop.engine.ok(Value(Map { { "op", Value("sql") }, { "sql", Value(text) } }));
    }
    Value resume(const Value& pending)
    {
        return shop.engine.run("{'op':'resume','request':"
            + std::to_string(at(pending, "pending", "request").integer())
            + ",'reply':{'ok':null}}");
    }

    MemoryPort memory;
    FaultPort port { memory };
    Shop shop { &port };
    Value record;
    int64_t around = 0; // The handle of the around hook that was called last.

private:
    Value promise(const std::string& kind, const Value& message)
    {
        if (kind.starts_with("around"))
            around = at(message, "changeset", "handle").integer();
        return at(message, "may_wait").is_null() ? Value() : Value(Map { { "promise", Value(1) } });
    }
};

} // namespace

TEST_CASE("a request that was carried out is answered the same when it is made again, and not run")
{
    RemoteShop remote;
    auto answer = remote.create(1, 1);
    CHECK(at(answer, "ok", "id") == Value(1));
    CHECK(remote.create(1, 1) == answer);
    CHECK(remote.shop.engine.count("Item") == 2);
    CHECK(remote.stored() == Lines { "tab1" });
}

TEST_CASE("an answer with values that JSON has not is given again as it was")
{
    RemoteShop remote;
    auto message = Shop::message("create", "{'id':9007199254740993}");
    auto answer = remote.request(1, message);
    CHECK(at(answer, "tagged") == Value(true));
    CHECK(remote.request(1, message) == answer);
}

TEST_CASE("the number and the answer of a request cost no flush more, and come with the action")
{
    RemoteShop remote;
    remote.create(1, 1);
    auto before = remote.memory.flushes();
    remote.create(2, 2);
    CHECK(remote.memory.flushes() == before + 1);
    before = remote.memory.flushes();
    remote.create(2, 2);
    CHECK(remote.memory.flushes() == before);
}

TEST_CASE("a write is one commit with the number and the answer of its request")
{
    RemoteShop remote;
    remote.create(1, 1);
    auto before = remote.port.calls();
    remote.create(2, 2);
    // All pages of the transaction, and the flush.
    CHECK(remote.port.calls() == before + 2);
}

TEST_CASE("a request whose commit failed has done nothing, and can be made again")
{
    for (size_t call = 0;; ++call) {
        RemoteShop remote;
        remote.create(1, 1);
        remote.port.fail_calls(call);
        auto answer = remote.create(2, 2);
        auto failed = remote.port.has_failed();
        remote.port.stop_failing();
        if (failed && at(answer, "error").is(Kind::map))
            CHECK(at(answer, "error", "class") == Value("framework"));
        CHECK(at(remote.create(2, 2), "ok", "id") == Value(2));
        CHECK(remote.shop.engine.count("Item") == 3);
        CHECK(remote.stored() == Lines { "tab1", "tab2" });
        if (!failed)
            break;
    }
}

TEST_CASE("wherever an engine ends, a lone write is answered when it is asked for again")
{
    for (size_t call = 0;; ++call) {
        CAPTURE(call);
        RemoteShop remote;
        remote.create(1, 1);
        remote.port.fail_calls(call, FaultPort::never);
        remote.create(2, 2);
        MemoryPort left_behind;
        remote.memory.copy_files_to(left_behind);
        TestEngine next(&left_behind);
        next.take_definition(remote.shop.engine);
        next.open();
        next.engine().request_from("tab", 2, 0);
        CHECK(at(next.run(Shop::message("create", "{'id':2}")), "ok", "id") == Value(2));
        CHECK(next.count("Item") == 3);
        if (!remote.port.has_failed())
            break;
    }
}

TEST_CASE("what changes nothing is not stored: reads, failures, and what was rolled back")
{
    RemoteShop remote;
    remote.request(1, "{'op':'read','resource':'Item'}");
    CHECK(at(remote.create(2, 1000), "error", "class") == Value("invalid"));
    remote.request(3,
        "{'op':'bulk_create','resource':'Item','inputs':[{'id':1},{'id':1000}],"
        "'options':{'transaction':'all'}}");
    remote.request(4, remote.shop.update_message(remote.record, "{}"));
    CHECK(remote.stored().empty());
    CHECK(remote.shop.engine.count("Item") == 1);
    CHECK(at(remote.create(2, 2), "ok", "id") == Value(2));
}

TEST_CASE("a run of many that failed in part is stored, with what it answered")
{
    RemoteShop remote;
    auto message = "{'op':'bulk_create','resource':'Item','inputs':[{'id':1},{'id':1000},{'id':2}],"
                   "'options':{'batch_size':1,'return_errors':true}}";
    auto answer = remote.request(1, message);
    CHECK(at(answer, "ok", "status") == Value("partial_success"));
    CHECK(remote.stored() == Lines { "tab1" });
    CHECK(remote.request(1, message) == answer);
    CHECK(remote.shop.engine.count("Item") == 3);
}

TEST_CASE("every kind of write is stored")
{
    RemoteShop remote;
    auto& shop = remote.shop;
    remote.create(1, 1);
    remote.request(2, shop.update_message(remote.record, "{'stock':2}"));
    remote.request(3,
        "{'op':'bulk_update','resource':'Item','query':{'filter':{'id':1}},'input':{'stock':5},"
        "'options':{'strategy':'stream'}}");
    remote.request(4, Shop::message("create", "{'id':1,'stock':9}", ",'options':{'upsert':true}"));
    remote.request(5, shop.destroy_message(remote.record));
    CHECK(remote.stored() == Lines { "tab1", "tab2", "tab3", "tab4", "tab5" });
}

TEST_CASE("answers that a client has seen go with its next write, those of others stay")
{
    RemoteShop remote;
    remote.create(1, 1);
    remote.create(2, 2);
    remote.request(1, Shop::message("create", "{'id':3}"), 0, "other");
    remote.create(3, 4, 1);
    CHECK(remote.stored() == Lines { "other1", "tab2", "tab3" });
    remote.create(4, 5, 3);
    CHECK(remote.stored() == Lines { "other1", "tab4" });
}

TEST_CASE("a request whose answer was not stored any more is not run again")
{
    RemoteShop remote;
    remote.create(1, 1);
    remote.sql("UPDATE tunez_requests SET answer = NULL");
    auto answer = remote.create(1, 1);
    CHECK(lines_of(at(answer, "error", "errors"))
        == Lines { "answer_lost: the request was carried out before, but what it answered was not "
                   "stored" });
    CHECK(remote.shop.engine.count("Item") == 2);
}

TEST_CASE("a request outlives the engine that carried it out")
{
    RemoteShop remote;
    auto answer = remote.create(1, 1);
    MemoryPort left_behind;
    remote.memory.copy_files_to(left_behind);
    TestEngine next(&left_behind);
    next.take_definition(remote.shop.engine);
    next.open();
    next.engine().request_from("tab", 1, 0);
    CHECK(next.run(Shop::message("create", "{'id':1}")) == answer);
    CHECK(next.count("Item") == 2);
}

TEST_CASE("a request that waits for hooks is stored when it ends")
{
    RemoteShop remote({ "before_transaction", "after_transaction" });
    auto message = remote.shop.update_message(remote.record, "{'stock':2}");
    auto pending = remote.request(1, message);
    CHECK(remote.stored().empty());
    // Others do not carry its number.
    remote.shop.create("{'id':1}");
    CHECK(remote.stored().empty());
    pending = remote.resume(pending);
    CHECK(remote.stored() == Lines { "tab1 lost" });
    auto answer = remote.resume(pending);
    CHECK(at(answer, "ok", "stock") == Value(2));
    CHECK(remote.stored() == Lines { "tab1" });
    CHECK(remote.request(1, message) == answer);
}

TEST_CASE("what an around hook that has waited goes on with belongs to its request")
{
    RemoteShop remote({ "around_transaction" });
    auto pending = remote.request(1, remote.shop.update_message(remote.record, "{'stock':2}"));
    remote.shop.engine.ok(
        "{'op':'proceed','handle':" + std::to_string(remote.around) + ",'operations':[]}");
    CHECK(remote.stored() == Lines { "tab1 lost" });
    CHECK(at(remote.resume(pending), "ok", "stock") == Value(2));
    CHECK(remote.stored() == Lines { "tab1" });
}

TEST_CASE("requests of yesterday are forgotten when there is nothing else to do")
{
    RemoteShop remote;
    remote.create(1, 1);
    remote.shop.engine.host.advance(int64_t { 25 } * 3600 * 1'000'000);
    remote.create(2, 2);
    remote.shop.engine.ok("{'op':'idle'}");
    CHECK(remote.stored() == Lines { "tab2" });
    CHECK(at(remote.shop.engine.ok("{'op':'storage_status'}"), "clean") == Value(true));
}

TEST_CASE("the table of requests is no part of the definition's schema")
{
    RemoteShop remote;
    remote.create(1, 1);
    CHECK(at(remote.shop.engine.ok("{'op':'snapshot'}"), "tables").map().size() == 1);
    CHECK(remote.stored() == Lines { "tab1" });
}

TEST_CASE("a request whose flush failed may be made again, and is carried out once")
{
    RemoteShop remote;
    remote.port.fail_flushes(0);
    CHECK(remote.create(1, 1).map().contains("error"));
    auto again = remote.create(1, 1);
    CHECK(at(again, "ok", "id") == Value(1));
    CHECK(remote.shop.engine.count("Item") == 2);
}

TEST_CASE("requests that wait while the database is lost go on once it was opened again")
{
    RemoteShop remote({ "before_transaction" });
    auto pending = remote.request(1, remote.shop.update_message(remote.record, "{'stock':2}"));
    remote.port.fail_flushes(0);
    CHECK(remote.create(2, 1).map().contains("error"));
    CHECK(at(remote.resume(pending), "ok", "stock") == Value(2));
    CHECK(remote.shop.engine.rows("Item").list().back()
        == at(remote.shop.engine.run("{'op':'get','resource':'Item','by':{'id':1000}}"), "ok"));
}

TEST_CASE("a request that waits is told when the database cannot be opened again")
{
    RemoteShop remote({ "before_transaction", "after_transaction" });
    auto pending = remote.request(1, remote.shop.update_message(remote.record, "{'stock':2}"));
    remote.port.fail_flushes(0);
    CHECK(remote.create(2, 1).map().contains("error"));
    remote.port.fail_calls(0, FaultPort::never);
    // Its hooks after the transaction hear of it, too.
    pending = remote.resume(pending);
    CHECK(pending.map().contains("pending"));
    CHECK(at(remote.resume(pending), "error", "class") == Value("framework"));
    remote.port.stop_failing();
    CHECK(at(remote.create(3, 5), "ok", "id") == Value(5));
}

TEST_CASE("a request that waits is not told of what it committed before as if it were kept")
{
    RemoteShop remote({ "before_transaction" });
    remote.create(1, 1);
    auto pending = remote.shop.engine.run(
        "{'op':'update_many','resource':'Item','updates':[[1,{'stock':3}],[1000,{'stock':4}]],"
        "'options':{'batch_size':1}}");
    remote.port.fail_flushes(0);
    // The first was updated, the second waits.
    pending = remote.resume(pending);
    REQUIRE(pending.map().contains("pending"));
    auto answer = remote.resume(pending);
    CHECK(at(answer, "error", "errors").list().size() == 1);
    CHECK(
        at(remote.shop.engine.run("{'op':'get','resource':'Item','by':{'id':1000}}"), "ok", "stock")
        == Value(4));
}
