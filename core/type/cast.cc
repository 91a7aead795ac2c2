#include "type/type.h"

namespace tunez {

static bool is_empty_text(const Value& value)
{
    return (value.is(Kind::string) || value.is(Kind::ci_string)) && value.text().empty();
}

bool cast_by_type(
    const TypeUse& use, const Value& input, Value& out, TypeErrors& errors, const Nesting& nesting)
{
    return use.type->cast_nested != nullptr
        ? use.type->cast_nested(use, input, nesting, out, errors)
        : use.type->cast_input(use, input, out, errors);
}

// Of a new type the constraints are part of casting (spec §2.9).
static bool cast_present(
    const TypeUse& use, const Value& input, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    size_t before = errors.size();
    bool known = !input.is_marker() && cast_by_type(use, input, out, errors, nesting);
    if (known)
        return use.new_type.empty() || apply_constraints(use, out, errors, nesting);
    if (errors.size() == before)
        errors.emplace_back();
    return false;
}

static bool cast_null(const TypeUse& use, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    out = nullptr;
    bool removes = use.type->remove != nullptr && nesting.actions != nullptr
        && nesting.before != nullptr && nesting.before->is_present();
    return !removes || use.type->remove(use, nesting, errors);
}

bool cast_input(
    const TypeUse& use, const Value& input, Value& out, TypeErrors& errors, const Nesting& nesting)
{
    if (input.is_null())
        return cast_null(use, nesting, out, errors);
    size_t before = errors.size();
    if (cast_present(use, input, nesting, out, errors))
        return true;
    if (!is_empty_text(input) || !use.type->empty_text_is_null)
        return false;
    errors.resize(before);
    return cast_null(use, nesting, out, errors);
}

bool apply_constraints(const TypeUse& use, Value& value, TypeErrors& errors, const Nesting& nesting)
{
    if (value.is_null())
        return true;
    size_t before = errors.size();
    if (use.type->constrain_nested != nullptr)
        use.type->constrain_nested(use, nesting, value, errors);
    else if (use.type->apply_constraints != nullptr)
        use.type->apply_constraints(use, value, errors);
    return errors.size() == before;
}

bool cast(
    const TypeUse& use, const Value& input, Value& out, TypeErrors& errors, const Nesting& nesting)
{
    if (!cast_input(use, input, out, errors, nesting))
        return false;
    return !use.new_type.empty() || apply_constraints(use, out, errors, nesting);
}

// Fields of maps are cast where their constraints are applied.
static bool is_cast_by_constraints(const TypeUse& use)
{
    return !use.members.empty() || (use.items != nullptr && is_cast_by_constraints(*use.items));
}

bool take_cast(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    if (input.is_null()) {
        out = nullptr;
        return true;
    }
    size_t before = errors.size();
    bool travels
        = !input.is_marker() && (use.type->travels_as == nullptr || use.type->travels_as(input));
    if (travels && cast_by_type(use, input, out, errors))
        return !is_cast_by_constraints(use) || apply_constraints(use, out, errors);
    if (errors.size() == before)
        errors.emplace_back();
    return false;
}

bool equal(const TypeUse& use, const Value& left, const Value& right)
{
    if (!left.is_present() || !right.is_present())
        return left.kind() == right.kind();
    if (use.type->equal != nullptr)
        return use.type->equal(use, left, right);
    return compare_values(left, right) == 0;
}

Result<Value> dump(const TypeUse& use, const Value& value)
{
    return value.is_null() ? Value() : use.type->dump(use, value);
}

Result<Value> load(const TypeUse& use, const StoredView& stored)
{
    return stored.kind == Kind::null ? Value() : use.type->load(use, stored);
}

Value to_embedded(const TypeUse& use, const Value& value)
{
    return value.is_null() || use.type->to_embedded == nullptr ? value
                                                               : use.type->to_embedded(use, value);
}

static Result<Value> embedded_by_casting(const TypeUse& use, const Value& json)
{
    Value value;
    TypeErrors errors;
    if (cast_by_type(use, json, value, errors))
        return value;
    auto error = Error::make(
        ErrorCode::invalid_stored_value, "Failed to load %{type} value %{stored}: is invalid");
    error.vars = { { "type", use.type->name }, { "stored", inspect(json) } };
    return fail(std::move(error));
}

Result<Value> from_embedded(const TypeUse& use, const Value& json)
{
    if (json.is_null())
        return Value();
    return use.type->from_embedded != nullptr ? use.type->from_embedded(use, json)
                                              : embedded_by_casting(use, json);
}

void write_value(const TypeUse&, const Value& value, JsonWriter& writer) { writer.value(value); }

bool is_wire_text(const TypeUse& use, const StoredView& stored)
{
    return stored.kind == Kind::string && use.type->text_is_wire != nullptr
        && use.type->text_is_wire(use, stored.text);
}

void write_stored(const TypeUse& use, const StoredView& stored, JsonWriter& writer)
{
    if (stored.kind == Kind::null)
        return writer.null();
    if (is_wire_text(use, stored))
        return writer.string(stored.text);
    auto* write = use.type->write_stored;
    if (write == nullptr || !write(use, stored, writer))
        writer.value(stored.to_value());
}

} // namespace tunez
