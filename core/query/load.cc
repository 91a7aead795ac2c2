#include "query/load.h"
#include "query/query.h"

#include <algorithm>
#include <utility>

namespace tunez {

static Error not_a_load(std::string_view name)
{
    auto error
        = Error::make(ErrorCode::invalid_load, inspect(Value::atom(name)) + " is not a valid load");
    error.path = { std::string("load") };
    return error;
}

static Error unsupported(const Relationship& relationship, std::string message)
{
    auto error = Error::make(ErrorCode::not_supported, std::move(message));
    error.path = { std::string("load") };
    error.field = relationship.name;
    return error;
}

// A query asks for calculations by `{args}`, the arguments alone will do as well.
static Value arguments_of(const Value& nested)
{
    const auto* arguments = nested.is(Kind::map) ? nested.map().find("args") : nullptr;
    return arguments != nullptr ? *arguments : nested;
}

static bool add_derived(const Resource& resource, std::string_view name, const Value& nested,
    std::vector<Load>& loads, std::vector<Error>& errors)
{
    ExpressionParser parser(errors, "load");
    ExpressionScope scope { &resource };
    Derived derived;
    if (const auto* calculation = resource.find_calculation(name);
        calculation && !calculation->expression && calculation->calculate) {
        derived.json_key = calculation->json_key;
        derived.type = &calculation->type;
        derived.code = calculation;
        derived.arguments = parser.argument_values(*calculation, arguments_of(nested), scope);
    } else if (calculation) {
        auto before = errors.size();
        derived = { calculation->json_key,
            parser.calculation(
                *calculation, arguments_of(nested), ExpressionParser::ArgumentForm::values, scope),
            &calculation->type };
        if (errors.size() != before)
            return true;
    } else if (const auto* aggregate = resource.find_aggregate(name)) {
        derived = { aggregate->json_key, aggregate->expression, aggregate->expression->type };
    } else {
        return false;
    }
    for (auto& load : loads) {
        if (load.relationship == nullptr && load.derived.json_key == derived.json_key) {
            load.derived = std::move(derived);
            return true;
        }
    }
    loads.push_back({ .relationship = nullptr, .query = nullptr, .derived = std::move(derived) });
    return true;
}

static bool is_query(const Map& map)
{
    for (auto key : { "filter", "filter_input", "sort", "sort_input", "limit", "offset", "select",
             "load", "distinct", "distinct_sort", "page", "lock" }) {
        if (map.contains(key))
            return true;
    }
    return map.empty();
}

// `{"albums": {"tracks": true}}` is short for `{"albums": {"load": {"tracks": true}}}`.
static Value as_query(const Value& nested)
{
    if (!nested.is(Kind::map) || is_query(nested.map()))
        return nested;
    return Value(Map { { "load", nested } });
}

static void add_missing(std::vector<Derived>& to, std::vector<Derived> more)
{
    for (auto& derived : more) {
        if (std::ranges::find(to, derived.json_key, &Derived::json_key) == to.end())
            to.push_back(std::move(derived));
    }
}

void load_also(Query& query, Query other)
{
    for (auto& load : other.loads) {
        auto known = std::ranges::find(query.loads, load.relationship, &Load::relationship);
        if (known == query.loads.end())
            query.loads.push_back(std::move(load));
        else
            load_also(*known->query, std::move(*load.query));
    }
    add_missing(query.derived, std::move(other.derived));
    add_missing(query.code, std::move(other.code));
}

// What is said of the records of a relationship first holds; what they load is said last.
static void merge(std::vector<Load>& loads, Load load)
{
    auto known = std::ranges::find(loads, load.relationship, &Load::relationship);
    if (known == loads.end()) {
        loads.push_back(std::move(load));
        return;
    }
    auto& first = *known->query;
    auto& last = *load.query;
    last.loads.swap(first.loads);
    last.derived.swap(first.derived);
    last.code.swap(first.code);
    load_also(first, std::move(last));
}

static void add_relationship(const Relationship& relationship, const Value& nested,
    std::vector<Load>& loads, std::vector<Error>& errors)
{
    bool keyless
        = relationship.source_attribute == nullptr || relationship.destination_attribute == nullptr;
    bool by_filter = (!relationship.through_path.empty()
                         || (relationship.no_attributes && relationship.filter_expression))
        && relationship.source->primary_key.size() == 1;
    if (keyless && !by_filter) {
        errors.push_back(unsupported(relationship,
            "relationships without a key (`" + relationship.name + "`) cannot be loaded yet"));
        return;
    }
    auto query = std::make_unique<Query>();
    query->resource = relationship.destination;
    if (nested.is(Kind::map)) {
        auto parsed = parse_query(*relationship.destination, nested);
        if (parsed) {
            *query = std::move(*parsed);
        } else {
            for (auto& error : parsed.error().errors) {
                error.path.insert(error.path.begin(), { std::string("load"), relationship.name });
                errors.push_back(std::move(error));
            }
        }
    } else if (nested.is(Kind::list)) {
        std::vector<Load> deeper;
        parse_loads(*relationship.destination, nested, deeper, errors);
        query->take(std::move(deeper));
    }
    if (!query->distinct.empty())
        errors.push_back(
            unsupported(relationship, "Cannot yet use `distinct` when loading related records"));
    if (query->page && !query->page->refused && !relationship.to_many())
        errors.push_back(unsupported(relationship, "a single record has no pages"));
    if (!query->combination_of.empty())
        errors.push_back(
            unsupported(relationship, "related records cannot be loaded as a combination"));
    merge(loads, { .relationship = &relationship, .query = std::move(query) });
}

static void add(const Resource& resource, std::string_view name, const Value& nested,
    std::vector<Load>& loads, std::vector<Error>& errors)
{
    if (const auto* relationship = resource.find_relationship(name))
        return add_relationship(*relationship, as_query(nested), loads, errors);
    if (add_derived(resource, name, nested, loads, errors))
        return;
    // An attribute that is loaded anyway is no mistake.
    if (resource.find_attribute(name) == nullptr)
        errors.push_back(not_a_load(name));
}

void parse_loads(const Resource& resource, const Value& load, std::vector<Load>& loads,
    std::vector<Error>& errors)
{
    if (load.is_textual()) {
        add(resource, load.text(), {}, loads, errors);
    } else if (load.is(Kind::list)) {
        for (const auto& item : load.list())
            parse_loads(resource, item, loads, errors);
    } else if (load.is(Kind::map)) {
        for (const auto& [name, nested] : load.map()) {
            bool wanted = !(nested.is(Kind::boolean) && !nested.boolean());
            if (wanted)
                add(resource, name, nested, loads, errors);
        }
    } else if (!load.is_null()) {
        auto error = Error::make(
            ErrorCode::invalid_load, inspect(load) + " is not a valid load for " + resource.name);
        error.path = { std::string("load") };
        errors.push_back(std::move(error));
    }
}

} // namespace tunez
