#include "data_layer/sqlite/row_codec.h"

#include "base/verify.h"
#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

#include <limits>

namespace tunez::sqlite {

static Error about(const Attribute& attribute, Error error)
{
    if (error.field.empty())
        error.field = attribute.name;
    if (attribute.sensitive) {
        error.message = error.code == ErrorCode::invalid_stored_value ? "Failed to load a value"
                                                                      : "Failed to dump a value";
        error.vars = {};
        error.value.reset();
        error.details = {};
    }
    return error;
}

Result<Value> dump_attribute(const Attribute& attribute, const Value& value)
{
    VERIFY(!value.is_marker()); // Only fetched and set fields are written.
    auto stored = dump(attribute.type, value);
    if (!stored) [[unlikely]]
        return fail(about(attribute, std::move(stored).error()));
    return stored;
}

Result<Value> dump_operand(const Attribute& attribute, const Value& value)
{
    if (value.is(Kind::big_integer) && attribute.type.type->column == Column::integer) {
        auto beyond = std::numeric_limits<double>::infinity();
        return Value(value.decimal().negative ? -beyond : beyond);
    }
    return dump_attribute(attribute, value);
}

Result<Value> load_attribute(const Attribute& attribute, const StoredView& cell)
{
    auto value = load(attribute.type, cell);
    if (!value) [[unlikely]]
        return fail(about(attribute, std::move(value).error()));
    return value;
}

Result<void> read_attribute(
    PreparedStatement& prepared, int column, const Attribute& attribute, Record& record)
{
    StoredView cell;
    if (!prepared.statement.read(column, cell)) [[unlikely]]
        return fail(storage_error(SQLITE_NOMEM, "read"));
    record.values[attribute.index] = TRY(load_attribute(attribute, cell));
    return {};
}

} // namespace tunez::sqlite
