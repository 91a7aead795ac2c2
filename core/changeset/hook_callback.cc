#include "changeset/hook_callback.h"

#include "changeset/callback.h"
#include "changeset/changeset.h"
#include "changeset/context.h"
#include "changeset/operations.h"
#include "changeset/record_map.h"

namespace tunez {

static const Value* field(const Value& answer, std::string_view name)
{
    return answer.is(Kind::map) ? answer.map().find(name) : nullptr;
}

Outcome<Record> result_from(const Changeset& changeset, const Value& answer)
{
    if (const auto* error = field(answer, "error"))
        return fail(Errors(errors_from(*error)));
    const auto* record = field(answer, "record");
    const auto& map = record != nullptr ? *record : answer;
    if (!map.is(Kind::map))
        return fail(
            Errors(Error::make(ErrorCode::invalid_return_type, "expected a record or an error")));
    return TRY(record_from_map(changeset.resource(), map.map()));
}

Outcome<void> take_before(const Value& answer, Changeset& changeset, Context& context)
{
    if (const auto* error = field(answer, "error"))
        return fail(Errors(errors_from(*error)));
    if (answer.is_null())
        return {};
    TRY(apply_answer(changeset, answer, context));
    return {};
}

Outcome<void> run_hook(
    const BeforeHook& hook, std::string_view kind, Changeset& changeset, Context& context)
{
    if (const auto* function = std::get_if<1>(&hook))
        return (*function)(changeset, context);
    auto answer = TRY(call_with_changeset(std::get<0>(hook), kind, changeset, context, {}));
    return take_before(answer, changeset, context);
}

Outcome<void> run_hook(
    const AfterActionHook& hook, Changeset& changeset, Record& record, Context& context)
{
    if (const auto* function = std::get_if<1>(&hook))
        return (*function)(changeset, record, context);
    Map extra { { "record", Value(record_map(record)) } };
    auto answer
        = TRY(call_with_changeset(std::get<0>(hook), "after_action", changeset, context, extra));
    if (answer.is_null())
        return {};
    auto replaced = TRY(result_from(changeset, answer));
    replaced.metadata = record.metadata;
    replaced.related = std::move(record.related);
    record = std::move(replaced);
    return {};
}

Value described(const Outcome<Record>& outcome, const Resource& resource)
{
    if (outcome)
        return Value(Map { { "record", Value(record_map(*outcome)) } });
    List errors;
    for (const auto& error : outcome.error().errors)
        errors.push_back(error_value(error, resource));
    return Value(Map { { "error", Value(std::move(errors)) } });
}

} // namespace tunez
