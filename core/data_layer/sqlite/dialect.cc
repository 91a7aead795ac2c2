#include "data_layer/sqlite/dialect.h"

#include "resource/direction.h"

#include <utility>

namespace tunez::sqlite::dialect {

std::string_view column_type(Column column)
{
    switch (column) {
    case Column::integer:
        return "INTEGER";
    case Column::real:
        return "REAL";
    case Column::text:
        return "TEXT";
    case Column::blob:
        return "BLOB";
    }
    return {};
}

// Types whose text is neither their equality nor their order, while the text alone is enough to
// know both.
static constexpr std::pair<std::string_view, std::string_view> collated_types[]
    = { { "decimal", "tunez_decimal" }, { "duration", "tunez_duration" } };

std::string_view collation(const Type& type)
{
    if (type.collation)
        return type.collation;
    for (auto& [name, collation] : collated_types) {
        if (name == type.name)
            return collation;
    }
    return {};
}

bool compares_by_value(const Type& type)
{
    return !type.simple_equality && collation(type).empty();
}

std::string_view nulls(Direction direction)
{
    return puts_nils_first(direction) ? " NULLS FIRST" : " NULLS LAST";
}

std::string_view order(Direction direction) { return descends(direction) ? " DESC" : " ASC"; }

std::string_view reference_action(OnDelete action)
{
    switch (action) {
    case OnDelete::nothing:
        return "NO ACTION";
    case OnDelete::restrict_:
        return "RESTRICT";
    case OnDelete::delete_:
        return "CASCADE";
    case OnDelete::nilify:
        return "SET NULL";
    }
    return {};
}

} // namespace tunez::sqlite::dialect
