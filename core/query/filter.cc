#include "base/positions.h"
#include "expr/build.h"
#include "query/query.h"
#include "resource/embedded.h"
#include "resource/expression/parse.h"
#include "resource/reach.h"
#include "type/builtins.h"

#include <algorithm>
#include <optional>
#include <string>

namespace tunez {

namespace {

using RelationshipPath = std::vector<const Relationship*>;

// The map `{ name: "x", artist: { age: { greater_than: 3 } } }` (spec §8.2). Which fields there
// are, and expressions inside of it, are the business of the parser of those.
class FilterParser {
public:
    FilterParser(std::vector<Error>& errors, FieldAccess access)
        : parser_(errors, "filter")
    {
        parser_.access = access;
    }

    ExpressionRef parse(const Value& filter, const ExpressionScope& scope);

private:
    ExpressionRef map(const Map& map, const ExpressionScope& scope);
    ExpressionRef entry(const std::string& key, const Value& value, const ExpressionScope& scope);
    ExpressionRef relationship(
        const Relationship& relationship, const Value& value, const ExpressionScope& scope);
    ExpressionRef search(
        const std::string& index, const Value& value, const ExpressionScope& scope);
    ExpressionRef conditions(
        const ExpressionRef& field, const Value& value, const ExpressionScope& scope);
    ExpressionRef predicate(const ExpressionRef& field, std::string_view name, const Value& value,
        const ExpressionScope& scope);
    ExpressionRef is_nil(const ExpressionRef& field, const Value& value);
    ExpressionRef among(const ExpressionRef& field, const List& values);
    ExpressionRef refuse_value(const ExpressionRef& field, std::string_view predicate,
        const Value& value, std::string_view reason);
    ExpressionRef key_of(const ExpressionScope& end);
    ExpressionRef all_of(const Value& list, Operator op, const ExpressionScope& scope);
    ExpressionRef negation(const Value& value, const ExpressionScope& scope);
    ExpressionRef along(const RelationshipPath& path, const ExpressionRef& inner);

    ExpressionParser parser_;
};

struct PredicateName {
    std::string_view name;
    Operator op;
};

} // namespace

static constexpr PredicateName predicate_names[] = {
    { "eq", Operator::eq },
    { "equals", Operator::eq },
    { "==", Operator::eq },
    { "not_eq", Operator::not_eq_ },
    { "not_equals", Operator::not_eq_ },
    { "!=", Operator::not_eq_ },
    { "in", Operator::in },
    { "lt", Operator::lt },
    { "less_than", Operator::lt },
    { "<", Operator::lt },
    { "gt", Operator::gt },
    { "greater_than", Operator::gt },
    { ">", Operator::gt },
    { "lte", Operator::lte },
    { "less_than_or_equal", Operator::lte },
    { "<=", Operator::lte },
    { "gte", Operator::gte },
    { "greater_than_or_equal", Operator::gte },
    { ">=", Operator::gte },
    { "is_nil", Operator::is_nil },
    { "contains", Operator::contains },
    { "string_starts_with", Operator::string_starts_with },
    { "starts_with", Operator::string_starts_with },
    { "string_ends_with", Operator::string_ends_with },
    { "ends_with", Operator::string_ends_with },
    { "has", Operator::has },
    { "intersects", Operator::intersects },
    { "overlaps", Operator::intersects },
    { "is_distinct_from", Operator::is_distinct_from },
    { "is_not_distinct_from", Operator::is_not_distinct_from },
};

static std::optional<Operator> find_predicate(std::string_view name)
{
    for (const auto& row : predicate_names) {
        if (row.name == name)
            return row.op;
    }
    return std::nullopt;
}

static ExpressionRef nothing() { return literal(Value(false)); }

// A literal as the field's type has it; nullopt when it cannot be: then the condition matches
// nothing.
static std::optional<Value> converted(const TypeUse& type, const Value& value)
{
    if (value.is_null())
        return Value();
    Value out;
    TypeErrors errors;
    if (!cast_input(type, value, out, errors))
        return std::nullopt;
    return out;
}

ExpressionRef equals(const Attribute& attribute, const Value& value)
{
    auto wanted = converted(attribute.type, value);
    return wanted ? call(Operator::eq, { attribute_ref(attribute), literal(std::move(*wanted)) })
                  : nothing();
}

static ExpressionRef compared(Operator op, const ExpressionRef& field, const Value& value)
{
    if (field->type == nullptr)
        return build(op, { field, literal(value) });
    auto wanted = converted(*field->type, value);
    return wanted ? call(op, { field, literal(std::move(*wanted)) }) : nothing();
}

// Neither condition says anything of a value that is nil.
ExpressionRef FilterParser::is_nil(const ExpressionRef& field, const Value& value)
{
    TypeUse boolean;
    boolean.type = &type::boolean_type;
    auto wanted = converted(boolean, value);
    if (!wanted)
        return refuse_value(field, "is_nil", value, "true or false is expected");
    if (wanted->is_null())
        return nothing();
    auto found = build(Operator::is_nil, { field });
    return wanted->boolean() ? found : build(Operator::not_, { std::move(found) });
}

ExpressionRef FilterParser::refuse_value(const ExpressionRef& field, std::string_view predicate,
    const Value& value, std::string_view reason)
{
    return parser_.refuse(ErrorCode::invalid_filter_value,
        "Invalid filter value `" + inspect(value) + "` supplied in `" + inspect(*field) + " "
            + std::string(predicate) + " …`: " + std::string(reason));
}

ExpressionRef FilterParser::among(const ExpressionRef& field, const List& values)
{
    if (field->type == nullptr)
        return build(Operator::in, { field, literal(Value(values)) });
    List wanted;
    for (const auto& value : values) {
        auto cast = converted(*field->type, value);
        if (!cast)
            return refuse_value(field, "in", value, "it is none of the values of its type");
        if (!cast->is_null())
            wanted.push_back(std::move(*cast));
    }
    return call(Operator::in, { field, literal(Value(std::move(wanted))) });
}

static bool has_field(const Resource& resource, std::string_view name)
{
    return resource.find_attribute(name) || resource.find_relationship(name)
        || resource.find_calculation(name) || resource.find_aggregate(name)
        || resource.find_full_text(name);
}

// What can be nothing but an expression: its keys are no fields of the resource.
static bool is_expression(const Value& value, const ExpressionScope& scope)
{
    if (!value.is(Kind::map) || value.map().empty())
        return false;
    const auto& map = value.map();
    const auto& key = map.begin()->first;
    if (scope.resource != nullptr && has_field(*scope.resource, key))
        return false;
    if (map.size() > 1)
        return (map.contains("op") && map.contains("args"))
            || (map.contains("fn") && map.contains("args")) || map.contains("ref")
            || map.contains("calc");
    static constexpr std::string_view kinds[] = { "fn", "ref", "value", "if", "cond", "type",
        "list", "interpolate", "exists", "aggregate", "calc", "parent", "arg", "actor", "tenant",
        "context", "search", "search_rank", "combination" };
    return std::ranges::find(kinds, key) != std::end(kinds);
}

ExpressionRef FilterParser::predicate(const ExpressionRef& field, std::string_view name,
    const Value& value, const ExpressionScope& scope)
{
    auto op = find_predicate(name);
    if (!op) {
        return parser_.refuse(ErrorCode::no_such_filter_predicate,
            "No such filter predicate for " + scope.resource->name + ": " + inspect(Value(name)));
    }
    if (*op == Operator::is_nil)
        return is_nil(field, value);
    ExpressionScope none { nullptr };
    if (is_expression(value, none))
        return build(*op, { field, parser_.parse(value, scope) });
    if (*op == Operator::in) {
        if (!value.is(Kind::list))
            return refuse_value(field, "in", value, "a list is expected");
        return among(field, value.list());
    }
    if (*op <= Operator::gte)
        return compared(*op, field, value);
    return build(*op, { field, literal(value) });
}

// Behind a field stands a value, or predicates; `at_path` leads into it first.
ExpressionRef FilterParser::conditions(
    const ExpressionRef& field, const Value& value, const ExpressionScope& scope)
{
    ExpressionScope none { nullptr };
    if (is_expression(value, none))
        return build(Operator::eq, { field, parser_.parse(value, scope) });
    if (!value.is(Kind::map))
        return compared(Operator::eq, field, value);
    auto subject = field;
    if (const auto* path = value.map().find("at_path"))
        subject = parser_.inside(field, *path);
    const auto* embedded = subject->type != nullptr ? embedded_resource(*subject->type) : nullptr;
    ExpressionRef all;
    for (const auto& [name, operand] : value.map()) {
        if (name == "at_path" || name == "input")
            continue;
        // The fields of an embedded resource, of which a predicate hides one of its name.
        bool leads_inside = embedded != nullptr && !find_predicate(name);
        all = both(std::move(all),
            leads_inside ? conditions(parser_.inside(subject, Value(name)), operand, scope)
                         : predicate(subject, name, operand, scope));
    }
    return all;
}

ExpressionRef FilterParser::all_of(const Value& value, Operator op, const ExpressionScope& scope)
{
    std::vector<ExpressionRef> parts;
    auto add = [&](const Value& item) {
        auto part = parse(item, scope);
        parts.push_back(part ? std::move(part) : literal(Value(true)));
    };
    if (value.is(Kind::list)) {
        for (const auto& item : value.list())
            add(item);
    } else if (auto listed = value.is(Kind::map) ? items_by_position(value.map()) : std::nullopt) {
        for (const auto& [position, item] : *listed)
            add(*item);
    } else {
        add(value);
    }
    if (parts.empty())
        return {};
    auto combined = std::move(parts.front());
    for (size_t i = 1; i < parts.size(); ++i)
        combined = call(op, { std::move(combined), std::move(parts[i]) });
    return combined;
}

ExpressionRef FilterParser::negation(const Value& value, const ExpressionScope& scope)
{
    auto inner = value.is(Kind::list) ? all_of(value, Operator::and_, scope) : parse(value, scope);
    return build(Operator::not_, { inner ? std::move(inner) : literal(Value(true)) });
}

// Moves the path inwards to the fields, where the rows that it leads to are joined once: so a row
// without related ones is one of nils (spec §9.5).
ExpressionRef FilterParser::along(const RelationshipPath& path, const ExpressionRef& inner)
{
    if (inner->kind == Expression::Kind::call) {
        auto copy = *inner;
        for (auto& argument : copy.arguments)
            argument = along(path, argument);
        return made(std::move(copy));
    }
    if (inner->kind == Expression::Kind::literal || inner->kind == Expression::Kind::input)
        return inner;
    if (inner->kind != Expression::Kind::related)
        return parser_.related(path, inner);
    auto longer = path;
    const auto& rest = inner->reach->path;
    longer.insert(longer.end(), rest.begin(), rest.end());
    return parser_.related(std::move(longer), inner->arguments[0]);
}

// Whether what it leads to is told apart by the one key that it knows: then a predicate behind its
// name, as in `{ artist: { in: [1, 2] } }`, is one of that key.
static bool is_by_key(const Relationship& relationship)
{
    const auto& key = relationship.destination->primary_key;
    return relationship.kind != RelationshipKind::many_to_many && key.size() == 1
        && key.front() == relationship.destination_attribute;
}

ExpressionRef FilterParser::key_of(const ExpressionScope& end)
{
    return parser_.field(
        end.resource->primary_key.front()->name, {}, ExpressionParser::ArgumentForm::values, end);
}

ExpressionRef FilterParser::relationship(
    const Relationship& relationship, const Value& value, const ExpressionScope& scope)
{
    RelationshipPath path;
    ExpressionScope end { scope.resource, scope.outer };
    if (!parser_.follow(Value(relationship.name), end, path))
        return nothing();
    if (value.is(Kind::map) && !is_expression(value, end) && is_by_key(relationship)) {
        ExpressionRef all;
        for (const auto& [name, operand] : value.map()) {
            auto inner = find_predicate(name) && !has_field(*end.resource, name)
                ? predicate(key_of(end), name, operand, end)
                : entry(name, operand, end);
            all = both(std::move(all), inner ? along(path, inner) : ExpressionRef {});
        }
        return all;
    }
    if (value.is(Kind::map) || value.is(Kind::list)) {
        auto inner = parse(value, end);
        return inner ? along(path, inner) : ExpressionRef {};
    }
    if (end.resource->primary_key.empty())
        return nothing();
    auto key = parser_.related(path, attribute_ref(*end.resource->primary_key.front()));
    if (value.is_null())
        return build(Operator::is_nil, { std::move(key) });
    return compared(Operator::eq, key, value);
}

static bool is_filterable(const Resource& resource, std::string_view name)
{
    if (const auto* attribute = resource.find_attribute(name))
        return attribute->filterable != Filterable::no;
    if (const auto* calculation = resource.find_calculation(name))
        return calculation->filterable;
    const auto* aggregate = resource.find_aggregate(name);
    return aggregate == nullptr || aggregate->filterable;
}

// `{ words: "text" }` or `{ words: { search: "text" } }`, by the name of a full-text index.
ExpressionRef FilterParser::search(
    const std::string& index, const Value& value, const ExpressionScope& scope)
{
    const auto* text = &value;
    if (value.is(Kind::map) && value.map().size() == 1 && value.map().contains("search"))
        text = value.map().find("search");
    return parser_.search(
        index, parser_.parse(*text, scope), ExpressionParser::SearchValue::found, scope);
}

ExpressionRef FilterParser::entry(
    const std::string& key, const Value& value, const ExpressionScope& scope)
{
    if (key == "and" || key == "or")
        return all_of(value, key == "and" ? Operator::and_ : Operator::or_, scope);
    if (key == "not")
        return negation(value, scope);
    const auto& resource = *scope.resource;
    if (const auto* found = resource.find_relationship(key);
        found && resource.find_attribute(key) == nullptr)
        return relationship(*found, value, scope);
    if (resource.find_full_text(key) != nullptr)
        return search(key, value, scope);
    if (!is_filterable(resource, key))
        return parser_.refuse(
            ErrorCode::invalid_filter_reference, key + " cannot be referenced in filters", key);
    if (const auto* attribute = resource.find_attribute(key);
        attribute && parser_.access == FieldAccess::all && !value.is(Kind::map))
        return equals(*attribute, value);
    const auto* input = value.is(Kind::map) ? value.map().find("input") : nullptr;
    auto field = parser_.field(
        key, input != nullptr ? *input : Value(), ExpressionParser::ArgumentForm::values, scope);
    return conditions(field, value, scope);
}

ExpressionRef FilterParser::map(const Map& fields, const ExpressionScope& scope)
{
    ExpressionRef all;
    for (const auto& [key, value] : fields)
        all = both(std::move(all), entry(key, value, scope));
    return all;
}

ExpressionRef FilterParser::parse(const Value& filter, const ExpressionScope& scope)
{
    if (filter.is_null())
        return {};
    if (filter.is(Kind::boolean))
        return filter.boolean() ? ExpressionRef {} : nothing();
    if (filter.is(Kind::list))
        return all_of(filter, Operator::and_, scope);
    if (!filter.is(Kind::map))
        return parser_.refuse(ErrorCode::invalid_query, inspect(filter) + " is not a filter");
    if (!is_expression(filter, scope))
        return map(filter.map(), scope);
    const auto* value = filter.map().find("value");
    if (value != nullptr && value->is_null())
        return {};
    return parser_.parse(filter, scope);
}

Result<ExpressionRef> parse_filter(const Resource& resource, const Value& filter,
    std::vector<Error>& errors, FieldAccess access, std::span<const CombinedField> combined)
{
    ExpressionScope scope { .resource = &resource, .combined = combined };
    return FilterParser(errors, access).parse(filter, scope);
}

ExpressionRef parse_value(const Resource& resource, const Attribute& attribute,
    const Value& written, std::vector<Error>& errors)
{
    auto parsed = ExpressionParser(errors, "expr").parse(written, { &resource });
    if (parsed->kind != Expression::Kind::literal)
        return parsed;
    Value value;
    TypeErrors problems;
    if (cast_input(attribute.type, parsed->literal, value, problems))
        return literal(std::move(value));
    for (auto& error : to_errors(std::move(problems), ErrorCode::invalid_attribute, attribute.name,
             parsed->literal, attribute.sensitive))
        errors.push_back(std::move(error));
    return parsed;
}

} // namespace tunez
