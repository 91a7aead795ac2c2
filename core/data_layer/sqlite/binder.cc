#include "data_layer/sqlite/binder.h"

#include "base/inspection.h"
#include "data_layer/sqlite/full_text.h"
#include "data_layer/sqlite/row_codec.h"
#include "data_layer/sqlite/storage_error.h"
#include "expr/evaluate.h"
#include "resource/reach.h"

#include <sqlite3.h>

#include <utility>

namespace tunez::sqlite {

Binder::Binder(PreparedStatement& prepared, List* described)
    : prepared_(prepared)
    , described_(described)
{
    prepared_.values.clear();
    prepared_.calls.clear();
    prepared_.aggregates.clear();
}

Result<void> Binder::checked(int code)
{
    if (code != SQLITE_OK) [[unlikely]]
        return fail(storage_error(code, "use"));
    return {};
}

void Binder::describe(Value value)
{
    if (described_)
        described_->push_back(
            std::exchange(sensitive_, false) ? Value(redaction) : std::move(value));
}

// Text and bytes are boxed, so that moving the value into the list leaves them where they are.
Result<void> Binder::stored(Value value)
{
    auto& kept = prepared_.values.emplace_back(std::move(value));
    describe(kept);
    return checked(prepared_.statement.bind(parameter_++, kept));
}

Result<void> Binder::integer(int64_t value)
{
    describe(Value(value));
    return checked(prepared_.statement.bind(parameter_++, value));
}

Result<void> Binder::attribute(const Attribute& attribute, const Value& value)
{
    if (value.is_null()) {
        describe({});
        return checked(prepared_.statement.bind_null(parameter_++));
    }
    sensitive_ = attribute.sensitive;
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

// What it is compared with says how it is stored; only an attribute has a name for errors, and may
// be sensitive.
static Result<Value> dump_beside(const TypeUse* type, const Expression* beside, const Value& value)
{
    if (type == nullptr || value.is_null())
        return dump_plain(value);
    if (beside != nullptr && beside->kind == Expression::Kind::attribute)
        return dump_operand(*beside->attribute, value);
    return dump(*type, value);
}

Result<void> Binder::literal(const TypeUse* type, const Value& value, const Expression* beside)
{
    sensitive_ = beside != nullptr && beside->sensitive;
    return stored(TRY(dump_beside(type, beside, value)));
}

Result<void> Binder::list(ValueList& list)
{
    describe(Value(List(list.begin(), list.end())));
    return checked(prepared_.statement.bind_pointer(parameter_++, &list, value_list_pointer));
}

Result<void> Binder::list(const Attribute& attribute, std::span<const Value> values, Nils nils)
{
    auto& items = prepared_.next_list();
    items.reserve(values.size());
    for (auto& value : values) {
        if (nils == Nils::keep || !value.is_null())
            items.push_back(TRY(dump_operand(attribute, value)));
    }
    return list(items);
}

Result<void> Binder::list(const Expression& beside, std::span<const Value> values, Nils nils)
{
    sensitive_ = beside.sensitive;
    auto& items = prepared_.next_list();
    items.reserve(values.size());
    for (auto& value : values) {
        if (nils == Nils::keep || !value.is_null())
            items.push_back(TRY(dump_beside(beside.type, &beside, value)));
    }
    return list(items);
}

Result<void> Binder::search(const Expression& expression)
{
    if (expression.kind == Expression::Kind::call) {
        sensitive_ = expression.arguments[0]->sensitive;
        return stored(Value(trigram_query(expression)));
    }
    sensitive_ = expression.sensitive;
    auto text = TRY(evaluate(*expression.arguments[0]));
    return stored(
        Value(TRY(full_text_query(text.is_textual() ? text.text() : std::string_view()))));
}

Result<void> Binder::pointer(const void* pointee, const char* type)
{
    describe(Value(type));
    // Read only, by the functions that know its name.
    return checked(
        prepared_.statement.bind_pointer(parameter_++, const_cast<void*>(pointee), type));
}

Result<void> Binder::engine_call(
    const Expression& expression, const TypeUse* result, std::vector<const Expression*> leaves)
{
    auto& call = prepared_.calls.emplace_back();
    call.expression = &expression;
    call.result = result;
    call.leaves = std::move(leaves);
    if (described_)
        describe(Value(inspect(expression)));
    return checked(prepared_.statement.bind_pointer(parameter_++, &call, engine_call_pointer));
}

Result<void> Binder::engine_aggregate(const Expression& aggregate)
{
    describe(Value(aggregate.name));
    auto& seen = prepared_.aggregates.emplace_back();
    seen.field = aggregate.reach->field->type;
    seen.result = aggregate.type;
    seen.uniq = aggregate.reach->uniq;
    seen.include_nil = aggregate.reach->include_nil;
    seen.callback = aggregate.reach->callback;
    seen.host = aggregate.reach->resource->definition->host;
    return checked(prepared_.statement.bind_pointer(parameter_++, &seen, engine_aggregate_pointer));
}

} // namespace tunez::sqlite
