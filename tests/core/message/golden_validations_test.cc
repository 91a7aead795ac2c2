#include "support/golden.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr auto existing_id = "i1";

static std::string text(const Value& map, std::string_view key)
{
    return std::string(at(map, key).text());
}

static Value stored(const Value& data)
{
    auto record = golden::to_wire(data);
    if (!at(record, "id").is_textual())
        record.mutable_map().set("id", Value(existing_id));
    return record;
}

// A new record gets an id; one that is there has it.
static Value description(const Value& test_case, std::string_view type)
{
    auto input = golden::to_wire(at(test_case, "input"));
    Map changeset { { "resource", at(test_case, "resource") } };
    if (type != "create")
        changeset.set("record", stored(at(test_case, "data")));
    else if (!at(input, "id").is_textual())
        input.mutable_map().set("id", Value(existing_id));
    List builder { Value("for_" + std::string(type)), at(test_case, "action"), std::move(input) };
    changeset.set("operations", Value(List { Value(std::move(builder)) }));
    return Value(std::move(changeset));
}

static Value whole_record(const Value& declared, const Value& data)
{
    Map record;
    for (const auto& [name, body] : at(declared, "attributes").map())
        record.set(name, Value());
    auto given = stored(data);
    for (const auto& [name, value] : given.map())
        record.set(name, value);
    return Value(std::move(record));
}

static void store(TestEngine& engine, const Value& resource, const Value& record)
{
    List operations { Value(List { Value("for_create"), Value("golden_seed"), Value(Map {}) }),
        Value(List { Value("force_change_attributes"), record }) };
    Map changeset { { "resource", resource }, { "operations", Value(std::move(operations)) } };
    engine.ok(
        Value(Map { { "op", Value("submit") }, { "changeset", Value(std::move(changeset)) } }));
}

static std::string run_case(const Value& file, const Value& test_case)
{
    auto name = text(test_case, "resource");
    const auto& declared = at(at(file, "resources"), name);
    auto type = text(at(at(declared, "actions"), text(test_case, "action")), "type");
    TestEngine engine;
    engine.define(
        golden::resources(Value(Map { { name, declared } }), { text(test_case, "action") }, {}));
    auto changeset = description(test_case, type);
    if (type != "create") {
        auto record = whole_record(declared, at(test_case, "data"));
        store(engine, at(test_case, "resource"), record);
        changeset.mutable_map().set("record", record);
    }
    const auto& expected = at(test_case, "expect");
    auto state = engine.ok(Value(Map { { "op", Value("changeset") }, { "changeset", changeset } }));
    if (!(at(expected, "valid") == at(state, "valid")))
        return golden::differs("valid", at(expected, "valid"), at(state, "errors"));
    if (!golden::same_errors(at(expected, "errors"), at(state, "errors")))
        return golden::differs("errors", at(expected, "errors"), at(state, "errors"));
    const auto& ran = at(expected, "run");
    if (ran.is_null())
        return {};
    auto answer = engine.run(Value(Map { { "op", Value("submit") }, { "changeset", changeset } }));
    bool same = ran == Value("ok")
        ? answer.map().contains("ok")
        : golden::same_error_class(at(ran, "error"), at(answer, "error"));
    return same ? "" : golden::differs("run", ran, answer);
}

TEST_CASE("the validations are those of the golden file")
{
    auto file = golden::read_file("validations");
    if (!file)
        SKIP("validations.json is not at hand");
    auto report = golden::run_cases(
        *file, [&](const Value& test_case) { return run_case(*file, test_case); });
    report.print("validations");
    CHECK(report.failures == std::vector<std::string> {});
    CHECK(report.unsupported == std::vector<std::string> {});
}
