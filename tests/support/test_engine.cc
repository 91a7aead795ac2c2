#include "support/test_engine.h"

#include "support/unpacked.h"

#include "catch_amalgamated.hpp"

namespace tunez::test {

TestEngine::TestEngine(StoragePort* port, std::string_view durability)
    : port_(port)
    , durability_(durability)
    , engine_(host, EngineOptions { .port = port, .allow_sql = true })
{
}

static Value migration(const Value& difference)
{
    return Value(Map { { "version", Value("20200101000000") }, { "name", Value("test") },
        { "up", at(difference, "up") }, { "down", at(difference, "down") } });
}

void TestEngine::define(std::string_view resources) { define(from_json(resources)); }

void TestEngine::define_resources(const Value& resources)
{
    Map domain { { "name", Value("Test") }, { "resources", resources } };
    definition_ = Value(Map { { "domains", Value(List { Value(std::move(domain)) }) } });
    ok(Value(Map { { "op", Value("define") }, { "definition", definition_ } }));
    migrations_ = Value(List { migration(ok("{'op':'diff','from':{}}")) });
    INFO(to_json(open(), Tags::wire));
    REQUIRE(engine_.run(R"({"op":"status","migrations":[]})").starts_with(R"({"ok")"));
}

void TestEngine::take_definition(const TestEngine& other)
{
    definition_ = other.definition_;
    migrations_ = other.migrations_;
    ok(Value(Map { { "op", Value("define") }, { "definition", definition_ } }));
}

Value TestEngine::open()
{
    return run(
        Value(Map { { "op", Value("open") }, { "storage", Value(port_ ? "music.db" : ":memory:") },
            { "durability", Value(durability_) }, { "migrations", migrations_ } }));
}

Value TestEngine::callback_value(FakeHost::Callback function)
{
    auto id = static_cast<int64_t>(host.add_callback(std::move(function)));
    return Value(Map { { "callback", Value(id) } });
}

std::string TestEngine::callback(FakeHost::Callback function)
{
    return to_json(callback_value(std::move(function)));
}

// Records are asked for in the form in which pages ask for them, unless the message says otherwise.
static Value with_form(const Value& message)
{
    if (!message.is(Kind::map) || message.map().contains("packed"))
        return message;
    const auto& op = at(message, "op");
    if (op != Value("read") && op != Value("get"))
        return message;
    auto formed = message.map();
    formed.set("packed", Value(true));
    return Value(std::move(formed));
}

Value TestEngine::run_message(const Value& message)
{
    // The text of the answer dies with the next message, so it is read at once.
    auto text = engine_.run(to_json(with_form(message), Tags::wire));
    if (is_packed(text)) {
        bool repeats = message.is(Kind::list);
        const auto& fields
            = repeats ? prepared_[static_cast<size_t>(message.list().front().integer())] : Value();
        return Value(Map { { "ok", unpacked(text, fields) } });
    }
    auto answer = parse_json(text, Tags::wire);
    REQUIRE(answer);
    if (message.is(Kind::map) && at(message, "op") == Value("prepare")) {
        if (const auto& prepared = at(*answer, "ok"); prepared.is(Kind::map))
            prepared_.push_back(at(prepared, "fields"));
    }
    return *std::move(answer);
}

Value TestEngine::run(std::string_view message) { return run(from_json(message)); }

Value TestEngine::ok_message(const Value& message)
{
    auto answer = run(message);
    INFO(to_json(message, Tags::wire));
    INFO(to_json(answer, Tags::wire));
    REQUIRE(answer.is(Kind::map));
    REQUIRE(answer.map().contains("ok"));
    return at(answer, "ok");
}

Value TestEngine::ok(std::string_view message) { return ok(from_json(message)); }

std::vector<std::string> TestEngine::errors_message(const Value& message)
{
    auto answer = run(message);
    INFO(to_json(message, Tags::wire));
    INFO(to_json(answer, Tags::wire));
    REQUIRE(answer.map().contains("error"));
    return lines_of(at(answer, "error", "errors"));
}

std::vector<std::string> TestEngine::errors(std::string_view message)
{
    return errors(from_json(message));
}

std::string TestEngine::error_class(std::string_view message)
{
    return std::string(at(run(message), "error", "class").text());
}

Value TestEngine::rows(std::string_view resource, std::string_view sort)
{
    return ok(Value(Map { { "op", Value("read") }, { "resource", Value(resource) },
        { "query", Value(Map { { "sort", Value(sort) } }) } }));
}

size_t TestEngine::count(std::string_view resource) { return rows(resource).list().size(); }

} // namespace tunez::test
