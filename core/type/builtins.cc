#include "type/builtins.h"

#include <array>

namespace tunez {

// In the order in which the reference page lists them.
constexpr std::array<const Type*, 34> builtins {
    &type::string_type,
    &type::ci_string_type,
    &type::integer_type,
    &type::float_type,
    &type::decimal_type,
    &type::boolean_type,
    &type::date_type,
    &type::time_type,
    &type::time_usec_type,
    &type::datetime_type,
    &type::utc_datetime_type,
    &type::utc_datetime_usec_type,
    &type::naive_datetime_type,
    &type::duration_type,
    &type::duration_name_type,
    &type::atom_type,
    &type::enum_type,
    &type::uuid_type,
    &type::uuid_v7_type,
    &type::binary_type,
    &type::url_encoded_binary_type,
    &type::array_type,
    &type::map_type,
    &type::keyword_type,
    &type::tuple_type,
    &type::struct_type,
    &type::union_type,
    &type::embedded_type,
    &type::range_type,
    &type::vector_type,
    &type::term_type,
    &type::module_type,
    &type::function_type,
    &type::file_type,
};

std::span<const Type* const> builtin_types() { return builtins; }

const Type* find_type(std::string_view name)
{
    for (const Type* type : builtins) {
        if (name == type->name)
            return type;
    }
    return nullptr;
}

} // namespace tunez
