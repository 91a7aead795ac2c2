#include "data_layer/sqlite/function_sql.h"

#include <iterator>

namespace tunez::sqlite {

using enum FunctionSql::Form;

// In the order of Operator. What SQLite would do otherwise than spec §8.3 has it (integers that do
// not fit, decimals, graphemes, calendars) is left to the engine, which SQLite calls for it.
static constexpr FunctionSql function_rows[] = {
    { Operator::eq, comparison, " = " },
    { Operator::not_eq_, comparison, " <> " },
    { Operator::lt, comparison, " < " },
    { Operator::lte, comparison, " <= " },
    { Operator::gt, comparison, " > " },
    { Operator::gte, comparison, " >= " },
    { Operator::in, membership },
    { Operator::is_nil, nil_test, " IS NULL" },
    { Operator::and_, logic, " AND " },
    { Operator::or_, logic, " OR " },
    { Operator::not_, logic, "NOT " },
    { Operator::if_, engine },
    { Operator::first_true, engine },
    { Operator::last_true, engine },
    { Operator::add, engine },
    { Operator::subtract, engine },
    { Operator::multiply, engine },
    { Operator::divide, engine },
    { Operator::negate, engine },
    { Operator::concat, engine },
    { Operator::is_distinct_from, engine },
    { Operator::is_not_distinct_from, engine },
    { Operator::contains, text, "tunez_contains({0}, {1})" },
    { Operator::string_starts_with, engine },
    { Operator::string_ends_with, engine },
    { Operator::string_length, engine },
    { Operator::string_position, engine },
    { Operator::string_downcase, engine },
    { Operator::string_trim, engine },
    { Operator::string_split, engine },
    { Operator::string_join, engine },
    { Operator::list, engine },
    { Operator::at, engine },
    { Operator::length, engine },
    { Operator::has, engine },
    { Operator::intersects, engine },
    { Operator::count_nils, engine },
    { Operator::get_path, engine },
    { Operator::now, engine },
    { Operator::today, engine },
    { Operator::date_add, engine },
    { Operator::datetime_add, engine },
    { Operator::start_of_day, engine },
    { Operator::round, engine },
    { Operator::rem, engine },
    { Operator::cast, engine },
    { Operator::error, engine },
};

static_assert(std::size(function_rows) == operator_count);
static_assert([] {
    for (unsigned i = 0; i < operator_count; ++i) {
        if (static_cast<unsigned>(function_rows[i].op) != i)
            return false;
    }
    return true;
}());

const FunctionSql& function_sql(Operator op) { return function_rows[static_cast<unsigned>(op)]; }

} // namespace tunez::sqlite
