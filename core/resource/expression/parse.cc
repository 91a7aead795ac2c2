#include "resource/expression/parse.h"

#include "expr/build.h"
#include "expr/evaluate.h"
#include "resource/embedded.h"

#include <algorithm>

namespace tunez {

// Deeper than anybody writes by hand, far from where the stack ends.
static constexpr int deepest_expression = 100;

ExpressionRef ExpressionParser::refuse(ErrorCode code, std::string message, std::string_view field)
{
    auto error = Error::make(code, std::move(message));
    error.path = { std::string(step_) };
    error.field = field;
    errors_.push_back(std::move(error));
    return literal(Value());
}

ExpressionRef ExpressionParser::no_such_field(const Resource& resource, std::string_view name)
{
    auto error = Error::make(ErrorCode::no_such_field,
        "No such field " + std::string(name) + " for resource " + resource.name);
    error.path = { std::string(step_) };
    error.field = name;
    error.details.set("resource", Value(resource.name));
    errors_.push_back(std::move(error));
    return literal(Value());
}

std::vector<ExpressionRef> ExpressionParser::list(
    const Value& written, const ExpressionScope& scope)
{
    std::vector<ExpressionRef> items;
    if (!written.is(Kind::list)) {
        refuse(ErrorCode::invalid_expression, inspect(written) + " is not a list of expressions");
        return items;
    }
    items.reserve(written.list().size());
    for (const auto& item : written.list())
        items.push_back(parse(item, scope));
    return items;
}

static const Value& member(const Map& map, std::string_view key)
{
    static const Value absent {};
    const auto* found = map.find(key);
    return found != nullptr ? *found : absent;
}

static bool takes(const Function& function, size_t count)
{
    return count >= function.least && count <= function.most;
}

static std::string wrong_count(const Function& function, size_t count)
{
    return "`" + std::string(function.name) + "` does not take " + std::to_string(count)
        + (count == 1 ? " argument" : " arguments");
}

ExpressionRef ExpressionParser::operation(const Map& written, const ExpressionScope& scope)
{
    const auto& name = member(written, "op");
    if (!member(written, "args").is(Kind::list))
        return refuse(ErrorCode::invalid_expression, "an operator has a name and a list of `args`");
    auto arguments = list(member(written, "args"), scope);
    const auto* row = name.is_textual() ? find_operator(name.text(), arguments.size()) : nullptr;
    // Some functions are written between their operands.
    if (row == nullptr && name.is_textual())
        row = find_function(name.text());
    if (row == nullptr)
        return refuse(ErrorCode::no_such_operator, "No such operator " + display(name));
    // As many conditions as there are make one.
    bool is_logic = row->op == Operator::and_ || row->op == Operator::or_;
    if (is_logic && arguments.size() != 2) {
        if (arguments.empty())
            return literal(Value(row->op == Operator::and_));
        auto all = std::move(arguments.front());
        for (size_t i = 1; i < arguments.size(); ++i)
            all = build(row->op, { std::move(all), std::move(arguments[i]) });
        return all;
    }
    if (!takes(*row, arguments.size()))
        return refuse(ErrorCode::invalid_expression, wrong_count(*row, arguments.size()));
    return build(row->op, std::move(arguments));
}

// `ago(n, unit)` is `datetime_add(now(), -n, unit)`; the same with a duration.
ExpressionRef ExpressionParser::since_now(
    std::string_view name, std::vector<ExpressionRef> arguments)
{
    if (arguments.empty() || arguments.size() > 2)
        return refuse(ErrorCode::invalid_expression,
            "`" + std::string(name) + "` takes a number and a unit, or a duration");
    if (name == "ago")
        arguments[0] = build(Operator::negate, { std::move(arguments[0]) });
    arguments.insert(arguments.begin(), build(Operator::now, {}));
    return build(Operator::datetime_add, std::move(arguments));
}

ExpressionRef ExpressionParser::function(const Map& written, const ExpressionScope& scope)
{
    const auto& name = member(written, "fn");
    if (name.is_textual() && name.text() == "fragment")
        return refuse(ErrorCode::invalid_expression,
            "fragments are not supported: no text from outside becomes SQL");
    auto arguments = written.contains("args") ? list(member(written, "args"), scope)
                                              : std::vector<ExpressionRef> {};
    if (name.is_textual() && (name.text() == "ago" || name.text() == "from_now"))
        return since_now(name.text(), std::move(arguments));
    const auto* row = name.is_textual() ? find_function(name.text()) : nullptr;
    if (row == nullptr)
        return refuse(ErrorCode::no_such_function, "No such function " + display(name));
    if (!takes(*row, arguments.size()))
        return refuse(ErrorCode::invalid_expression, wrong_count(*row, arguments.size()));
    if (row->op == Operator::get_path && arguments[1]->kind == Expression::Kind::literal)
        return inside(arguments[0], arguments[1]->literal);
    return build(row->op, std::move(arguments));
}

// The attributes of embedded resources are known, by name or key; values hold them under their
// keys.
ExpressionRef ExpressionParser::inside(ExpressionRef value, const Value& path)
{
    const auto* type = value->type;
    bool sensitive = value->sensitive;
    List steps = path.is(Kind::list) ? path.list() : List { path };
    for (auto& step : steps) {
        if (step.is(Kind::integer)) {
            type = type != nullptr ? type->items.get() : nullptr;
            continue;
        }
        const auto* resource
            = type != nullptr && step.is_textual() ? embedded_resource(*type) : nullptr;
        type = nullptr;
        if (resource == nullptr)
            continue;
        const auto* attribute = resource->find_attribute(step.text());
        if (attribute == nullptr || (access == FieldAccess::public_only && !attribute->is_public))
            return no_such_field(*resource, step.text());
        step = Value(attribute->key);
        type = &attribute->type;
        sensitive = sensitive || attribute->sensitive;
    }
    auto call = *build(Operator::get_path, { std::move(value), literal(Value(std::move(steps))) });
    if (call.kind == Expression::Kind::call) {
        call.type = type;
        call.sensitive = sensitive;
    }
    return made(std::move(call));
}

ExpressionRef ExpressionParser::reference(const Map& written, const ExpressionScope& scope)
{
    const auto& name = member(written, "ref");
    if (!name.is_textual())
        return refuse(ErrorCode::invalid_expression, "a reference has a name");
    auto end = scope;
    std::vector<const Relationship*> path;
    if (!follow(member(written, "path"), end, path))
        return literal(Value());
    return related(std::move(path), field(name.text(), {}, ArgumentForm::values, end));
}

ExpressionRef ExpressionParser::field(
    std::string_view name, const Value& arguments, ArgumentForm form, const ExpressionScope& scope)
{
    if (scope.resource == nullptr)
        return refuse(ErrorCode::invalid_expression, "there is no record here to have a field");
    const auto& resource = *scope.resource;
    bool all = access == FieldAccess::all;
    if (const auto* attribute = resource.find_attribute(name))
        return all || attribute->is_public ? attribute_ref(*attribute)
                                           : no_such_field(resource, name);
    if (const auto* found = resource.find_calculation(name); found && (all || found->is_public))
        return calculation(*found, arguments, form, scope);
    if (const auto* found = resource.find_aggregate(name); found && (all || found->is_public))
        return aggregate(*found);
    return no_such_field(resource, name);
}

ExpressionRef ExpressionParser::aggregate(const Aggregate& aggregate)
{
    auto expression
        = pending_ != nullptr ? pending_->of(aggregate) : ExpressionRef(aggregate.expression);
    return expression ? expression : literal(Value());
}

static Error argument_error(
    const Argument& argument, std::string_view step, std::string_view message)
{
    auto error = Error::make(ErrorCode::invalid_calculation_argument, std::string(message));
    error.field = argument.name;
    error.path = { std::string(step) };
    return error;
}

ExpressionRef ExpressionParser::argument(
    const Argument& declared, const Value* given, ArgumentForm form, const ExpressionScope& scope)
{
    ExpressionRef value;
    // A literal may be written as in expressions.
    const auto* wrapped = given != nullptr && given->is(Kind::map) && given->map().size() == 1
        ? given->map().find("value")
        : nullptr;
    if (wrapped != nullptr)
        value = literal(*wrapped);
    else if (given != nullptr)
        value = form == ArgumentForm::values ? literal(*given) : parse(*given, scope);
    else
        value = literal(declared.default_value.literal);
    if (value->kind != Expression::Kind::literal)
        return cast_to(
            std::shared_ptr<const TypeUse>(std::shared_ptr<void>(), &declared.type), value);
    Value out;
    TypeErrors problems;
    bool valid = tunez::cast(declared.type, value->literal, out, problems);
    if (valid && (!out.is_null() || declared.allow_nil))
        return literal(std::move(out));
    errors_.push_back(argument_error(declared, step_, valid ? "is required" : "is invalid"));
    return literal(Value());
}

namespace {

class ArgumentValues final : public Substitution {
public:
    std::vector<std::pair<std::string_view, ExpressionRef>> values;

    ExpressionRef input(const Expression& input) override
    {
        if (input.name != "arg" || !input.literal.is_textual())
            return {};
        for (const auto& [name, value] : values) {
            if (name == input.literal.text())
                return value;
        }
        return {};
    }
};

} // namespace

ExpressionRef ExpressionParser::calculation(const Calculation& calculation, const Value& arguments,
    ArgumentForm form, const ExpressionScope& scope)
{
    auto expression
        = pending_ != nullptr ? pending_->of(calculation) : ExpressionRef(calculation.expression);
    if (!expression)
        return refuse(ErrorCode::not_supported,
            "the calculation " + calculation.name + " has no expression", calculation.name);
    ArgumentValues values;
    values.values = this->arguments(calculation, arguments, form, scope);
    return substitute(expression, values);
}

ExpressionParser::NamedExpressions ExpressionParser::arguments(const Calculation& calculation,
    const Value& arguments, ArgumentForm form, const ExpressionScope& scope)
{
    const Map none;
    const auto& given = arguments.is(Kind::map) ? arguments.map() : none;
    for (const auto& [name, value] : given) {
        if (calculation.find_argument(name) == nullptr)
            refuse(ErrorCode::no_such_input,
                "No such input `" + name + "` for calculation " + calculation.name, name);
    }
    NamedExpressions values;
    for (const auto& declared : calculation.arguments) {
        const auto* value = given.find(declared.name);
        if (value == nullptr)
            value = given.find(declared.key);
        values.emplace_back(declared.name, argument(declared, value, form, scope));
    }
    return values;
}

Map ExpressionParser::argument_values(
    const Calculation& calculation, const Value& given, const ExpressionScope& scope)
{
    Map values;
    for (auto& [name, value] : arguments(calculation, given, ArgumentForm::values, scope))
        values.append(calculation.find_argument(name)->key, value->literal);
    return values;
}

ExpressionRef ExpressionParser::branches(const Value& written, const ExpressionScope& scope)
{
    auto parts = list(written, scope);
    if (parts.size() < 2 || parts.size() > 3)
        return refuse(
            ErrorCode::invalid_expression, "`if` takes a condition and one or two values");
    return build(Operator::if_, std::move(parts));
}

static bool is_pair(const Value& written)
{
    return written.is(Kind::list) && written.list().size() == 2;
}

// Pairs of a condition and a value, from the last one on.
ExpressionRef ExpressionParser::condition(const Value& written, const ExpressionScope& scope)
{
    if (!written.is(Kind::list) || !std::ranges::all_of(written.list(), is_pair))
        return refuse(
            ErrorCode::invalid_expression, "`cond` takes pairs of a condition and a value");
    ExpressionRef otherwise;
    const auto& pairs = written.list();
    for (size_t i = pairs.size(); i-- > 0;) {
        auto parts = list(pairs[i], scope);
        if (otherwise)
            parts.push_back(std::move(otherwise));
        otherwise = build(Operator::if_, std::move(parts));
    }
    return otherwise ? otherwise : literal(Value());
}

ExpressionRef ExpressionParser::cast(const Value& written, const ExpressionScope& scope)
{
    const auto* type = written.is(Kind::map) ? written.map().find("type") : nullptr;
    const auto* inner = written.is(Kind::map) ? written.map().find("expr") : nullptr;
    if (type == nullptr || inner == nullptr || scope.resource == nullptr)
        return refuse(ErrorCode::invalid_expression, "`type` takes an `expr` and a `type`");
    std::vector<std::string> problems;
    auto use = std::make_shared<TypeUse>(make_type_use(
        *type, member(written.map(), "constraints"), *scope.resource->definition->host, problems));
    link_embedded(*use, *scope.resource->definition);
    for (auto& problem : embedded_problems(*use, *scope.resource->definition))
        problems.push_back(std::move(problem));
    for (const auto& problem : problems)
        refuse(ErrorCode::invalid_expression, problem);
    auto argument = parse(*inner, scope);
    return problems.empty() ? cast_to(std::move(use), std::move(argument)) : argument;
}

// Moves the step outwards to the leaves, so that everything else stays where it can be computed.
static ExpressionRef in_parent(const ExpressionRef& inner)
{
    if (inner->kind == Expression::Kind::literal || inner->kind == Expression::Kind::input)
        return inner;
    if (inner->kind == Expression::Kind::call) {
        std::vector<ExpressionRef> arguments;
        for (const auto& argument : inner->arguments)
            arguments.push_back(in_parent(argument));
        if (inner->op == Operator::cast)
            return cast_to(inner->owned_type, std::move(arguments[0]));
        return build(inner->op, std::move(arguments));
    }
    Expression outer;
    outer.kind = Expression::Kind::parent;
    outer.type = inner->type;
    outer.arguments.push_back(inner);
    return made(std::move(outer));
}

ExpressionRef ExpressionParser::parent(const Value& written, const ExpressionScope& scope)
{
    if (scope.outer == nullptr)
        return refuse(
            ErrorCode::invalid_expression, "there is nothing outside that `parent` means");
    return in_parent(parse(written, *scope.outer));
}

ExpressionRef ExpressionParser::combined(const Value& name, const ExpressionScope& scope)
{
    for (size_t i = 0; name.is_textual() && i < scope.combined.size(); ++i) {
        const auto& field = scope.combined[i];
        if (field.name != name.text())
            continue;
        Expression expression;
        expression.kind = Expression::Kind::combination;
        expression.name = field.name;
        expression.literal = Value(static_cast<int64_t>(i));
        expression.type = field.type;
        expression.owned_type = field.owned_type;
        return made(std::move(expression));
    }
    return refuse(ErrorCode::invalid_expression,
        "no member of a combination computes " + inspect(name) + " here");
}

ExpressionRef ExpressionParser::map(const Map& written, const ExpressionScope& scope)
{
    const auto& [kind, operand] = *written.begin();
    if (written.contains("op"))
        return operation(written, scope);
    if (written.contains("fn"))
        return function(written, scope);
    if (written.contains("ref"))
        return reference(written, scope);
    if (written.contains("calc")) {
        const auto& name = member(written, "calc");
        auto end = scope;
        std::vector<const Relationship*> path;
        if (!name.is_textual())
            return refuse(ErrorCode::invalid_expression, "a calculation has a name");
        if (!follow(member(written, "path"), end, path))
            return literal(Value());
        return related(std::move(path),
            field(name.text(), member(written, "args"), ArgumentForm::expressions, end));
    }
    if (written.size() != 1)
        return refuse(
            ErrorCode::invalid_expression, inspect(Value(written)) + " is not an expression");
    if (kind == "value")
        return literal(operand);
    if (kind == "if")
        return branches(operand, scope);
    if (kind == "cond")
        return condition(operand, scope);
    if (kind == "type")
        return cast(operand, scope);
    if (kind == "list")
        return build(Operator::list, list(operand, scope));
    if (kind == "interpolate") {
        auto parts = list(operand, scope);
        return parts.empty() ? literal(Value(""))
                             : build(Operator::concat,
                                   parts.size() > 1 ? std::move(parts)
                                                    : std::vector { parts[0], literal(Value("")) });
    }
    if (kind == "exists")
        return exists(operand, scope);
    if (kind == "aggregate" && operand.is(Kind::map))
        return aggregate(operand.map(), scope);
    if (kind == "parent")
        return parent(operand, scope);
    if (kind == "combination")
        return combined(operand, scope);
    if (kind == "search" || kind == "search_rank")
        return search(operand, kind == "search" ? SearchValue::found : SearchValue::rank, scope);
    if (kind == "options")
        return literal(operand);
    if (kind == "arg" || kind == "actor" || kind == "tenant" || kind == "context")
        return input(kind, operand);
    if ((kind == "upsert_conflict" || kind == "atomic_ref") && operand.is_textual()) {
        auto found = field(operand.text(), {}, ArgumentForm::values, scope);
        if (kind == "atomic_ref" || found->kind != Expression::Kind::attribute)
            return found;
        auto conflict = *found;
        conflict.conflict = true;
        return made(std::move(conflict));
    }
    return refuse(ErrorCode::invalid_expression, inspect(Value(written)) + " is not an expression");
}

ExpressionRef ExpressionParser::parse(const Value& written, const ExpressionScope& scope)
{
    if (depth_ == deepest_expression)
        return refuse(ErrorCode::invalid_expression, "expressions are nested too deeply");
    if (!written.is(Kind::map) || written.map().empty())
        return literal(written);
    ++depth_;
    auto expression = map(written.map(), scope);
    --depth_;
    return expression;
}

} // namespace tunez
