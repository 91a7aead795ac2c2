#include "expr/evaluate.h"

#include "expr/arguments.h"
#include "expr/functions.h"
#include "type/type.h"

#include <algorithm>

namespace tunez {

namespace {

class NoLeaves final : public Leaves {
public:
    Evaluated value(const Expression&) override { return unknown(); }
};

} // namespace

bool is_true(const Value& value)
{
    return value.is_present() && (!value.is(Kind::boolean) || value.boolean());
}

static std::optional<Value> cast_items_leniently(const TypeUse& use, const List& items)
{
    List cast;
    cast.reserve(items.size());
    for (const auto& item : items) {
        auto out = cast_leniently(use, item);
        if (!out)
            return std::nullopt;
        cast.push_back(std::move(*out));
    }
    return Value(std::move(cast));
}

std::optional<Value> cast_leniently(const TypeUse& use, const Value& value)
{
    static const auto* array = find_type("array");
    if (value.is_null())
        return Value();
    Value out;
    TypeErrors errors;
    if (cast_by_type(use, value, out, errors))
        return out;
    if (use.type == array && value.is(Kind::list))
        return cast_items_leniently(*use.items, value.list());
    auto text = expr::text_of(value);
    if (text && !value.is_textual() && cast_by_type(use, Value(*text), out, errors)
        && out.is_textual())
        return out;
    return std::nullopt;
}

static Evaluated cast_call(const Expression& call, Leaves& leaves)
{
    auto value = TRY(evaluate(*call.arguments[0], leaves));
    if (value.is_marker())
        return value;
    if (auto out = cast_leniently(*call.type, value))
        return *std::move(out);
    return expr::failure("is invalid");
}

// Spec §8.4: the tables of `and` and `or` are not those of SQL.
static Evaluated logic(const Expression& call, Leaves& leaves)
{
    auto left = TRY(evaluate(*call.arguments[0], leaves));
    if (left.is_marker())
        return left;
    bool keeps_left = false;
    switch (call.op) {
    case Operator::and_:
    case Operator::last_true:
        keeps_left = !is_true(left);
        break;
    case Operator::or_:
        keeps_left = left.is(Kind::boolean) && left.boolean();
        break;
    default:
        keeps_left = is_true(left);
    }
    return keeps_left ? Evaluated(std::move(left)) : evaluate(*call.arguments[1], leaves);
}

static Evaluated choice(const Expression& call, Leaves& leaves)
{
    auto condition = TRY(evaluate(*call.arguments[0], leaves));
    if (condition.is_marker())
        return condition;
    if (is_true(condition))
        return evaluate(*call.arguments[1], leaves);
    return call.arguments.size() > 2 ? evaluate(*call.arguments[2], leaves) : Evaluated(Value());
}

static Evaluated call_function(const Expression& call, Leaves& leaves)
{
    const auto& function = function_of(call.op);
    std::vector<Value> values;
    values.reserve(call.arguments.size());
    for (const auto& argument : call.arguments) {
        auto value = TRY(evaluate(*argument, leaves));
        if (value.is_marker())
            return unknown();
        values.push_back(std::move(value));
    }
    TRY(cast_arguments(function, values));
    if (function.nils == Nils::spread && std::ranges::any_of(values, &Value::is_null))
        return Value();
    return function.evaluate(values);
}

static Evaluated evaluate_call(const Expression& call, Leaves& leaves)
{
    switch (call.op) {
    case Operator::and_:
    case Operator::or_:
    case Operator::first_true:
    case Operator::last_true:
        return logic(call, leaves);
    case Operator::if_:
        return choice(call, leaves);
    case Operator::cast:
        return cast_call(call, leaves);
    case Operator::now:
    case Operator::today:
        return unknown();
    default:
        return call_function(call, leaves);
    }
}

Evaluated evaluate(const Expression& expression, Leaves& leaves)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
        return expression.literal;
    case Expression::Kind::call:
        return evaluate_call(expression, leaves);
    case Expression::Kind::input:
        return unknown();
    default:
        return leaves.value(expression);
    }
}

Evaluated evaluate(const Expression& expression)
{
    NoLeaves leaves;
    return evaluate(expression, leaves);
}

} // namespace tunez
