#pragma once

#include <cstdint>

namespace tunez {

// The operators and functions of expressions: the rows of the table in functions.cc, in its order,
// and of the one that says what they are in SQL.
enum class Operator : uint8_t {
    eq, // == ; null on either side gives null
    not_eq_,
    lt,
    lte,
    gt,
    gte,
    in,
    is_nil, // never null
    and_,
    or_,
    not_,
    if_,
    first_true, // ||
    last_true, // &&
    add,
    subtract,
    multiply,
    divide,
    negate,
    concat,
    is_distinct_from,
    is_not_distinct_from,
    contains,
    string_starts_with,
    string_ends_with,
    string_length,
    string_position,
    string_downcase,
    string_trim,
    string_split,
    string_join,
    list,
    at,
    length,
    has,
    intersects,
    count_nils,
    get_path,
    now,
    today,
    date_add,
    datetime_add,
    start_of_day,
    round,
    rem,
    cast,
    error,
};

constexpr unsigned operator_count = static_cast<unsigned>(Operator::error) + 1;

} // namespace tunez
