#include "type/builtins.h"
#include "type/stored.h"

namespace tunez::type {

static bool is_boolean(const Value& input) { return input.is(Kind::boolean); }

static bool cast_boolean(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    if (input.is(Kind::boolean)) {
        out = input;
        return true;
    }
    bool symbol = input.is(Kind::atom);
    if (!symbol && !input.is(Kind::string))
        return false;
    bool is_true = input.text() == "true" || (!symbol && input.text() == "1");
    bool is_false = input.text() == "false" || (!symbol && input.text() == "0");
    out = is_true;
    return is_true || is_false;
}

static Result<Value> dump_boolean(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::boolean))
        return fail(cannot_dump(use, value));
    return Value(value.boolean() ? 1 : 0);
}

static bool is_stored(const StoredView& stored)
{
    return stored.kind == Kind::integer && (stored.integer == 0 || stored.integer == 1);
}

static Result<Value> load_boolean(const TypeUse& use, const StoredView& stored)
{
    if (!is_stored(stored))
        return fail(cannot_load(use, stored.to_value()));
    return Value(stored.integer == 1);
}

static bool write_stored_boolean(const TypeUse&, const StoredView& stored, JsonWriter& writer)
{
    if (!is_stored(stored))
        return false;
    writer.boolean(stored.integer == 1);
    return true;
}

const Type boolean_type {
    .name = "boolean",
    .doc = "True or false.",
    .column = Column::integer,
    .kind = Kind::boolean,
    .cast_input = cast_boolean,
    .travels_as = is_boolean,
    .dump = dump_boolean,
    .load = load_boolean,
    .write_stored = write_stored_boolean,
    .cell_form = CellForm::boolean,
};

} // namespace tunez::type
