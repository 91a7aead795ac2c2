// Types of values that mean something only inside the running program.
#include "type/builtins.h"
#include "type/stored.h"
#include "type/symbols.h"

namespace tunez::type {

static bool cast_module(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    if (input.is(Kind::atom)) {
        out = input;
        return true;
    }
    if (!input.is(Kind::string) || !symbol_exists(input.text()))
        return false;
    out = Value::atom(input.text());
    return true;
}

static Result<Value> load_module(const TypeUse& use, const StoredView& stored)
{
    if (stored.kind != Kind::string)
        return fail(cannot_load(use, stored.to_value()));
    return Value::atom(stored.text);
}

static Value module_to_embedded(const TypeUse&, const Value& value) { return Value(value.text()); }

const Type module_type {
    .name = "module",
    .doc = "The name of a part of the application.",
    .column = Column::text,
    .cast_input = cast_module,
    .dump = dump_text,
    .load = load_module,
    .text_is_wire = any_text_is_wire,
    .to_embedded = module_to_embedded,
    .from_embedded = load_embedded,
};

// A function crosses the wire as the number it was registered under.
static bool cast_function(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    bool is_callback = input.is(Kind::map) && input.map().size() == 1;
    const Value* id = is_callback ? input.map().find("callback") : nullptr;
    if (id == nullptr || !id->is(Kind::integer))
        return false;
    out = input;
    return true;
}

const Type function_type {
    .name = "function",
    .doc = "A function of the application. It cannot be stored.",
    .column = Column::blob,
    .cast_input = cast_function,
    .dump = refuse_dump,
    .load = refuse_load,
    .write_stored = refuse_write,
    .storable = false,
};

static bool cast_file(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    out = input;
    return input.is(Kind::binary);
}

const Type file_type {
    .name = "file",
    .doc = "The contents of a file, for arguments. It cannot be stored.",
    .column = Column::blob,
    .cast_input = cast_file,
    .dump = refuse_dump,
    .load = refuse_load,
    .write_stored = refuse_write,
    .storable = false,
};

} // namespace tunez::type
