#pragma once

#include "type/type.h"

// The rows of the table in builtins.cc, each defined in the file of its name.
namespace tunez::type {

extern const Type array_type;
extern const Type atom_type;
extern const Type binary_type;
extern const Type boolean_type;
extern const Type ci_string_type;
extern const Type date_type;
extern const Type datetime_type;
extern const Type decimal_type;
extern const Type duration_type;
extern const Type duration_name_type;
extern const Type embedded_type;
extern const Type enum_type;
extern const Type file_type;
extern const Type float_type;
extern const Type function_type;
extern const Type integer_type;
extern const Type keyword_type;
extern const Type map_type;
extern const Type module_type;
extern const Type naive_datetime_type;
extern const Type range_type;
extern const Type string_type;
extern const Type struct_type;
extern const Type term_type;
extern const Type time_type;
extern const Type time_usec_type;
extern const Type tuple_type;
extern const Type union_type;
extern const Type url_encoded_binary_type;
extern const Type utc_datetime_type;
extern const Type utc_datetime_usec_type;
extern const Type uuid_type;
extern const Type uuid_v7_type;
extern const Type vector_type;

} // namespace tunez::type
