#include "data_layer/sqlite/binder.h"

#include "data_layer/sqlite/functions.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/row_codec.h"
#include "data_layer/sqlite/storage_error.h"
#include "data_layer/sqlite/value_list.h"

#include <sqlite3.h>

namespace tunez::sqlite {

Binder::Binder(PreparedStatement& prepared)
    : prepared_(prepared)
{
    prepared_.values.clear();
}

Result<void> Binder::checked(int code)
{
    if (code != SQLITE_OK) [[unlikely]]
        return fail(storage_error(code, "use"));
    return {};
}

// Text and bytes are boxed, so that moving the value into the list leaves them where they are.
Result<void> Binder::stored(Value value)
{
    auto& kept = prepared_.values.emplace_back(std::move(value));
    return checked(prepared_.statement.bind(parameter_++, kept));
}

Result<void> Binder::integer(int64_t value)
{
    return checked(prepared_.statement.bind(parameter_++, value));
}

Result<void> Binder::attribute(const Attribute& attribute, const Value& value)
{
    if (value.is_null())
        return checked(prepared_.statement.bind_null(parameter_++));
    return stored(TRY(dump_attribute(attribute, value)));
}

Result<void> Binder::attributes(std::span<const Attribute* const> attributes, const Record& record)
{
    for (auto* each : attributes)
        TRY(attribute(*each, record.values[each->index]));
    return {};
}

// Where no column stands beside it, a literal has to be what a column can hold as it is.
static Result<Value> dump_plain(const Value& value)
{
    switch (value.kind()) {
    case Kind::null:
    case Kind::integer:
    case Kind::real:
    case Kind::string:
    case Kind::binary:
        return value;
    case Kind::boolean:
        return Value(int64_t { value.boolean() });
    default:
        return fail(
            Error::make(ErrorCode::invalid_filter_value, "has to be compared with a field"));
    }
}

static Result<Value> dump_literal(const Attribute* beside, const Value& value)
{
    return beside ? dump_operand(*beside, value) : dump_plain(value);
}

Result<void> Binder::list(const Attribute* attribute, std::span<const Value> values, Nils nils)
{
    auto& list = prepared_.next_list();
    list.reserve(values.size());
    for (auto& value : values) {
        if (nils == Nils::keep || !value.is_null())
            list.push_back(TRY(dump_literal(attribute, value)));
    }
    return checked(prepared_.statement.bind_pointer(parameter_++, &list, value_list_pointer));
}

Result<void> Binder::filter(const Expression* filter)
{
    return filter ? expression(*filter, nullptr) : Result<void> {};
}

Result<void> Binder::expression(const Expression& expression, const Attribute* beside)
{
    switch (expression.kind) {
    case Expression::Kind::attribute:
        return {};
    case Expression::Kind::literal:
        return stored(TRY(dump_literal(beside, expression.literal)));
    case Expression::Kind::call:
        return call(expression);
    }
    return {};
}

Result<void> Binder::call(const Expression& call)
{
    auto* beside = is_logic(call.op) ? nullptr : compared_attribute(call);
    if (call.op != Operator::in) {
        for (auto& argument : call.arguments)
            TRY(expression(*argument, beside));
    } else {
        TRY(expression(*call.arguments[0], nullptr));
        auto& items = call.arguments[1]->literal;
        if (!has_present_item(items))
            return {};
        TRY(list(beside, items.list(), Nils::drop));
    }
    return compares_by_value(call) ? type(beside->type) : Result<void> {};
}

Result<void> Binder::type(const TypeUse& use)
{
    auto* pointer = const_cast<TypeUse*>(&use); // Read only, by the functions that know its name.
    return checked(prepared_.statement.bind_pointer(parameter_++, pointer, type_pointer));
}

} // namespace tunez::sqlite
