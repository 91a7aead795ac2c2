#include "action/read.h"
#include "message/encode.h"
#include "message/operations.h"
#include "type/type.h"

namespace tunez::message {

namespace {

// Writes the one cell.
class ValueSink final : public RowSink {
public:
    ValueSink(const TypeUse& type, JsonWriter& answer)
        : type_(type)
        , answer_(answer)
    {
    }

    bool row(std::span<const StoredView> cells) override
    {
        write_stored(type_, cells.front(), answer_);
        return true;
    }

private:
    const TypeUse& type_;
    JsonWriter& answer_;
};

} // namespace

// One value out of the rows of a query (spec §9.6).
static Outcome<void> run_aggregate(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::read));
    auto query = TRY(parse_query(*resource, request.member("query")));
    auto skip = request.names("skip_unknown_inputs");
    TRY(prepare_read(query, *action, request.member("input"), skip, context));
    TRY(query.refuse_combination("aggregated"));
    const auto& written = request.member("aggregate");
    const auto* name = written.is(Kind::map) ? written.map().find("kind") : nullptr;
    auto kind
        = name != nullptr && name->is_textual() ? find_aggregate_kind(name->text()) : std::nullopt;
    if (!kind)
        return fail(Errors(Error::make(ErrorCode::invalid_query,
            "an aggregate is of one of the kinds count, exists, first, sum, list, max, min, avg")));
    Reach reach;
    reach.resource = resource;
    reach.kind = *kind;
    reach.filter = query.filter;
    reach.limit = query.limit;
    reach.offset = query.offset;
    std::vector<Error> errors;
    ExpressionScope end { resource };
    auto members = written.map();
    members.erase("filter");
    auto aggregate = ExpressionParser(errors, "aggregate").over(std::move(reach), members, end);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    auto with_sort = *aggregate;
    auto sorted = *aggregate->reach;
    if (sorted.sort.empty())
        sorted.sort = query.sort;
    auto complete = with_reach(std::move(with_sort), std::move(sorted));
    ValueSink sink(*complete->type, answer);
    TRY(read_aggregate(*complete, context, sink));
    return {};
}

const MessageOperation aggregate_operation {
    .name = "aggregate",
    .needs = MessageOperation::Needs::database,
    .run = run_aggregate,
};

} // namespace tunez::message
