#include "expr/evaluate.h"
#include "expr/functions.h"
#include "type/type.h"

namespace tunez::expr {

// Decimals are often written as text.
static std::optional<int> order_of(const Value& left, const Value& right)
{
    if (auto order = compare_values(left, right))
        return order;
    const auto* number = left.is(Kind::decimal) ? &left : &right;
    const auto* text = left.is(Kind::decimal) ? &right : &left;
    if (!number->is(Kind::decimal) || !text->is(Kind::string))
        return std::nullopt;
    auto read = Decimal::parse(text->text());
    if (!read)
        return std::nullopt;
    auto order = compare_values(*number, Value(std::move(*read)));
    return order && number != &left ? std::optional(-*order) : order;
}

bool same(const Value& left, const Value& right) { return order_of(left, right) == 0; }

Evaluated equal(Arguments arguments) { return Value(same(arguments[0], arguments[1])); }

Evaluated not_equal(Arguments arguments) { return Value(!same(arguments[0], arguments[1])); }

template <typename Holds> static Evaluated ordered(Arguments arguments, Holds holds)
{
    auto order = order_of(arguments[0], arguments[1]);
    return order ? Value(holds(*order)) : unknown();
}

Evaluated less(Arguments arguments)
{
    return ordered(arguments, [](int order) { return order < 0; });
}

Evaluated less_or_equal(Arguments arguments)
{
    return ordered(arguments, [](int order) { return order <= 0; });
}

Evaluated greater(Arguments arguments)
{
    return ordered(arguments, [](int order) { return order > 0; });
}

Evaluated greater_or_equal(Arguments arguments)
{
    return ordered(arguments, [](int order) { return order >= 0; });
}

Evaluated is_among(Arguments arguments)
{
    if (!arguments[1].is(Kind::list) && !arguments[1].is(Kind::tuple))
        return unknown();
    for (const auto& item : arguments[1].list()) {
        if (!item.is_null() && same(arguments[0], item))
            return Value(true);
    }
    return Value(false);
}

Evaluated is_nil(Arguments arguments) { return Value(arguments[0].is_null()); }

static bool distinct(const Value& left, const Value& right)
{
    if (left.is_null() || right.is_null())
        return left.is_null() != right.is_null();
    return !same(left, right);
}

Evaluated is_distinct_from(Arguments arguments)
{
    return Value(distinct(arguments[0], arguments[1]));
}

Evaluated is_not_distinct_from(Arguments arguments)
{
    return Value(!distinct(arguments[0], arguments[1]));
}

Evaluated negated_truth(Arguments arguments) { return Value(!is_true(arguments[0])); }

} // namespace tunez::expr
