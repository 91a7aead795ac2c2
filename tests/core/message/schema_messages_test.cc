#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A database whose migrations are sent with each message, as the command line does.
struct Migrated {
    TestEngine engine;

    Migrated()
    {
        engine.define(
            "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
            "false},'name':{'type':'string'}},'defaults':['read']}}");
    }

    // A migration of the day of a month that is far away.
    static Value migration(int day, std::string_view up, std::string_view down)
    {
        auto version = "3000010" + std::to_string(day) + "000000";
        return Value(Map { { "version", Value(version) }, { "name", Value("m") },
            { "up", Value(List { Value(up) }) }, { "down", Value(List { Value(down) }) } });
    }
    // The one that made the database, and these.
    List with(List more)
    {
        auto made = engine.ok("{'op':'diff','from':{}}");
        List all { Value(Map { { "version", Value("20200101000000") }, { "name", Value("test") },
            { "up", at(made, "up") }, { "down", at(made, "down") } }) };
        for (auto& each : more)
            all.push_back(std::move(each));
        return all;
    }
    List all()
    {
        return with({ migration(1, "CREATE TABLE a (x)", "DROP TABLE a"),
            migration(2, "CREATE TABLE b (x)", "DROP TABLE b"),
            migration(3, "CREATE TABLE c (x)", "DROP TABLE c") });
    }
    static Value message(std::string_view op, List migrations, std::string_view more = "{}")
    {
        auto message = from_json(more).map();
        message.set("op", Value(op));
        message.set("migrations", Value(std::move(migrations)));
        return Value(std::move(message));
    }
    Value run(std::string_view op, std::string_view more = "{}")
    {
        return engine.ok(message(op, all(), more));
    }
    // The versions that are applied, without the one that made the database.
    std::string applied()
    {
        std::string days;
        for (const auto& row : run("status").list()) {
            auto version = std::string(at(row, "version").text());
            if (at(row, "applied") == Value(true) && version.starts_with("3000"))
                days += version.substr(7, 1);
        }
        return days;
    }
};

} // namespace

TEST_CASE("migrations are applied up to one, then the rest, and taken back one by one, or down to "
          "one and with it")
{
    Migrated database;
    CHECK(database.applied().empty());
    CHECK(database.run("migrate", "{'to':'30000102000000'}")
        == from_json("{'applied':['30000101000000','30000102000000']}"));
    CHECK(database.applied() == "12");
    CHECK(database.run("migrate") == from_json("{'applied':['30000103000000']}"));
    CHECK(database.run("migrate") == from_json("{'applied':[]}"));
    CHECK(database.run("rollback") == from_json("{'rolled_back':['30000103000000']}"));
    CHECK(
        database.run("rollback", "{'steps':0}") == from_json("{'rolled_back':['30000102000000']}"));
    CHECK(database.applied() == "1");
    database.run("migrate");
    CHECK(database.run("rollback", "{'steps':2}").map().contains("rolled_back"));
    CHECK(database.applied() == "1");
    database.run("migrate");
    database.run("rollback", "{'to':'30000101000000'}");
    CHECK(database.applied().empty());
}

TEST_CASE("the status of migrations says when each was applied, and which nobody knows")
{
    Migrated database;
    database.run("migrate", "{'to':'30000101000000'}");
    auto known = database.with({ Migrated::migration(2, "CREATE TABLE b (x)", "DROP TABLE b") });
    auto rows = database.engine.ok(Migrated::message("status", known));
    std::vector<std::string> lines;
    for (const auto& row : rows.list())
        lines.push_back(std::string(at(row, "version").text()) + " " + to_json(at(row, "applied"))
            + " " + to_json(at(row, "known")) + " "
            + (at(row, "applied_at").is_null() ? "never" : "once"));
    CHECK(lines
        == std::vector<std::string> { "20200101000000 true true once",
            "30000101000000 true false once", "30000102000000 false true never" });
}

TEST_CASE("a migration that was changed since is told by its checksum")
{
    Migrated database;
    database.run("migrate", "{'to':'30000101000000'}");
    auto changed
        = database.with({ Migrated::migration(1, "CREATE TABLE other (x)", "DROP TABLE a") });
    for (const auto& row : database.engine.ok(Migrated::message("status", changed)).list())
        CHECK((at(row, "checksum_ok") == Value(true)) == (at(row, "name") == Value("test")));
    CHECK(database.engine.errors(Migrated::message("migrate", changed)).size() == 1);
}

TEST_CASE("a difference that may be a rename is a question, and an answer to it makes it one")
{
    Migrated database;
    auto before = database.engine.ok("{'op':'snapshot'}");
    TestEngine later;
    later.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}"
        ",'title':{'type':'string'}},'defaults':['read']}}");
    auto diff = [&](std::string_view options) {
        return later.ok("{'op':'diff','from':" + to_json(at(before, "tables"))
            + ",'options':" + std::string(options) + "}");
    };
    auto asked = diff("{}");
    const auto& questions = at(asked, "questions").list();
    REQUIRE(questions.size() == 1);
    CHECK(at(questions.front(), "candidates") == from_json("['title']"));
    CHECK(at(questions.front(), "text").text().find("name") != std::string_view::npos);
    auto subject = std::string(at(questions.front(), "subject").text());
    auto renamed = diff("{'renames':{'" + subject + "':'title'}}");
    CHECK(at(renamed, "questions") == Value(List {}));
    CHECK(to_json(at(renamed, "up")).find("RENAME COLUMN") != std::string::npos);
    CHECK(at(renamed, "changes") == Value(1));
}
