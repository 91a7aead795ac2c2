#pragma once

#include "base/calendar.h"
#include "expr/function.h"

#include <optional>
#include <string>

// The functions behind the rows of the table, one file for each kind.
namespace tunez::expr {

Evaluated equal(Arguments arguments);
Evaluated not_equal(Arguments arguments);
Evaluated less(Arguments arguments);
Evaluated less_or_equal(Arguments arguments);
Evaluated greater(Arguments arguments);
Evaluated greater_or_equal(Arguments arguments);
Evaluated is_among(Arguments arguments);
Evaluated is_nil(Arguments arguments);
Evaluated is_distinct_from(Arguments arguments);
Evaluated is_not_distinct_from(Arguments arguments);
Evaluated negated_truth(Arguments arguments);

Evaluated add(Arguments arguments);
Evaluated subtract(Arguments arguments);
Evaluated multiply(Arguments arguments);
Evaluated divide(Arguments arguments);
Evaluated negate(Arguments arguments);
Evaluated round(Arguments arguments);
Evaluated rem(Arguments arguments);

Evaluated concat(Arguments arguments);
Evaluated contains(Arguments arguments);
Evaluated starts_with(Arguments arguments);
Evaluated ends_with(Arguments arguments);
Evaluated string_length(Arguments arguments);
Evaluated string_position(Arguments arguments);
Evaluated string_downcase(Arguments arguments);
Evaluated string_trim(Arguments arguments);
Evaluated string_split(Arguments arguments);
Evaluated string_join(Arguments arguments);

Evaluated list(Arguments arguments);
Evaluated at(Arguments arguments);
Evaluated length(Arguments arguments);
Evaluated has(Arguments arguments);
Evaluated intersects(Arguments arguments);
Evaluated count_nils(Arguments arguments);
Evaluated get_path(Arguments arguments);

Evaluated date_add(Arguments arguments);
Evaluated datetime_add(Arguments arguments);
Evaluated start_of_day(Arguments arguments);
// As a datetime is cast: of a date and its text midnight. Nullopt for anything else.
std::optional<Value> moment_of(const Value& value);
// A date, moment or time of day moved by a duration; unknown() for anything else.
Value moved(const Value& when, const Duration& duration);

Evaluated raise(Arguments arguments);

// Whether two present values are the same as far as `==` goes: nothing is converted.
bool same(const Value& left, const Value& right);
// A scalar as text; nullopt for lists, maps and the like.
std::optional<std::string> text_of(const Value& value);
Evaluated failure(std::string_view message);
Error could_not_cast(std::string_view function, size_t arguments);

} // namespace tunez::expr
