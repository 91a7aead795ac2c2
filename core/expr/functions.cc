#include "expr/functions.h"

#include "base/verify.h"

#include <concepts>
#include <string>

namespace tunez {

using enum Function::Form;
static constexpr uint8_t any_number = 255;

static constexpr Signature takes(std::same_as<Parameter> auto... parameters)
{
    return { sizeof...(parameters), { parameters... } };
}

// One for each number of arguments.
namespace signatures {

using enum Parameter;

static constexpr Signature one_text[] = { takes(text) };
static constexpr Signature two_texts[] = { takes(text, text) };
static constexpr Signature for_split[] = { takes(text), takes(text, any), takes(text, text, any) };
static constexpr Signature for_join[] = { takes(texts), takes(texts, text) };
static constexpr Signature for_at[] = { takes(any, integer) };
static constexpr Signature for_date_add[] = { takes(date, integer, unit), takes(date, duration) };
static constexpr Signature for_datetime_add[]
    = { takes(moment, integer, unit), takes(moment, duration) };
static constexpr Signature for_start_of_day[] = { takes(moment), takes(moment, text) };
static constexpr Signature for_round[] = { takes(number), takes(number, integer) };
static constexpr Signature for_rem[] = { takes(integer, integer) };

} // namespace signatures

// In the order of Operator.
static constexpr Function table[] = {
    { Operator::eq, "==", operator_, 2, 2, Nils::spread, expr::equal, Kind::boolean },
    { Operator::not_eq_, "!=", operator_, 2, 2, Nils::spread, expr::not_equal, Kind::boolean },
    { Operator::lt, "<", operator_, 2, 2, Nils::spread, expr::less, Kind::boolean },
    { Operator::lte, "<=", operator_, 2, 2, Nils::spread, expr::less_or_equal, Kind::boolean },
    { Operator::gt, ">", operator_, 2, 2, Nils::spread, expr::greater, Kind::boolean },
    { Operator::gte, ">=", operator_, 2, 2, Nils::spread, expr::greater_or_equal, Kind::boolean },
    { Operator::in, "in", operator_, 2, 2, Nils::spread, expr::is_among, Kind::boolean },
    { Operator::is_nil, "is_nil", function, 1, 1, Nils::given, expr::is_nil, Kind::boolean },
    { Operator::and_, "and", operator_, 2, 2, Nils::given, nullptr },
    { Operator::or_, "or", operator_, 2, 2, Nils::given, nullptr },
    { Operator::not_, "not", operator_, 1, 1, Nils::spread, expr::negated_truth, Kind::boolean },
    { Operator::if_, "if", special, 2, 3, Nils::given, nullptr },
    { Operator::first_true, "||", operator_, 2, 2, Nils::given, nullptr },
    { Operator::last_true, "&&", operator_, 2, 2, Nils::given, nullptr },
    { Operator::add, "+", operator_, 2, 2, Nils::spread, expr::add },
    { Operator::subtract, "-", operator_, 2, 2, Nils::spread, expr::subtract },
    { Operator::multiply, "*", operator_, 2, 2, Nils::spread, expr::multiply },
    { Operator::divide, "/", operator_, 2, 2, Nils::given, expr::divide, Kind::null, true },
    { Operator::negate, "-", operator_, 1, 1, Nils::spread, expr::negate },
    { Operator::concat, "<>", operator_, 2, any_number, Nils::spread, expr::concat, Kind::string },
    { Operator::is_distinct_from, "is_distinct_from", function, 2, 2, Nils::given,
        expr::is_distinct_from, Kind::boolean },
    { Operator::is_not_distinct_from, "is_not_distinct_from", function, 2, 2, Nils::given,
        expr::is_not_distinct_from, Kind::boolean },
    { Operator::contains, "contains", function, 2, 2, Nils::spread, expr::contains, Kind::boolean,
        false, signatures::two_texts },
    { Operator::string_starts_with, "string_starts_with", function, 2, 2, Nils::spread,
        expr::starts_with, Kind::boolean, false, signatures::two_texts },
    { Operator::string_ends_with, "string_ends_with", function, 2, 2, Nils::spread, expr::ends_with,
        Kind::boolean, false, signatures::two_texts },
    { Operator::string_length, "string_length", function, 1, 1, Nils::spread, expr::string_length,
        Kind::integer, false, signatures::one_text },
    { Operator::string_position, "string_position", function, 2, 2, Nils::spread,
        expr::string_position, Kind::integer, false, signatures::two_texts },
    { Operator::string_downcase, "string_downcase", function, 1, 1, Nils::spread,
        expr::string_downcase, Kind::string, false, signatures::one_text },
    { Operator::string_trim, "string_trim", function, 1, 1, Nils::spread, expr::string_trim,
        Kind::string, false, signatures::one_text },
    { Operator::string_split, "string_split", function, 1, 3, Nils::spread, expr::string_split,
        Kind::list, false, signatures::for_split },
    { Operator::string_join, "string_join", function, 1, 2, Nils::spread, expr::string_join,
        Kind::string, false, signatures::for_join },
    { Operator::list, "list", special, 0, any_number, Nils::given, expr::list, Kind::list },
    { Operator::at, "at", function, 2, 2, Nils::spread, expr::at, Kind::null, false,
        signatures::for_at },
    { Operator::length, "length", function, 1, 1, Nils::spread, expr::length, Kind::integer, true },
    { Operator::has, "has", function, 2, 2, Nils::spread, expr::has, Kind::boolean },
    { Operator::intersects, "intersects", function, 2, 2, Nils::spread, expr::intersects,
        Kind::boolean },
    { Operator::count_nils, "count_nils", function, 1, 1, Nils::spread, expr::count_nils,
        Kind::integer, true },
    { Operator::get_path, "get_path", function, 2, 2, Nils::spread, expr::get_path },
    { Operator::now, "now", function, 0, 0, Nils::given, nullptr },
    { Operator::today, "today", function, 0, 0, Nils::given, nullptr },
    { Operator::date_add, "date_add", function, 2, 3, Nils::spread, expr::date_add, Kind::date,
        false, signatures::for_date_add },
    { Operator::datetime_add, "datetime_add", function, 2, 3, Nils::spread, expr::datetime_add,
        Kind::null, false, signatures::for_datetime_add },
    { Operator::start_of_day, "start_of_day", function, 1, 2, Nils::spread, expr::start_of_day,
        Kind::datetime, true, signatures::for_start_of_day },
    { Operator::round, "round", function, 1, 2, Nils::spread, expr::round, Kind::null, true,
        signatures::for_round },
    { Operator::rem, "rem", function, 2, 2, Nils::spread, expr::rem, Kind::null, true,
        signatures::for_rem },
    { Operator::cast, "type", special, 1, 1, Nils::spread, nullptr, Kind::null, true },
    { Operator::error, "error", function, 1, 2, Nils::given, expr::raise, Kind::null, true },
};

static_assert(std::size(table) == operator_count);
static_assert([] {
    for (unsigned i = 0; i < operator_count; ++i) {
        if (static_cast<unsigned>(table[i].op) != i)
            return false;
    }
    return true;
}());

const Function& function_of(Operator op) { return table[static_cast<unsigned>(op)]; }

std::span<const Function> functions() { return table; }

const Function* find_operator(std::string_view name, size_t arguments)
{
    const Function* found = nullptr;
    for (const auto& row : table) {
        if (row.form != operator_ || row.name != name)
            continue;
        found = &row;
        if (arguments >= row.least && arguments <= row.most)
            return found;
    }
    return found;
}

const Function* find_function(std::string_view name)
{
    for (const auto& row : table) {
        if (row.form == function && row.name == name)
            return &row;
    }
    return nullptr;
}

Evaluated expr::failure(std::string_view message)
{
    return fail(Error::make(ErrorCode::unknown_error, std::string(message)));
}

Error expr::could_not_cast(std::string_view function, size_t arguments)
{
    return Error::make(ErrorCode::unknown_error,
        "Could not cast function arguments for " + std::string(function) + "/"
            + std::to_string(arguments));
}

// `error(code)` or `error(code, {field, message, vars})`: refuses the row.
Evaluated expr::raise(Arguments arguments)
{
    auto code = arguments[0].is_textual() ? find_error_code(arguments[0].text()) : std::nullopt;
    auto error = Error::make(code.value_or(ErrorCode::invalid_attribute), "is invalid");
    if (arguments.size() < 2 || !arguments[1].is(Kind::map))
        return fail(std::move(error));
    for (const auto& [key, value] : arguments[1].map()) {
        if (key == "field" && value.is_textual())
            error.field = value.text();
        else if (key == "message" && value.is_textual())
            error.message = value.text();
        else if (key == "vars" && value.is(Kind::map))
            error.vars = value.map();
        else if (key == "value")
            error.value = value;
    }
    return fail(std::move(error));
}

} // namespace tunez
