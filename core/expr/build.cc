#include "expr/build.h"

#include "expr/evaluate.h"
#include "expr/functions.h"
#include "type/type.h"

#include <algorithm>

namespace tunez {

static bool is_literal(const ExpressionRef& expression)
{
    return expression->kind == Expression::Kind::literal;
}

static bool is_equality(Operator op) { return op == Operator::eq || op == Operator::not_eq_; }

static bool is_comparison(Operator op) { return op <= Operator::gte; }

// The literal as that type has it, if comparing with it comes to the same as comparing with the
// literal: equality converts nothing but text into text, an order everything that can be cast.
static std::optional<Value> conformed(const TypeUse& use, const Value& literal, Operator op)
{
    if (literal.is_null())
        return Value();
    Value out;
    TypeErrors errors;
    if (literal.is_marker() || !cast_by_type(use, literal, out, errors) || out.is_null())
        return std::nullopt;
    auto order = compare_values(out, literal);
    bool kept = order == 0 || (out.is_textual() && literal.is_textual());
    bool converted = !order && (!is_equality(op) || expr::same(out, literal));
    return kept || converted ? std::optional(std::move(out)) : std::nullopt;
}

// Two fields whose columns compare as their values do, if columns of those types do at all.
static bool are_alike(const TypeUse& left, const TypeUse& right)
{
    if (left.type == right.type)
        return true;
    std::string_view names[] = { left.type->name, right.type->name };
    auto among = [&](std::string_view one, std::string_view other) {
        return std::ranges::all_of(
            names, [&](std::string_view name) { return name == one || name == other; });
    };
    return among("string", "ci_string") || among("integer", "float");
}

static ExpressionRef comparison(Operator op, std::vector<ExpressionRef> arguments)
{
    for (size_t side = 0; side < 2; ++side) {
        auto& one = arguments[side];
        const auto* type = arguments[1 - side]->type;
        if (!is_literal(one) || type == nullptr)
            continue;
        auto value = conformed(*type, one->literal, op);
        if (!value)
            return loose_call(op, std::move(arguments));
        one = literal(std::move(*value));
        return call(op, std::move(arguments));
    }
    const auto* left = arguments[0]->type;
    const auto* right = arguments[1]->type;
    bool alike = left != nullptr && right != nullptr && are_alike(*left, *right);
    return alike ? call(op, std::move(arguments)) : loose_call(op, std::move(arguments));
}

// The items of the list take the type of what is looked for.
static ExpressionRef membership(std::vector<ExpressionRef> arguments)
{
    const auto* type = arguments[0]->type;
    if (type == nullptr || !is_literal(arguments[1]) || !arguments[1]->literal.is(Kind::list))
        return loose_call(Operator::in, std::move(arguments));
    List items;
    for (const auto& item : arguments[1]->literal.list()) {
        auto value = conformed(*type, item, Operator::lt);
        if (!value)
            return loose_call(Operator::in, std::move(arguments));
        items.push_back(std::move(*value));
    }
    arguments[1] = literal(Value(std::move(items)));
    return call(Operator::in, std::move(arguments));
}

static bool is_constant(Operator op, const std::vector<ExpressionRef>& arguments)
{
    return op != Operator::now && op != Operator::today && op != Operator::error
        && op != Operator::cast && std::ranges::all_of(arguments, is_literal);
}

ExpressionRef build(Operator op, std::vector<ExpressionRef> arguments)
{
    if (op == Operator::or_) {
        for (size_t side = 0; side < 2; ++side) {
            if (is_literal(arguments[side]) && arguments[side]->literal.is_null())
                return arguments[1 - side];
        }
    }
    if (is_constant(op, arguments)) {
        auto constant = loose_call(op, arguments);
        auto value = evaluate(*constant);
        return value && !value->is_marker() ? literal(std::move(*value)) : constant;
    }
    if (is_comparison(op))
        return comparison(op, std::move(arguments));
    if (op == Operator::in)
        return membership(std::move(arguments));
    return loose_call(op, std::move(arguments));
}

} // namespace tunez
