#include "message/bulk_stream.h"
#include "message/operations.h"
#include "message/write_one.h"

namespace tunez::message {

namespace {

class InputSource final : public ChangesetSource {
public:
    InputSource(const Resource& resource, const Value& inputs, size_t count, Context& context)
        : resource_(resource)
        , inputs_(inputs)
        , count_(count)
        , context_(context)
    {
    }

    size_t count() const override { return count_; }
    Outcome<Started> start(size_t index) override
    {
        return Started { TRY(start_create(resource_, context_)), input(index) };
    }

private:
    Value input(size_t index) const;

    const Resource& resource_;
    const Value& inputs_;
    size_t count_;
    Context& context_;
};

} // namespace

// Inputs as maps, or as rows under shared keys.
static Outcome<size_t> count_inputs(const Value& inputs)
{
    if (inputs.is(Kind::list))
        return inputs.list().size();
    const auto* rows = inputs.is(Kind::map) ? inputs.map().find("rows") : nullptr;
    const auto* keys = inputs.is(Kind::map) ? inputs.map().find("keys") : nullptr;
    if (rows != nullptr && rows->is(Kind::list) && keys != nullptr && keys->is(Kind::list))
        return rows->list().size();
    return fail(Errors(Error::make(ErrorCode::invalid_message,
        "`inputs` is a list of maps, or a map with the lists `keys` and `rows`")));
}

Value InputSource::input(size_t index) const
{
    if (inputs_.is(Kind::list))
        return inputs_.list()[index];
    const auto& keys = inputs_.map().find("keys")->list();
    const auto& row = inputs_.map().find("rows")->list()[index];
    Map input;
    if (!row.is(Kind::list))
        return row;
    input.reserve(keys.size());
    for (size_t i = 0; i < keys.size() && i < row.list().size(); ++i)
        input.append(
            keys[i].is_textual() ? std::string(keys[i].text()) : std::string(), row.list()[i]);
    return Value(std::move(input));
}

// What is changed explicitly differs from input to input.
static Outcome<void> check_upsert(const Action& action, const Request& request)
{
    if (!(action.upsert.upsert || request.flag("upsert", false)) || !action.upsert.fields.is_null()
        || !request.option("upsert_fields").is_null())
        return {};
    return fail(Errors(Error::invalid_argument("upsert_fields",
        "For bulk actions, `upsert_fields` must be specified if upsert? is set to `true`")));
}

static Outcome<size_t> check(const Action& action, const Request& request)
{
    TRY(check_upsert(action, request));
    return count_inputs(request.member("inputs"));
}

static Task run_bulk_create(Undertaking& create)
{
    auto action = find_action(create, ActionType::create);
    if (!action) {
        create.outcome = fail(std::move(action).error());
        co_return;
    }
    auto count = check(**action, create.request);
    if (!count) {
        create.outcome = fail(std::move(count).error());
        co_return;
    }
    const auto& resource = **resource_of(create.session, create.request);
    BulkRun run(resource, **action, create);
    auto source = std::make_unique<InputSource>(
        resource, create.request.member("inputs"), *count, create.context);
    co_await run.run(std::make_unique<StreamBatches>(std::move(source), run));
}

const MessageOperation bulk_create_operation {
    .name = "bulk_create",
    .needs = MessageOperation::Needs::database,
    .start = run_bulk_create,
};

} // namespace tunez::message
