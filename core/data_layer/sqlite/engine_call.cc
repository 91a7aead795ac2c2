#include "data_layer/sqlite/engine_call.h"

#include "base/calendar.h"
#include "base/verify.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/functions.h"
#include "data_layer/sqlite/stored_result.h"
#include "expr/evaluate.h"

#include <sqlite3.h>

#include <algorithm>
#include <new>
#include <string>

namespace tunez::sqlite {

bool is_same_leaf(const Expression& left, const Expression& right)
{
    if (&left == &right)
        return true;
    return left.kind == Expression::Kind::attribute && right.kind == Expression::Kind::attribute
        && left.attribute == right.attribute && left.conflict == right.conflict;
}

void collect_leaves(const Expression& expression, std::vector<const Expression*>& leaves)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
    case Expression::Kind::input:
        return;
    case Expression::Kind::call:
        for (const auto& argument : expression.arguments)
            collect_leaves(*argument, leaves);
        return;
    default:
        if (std::ranges::none_of(
                leaves, [&](const auto* leaf) { return is_same_leaf(*leaf, expression); }))
            leaves.push_back(&expression);
    }
}

StoredView view_of(sqlite3_value* value)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        return { .kind = Kind::integer, .integer = sqlite3_value_int64(value) };
    case SQLITE_FLOAT:
        return { .kind = Kind::real, .real = sqlite3_value_double(value) };
    case SQLITE_TEXT: {
        auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
        return { .kind = Kind::string,
            .text = { text, static_cast<size_t>(sqlite3_value_bytes(value)) } };
    }
    case SQLITE_BLOB: {
        auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
        return { .kind = Kind::binary,
            .text = { bytes, static_cast<size_t>(sqlite3_value_bytes(value)) } };
    }
    default:
        return {};
    }
}

namespace {

class RowLeaves final : public Leaves {
public:
    RowLeaves(const EngineCall& call, sqlite3_value** values)
        : call_(call)
        , values_(values)
    {
    }

    Evaluated value(const Expression& leaf) override
    {
        for (size_t i = 0; i < call_.leaves.size(); ++i) {
            if (is_same_leaf(*call_.leaves[i], leaf)) {
                auto stored = view_of(values_[i]);
                return leaf.type ? load(*leaf.type, stored) : Result<Value>(stored.to_value());
            }
        }
        return unknown();
    }

private:
    const EngineCall& call_;
    sqlite3_value** values_;
};

} // namespace

// How a value is stored that no type says anything about: as the type that is named like it would.
static Value stored_plainly(const Value& value)
{
    switch (value.kind()) {
    case Kind::boolean:
        return Value(int64_t { value.boolean() });
    case Kind::integer:
    case Kind::real:
    case Kind::string:
    case Kind::binary:
        return value;
    case Kind::date:
        return Value(format_date(value.days()));
    case Kind::time:
        return Value(format_time(value.microseconds(), value.precision()));
    case Kind::naive_datetime:
        return Value(format_naive_date_time(value.microseconds(), value.precision()));
    case Kind::datetime:
        return Value(format_date_time(value.microseconds(), value.precision()));
    case Kind::duration:
        return Value(value.duration().to_string());
    case Kind::list:
    case Kind::map:
        return Value(to_json(value));
    default:
        return Value(display(value));
    }
}

static Result<Value> stored_result(const EngineCall& call, const Value& value)
{
    if (!value.is_present())
        return Value();
    if (call.result == nullptr)
        return Value(int64_t { is_true(value) });
    if (call.result->type == nullptr)
        return stored_plainly(value);
    auto cast = cast_leniently(*call.result, value);
    return cast ? dump(*call.result, *cast)
                : fail(Error::make(ErrorCode::unknown_error, "is invalid"));
}

static void refuse(sqlite3_context* context, std::optional<Error>& place, Error error)
{
    place = std::move(error);
    sqlite3_result_error(context, "an expression has no value", -1);
}

static void evaluate_call(sqlite3_context* context, int, sqlite3_value** arguments)
{
    auto* call = static_cast<EngineCall*>(sqlite3_value_pointer(arguments[0], engine_call_pointer));
    if (!call)
        return;
    RowLeaves leaves(*call, arguments + 1);
    auto value = evaluate(*call->expression, leaves);
    auto stored = value ? stored_result(*call, *value) : std::move(value);
    if (stored)
        answer(context, *stored);
    else
        refuse(context, call->error, std::move(stored).error());
}

namespace {

// The rows that an aggregate has seen.
struct Seen {
    Value total; // Of sums: null before the first.
    int64_t count = 0;
    List items;
    std::vector<std::string> distinct; // Sorted.
    EngineAggregate* aggregate = nullptr;
};

} // namespace

// SQLite gives zeroed memory, in which the object is made once.
static Seen* seen(sqlite3_context* context, bool make)
{
    auto** place
        = static_cast<Seen**>(sqlite3_aggregate_context(context, make ? sizeof(Seen*) : 0));
    if (place && !*place && make)
        *place = new (std::nothrow) Seen;
    return place ? *place : nullptr;
}

static EngineAggregate* aggregate_of(sqlite3_value* value)
{
    return static_cast<EngineAggregate*>(sqlite3_value_pointer(value, engine_aggregate_pointer));
}

static void add_number(sqlite3_context* context, int, sqlite3_value** arguments)
{
    auto* aggregate = aggregate_of(arguments[1]);
    auto* rows = seen(context, true);
    if (!aggregate || !rows || sqlite3_value_type(arguments[0]) == SQLITE_NULL)
        return;
    rows->aggregate = aggregate;
    auto value = load(*aggregate->field, view_of(arguments[0]));
    if (!value)
        return refuse(context, aggregate->error, std::move(value).error());
    ++rows->count;
    Value pair[] = { rows->total, *value };
    auto total = rows->total.is_null() ? value : function_of(Operator::add).evaluate(pair);
    if (total)
        rows->total = std::move(*total);
}

static void finish_numbers(sqlite3_context* context, bool mean)
{
    std::unique_ptr<Seen> rows(seen(context, false));
    if (!rows || rows->total.is_null())
        return;
    auto& aggregate = *rows->aggregate;
    Value pair[] = { rows->total, Value(rows->count) };
    auto value = mean ? function_of(Operator::divide).evaluate(pair) : Evaluated(rows->total);
    auto stored
        = value && value->is_present() ? dump(*aggregate.result, *value) : Evaluated(Value());
    if (stored)
        answer(context, *stored);
    else
        refuse(context, aggregate.error, std::move(stored).error());
}

static void finish_sum(sqlite3_context* context) { finish_numbers(context, false); }

static void finish_mean(sqlite3_context* context) { finish_numbers(context, true); }

// Equal as the type sees it, as with DISTINCT.
static bool is_new(Seen& rows, const Value& stored)
{
    auto collation = dialect::collation(*rows.aggregate->field->type);
    auto key = std::string(1, static_cast<char>(stored.kind())) + display(stored);
    auto before = [&](std::string_view left, std::string_view right) {
        return left[0] == right[0] ? compare_by(collation, left.substr(1), right.substr(1)) < 0
                                   : left[0] < right[0];
    };
    auto place = std::ranges::lower_bound(rows.distinct, key, before);
    if (place != rows.distinct.end() && !before(key, *place))
        return false;
    rows.distinct.insert(place, std::move(key));
    return true;
}

static void add_item(sqlite3_context* context, int, sqlite3_value** arguments)
{
    auto* aggregate = aggregate_of(arguments[1]);
    auto* rows = seen(context, true);
    if (!aggregate || !rows)
        return;
    rows->aggregate = aggregate;
    auto stored = view_of(arguments[0]);
    if (stored.kind == Kind::null && !aggregate->include_nil)
        return;
    if (aggregate->uniq && !is_new(*rows, stored.to_value()))
        return;
    auto value = load(*aggregate->field, stored);
    if (value)
        rows->items.push_back(std::move(*value));
    else
        refuse(context, aggregate->error, std::move(value).error());
}

// The value that the application makes of them.
static Result<Value> reduced(const EngineAggregate& aggregate, List items)
{
    Map message { { "kind", "aggregate" }, { "values", Value(std::move(items)) } };
    auto value = TRY(aggregate.host->call(*aggregate.callback, Value(std::move(message))));
    if (value.is_null())
        return value;
    auto cast = cast_leniently(*aggregate.result, value);
    return cast ? std::move(*cast)
                : Result<Value>(fail(Error::make(ErrorCode::unknown_error, "is invalid")));
}

static Result<Value> finished_list(Seen& rows)
{
    const auto& aggregate = *rows.aggregate;
    auto value = aggregate.callback ? TRY(reduced(aggregate, std::move(rows.items)))
                                    : Value(std::move(rows.items));
    return value.is_null() ? std::move(value) : dump(*aggregate.result, value);
}

static void finish_items(sqlite3_context* context)
{
    std::unique_ptr<Seen> rows(seen(context, false));
    if (!rows || !rows->aggregate)
        return;
    auto stored = finished_list(*rows);
    if (stored)
        answer(context, *stored);
    else
        refuse(context, rows->aggregate->error, std::move(stored).error());
}

static void finish_list(sqlite3_context* context)
{
    sqlite3_result_text(context, "[]", -1, SQLITE_STATIC); // Of no rows.
    finish_items(context);
}

int register_engine_functions(sqlite3* connection)
{
    // From statements only: what stands in a database file calls none of them. Evaluating the same
    // call over the same leaves gives the same value, since the clock is no part of it.
    static constexpr auto flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    struct Row {
        const char* name;
        int arguments;
        void (*call)(sqlite3_context*, int, sqlite3_value**);
        void (*step)(sqlite3_context*, int, sqlite3_value**);
        void (*finish)(sqlite3_context*);
    };
    static constexpr Row rows[] = {
        { "tunez_evaluate", -1, evaluate_call, nullptr, nullptr },
        { "tunez_sum", 2, nullptr, add_number, finish_sum },
        { "tunez_avg", 2, nullptr, add_number, finish_mean },
        { "tunez_list", 2, nullptr, add_item, finish_list },
        { "tunez_custom", 2, nullptr, add_item, finish_items },
    };
    for (const auto& row : rows) {
        auto code = sqlite3_create_function_v2(connection, row.name, row.arguments, flags, nullptr,
            row.call, row.step, row.finish, nullptr);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

} // namespace tunez::sqlite
