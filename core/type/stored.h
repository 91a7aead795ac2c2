#pragma once

#include "type/type.h"

namespace tunez::type {

// What several types do alike between their values and the cells of columns.

Error cannot_load(const TypeUse& use, const Value& stored);
Error cannot_dump(const TypeUse& use, const Value& value);

// The cell is cast like input, which for most types is also what it takes to read it.
Result<Value> load_by_casting(const TypeUse& use, const StoredView& stored);
// A JSON value as the cell that would hold it: for types whose form in a document is that of their
// column.
StoredView view_of(const Value& json);
Result<Value> load_embedded(const TypeUse& use, const Value& json);
// What dump() gives, which for storable values of such types does not fail.
Value embed_as_dumped(const TypeUse& use, const Value& value);

// Text columns whose cells are what the wire wants to see.
Result<Value> dump_text(const TypeUse& use, const Value& value);
bool any_text_is_wire(const TypeUse& use, std::string_view text);
// Cells that are not as dump() writes them, by way of their value.
bool write_loaded(const TypeUse& use, const StoredView& stored, JsonWriter& writer);

// Columns of JSON text, for types that are made of others.
Result<Value> dump_document(const TypeUse& use, const Value& value);
Result<Value> load_document(const TypeUse& use, const StoredView& stored);
bool write_document(const TypeUse& use, const StoredView& stored, JsonWriter& writer);

// Columns that are never made.
Result<Value> refuse_dump(const TypeUse& use, const Value& value);
Result<Value> refuse_load(const TypeUse& use, const StoredView& stored);
bool refuse_write(const TypeUse& use, const StoredView& stored, JsonWriter& writer);

} // namespace tunez::type
