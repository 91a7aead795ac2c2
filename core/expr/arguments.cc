#include "expr/arguments.h"

#include "base/calendar_arithmetic.h"
#include "expr/expression.h"
#include "expr/functions.h"
#include "type/text.h"
#include "type/type.h"

#include <algorithm>
#include <utility>

namespace tunez {

std::optional<Value> cast_plainly(std::string_view type, Kind kind, const Value& value)
{
    if (value.is(kind))
        return value;
    TypeUse use;
    use.type = find_type(type);
    Value out;
    TypeErrors errors;
    return cast_input(use, value, out, errors) ? std::optional(std::move(out)) : std::nullopt;
}

// What is a list is for the function to say that it does not know.
static bool has_text(Kind kind)
{
    return kind != Kind::map && kind != Kind::structure && kind != Kind::tuple
        && kind != Kind::union_value;
}

static bool has_date(Kind kind)
{
    return kind == Kind::date || kind == Kind::datetime || kind == Kind::naive_datetime;
}

static bool has_texts(const Value& value)
{
    return value.is(Kind::list) && std::ranges::all_of(value.list(), [](const Value& item) {
        return has_text(item.kind());
    });
}

static std::optional<Value> as_unit(const Value& value)
{
    if (!value.is_textual())
        return std::nullopt;
    auto unit = lower_case(value.text());
    return duration_of(1, unit) ? std::optional(Value(unit)) : std::nullopt;
}

static std::optional<Value> as_number(const Value& value)
{
    auto number = cast_plainly("float", Kind::real, value);
    return number ? number : cast_plainly("decimal", Kind::decimal, value);
}

static bool becomes(std::optional<Value> cast, Value& value)
{
    if (cast)
        value = std::move(*cast);
    return cast.has_value();
}

static bool cast_argument(Parameter parameter, Value& value)
{
    if (value.is_null())
        return true;
    switch (parameter) {
    case Parameter::any:
        return true;
    case Parameter::text:
        return has_text(value.kind());
    case Parameter::texts:
        return has_texts(value);
    case Parameter::integer:
        return becomes(cast_plainly("integer", Kind::integer, value), value);
    case Parameter::number:
        return value.is_number() || becomes(as_number(value), value);
    case Parameter::date:
        return becomes(cast_plainly("date", Kind::date, value), value);
    case Parameter::moment:
        return becomes(expr::moment_of(value), value);
    case Parameter::duration:
        return becomes(cast_plainly("duration", Kind::duration, value), value);
    case Parameter::unit:
        return becomes(as_unit(value), value);
    }
    return false;
}

static std::span<const Parameter> parameters_of(const Function& function, size_t arguments)
{
    for (const auto& signature : function.signatures) {
        if (signature.count == arguments)
            return std::span(signature.parameters).first(signature.count);
    }
    return {};
}

Result<void> cast_arguments(const Function& function, std::span<Value> values)
{
    auto parameters = parameters_of(function, values.size());
    for (size_t i = 0; i < parameters.size(); ++i) {
        if (!cast_argument(parameters[i], values[i]))
            return fail(expr::could_not_cast(function.name, values.size()));
    }
    return {};
}

static Kind kind_of(const Expression& expression)
{
    if (expression.type != nullptr)
        return expression.type->type != nullptr ? expression.type->type->kind : Kind::null;
    return expression.kind == Expression::Kind::call ? function_of(expression.op).gives
                                                     : Kind::null;
}

// Null: nothing is known about it.
static bool fits(Parameter parameter, Kind kind)
{
    if (kind == Kind::null)
        return parameter == Parameter::any;
    switch (parameter) {
    case Parameter::any:
        return true;
    case Parameter::text:
        return has_text(kind);
    case Parameter::integer:
        return kind == Kind::integer;
    case Parameter::number:
        return is_number(kind);
    case Parameter::date:
    case Parameter::moment:
        return has_date(kind);
    case Parameter::duration:
        return kind == Kind::duration;
    case Parameter::texts:
    case Parameter::unit:
        break;
    }
    return false;
}

static bool always_fits(Parameter parameter, const Expression& argument)
{
    if (argument.kind == Expression::Kind::literal) {
        auto value = argument.literal;
        return cast_argument(parameter, value);
    }
    if (parameter != Parameter::texts)
        return fits(parameter, kind_of(argument));
    return argument.kind == Expression::Kind::call && argument.op == Operator::list
        && std::ranges::all_of(argument.arguments,
            [](const auto& item) { return always_fits(Parameter::text, *item); });
}

bool always_cast(const Expression& call)
{
    auto parameters = parameters_of(function_of(call.op), call.arguments.size());
    for (size_t i = 0; i < parameters.size(); ++i) {
        if (!always_fits(parameters[i], *call.arguments[i]))
            return false;
    }
    return true;
}

} // namespace tunez
