#include "expr/evaluate.h"
#include "action/calculate.h"
#include "action/fill.h"
#include "action/read_again.h"
#include "changeset/record_map.h"
#include "message/operations.h"
#include "resource/expression/parse.h"

#include <algorithm>

namespace tunez::message {

namespace {

// The fields of a record that is in hand. What only the data layer knows is unknown.
class RecordLeaves final : public Leaves {
public:
    explicit RecordLeaves(const Record* record)
        : record_(record)
    {
    }

    Evaluated value(const Expression& leaf) override
    {
        if (record_ == nullptr || leaf.kind != Expression::Kind::attribute)
            return unknown();
        return record_->values[leaf.attribute->index];
    }

private:
    const Record* record_;
};

} // namespace

static Outcome<void> run_evaluate(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    std::optional<Record> record;
    if (request.member("record").is(Kind::map))
        record = TRY(record_from_map(*resource, request.member("record").map()));
    std::vector<Error> errors;
    ExpressionScope scope { resource };
    auto expression
        = ExpressionParser(errors, "expression").parse(request.member("expression"), scope);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    TRY(Filling(context).fill(expression));
    RecordLeaves leaves(record ? &*record : nullptr);
    auto value = TRY(evaluate(*expression, leaves));
    answer.begin_object();
    answer.key(value.is_marker() ? "unknown" : "value");
    answer.value(value.is_marker() ? Value(true) : value);
    answer.end_object();
    return {};
}

static bool has_key(const Record& record)
{
    const auto& keys = record.resource->primary_key;
    return !keys.empty() && std::ranges::all_of(keys, [&](const Attribute* key) {
        return record.values[key->index].is_present();
    });
}

static Error needs_key(const Calculation& calculation)
{
    auto error = Error::make(ErrorCode::invalid_query,
        "the calculation " + calculation.name
            + " needs more than the fields that are given: give the primary key of a record");
    error.path = { std::string("calculation") };
    return error;
}

// By the expression over the record in hand; where that does not suffice, by the database.
static Outcome<Value> calculated(
    const Calculation& calculation, ExpressionRef expression, Record& record, Context& context)
{
    TRY(Filling(context).fill(expression));
    RecordLeaves leaves(&record);
    auto value = TRY(evaluate(*expression, leaves));
    if (!value.is_marker())
        return value;
    if (!has_key(record))
        return fail(Errors(needs_key(calculation)));
    Query query;
    query.resource = record.resource;
    query.select.emplace();
    query.derived.push_back(
        { .json_key = calculation.json_key, .expression = expression, .type = &calculation.type });
    Record* records[] = { &record };
    auto read = TRY(read_again(records, std::move(query), context));
    return read.front().derived.empty() ? Value() : read.front().derived.front().value;
}

// One calculation of a record, or of fields that are no record (spec §9.2).
static Outcome<void> run_calculate(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto& name = request.member("calculation");
    const auto* calculation = name.is_textual() ? resource->find_calculation(name.text()) : nullptr;
    if (calculation == nullptr)
        return fail(Errors(Error::make(ErrorCode::no_such_field,
            "No such calculation " + display(name) + " for resource " + resource->name)));
    const auto& fields = request.member("record");
    auto record = TRY(record_from_fields(*resource, fields.is(Kind::map) ? fields.map() : Map {}));
    std::vector<Load> loads;
    std::vector<Error> errors;
    parse_loads(*resource,
        Value(Map { { calculation->name, Value(Map { { "args", request.member("args") } }) } }),
        loads, errors);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    auto& derived = loads.front().derived;
    if (derived.code == nullptr) {
        answer.value(TRY(calculated(*calculation, derived.expression, record, context)));
        return {};
    }
    Record* records[] = { &record };
    TRY(calculate(records, std::span(&derived, 1), context));
    answer.value(record.derived.front().value);
    return {};
}

const MessageOperation calculate_operation {
    .name = "calculate",
    .needs = MessageOperation::Needs::database,
    .run = run_calculate,
};

const MessageOperation evaluate_operation {
    .name = "evaluate",
    .needs = MessageOperation::Needs::definition,
    .run = run_evaluate,
};

} // namespace tunez::message
