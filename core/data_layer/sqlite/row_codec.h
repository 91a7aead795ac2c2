#pragma once

#include "base/error.h"
#include "data_layer/sqlite/statement_cache.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <span>

namespace tunez::sqlite {

// A value of the attribute as its column holds it. What cannot be stored is an error on the
// attribute that shows nothing of a sensitive one.
Result<Value> dump_attribute(const Attribute& attribute, const Value& value);
// An operand of a comparison with the column: as dump_attribute, but a number that no column could
// hold stands beyond all that it does hold.
Result<Value> dump_operand(const Attribute& attribute, const Value& value);
Result<Value> load_attribute(const Attribute& attribute, const StoredView& cell);

// Puts a column of the statement's row into the record.
Result<void> read_attribute(
    PreparedStatement& prepared, int column, const Attribute& attribute, Record& record);

} // namespace tunez::sqlite
