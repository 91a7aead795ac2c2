#include "expr/expression.h"

#include "base/error.h"
#include "base/inspection.h"
#include "base/verify.h"
#include "expr/arguments.h"
#include "expr/function.h"
#include "type/type.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tunez {

static bool is_fillable(const Expression& expression)
{
    bool clock = expression.kind == Expression::Kind::call
        && (expression.op == Operator::now || expression.op == Operator::today);
    return clock || expression.kind == Expression::Kind::input
        || std::ranges::any_of(
            expression.arguments, [](const auto& argument) { return argument->fillable; });
}

ExpressionRef made(Expression expression)
{
    expression.fillable = expression.fillable || is_fillable(expression);
    return std::make_shared<const Expression>(std::move(expression));
}

ExpressionRef literal(Value value)
{
    Expression expression;
    expression.literal = std::move(value);
    return made(std::move(expression));
}

ExpressionRef attribute_ref(
    const Attribute& attribute, const TypeUse& type, std::string_view name, bool sensitive)
{
    Expression expression;
    expression.kind = Expression::Kind::attribute;
    expression.attribute = &attribute;
    expression.type = &type;
    expression.name = name;
    expression.sensitive = sensitive;
    return made(std::move(expression));
}

ExpressionRef incoming(const ExpressionRef& attribute)
{
    auto expression = *attribute;
    expression.conflict = true;
    return made(std::move(expression));
}

ExpressionRef loose_call(Operator op, std::vector<ExpressionRef> arguments)
{
    const auto& function = function_of(op);
    VERIFY(arguments.size() >= function.least && arguments.size() <= function.most);
    Expression expression;
    expression.kind = Expression::Kind::call;
    expression.op = op;
    expression.arguments = std::move(arguments);
    return made(std::move(expression));
}

ExpressionRef call(Operator op, std::vector<ExpressionRef> arguments)
{
    const auto& function = function_of(op);
    VERIFY(arguments.size() >= function.least && arguments.size() <= function.most);
    Expression expression;
    expression.kind = Expression::Kind::call;
    expression.op = op;
    expression.plain = true;
    expression.arguments = std::move(arguments);
    return made(std::move(expression));
}

ExpressionRef cast_to(std::shared_ptr<const TypeUse> type, ExpressionRef argument)
{
    Expression expression;
    expression.kind = Expression::Kind::call;
    expression.op = Operator::cast;
    expression.type = type.get();
    expression.owned_type = std::move(type);
    expression.arguments.push_back(std::move(argument));
    return made(std::move(expression));
}

ExpressionRef input(std::string_view name, Value operand)
{
    Expression expression;
    expression.kind = Expression::Kind::input;
    expression.name = name;
    expression.literal = std::move(operand);
    return made(std::move(expression));
}

ExpressionRef both(ExpressionRef left, ExpressionRef right)
{
    if (!left)
        return right;
    if (!right)
        return left;
    return call(Operator::and_, { std::move(left), std::move(right) });
}

bool may_fail(const Expression& expression)
{
    if (expression.kind != Expression::Kind::call)
        return false;
    return function_of(expression.op).may_fail || !always_cast(expression)
        || std::ranges::any_of(
            expression.arguments, [](const auto& argument) { return may_fail(*argument); });
}

bool is_boolean(const Expression& expression)
{
    static const auto* boolean = find_type("boolean");
    switch (expression.kind) {
    case Expression::Kind::literal:
        return expression.literal.is_null() || expression.literal.is(Kind::boolean);
    case Expression::Kind::call:
        // What they give is nil, false or true, or else their right side.
        if (expression.op == Operator::and_ || expression.op == Operator::or_)
            return is_boolean(*expression.arguments[1]);
        return expression.type != nullptr ? expression.type->type == boolean
                                          : function_of(expression.op).gives == Kind::boolean;
    case Expression::Kind::exists:
        return true;
    default:
        return expression.type != nullptr && expression.type->type == boolean;
    }
}

// What surrounds the part being written.
struct Surroundings {
    std::optional<Operator> container; // The nearest of and, or, not.
    bool sensitive = false; // A sensitive field stands beside it.
};

static void write(const Expression& expression, Surroundings around, std::string& out);

static void write_logic(const Expression& expression, Surroundings around, std::string& out)
{
    auto nested = around.container && *around.container != expression.op;
    around.container = expression.op;
    if (nested)
        out += '(';
    write(*expression.arguments[0], around, out);
    out.append(" ").append(function_of(expression.op).name).append(" ");
    write(*expression.arguments[1], around, out);
    if (nested)
        out += ')';
}

static void write_operator(const Expression& expression, Surroundings around, std::string& out)
{
    for (auto& argument : expression.arguments)
        around.sensitive = around.sensitive || argument->sensitive;
    write(*expression.arguments[0], around, out);
    out.append(" ").append(function_of(expression.op).name).append(" ");
    write(*expression.arguments[1], around, out);
}

static void write_arguments(const Expression& expression, Surroundings around, std::string& out)
{
    for (const auto& argument : expression.arguments)
        around.sensitive = around.sensitive || argument->sensitive;
    out += '(';
    std::string_view comma;
    for (const auto& argument : expression.arguments) {
        out += std::exchange(comma, ", ");
        write(*argument, around, out);
    }
    out += ')';
}

static void write_call(const Expression& expression, Surroundings around, std::string& out)
{
    const auto& function = function_of(expression.op);
    switch (expression.op) {
    case Operator::and_:
    case Operator::or_:
        return write_logic(expression, around, out);
    case Operator::not_:
        around.container = Operator::not_;
        out += "not ";
        return write(*expression.arguments[0], around, out);
    default:
        if (function.form == Function::Form::operator_ && expression.arguments.size() == 2)
            return write_operator(expression, around, out);
        out += function.name;
        return write_arguments(expression, around, out);
    }
}

static void write(const Expression& expression, Surroundings around, std::string& out)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
        out += around.sensitive ? std::string(redaction) : inspect(expression.literal);
        return;
    case Expression::Kind::call:
        return write_call(expression, around, out);
    case Expression::Kind::input:
        out.append(expression.name).append("(").append(inspect(expression.literal)).append(")");
        return;
    case Expression::Kind::parent:
        out += "parent";
        return write_arguments(expression, around, out);
    case Expression::Kind::related:
        out.append(expression.name).append(".");
        return write(*expression.arguments[0], around, out);
    default:
        out += expression.conflict ? "upsert_conflict(:" + expression.name + ")" : expression.name;
        return;
    }
}

std::string inspect(const Expression& expression)
{
    std::string text;
    write(expression, {}, text);
    return text;
}

} // namespace tunez
