#include "query/query.h"

#include <string>

namespace tunez {

namespace {

struct OperatorName {
    std::string_view name;
    Operator op;
};

struct FilterParser {
    const Resource& resource;
    std::vector<Error>& errors;

    ExpressionRef parse(const Value& filter);

private:
    ExpressionRef map(const Map& map);
    ExpressionRef entry(const std::string& key, const Value& value);
    ExpressionRef predicates(const Attribute& attribute, const Map& predicates);
    ExpressionRef predicate(const Attribute& attribute, std::string_view name, const Value& value);
    ExpressionRef all_of(const Value& list, Operator op);
    ExpressionRef expression(const Map& map);
    ExpressionRef operand(const Value& operand, const Attribute* other);
    ExpressionRef compare(Operator op, const List& arguments);
    const Attribute* attribute_of(const Value& operand);
    ExpressionRef refuse(Error error);
};

} // namespace

static constexpr OperatorName operator_names[] = {
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
};

static const OperatorName* find_operator(std::string_view name)
{
    for (const auto& row : operator_names) {
        if (row.name == name)
            return &row;
    }
    return nullptr;
}

static ExpressionRef nothing() { return literal(Value(false)); }

static Error at_filter(ErrorCode code, std::string message)
{
    auto error = Error::make(code, std::move(message));
    error.path = { std::string("filter") };
    return error;
}

ExpressionRef FilterParser::refuse(Error error)
{
    errors.push_back(std::move(error));
    return nothing();
}

// A literal as the field's type has it; nullopt when it cannot be: then the condition matches
// nothing.
static std::optional<Value> converted(const Attribute& attribute, const Value& value)
{
    if (value.is_null())
        return Value();
    Value out;
    TypeErrors errors;
    if (!cast_input(attribute.type, value, out, errors))
        return std::nullopt;
    return out;
}

ExpressionRef equals(const Attribute& attribute, const Value& value)
{
    auto wanted = converted(attribute, value);
    return wanted ? call(Operator::eq, { attribute_ref(attribute), literal(std::move(*wanted)) })
                  : nothing();
}

static ExpressionRef among(const Attribute& attribute, const List& values)
{
    List wanted;
    for (const auto& value : values) {
        auto cast = converted(attribute, value);
        if (cast && !cast->is_null())
            wanted.push_back(std::move(*cast));
    }
    return call(Operator::in, { attribute_ref(attribute), literal(Value(std::move(wanted))) });
}

ExpressionRef FilterParser::predicate(
    const Attribute& attribute, std::string_view name, const Value& value)
{
    const auto* row = find_operator(name);
    if (row == nullptr) {
        auto error = at_filter(ErrorCode::no_such_filter_predicate,
            "No such filter predicate for " + resource.name + ": " + inspect(Value(name)));
        error.field = attribute.name;
        return refuse(std::move(error));
    }
    if (row->op == Operator::is_nil) {
        auto is_nil = call(Operator::is_nil, { attribute_ref(attribute) });
        bool negated = value.is(Kind::boolean) && !value.boolean();
        return negated ? call(Operator::not_, { std::move(is_nil) }) : is_nil;
    }
    if (row->op == Operator::in) {
        if (!value.is(Kind::list))
            return refuse(at_filter(ErrorCode::invalid_filter_value,
                "Invalid filter value `" + inspect(value) + "` supplied in `" + attribute.name
                    + " in …`: a list is expected"));
        return among(attribute, value.list());
    }
    auto wanted = converted(attribute, value);
    return wanted ? call(row->op, { attribute_ref(attribute), literal(std::move(*wanted)) })
                  : nothing();
}

ExpressionRef FilterParser::predicates(const Attribute& attribute, const Map& predicate_map)
{
    ExpressionRef all;
    for (const auto& [name, value] : predicate_map)
        all = both(std::move(all), predicate(attribute, name, value));
    return all;
}

ExpressionRef FilterParser::all_of(const Value& value, Operator op)
{
    std::vector<ExpressionRef> parts;
    auto add = [&](const Value& item) {
        auto part = parse(item);
        parts.push_back(part ? std::move(part) : literal(Value(true)));
    };
    if (value.is(Kind::list)) {
        for (const auto& item : value.list())
            add(item);
    } else if (value.is(Kind::map)) {
        // Forms send lists as maps of positions.
        for (const auto& [position, item] : value.map())
            add(item);
    }
    if (parts.empty())
        return {};
    auto combined = std::move(parts.front());
    for (size_t i = 1; i < parts.size(); ++i)
        combined = call(op, { std::move(combined), std::move(parts[i]) });
    return combined;
}

ExpressionRef FilterParser::entry(const std::string& key, const Value& value)
{
    if (key == "and" || key == "or")
        return all_of(value, key == "and" ? Operator::and_ : Operator::or_);
    if (key == "not") {
        auto inner = value.is(Kind::list) ? all_of(value, Operator::and_) : parse(value);
        return call(Operator::not_, { inner ? std::move(inner) : literal(Value(true)) });
    }
    const auto* attribute = resource.find_attribute(key);
    if (attribute == nullptr) {
        auto error = resource.find_relationship(key) != nullptr
            ? at_filter(ErrorCode::not_supported,
                  "filters by a relationship (`" + key + "`) are not supported yet")
            : at_filter(ErrorCode::no_such_field,
                  "No such field " + key + " for resource " + resource.name);
        error.field = key;
        return refuse(std::move(error));
    }
    if (attribute->filterable == Filterable::no) {
        auto error = at_filter(
            ErrorCode::invalid_filter_reference, key + " cannot be referenced in filters");
        error.field = key;
        return refuse(std::move(error));
    }
    return value.is(Kind::map) ? predicates(*attribute, value.map()) : equals(*attribute, value);
}

ExpressionRef FilterParser::map(const Map& fields)
{
    ExpressionRef all;
    for (const auto& [key, value] : fields)
        all = both(std::move(all), entry(key, value));
    return all;
}

const Attribute* FilterParser::attribute_of(const Value& value)
{
    const auto* name = value.is(Kind::map) ? value.map().find("ref") : nullptr;
    if (name == nullptr || !name->is_textual())
        return nullptr;
    if (const auto* path = value.map().find("path");
        path != nullptr && path->is(Kind::list) && !path->list().empty()) {
        refuse(at_filter(
            ErrorCode::not_supported, "filters over relationships are not supported yet"));
        return nullptr;
    }
    const auto* attribute = resource.find_attribute(name->text());
    if (attribute == nullptr) {
        auto error = at_filter(ErrorCode::no_such_field,
            "No such field " + std::string(name->text()) + " for resource " + resource.name);
        error.field = std::string(name->text());
        refuse(std::move(error));
    }
    return attribute;
}

ExpressionRef FilterParser::operand(const Value& value, const Attribute* other)
{
    if (value.is(Kind::map) && (value.map().contains("op") || value.map().contains("ref"))) {
        if (const auto* attribute = value.map().contains("ref") ? attribute_of(value) : nullptr)
            return attribute_ref(*attribute);
        return value.map().contains("op") ? expression(value.map()) : nothing();
    }
    const auto* wrapped = value.is(Kind::map) ? value.map().find("value") : nullptr;
    const auto& bare = wrapped != nullptr ? *wrapped : value;
    if (other == nullptr)
        return literal(bare);
    auto wanted = converted(*other, bare);
    return literal(wanted ? std::move(*wanted) : Value());
}

ExpressionRef FilterParser::compare(Operator op, const List& arguments)
{
    if (op == Operator::is_nil && !arguments.empty())
        return call(op, { operand(arguments[0], nullptr) });
    if (arguments.size() != 2)
        return refuse(at_filter(ErrorCode::invalid_expression, "this operator has two operands"));
    const auto* left = attribute_of(arguments[0]);
    const auto* right = attribute_of(arguments[1]);
    if (op == Operator::in && left != nullptr) {
        const auto* list
            = arguments[1].is(Kind::map) ? arguments[1].map().find("value") : &arguments[1];
        if (list != nullptr && list->is(Kind::list))
            return among(*left, list->list());
    }
    return call(op, { operand(arguments[0], right), operand(arguments[1], left) });
}

ExpressionRef FilterParser::expression(const Map& map)
{
    const auto* op = map.find("op");
    const auto* arguments = map.find("args");
    if (!op->is_textual() || arguments == nullptr || !arguments->is(Kind::list))
        return refuse(
            at_filter(ErrorCode::invalid_expression, "an operator has a name and a list of args"));
    auto name = op->text();
    if (name == "and" || name == "or")
        return all_of(*arguments, name == "and" ? Operator::and_ : Operator::or_);
    if (name == "not" && arguments->list().size() == 1) {
        auto inner = parse(arguments->list()[0]);
        return call(Operator::not_, { inner ? std::move(inner) : literal(Value(true)) });
    }
    const auto* row = find_operator(name);
    if (row == nullptr)
        return refuse(
            at_filter(ErrorCode::no_such_operator, "No such operator " + std::string(name)));
    return compare(row->op, arguments->list());
}

ExpressionRef FilterParser::parse(const Value& filter)
{
    if (filter.is_null())
        return {};
    if (filter.is(Kind::boolean))
        return filter.boolean() ? ExpressionRef {} : nothing();
    if (filter.is(Kind::list))
        return all_of(filter, Operator::and_);
    if (!filter.is(Kind::map))
        return refuse(at_filter(ErrorCode::invalid_query, inspect(filter) + " is not a filter"));
    const auto& fields = filter.map();
    if (fields.contains("op") && fields.contains("args"))
        return expression(fields);
    for (auto part : { "fn", "exists", "if", "cond", "interpolate", "aggregate", "calc" }) {
        if (fields.contains(part) && resource.find_attribute(part) == nullptr)
            return refuse(at_filter(ErrorCode::not_supported,
                "`" + std::string(part) + "` is not supported in filters yet"));
    }
    return map(fields);
}

Result<ExpressionRef> parse_filter(
    const Resource& resource, const Value& filter, std::vector<Error>& errors)
{
    return FilterParser { resource, errors }.parse(filter);
}

} // namespace tunez
