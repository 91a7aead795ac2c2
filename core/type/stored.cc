#include "type/stored.h"

#include "base/verify.h"
#include "type/plain_json.h"

namespace tunez {

Value StoredView::to_value() const
{
    switch (kind) {
    case Kind::integer:
        return integer;
    case Kind::real:
        return real;
    case Kind::string:
        return text;
    case Kind::binary:
        return Value::binary(text);
    default:
        return {};
    }
}

} // namespace tunez

namespace tunez::type {

static std::string_view name_of(const TypeUse& use)
{
    return use.new_type.empty() ? std::string_view(use.type->name) : std::string_view(use.new_type);
}

Error cannot_load(const TypeUse& use, const Value& stored)
{
    auto error = Error::make(
        ErrorCode::invalid_stored_value, "Failed to load %{type} value %{stored}: is invalid");
    error.vars = { { "type", name_of(use) }, { "stored", inspect(stored) } };
    return error;
}

Error cannot_dump(const TypeUse& use, const Value& value)
{
    auto error = Error::make(
        ErrorCode::invalid_casted_value, "Failed to dump %{type} value %{value}: is invalid");
    error.vars = { { "type", name_of(use) }, { "value", inspect(value) } };
    return error;
}

Result<Value> load_by_casting(const TypeUse& use, const StoredView& stored)
{
    Value input = stored.to_value();
    Value value;
    TypeErrors errors;
    if (!cast_by_type(use, input, value, errors))
        return fail(cannot_load(use, input));
    return value;
}

StoredView view_of(const Value& json)
{
    switch (json.kind()) {
    case Kind::integer:
        return { .kind = Kind::integer, .integer = json.integer() };
    case Kind::real:
        return { .kind = Kind::real, .real = json.real() };
    case Kind::string:
        return { .kind = Kind::string, .text = json.text() };
    default:
        return {};
    }
}

Result<Value> load_embedded(const TypeUse& use, const Value& json)
{
    auto view = view_of(json);
    if (view.kind == Kind::null)
        return fail(cannot_load(use, json));
    return use.type->load(use, view);
}

Value embed_as_dumped(const TypeUse& use, const Value& value)
{
    auto dumped = use.type->dump(use, value);
    VERIFY(dumped);
    return *std::move(dumped);
}

Result<Value> dump_text(const TypeUse& use, const Value& value)
{
    if (value.is(Kind::string))
        return value;
    if (!value.is_textual())
        return fail(cannot_dump(use, value));
    return Value(value.text());
}

bool any_text_is_wire(const TypeUse&, std::string_view) { return true; }

bool write_loaded(const TypeUse& use, const StoredView& stored, JsonWriter& writer)
{
    auto value = use.type->load(use, stored);
    if (value)
        writer.value(*value);
    return value.has_value();
}

Result<Value> dump_document(const TypeUse& use, const Value& value)
{
    Value embedded = use.type->to_embedded(use, value);
    if (embedded.is_null())
        return fail(cannot_dump(use, value));
    return Value(to_json(embedded));
}

Result<Value> load_document(const TypeUse& use, const StoredView& stored)
{
    if (stored.kind != Kind::string)
        return fail(cannot_load(use, stored.to_value()));
    auto json = parse_json(stored.text);
    if (!json || json->is_null())
        return fail(cannot_load(use, stored.to_value()));
    return use.type->from_embedded(use, *json);
}

bool write_document(const TypeUse& use, const StoredView& stored, JsonWriter& writer)
{
    if (stored.kind != Kind::string)
        return false;
    if (use.embedded_is_wire && writer.tags() != Tags::full && is_plain_json(stored.text)) {
        writer.json(stored.text);
        return true;
    }
    return write_loaded(use, stored, writer);
}

Result<Value> refuse_dump(const TypeUse& use, const Value& value)
{
    return fail(cannot_dump(use, value));
}

Result<Value> refuse_load(const TypeUse& use, const StoredView& stored)
{
    return fail(cannot_load(use, stored.to_value()));
}

bool refuse_write(const TypeUse&, const StoredView&, JsonWriter&) { return false; }

} // namespace tunez::type
