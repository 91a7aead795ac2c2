#include "data_layer/sqlite/index_condition.h"

#include "data_layer/sqlite/function_sql.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/schema.h"

#include <algorithm>

namespace tunez::sqlite {

static bool is_operand(const Expression& expression)
{
    return expression.kind == Expression::Kind::literal
        || expression.kind == Expression::Kind::attribute;
}

static bool stands_alone(const Expression& expression)
{
    if (expression.kind != Expression::Kind::call)
        return is_operand(expression);
    switch (function_sql(expression.op).form) {
    case FunctionSql::Form::comparison:
        return is_compared_by_column(expression)
            && std::ranges::all_of(
                expression.arguments, [](const auto& each) { return is_operand(*each); });
    case FunctionSql::Form::nil_test:
        return expression.arguments[0]->kind == Expression::Kind::attribute;
    case FunctionSql::Form::logic:
        return std::ranges::all_of(expression.arguments,
            [](const auto& each) { return is_boolean(*each) && stands_alone(*each); });
    default:
        return false;
    }
}

std::optional<std::string> index_condition(const Expression& condition)
{
    if (condition.fillable || !is_boolean(condition) || !stands_alone(condition))
        return std::nullopt;
    SqlWriter sql;
    Renderer out(sql, Renderer::Literals::written);
    out.filter(condition, {});
    if (!out.result())
        return std::nullopt;
    return sql.take();
}

Result<void> Renderer::write_literal(const TypeUse* type, const Value& value)
{
    write_stored(*sql_, type && !value.is_null() ? TRY(dump(*type, value)) : value);
    return {};
}

} // namespace tunez::sqlite
