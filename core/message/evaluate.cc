#include "action/fill.h"
#include "changeset/record_map.h"
#include "message/operations.h"
#include "resource/expression/parse.h"
#include "resource/record_leaves.h"

namespace tunez::message {

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

const MessageOperation evaluate_operation {
    .name = "evaluate",
    .needs = MessageOperation::Needs::definition,
    .run = run_evaluate,
};

} // namespace tunez::message
