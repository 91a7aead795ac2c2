#include "data_layer/sqlite/refusal.h"

#include "data_layer/sqlite/engine_call.h"
#include "data_layer/sqlite/statement_cache.h"
#include "data_layer/sqlite/stored_result.h"
#include "type/type.h"

#include <sqlite3.h>

#include <span>
#include <vector>

namespace tunez::sqlite {

// The statement's own text of what is wrong is never shown.
static void refuse(sqlite3_context* context, Refusal& refusal, Errors errors)
{
    refusal.errors = std::move(errors);
    sqlite3_result_error(context, "refused", -1);
}

// True, or the statement fails.
static void check(sqlite3_context* context, int count, sqlite3_value** arguments)
{
    auto* asked
        = static_cast<const AskedCheck*>(sqlite3_value_pointer(arguments[0], check_pointer));
    if (!asked)
        return;
    std::vector<StoredView> cells;
    cells.reserve(static_cast<size_t>(count));
    for (int i = 1; i < count; ++i)
        cells.push_back(view_of(arguments[i]));
    auto row = std::span(cells).first(asked->columns);
    auto errors = asked->check->check(row, std::span(cells).subspan(asked->columns));
    if (errors.empty())
        sqlite3_result_int(context, 1);
    else
        refuse(context, *asked->refusal, std::move(errors));
}

// A value that an expression gave, as the type has it: as its column would hold it, or as input.
static bool taken(const TypeUse& use, const StoredView& stored, Value& value, TypeErrors& errors)
{
    auto known = load(use, stored);
    if (!known)
        return cast(use, stored.to_value(), value, errors);
    value = std::move(*known);
    return value.is_null() || apply_constraints(use, value, errors);
}

static Errors violations(TypeErrors problems)
{
    Errors errors;
    for (auto& problem : problems)
        errors.add(Error::invalid_changes({}, problem.message, std::move(problem.vars)));
    return errors;
}

// Spec §6.7: what an atomic gives goes through its type, whose constraints are part of it.
static void checked(sqlite3_context* context, int, sqlite3_value** arguments)
{
    auto* by = static_cast<const CheckedAttribute*>(
        sqlite3_value_pointer(arguments[1], checked_pointer));
    if (!by)
        return;
    auto& attribute = *by->attribute;
    Value value;
    TypeErrors problems;
    if (!taken(attribute.type, view_of(arguments[0]), value, problems))
        return refuse(context, *by->refusal, violations(std::move(problems)));
    if (value.is_null() && !attribute.allow_nil)
        return refuse(
            context, *by->refusal, Errors(Error::required(attribute.name, "attribute", {})));
    auto stored = dump(attribute.type, value);
    if (!stored)
        return refuse(context, *by->refusal, Errors(std::move(stored).error()));
    answer(context, *stored);
}

std::optional<Errors> refused_by_function(Refusal& refusal, PreparedStatement& prepared)
{
    if (refusal.errors)
        return std::move(refusal.errors);
    if (auto raised = prepared.raised())
        return Errors(std::move(*raised));
    return std::nullopt;
}

int register_refusals(sqlite3* connection)
{
    // Not deterministic: those may run before it is known whether their answer is wanted.
    static constexpr auto flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    auto code = sqlite3_create_function_v2(
        connection, "tunez_check", -1, flags, nullptr, check, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return code;
    return sqlite3_create_function_v2(
        connection, "tunez_checked", 2, flags, nullptr, checked, nullptr, nullptr, nullptr);
}

} // namespace tunez::sqlite
