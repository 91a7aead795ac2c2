// Runs casting.json of the conformance data, where it is at hand: in the folder that TUNEZ_GOLDEN
// names, or else in shared/golden beside the source tree.
#include "core/type/support.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

using namespace tunez;

// The compiler may have been told of this file by a path relative to the build folder, where the
// tests run.
static std::vector<std::string> golden_folders()
{
    if (const char* folder = std::getenv("TUNEZ_GOLDEN"))
        return { folder };
    std::string file = __FILE__;
    return { "../shared/golden", file.substr(0, file.rfind("tests/")) + "../shared/golden" };
}

static std::optional<std::string> read_golden(const std::string& name)
{
    for (const auto& folder : golden_folders()) {
        std::ifstream file(folder + "/" + name, std::ios::binary);
        if (file)
            return std::string(std::istreambuf_iterator<char>(file), {});
    }
    return std::nullopt;
}

static Value from_golden(const Value& value);

static List list_from_golden(const List& list)
{
    List result;
    for (const auto& item : list)
        result.push_back(from_golden(item));
    return result;
}

static Map map_from_golden(const Map& map)
{
    Map result;
    for (const auto& [key, value] : map)
        result.set(key, from_golden(value));
    return result;
}

// The forms of the golden files are those of the wire without the `$`.
static std::optional<Value> untagged(const std::string& form, const Value& content)
{
    static const Map tags { { "decimal", "$decimal" }, { "float", "$float" },
        { "bigint", "$integer" }, { "base64", "$binary" }, { "date", "$date" }, { "time", "$time" },
        { "datetime", "$datetime" }, { "naive_datetime", "$naive_datetime" },
        { "duration", "$duration" }, { "ci_string", "$ci_string" }, { "atom", "$atom" } };
    const Value* tag = tags.find(form);
    if (tag == nullptr || !content.is(Kind::string))
        return std::nullopt;
    return test::json(to_json(Map { { std::string(tag->text()), content } }));
}

static Value pairs_from_golden(const List& pairs)
{
    Map result;
    for (const auto& pair : pairs)
        result.append(std::string(pair.list()[0].text()), from_golden(pair.list()[1]));
    return Value::keyword(std::move(result));
}

static Value map_or_form(const Map& map)
{
    if (map.size() == 2 && map.contains("union") && map.contains("value"))
        return Value::union_of(map.find("union")->text(), from_golden(*map.find("value")));
    if (map.size() != 1)
        return map_from_golden(map);
    const auto& [key, content] = *map.begin();
    if (auto value = untagged(key, content))
        return *value;
    if (key == "tuple" && content.is(Kind::list))
        return Value::tuple(list_from_golden(content.list()));
    if (key == "keyword" && content.is(Kind::list))
        return pairs_from_golden(content.list());
    return map_from_golden(map);
}

static Value from_golden(const Value& value)
{
    if (value.is(Kind::list))
        return list_from_golden(value.list());
    return value.is(Kind::map) ? map_or_form(value.map()) : value;
}

// In results symbols, dates and case-insensitive text are plain strings, and structs are maps.
static Value as_result(const Value& value)
{
    switch (value.kind()) {
    case Kind::list:
    case Kind::tuple: {
        List items;
        for (const auto& item : value.list())
            items.push_back(as_result(item));
        return value.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value(std::move(items));
    }
    case Kind::map:
    case Kind::structure:
    case Kind::keyword: {
        Map fields;
        for (const auto& [key, field] : value.map())
            fields.append(key, as_result(field));
        return value.is(Kind::keyword) ? Value::keyword(std::move(fields))
                                       : Value(std::move(fields));
    }
    case Kind::union_value:
        return Value::union_of(value.name(), as_result(value.inner()));
    case Kind::ci_string:
    case Kind::atom:
    case Kind::date:
    case Kind::time:
    case Kind::naive_datetime:
    case Kind::datetime:
    case Kind::duration:
        return test::json(to_json(value));
    default:
        return value;
    }
}

static Value path_value(const Path& path)
{
    List steps;
    for (const auto& step : path)
        std::visit([&](const auto& part) { steps.emplace_back(part); }, step);
    return steps;
}

static Map error_value(const Error& error)
{
    Map result { { "code", "InvalidAttribute" }, { "field", error.field },
        { "message", error.rendered() } };
    if (!error.path.empty())
        result.set("path", path_value(error.path));
    if (!error.vars.empty())
        result.set("vars", as_result(error.vars));
    return result;
}

// A message of null says that the reference has none; that of unions is the implementation's own
// but for its beginning.
static bool matches(const Map& expected, const Map& actual)
{
    constexpr std::string_view union_message = "No union type matched";
    const Value& message = *expected.find("message");
    auto text = actual.find("message")->text();
    bool same_message = message.is_null() || message.text() == text
        || (message.text().starts_with(union_message) && text.starts_with(union_message));
    Map rest = expected;
    Map actual_rest = actual;
    rest.erase("message");
    actual_rest.erase("message");
    return same_message && rest == actual_rest;
}

static bool same_errors(const List& expected, std::vector<Map> actual)
{
    if (expected.size() != actual.size())
        return false;
    return std::ranges::all_of(expected, [&](const Value& error) {
        auto found = std::ranges::find_if(
            actual, [&](const Map& other) { return matches(error.map(), other); });
        if (found == actual.end())
            return false;
        actual.erase(found);
        return true;
    });
}

static std::vector<Map> errors_of(TypeErrors errors)
{
    std::vector<Map> result;
    for (const auto& error :
        to_errors(std::move(errors), ErrorCode::invalid_attribute, "value", {}, false))
        result.push_back(error_value(error));
    return result;
}

static bool passes(const Map& golden)
{
    std::vector<std::string> problems;
    auto use = make_type_use(
        *golden.find("type"), from_golden(*golden.find("constraints")), test::host(), problems);
    if (!problems.empty()) {
        std::cout << "  " << problems.front() << '\n';
        return false;
    }
    Value value;
    TypeErrors errors;
    bool valid = cast(use, from_golden(*golden.find("input")), value, errors);
    const Map& expect = golden.find("expect")->map();
    if (const Value* ok = expect.find("ok")) {
        bool same = valid && as_result(value) == from_golden(*ok);
        if (!same)
            std::cout << "  got "
                      << (valid ? to_json(value, Tags::full) : "errors: " + errors.front().message)
                      << '\n';
        return same;
    }
    const Value* error = expect.find("error");
    auto actual = errors_of(std::move(errors));
    bool same = error != nullptr && !valid
        && same_errors(from_golden(*error->map().find("errors")).list(), actual);
    if (!same) {
        std::cout << "  got " << (valid ? to_json(value, Tags::full) : "errors:") << '\n';
        for (const auto& one : valid ? std::vector<Map>() : actual)
            std::cout << "    " << to_json(one) << '\n';
    }
    return same;
}

TEST_CASE("every golden case of casting has the reference's result")
{
    auto text = read_golden("casting.json");
    if (!text) {
        std::cout << "golden casting cases skipped: no casting.json in " << golden_folders().front()
                  << '\n';
        SUCCEED();
        return;
    }
    size_t passed = 0;
    auto golden = test::json(*text);
    for (const auto& one : golden.map().find("cases")->list()) {
        const Map& golden_case = one.map();
        if (golden_case.contains("quirk"))
            continue;
        bool pass = passes(golden_case);
        if (!pass)
            std::cout << "  ^ " << golden_case.find("id")->text() << '\n';
        CHECK(pass);
        passed += pass ? 1 : 0;
    }
    std::cout << "golden casting cases passed: " << passed << '\n';
}
