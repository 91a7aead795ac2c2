#include "support/golden.h"

#include "base/json.h"
#include "support/messages.h"
#include "type/type.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace tunez::test::golden {

static std::vector<std::string> folders()
{
    if (const char* folder = std::getenv("TUNEZ_GOLDEN"))
        return { folder };
    std::string file = __FILE__;
    return { "../shared/golden", file.substr(0, file.rfind("tests/")) + "../shared/golden" };
}

std::optional<Value> read_file(std::string_view name)
{
    for (const auto& folder : folders()) {
        std::ifstream file(folder + "/" + std::string(name) + ".json", std::ios::binary);
        if (!file)
            continue;
        auto value = parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
        if (value)
            return *std::move(value);
    }
    return std::nullopt;
}

static std::optional<std::string_view> tag_of(std::string_view form)
{
    struct Tag {
        std::string_view form;
        std::string_view tag;
    };
    static constexpr Tag tags[] = { { "decimal", "$decimal" }, { "float", "$float" },
        { "bigint", "$integer" }, { "base64", "$binary" }, { "date", "$date" }, { "time", "$time" },
        { "datetime", "$datetime" }, { "naive_datetime", "$naive_datetime" },
        { "duration", "$duration" }, { "ci_string", "$ci_string" }, { "atom", "$atom" } };
    for (const auto& row : tags) {
        if (row.form == form)
            return row.tag;
    }
    return std::nullopt;
}

Value to_wire(const Value& value)
{
    if (value.is(Kind::list)) {
        List items;
        for (const auto& item : value.list())
            items.push_back(to_wire(item));
        return Value(std::move(items));
    }
    if (!value.is(Kind::map))
        return value;
    const auto& map = value.map();
    if (map.size() == 1 && map.begin()->second.is(Kind::string)) {
        if (auto tag = tag_of(map.begin()->first))
            return from_json(to_json(Value(Map { { std::string(*tag), map.begin()->second } })));
    }
    Map result;
    for (const auto& [key, item] : map)
        result.append(key, to_wire(item));
    return Value(std::move(result));
}

static bool is_form(const Value& value, std::string_view key)
{
    return value.is(Kind::map) && value.map().size() == 1 && value.map().contains(key);
}

static bool same_decimal(std::string_view expected, const Value& actual)
{
    auto wanted = to_wire(Value(Map { { "decimal", Value(expected) } }));
    auto given = actual.is_textual() ? to_wire(Value(Map { { "decimal", actual } })) : actual;
    return compare_values(wanted, given) == 0;
}

static bool is_not_loaded(const Value& expected) { return is_form(expected, "not_loaded"); }

static bool same_map(const Map& expected, const Map& actual)
{
    for (const auto& [key, value] : expected) {
        const auto* found = actual.find(key);
        if (found == nullptr ? !is_not_loaded(value) : !same(value, *found))
            return false;
    }
    for (const auto& [key, value] : actual) {
        if (!expected.contains(key))
            return false;
    }
    return true;
}

static bool is_plain_number(const Value& value)
{
    return value.is(Kind::integer) || value.is(Kind::real) || value.is(Kind::decimal);
}

bool same(const Value& expected, const Value& actual)
{
    if (is_form(expected, "decimal"))
        return same_decimal(at(expected, "decimal").text(), actual);
    if (is_form(expected, "float") || is_form(expected, "bigint"))
        return compare_values(to_wire(expected), actual) == 0;
    if (expected.is(Kind::list))
        return (actual.is(Kind::list) || actual.is(Kind::tuple))
            && actual.list().size() == expected.list().size()
            && std::equal(
                expected.list().begin(), expected.list().end(), actual.list().begin(), same);
    if (expected.is(Kind::map))
        return actual.is(Kind::map) && same_map(expected.map(), actual.map());
    if (is_plain_number(expected) && is_plain_number(actual))
        return compare_values(expected, actual) == 0;
    if (expected.is_textual())
        return actual.is_textual() && expected.text() == actual.text();
    return expected == actual;
}

bool same_unordered(const List& expected, const List& actual,
    const std::function<bool(const Value&, const Value&)>& equal)
{
    if (expected.size() != actual.size())
        return false;
    auto left = actual;
    for (const auto& item : expected) {
        auto found = std::find_if(
            left.begin(), left.end(), [&](const auto& other) { return equal(item, other); });
        if (found == left.end())
            return false;
        left.erase(found);
    }
    return true;
}

static const List& list_at(const Value& map, std::string_view key)
{
    static const List none {};
    const auto& value = at(map, key);
    return value.is(Kind::list) ? value.list() : none;
}

static std::string upper_camel(std::string_view code)
{
    std::string name;
    bool upper = true;
    for (char letter : code) {
        if (letter == '_')
            upper = true;
        else
            name += std::exchange(upper, false) ? static_cast<char>(std::toupper(letter)) : letter;
    }
    // What a callback throws has a code of its own; the reference calls it unknown.
    return name == "CallbackFailed" ? "UnknownError" : name;
}

// Two families of messages are the implementation's own after their first words.
static bool same_text(std::string_view expected, const Value& actual)
{
    if (!actual.is_textual())
        return false;
    auto own = expected.starts_with("No union type matched") ? size_t { 21 } : expected.find("~r/");
    return own == std::string_view::npos ? expected == actual.text()
                                         : actual.text().starts_with(expected.substr(0, own));
}

static bool same_vars(const Value& expected, const Value& actual)
{
    size_t given = 0;
    if (actual.is(Kind::map)) {
        for (const auto& [key, value] : actual.map())
            given += value.is_null() ? 0 : 1;
    }
    size_t wanted = expected.is(Kind::map) ? expected.map().size() : 0;
    if (given != wanted)
        return false;
    for (const auto& [key, value] : wanted == 0 ? Map {} : expected.map()) {
        // How a regular expression is written is the implementation's own affair.
        bool own = value.is_textual() && value.text().starts_with("~r/");
        if (!own && !same(value, at(actual, key)))
            return false;
    }
    return true;
}

static bool same_error(const Value& expected, const Value& actual)
{
    const auto& code = at(actual, "code");
    if (!code.is_textual() || at(expected, "code").text() != upper_camel(code.text()))
        return false;
    for (auto key : { "field", "relationship" }) {
        if (!(at(expected, key) == at(actual, key)))
            return false;
    }
    for (auto key : { "type", "input" }) {
        if (!at(expected, key).is_null() && !same(at(expected, key), at(actual, key)))
            return false;
    }
    const auto& message = at(expected, "message");
    return same(Value(list_at(expected, "path")), Value(list_at(actual, "path")))
        && same_unordered(list_at(expected, "fields"), list_at(actual, "fields"))
        && (!message.is_textual() || same_text(message.text(), at(actual, "message")))
        && same_vars(at(expected, "vars"), at(actual, "vars"));
}

bool same_errors(const Value& expected, const Value& actual)
{
    static const List none {};
    return same_unordered(expected.is(Kind::list) ? expected.list() : none,
        actual.is(Kind::list) ? actual.list() : none, same_error);
}

bool same_error_class(const Value& expected, const Value& actual)
{
    return at(expected, "class") == at(actual, "class")
        && same_errors(at(expected, "errors"), at(actual, "errors"));
}

static Value without(const Value& map, std::initializer_list<std::string_view> keys)
{
    Map rest;
    for (const auto& [key, value] : map.map()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            rest.append(key, value);
    }
    return Value(std::move(rest));
}

static Value default_of(std::string_view attribute, const Value& value, const Probes& probes)
{
    if (is_form(value, "fn"))
        return at(value, "fn") == Value("tick") && probes.tick ? probes.tick(attribute) : value;
    return Value(Map { { "value", to_wire(value) } });
}

static Value attribute(std::string_view name, const Value& body, const Probes& probes)
{
    Map result { { "public", Value(true) } };
    for (const auto& [key, value] : body.map())
        result.set(key,
            key == "default" || key == "update_default" ? default_of(name, value, probes)
                                                        : to_wire(value));
    return Value(std::move(result));
}

static Value translated(const Value& entry, std::string_view kind, const Probes& probes)
{
    auto result = probes.entry ? probes.entry(entry, kind) : std::nullopt;
    if (!result)
        return to_wire(entry);
    // The conditions of a probe are entries like any other.
    for (auto key : { "where", "on", "only_when_valid", "before_action", "message" }) {
        if (!at(entry, key).is_null())
            result->mutable_map().set(key, to_wire(at(entry, key)));
    }
    return *result;
}

static Value entries(const Value& list, std::string_view kind, const Probes& probes)
{
    List result;
    for (const auto& entry : list.list())
        result.push_back(translated(entry, kind, probes));
    return Value(std::move(result));
}

static Value steps(const Value& list, const Probes& probes)
{
    List result;
    for (const auto& step : list.list()) {
        const auto& [key, entry] = *step.map().begin();
        auto kind = key == "change" ? "change" : "validation";
        result.push_back(Value(Map { { key, translated(entry, kind, probes) } }));
    }
    return Value(std::move(result));
}

static Value action(const Value& body, const Probes& probes, bool transactions)
{
    Map result;
    if (at(body, "type") != Value("create"))
        result.set("require_atomic", Value(false));
    if (!transactions)
        result.set("transaction", Value(false));
    for (const auto& [key, value] : body.map()) {
        if (key == "changes" || key == "validations") {
            result.set(key, entries(value, key == "changes" ? "change" : "validation", probes));
        } else if (key == "steps") {
            result.set(key, steps(value, probes));
        } else if (key == "arguments") {
            Map arguments;
            for (const auto& [name, argument] : value.map())
                arguments.set(name, attribute(name, argument, probes));
            result.set(key, Value(std::move(arguments)));
        } else {
            result.set(key, to_wire(value));
        }
    }
    return Value(std::move(result));
}

static Value actions(const Value& declared, const std::vector<std::string>& wanted,
    const Probes& probes, bool transactions)
{
    Map result;
    const auto& all = at(declared, "actions");
    for (const auto& [name, body] : all.is(Kind::map) ? all.map() : Map {}) {
        bool chosen = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
        if (chosen || at(body, "primary") == Value(true))
            result.set(name, action(body, probes, transactions));
    }
    result.set("golden_seed",
        Value(Map { { "type", Value("create") }, { "accept", Value(List {}) },
            { "skip_global_validations", Value(true) } }));
    return Value(std::move(result));
}

static Value resource(const Value& declared, const std::vector<std::string>& wanted,
    const Probes& probes, bool transactions)
{
    auto result = without(declared,
        { "attributes", "relationships", "identities", "actions", "notifiers", "changes",
            "validations", "calculations", "aggregates" });
    auto& members = result.mutable_map();
    Map attributes;
    for (const auto& [name, body] : at(declared, "attributes").map())
        attributes.set(name, attribute(name, body, probes));
    members.set("attributes", Value(std::move(attributes)));
    for (auto part : { "relationships", "identities" }) {
        if (!at(declared, part).is(Kind::map))
            continue;
        Map parts;
        for (const auto& [name, body] : at(declared, part).map()) {
            auto translated_part = to_wire(body);
            translated_part.mutable_map().set(
                std::string_view(part) == "identities" ? "pre_check" : "public", Value(true));
            parts.set(name, std::move(translated_part));
        }
        members.set(part, Value(std::move(parts)));
    }
    for (auto part : { "changes", "validations" }) {
        if (at(declared, part).is(Kind::list))
            members.set(part,
                entries(at(declared, part),
                    std::string_view(part) == "changes" ? "change" : "validation", probes));
    }
    members.set("actions", actions(declared, wanted, probes, transactions));
    return result;
}

Value resources(const Value& declared, const std::vector<std::string>& wanted, const Probes& probes,
    bool transactions)
{
    Map result;
    for (const auto& [name, body] : declared.map())
        result.set(name, resource(body, wanted, probes, transactions));
    return Value(std::move(result));
}

Report run_cases(const Value& file, const std::function<std::string(const Value&)>& run)
{
    Report report;
    for (const auto& test_case : at(file, "cases").list()) {
        if (at(test_case, "quirk") == Value(true)) {
            ++report.quirks;
            continue;
        }
        auto id = std::string(at(test_case, "id").text());
        try {
            auto difference = run(test_case);
            if (difference.empty())
                ++report.passed;
            else
                report.failures.push_back(id + ": " + difference);
        } catch (const Unsupported& unsupported) {
            report.unsupported.push_back(id + ": " + unsupported.reason);
        }
    }
    return report;
}

void Report::print(std::string_view file) const
{
    std::cout << "golden " << file << ": " << passed << " passed, " << failures.size()
              << " failed, " << unsupported.size() << " unsupported, " << quirks
              << " quirks left out\n";
    for (const auto& failure : failures)
        std::cout << "  failed " << failure << '\n';
    for (const auto& case_and_reason : unsupported)
        std::cout << "  unsupported " << case_and_reason << '\n';
}

std::string differs(std::string_view what, const Value& expected, const Value& actual)
{
    return std::string(what) + " should be " + to_json(expected) + ", is "
        + to_json(actual, Tags::wire);
}

} // namespace tunez::test::golden
