#include "expr/expression.h"

#include "base/error.h"
#include "base/verify.h"

#include <optional>

namespace tunez {

static size_t arity(Operator op) { return op == Operator::is_nil || op == Operator::not_ ? 1 : 2; }

ExpressionRef literal(Value value)
{
    Expression expression;
    expression.literal = std::move(value);
    return std::make_shared<const Expression>(std::move(expression));
}

ExpressionRef attribute_ref(const Attribute& attribute, std::string_view name, bool sensitive)
{
    Expression expression;
    expression.kind = Expression::Kind::attribute;
    expression.attribute = &attribute;
    expression.name = name;
    expression.sensitive = sensitive;
    return std::make_shared<const Expression>(std::move(expression));
}

ExpressionRef call(Operator op, std::vector<ExpressionRef> arguments)
{
    VERIFY(arguments.size() == arity(op));
    Expression expression;
    expression.kind = Expression::Kind::call;
    expression.op = op;
    expression.arguments = std::move(arguments);
    return std::make_shared<const Expression>(std::move(expression));
}

ExpressionRef both(ExpressionRef left, ExpressionRef right)
{
    if (!left)
        return right;
    if (!right)
        return left;
    return call(Operator::and_, { std::move(left), std::move(right) });
}

static std::string_view symbol(Operator op)
{
    switch (op) {
    case Operator::eq:
        return "==";
    case Operator::not_eq_:
        return "!=";
    case Operator::lt:
        return "<";
    case Operator::lte:
        return "<=";
    case Operator::gt:
        return ">";
    case Operator::gte:
        return ">=";
    case Operator::in:
        return "in";
    case Operator::is_nil:
        return "is_nil";
    case Operator::and_:
        return "and";
    case Operator::or_:
        return "or";
    case Operator::not_:
        return "not";
    }
    return {};
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
    out.append(" ").append(symbol(expression.op)).append(" ");
    write(*expression.arguments[1], around, out);
    if (nested)
        out += ')';
}

static void write_operator(const Expression& expression, Surroundings around, std::string& out)
{
    for (auto& argument : expression.arguments)
        around.sensitive = around.sensitive || argument->sensitive;
    write(*expression.arguments[0], around, out);
    out.append(" ").append(symbol(expression.op)).append(" ");
    write(*expression.arguments[1], around, out);
}

static void write_call(const Expression& expression, Surroundings around, std::string& out)
{
    switch (expression.op) {
    case Operator::and_:
    case Operator::or_:
        return write_logic(expression, around, out);
    case Operator::not_:
        around.container = Operator::not_;
        out += "not ";
        return write(*expression.arguments[0], around, out);
    case Operator::is_nil:
        out += "is_nil(";
        write(*expression.arguments[0], around, out);
        out += ')';
        return;
    default:
        return write_operator(expression, around, out);
    }
}

static void write(const Expression& expression, Surroundings around, std::string& out)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
        out += around.sensitive ? "**redacted**" : inspect(expression.literal);
        return;
    case Expression::Kind::attribute:
        out += expression.name;
        return;
    case Expression::Kind::call:
        return write_call(expression, around, out);
    }
}

std::string inspect(const Expression& expression)
{
    std::string text;
    write(expression, {}, text);
    return text;
}

} // namespace tunez
