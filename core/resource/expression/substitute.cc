#include "expr/build.h"
#include "resource/expression/parse.h"

namespace tunez {

static ExpressionRef rebuilt(const Expression& expression, std::vector<ExpressionRef> arguments)
{
    if (expression.kind == Expression::Kind::call && expression.op != Operator::cast)
        return build(expression.op, std::move(arguments));
    auto copy = expression;
    copy.fillable = false;
    copy.arguments = std::move(arguments);
    return made(std::move(copy));
}

ExpressionRef substitute(const ExpressionRef& expression, Substitution& substitution)
{
    if (!expression->fillable)
        return expression;
    if (expression->kind == Expression::Kind::input) {
        auto replaced = substitution.input(*expression);
        return replaced ? replaced : expression;
    }
    bool is_call = expression->kind == Expression::Kind::call;
    if (is_call && (expression->op == Operator::now || expression->op == Operator::today)) {
        auto replaced = substitution.clock(expression->op);
        return replaced ? replaced : expression;
    }
    std::vector<ExpressionRef> arguments;
    for (const auto& argument : expression->arguments)
        arguments.push_back(substitute(argument, substitution));
    if (!expression->reach)
        return rebuilt(*expression, std::move(arguments));
    auto copy = *expression;
    copy.arguments = std::move(arguments);
    return with_reach(std::move(copy), substituted(*expression->reach, substitution));
}

} // namespace tunez
