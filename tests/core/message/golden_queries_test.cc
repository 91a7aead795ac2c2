#include "support/golden.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Every read of the file is over the same rows.
class Store {
public:
    explicit Store(const Value& file);
    std::string run(const Value& test_case);

private:
    Value answer(const Value& message);

    TestEngine engine_;
};

} // namespace

static constexpr const char* later_parts[] = { "aggregates", "calculations" };

// The resources without what is not built, and with the reads that a case may name.
static Value readable(const Value& declared)
{
    Map resources;
    for (const auto& [name, body] : declared.map()) {
        auto resource = body;
        for (auto part : later_parts)
            resource.mutable_map().erase(part);
        resource.mutable_map().erase("actions");
        resources.set(name, std::move(resource));
    }
    return Value(std::move(resources));
}

Store::Store(const Value& file)
{
    engine_.define(golden::resources(readable(at(file, "resources")), {}, {}));
    for (const auto& [resource, rows] : at(file, "seed").map()) {
        for (const auto& row : rows.list()) {
            List operations { Value(List {
                                  Value("for_create"), Value("golden_seed"), Value(Map {}) }),
                Value(List { Value("force_change_attributes"), golden::to_wire(row) }) };
            Map changeset { { "resource", Value(resource) },
                { "operations", Value(std::move(operations)) } };
            engine_.ok(Value(
                Map { { "op", Value("submit") }, { "changeset", Value(std::move(changeset)) } }));
        }
    }
}

Value Store::answer(const Value& message)
{
    auto answer = engine_.run(message);
    const auto& errors = at(answer, "error", "errors");
    if (errors.is(Kind::list)) {
        for (const auto& error : errors.list()) {
            if (at(error, "code") == Value("not_supported"))
                throw golden::Unsupported { std::string(at(error, "message").text()) };
        }
    }
    return answer;
}

static const Value* unbuilt_part(const Value& query)
{
    static const Value parts = from_json("['action','arguments','distinct','distinct_sort']");
    for (const auto& part : parts.list()) {
        if (query.map().contains(part.text()))
            return &part;
    }
    return nullptr;
}

static bool names_relationships_only(const Value& load)
{
    for (const auto& item : load.list()) {
        if (item.is(Kind::map) && !item.map().contains("relationship"))
            return false;
    }
    return true;
}

static Value load_of(const Value& load);

static Value query_of(const Value& query)
{
    Map result;
    for (const auto& [key, value] : query.map()) {
        if (key == "filter_map")
            result.set("filter", golden::to_wire(value));
        else if (key == "sort_input")
            result.set("sort", value);
        else if (key == "load")
            result.set("load", load_of(value));
        else if (key != "relationship")
            result.set(key, golden::to_wire(value));
    }
    return Value(std::move(result));
}

static Value load_of(const Value& load)
{
    Map loads;
    for (const auto& item : load.list()) {
        if (item.is(Kind::map))
            loads.set(at(item, "relationship").text(), query_of(item));
        else
            loads.set(item.text(), Value(true));
    }
    return Value(std::move(loads));
}

static Value ids_of(const Value& rows)
{
    List ids;
    for (const auto& row : rows.list())
        ids.push_back(at(row, "id"));
    return Value(std::move(ids));
}

// Relationships are ids, unless the load itself loads more.
static bool same_loaded(const Value& expected, const Value& actual);

static bool same_record(const Value& expected, const Value& actual)
{
    for (const auto& [key, value] : expected.map()) {
        if (!same_loaded(value, at(actual, key)))
            return false;
    }
    return true;
}

static bool same_loaded(const Value& expected, const Value& actual)
{
    if (expected.is(Kind::list) && actual.is(Kind::list)) {
        bool records = !expected.list().empty() && expected.list().front().is(Kind::map);
        if (!records)
            return golden::same(expected,
                actual.list().empty() || actual.list().front().is(Kind::map) ? ids_of(actual)
                                                                             : actual);
        if (expected.list().size() != actual.list().size())
            return false;
        for (size_t i = 0; i < expected.list().size(); ++i) {
            if (!same_record(expected.list()[i], actual.list()[i]))
                return false;
        }
        return true;
    }
    if (expected.is(Kind::map) && actual.is(Kind::map) && expected.map().contains("id"))
        return same_record(expected, actual);
    if (expected.is_textual() && actual.is(Kind::map))
        return golden::same(expected, at(actual, "id"));
    return golden::same(expected, actual);
}

std::string Store::run(const Value& test_case)
{
    for (auto kind : { "page", "aggregate", "call", "then" }) {
        if (test_case.map().contains(kind))
            throw golden::Unsupported { kind };
    }
    const auto& query = at(test_case, "query");
    if (const auto* part = unbuilt_part(query))
        throw golden::Unsupported { std::string(part->text()) };
    if (!at(query, "load").is_null() && !names_relationships_only(at(query, "load")))
        throw golden::Unsupported { "loads of calculations" };
    auto reply = answer(Value(Map { { "op", Value("read") },
        { "resource", at(test_case, "resource") }, { "query", query_of(query) } }));
    const auto& expected = at(test_case, "expect");
    if (!at(expected, "error").is_null())
        return golden::same_error_class(at(expected, "error"), at(reply, "error"))
            ? ""
            : golden::differs("error", expected, reply);
    const auto& rows = at(reply, "ok");
    if (!rows.is(Kind::list))
        return golden::differs("answer", expected, reply);
    if (at(expected, "ids").is(Kind::list)) {
        auto ids = ids_of(rows);
        bool same = at(expected, "unordered") == Value(true)
            ? golden::same_unordered(at(expected, "ids").list(), ids.list())
            : golden::same(at(expected, "ids"), ids);
        return same ? "" : golden::differs("ids", at(expected, "ids"), ids);
    }
    if (at(expected, "records").is(Kind::list))
        return same_loaded(at(expected, "records"), rows)
            ? ""
            : golden::differs("records", at(expected, "records"), rows);
    return {};
}

// A name that a query gives to a calculation or an aggregate is unknown to resources without them.
static bool names_later_part(const Value& file, const std::string& difference)
{
    for (const auto& [name, body] : at(file, "resources").map()) {
        for (auto part : later_parts) {
            if (!at(body, part).is(Kind::map))
                continue;
            for (const auto& [field, declared] : at(body, part).map()) {
                if (difference.find("\"field\":\"" + field + "\"") != std::string::npos)
                    return true;
            }
        }
    }
    return false;
}

TEST_CASE("queries read what the golden file says")
{
    auto file = golden::read_file("queries");
    if (!file)
        SKIP("queries.json is not at hand");
    Store store(*file);
    auto report = golden::run_cases(*file, [&](const Value& test_case) {
        auto difference = store.run(test_case);
        if (names_later_part(*file, difference))
            throw golden::Unsupported { "calculations and aggregates" };
        return difference;
    });
    report.print("queries");
    CHECK(report.failures == std::vector<std::string> {});
}
