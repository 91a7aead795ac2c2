#include "action/notify.h"
#include "action/read.h"
#include "action/scope.h"
#include "changeset/record_map.h"
#include "message/encode.h"
#include "message/operations.h"
#include "message/write_one.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tunez::message {

namespace {

// What is one transaction.
enum class Extent : uint8_t { batch, all, none };

// The options of a bulk run (spec §6.6).
struct BulkOptions {
    explicit BulkOptions(const Request& request, const Action& action);

    Extent extent = Extent::batch;
    size_t batch_size = 100;
    bool return_records = false;
    bool return_errors = false;
    bool stop_on_error = false;
    bool rollback_on_error = true;
    bool notify = false;
    bool creates = false;
};

// What a bulk run has come to so far.
struct BulkResult {
    size_t succeeded = 0;
    size_t failed = 0;
    bool undone = false;
    JsonWriter records { Tags::wire };
    std::vector<Error> errors;

    std::string_view status() const
    {
        if (failed == 0 && !undone)
            return "success";
        return succeeded == 0 ? "error" : "partial_success";
    }
};

// Gives the changeset for the n-th input, built; or the errors that kept it from being started.
template <typename Start> struct BulkRun {
    const Resource& resource;
    const Action& action;
    const Request& request;
    Context& context;
    size_t count;
    Start start;
    BulkOptions options { request, action };
    BulkResult result {};

    Outcome<void> run(JsonWriter& answer);

private:
    bool all_or_nothing() const
    {
        return options.extent == Extent::all && action.transaction && options.rollback_on_error;
    }
    void run_batches();
    void run_one_batch(size_t first, size_t last);
    Batch start_batch(size_t first, size_t last);
    void load(Batch& batch);
    void take(BatchItem& item);
    void refuse(const BatchItem& item);
    void refuse(Errors errors, std::optional<size_t> index);
    void undo();
    void hand_over_notifications();
};

} // namespace

// More errors than this are counted but not described.
static constexpr size_t most_errors = 1000;

static Extent extent_of(const Request& request)
{
    const auto& transaction = request.option("transaction");
    if (transaction.is_textual() && transaction.text() == "all")
        return Extent::all;
    return transaction.is(Kind::boolean) && !transaction.boolean() ? Extent::none : Extent::batch;
}

BulkOptions::BulkOptions(const Request& request, const Action& action)
    : extent(extent_of(request))
    , batch_size(static_cast<size_t>(request.count("batch_size", 100)))
    , return_records(request.flag("return_records", false))
    , return_errors(request.flag("return_errors", false))
    , stop_on_error(request.flag("stop_on_error", false))
    , rollback_on_error(request.flag("rollback_on_error", true))
    , notify(request.flag("notify", false) || request.flag("return_notifications", false))
    , creates(action.type == ActionType::create)
{
    if (action.type == ActionType::destroy && !action.soft)
        batch_size = 1;
}

template <typename Start> void BulkRun<Start>::refuse(Errors errors, std::optional<size_t> index)
{
    ++result.failed;
    for (auto& error : errors.errors) {
        if (result.errors.size() >= most_errors)
            return;
        if (index)
            error.path.insert(error.path.begin(), static_cast<int64_t>(*index));
        result.errors.push_back(std::move(error));
    }
}

// The reference leaves out the index of what undid everything, and of what stopped an update or
// destroy before it began.
template <typename Start> void BulkRun<Start>::refuse(const BatchItem& item)
{
    // What stops the run is the first failure; the others of its batch are not described.
    bool last = options.stop_on_error || all_or_nothing();
    if (last && result.failed > 0) {
        ++result.failed;
        return;
    }
    bool undoes = all_or_nothing() && (!options.creates || item.written);
    bool stops = options.stop_on_error && !options.creates && item.was_invalid;
    refuse(
        *item.failure, undoes || stops ? std::nullopt : std::optional(item.changeset.input_index));
}

template <typename Start> void BulkRun<Start>::take(BatchItem& item)
{
    if (item.failed()) {
        refuse(item);
        return;
    }
    ++result.succeeded;
    if (options.return_records)
        write_record(*item.record, result.records);
    bool announced = action.type == ActionType::destroy && !action.soft;
    if (options.notify && !announced && !item.was_invalid)
        notify(item.changeset, *item.record, context);
}

template <typename Start> void BulkRun<Start>::load(Batch& batch)
{
    if (!options.return_records || request.option("load").is_null())
        return;
    std::vector<Record*> records;
    for (auto& item : batch.items) {
        if (!item.failed())
            records.push_back(&*item.record);
    }
    auto loaded = load_results(resource, records, {}, request, context);
    if (!loaded)
        result.errors.insert(
            result.errors.end(), loaded.error().errors.begin(), loaded.error().errors.end());
}

template <typename Start> Batch BulkRun<Start>::start_batch(size_t first, size_t last)
{
    Batch batch;
    batch.transaction = options.extent != Extent::none;
    batch.notify = options.notify;
    if (!options.rollback_on_error || !batch.transaction || !action.transaction)
        batch.on_failure = OnFailure::keep_others;
    else if (options.extent == Extent::all)
        batch.on_failure = OnFailure::abandon;
    batch.items.reserve(last - first);
    for (auto index = first; index < last; ++index) {
        auto changeset = start(index);
        if (!changeset) {
            refuse(std::move(changeset).error(), index);
            continue;
        }
        changeset->input_index = index;
        batch.items.emplace_back(std::move(*changeset));
    }
    return batch;
}

template <typename Start> void BulkRun<Start>::run_one_batch(size_t first, size_t last)
{
    auto batch = start_batch(first, last);
    bool invalid = result.failed > 0
        || std::any_of(batch.items.begin(), batch.items.end(),
            [](const auto& item) { return !item.changeset.valid(); });
    // Nothing of such a batch is written; the inputs that are fine are not failures.
    if (invalid && (options.stop_on_error || all_or_nothing()))
        std::erase_if(batch.items, [](const auto& item) { return item.changeset.valid(); });
    run_batch(batch, context);
    load(batch);
    // A batch that was undone names the error that did it once for all, if everything is undone.
    bool abandoned = batch.on_failure == OnFailure::abandon
        && std::any_of(batch.items.begin(), batch.items.end(),
            [](const auto& item) { return item.failed() && item.written; });
    for (auto& item : batch.items) {
        take(item);
        if (abandoned)
            return;
    }
    deliver(context);
}

template <typename Start> void BulkRun<Start>::run_batches()
{
    for (size_t first = 0; first < count; first += options.batch_size) {
        run_one_batch(first, std::min(count, first + options.batch_size));
        if (result.failed > 0 && (options.stop_on_error || all_or_nothing()))
            return;
    }
}

template <typename Start> void BulkRun<Start>::undo()
{
    result.undone = true;
    result.succeeded = 0;
    result.failed = 0; // As the reference counts: nothing is left that could have failed.
    result.records.clear();
}

// What was written as a whole is announced by the caller, who alone knows when to.
template <typename Start> void BulkRun<Start>::hand_over_notifications()
{
    auto* notifications = context.notifications;
    if (notifications == nullptr || context.data_layer->in_transaction())
        return;
    for (auto& notification : std::exchange(notifications->waiting, {}))
        notifications->handed_back.push_back(std::move(notification));
}

template <typename Start> static void write_result(BulkRun<Start>& run, JsonWriter& answer)
{
    auto& result = run.result;
    answer.begin_object();
    answer.key("status");
    answer.string(result.status());
    answer.key("error_count");
    answer.integer(static_cast<int64_t>(result.failed));
    if (run.options.return_records) {
        answer.key("records");
        answer.raw("[");
        answer.truncate(answer.size(), false);
        if (result.records.size() > 0)
            answer.raw(result.records.text());
        answer.end_array();
        if (result.records.tagged())
            answer.set_tagged();
    }
    if (run.options.return_errors) {
        answer.key("errors");
        write_errors(Errors(std::move(result.errors)), &run.resource, answer);
    }
    answer.end_object();
}

template <typename Start> Outcome<void> BulkRun<Start>::run(JsonWriter& answer)
{
    Scope scope(context, options.extent == Extent::all && action.transaction);
    TRY(scope.open());
    run_batches();
    if (result.failed > 0 && scope.undoes() && options.rollback_on_error) {
        scope.undo();
        undo();
    } else {
        TRY(scope.keep());
        if (options.stop_on_error && result.failed > 0) {
            result.failed = 1;
            result.records.clear();
        }
    }
    if (scope.undoes() && options.notify)
        hand_over_notifications();
    deliver(context);
    write_result(*this, answer);
    return {};
}

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

static Value input_at(const Value& inputs, size_t index)
{
    if (inputs.is(Kind::list))
        return inputs.list()[index];
    const auto& keys = inputs.map().find("keys")->list();
    const auto& row = inputs.map().find("rows")->list()[index];
    Map input;
    if (!row.is(Kind::list))
        return row;
    input.reserve(keys.size());
    for (size_t i = 0; i < keys.size() && i < row.list().size(); ++i)
        input.append(
            keys[i].is_textual() ? std::string(keys[i].text()) : std::string(), row.list()[i]);
    return Value(std::move(input));
}

static Outcome<void> run_bulk_create(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::create));
    const auto& inputs = request.member("inputs");
    auto options = build_options(request);
    auto started = [&](size_t index) -> Outcome<Changeset> {
        auto changeset = TRY(start_create(*resource, context));
        build(changeset, *action, input_at(inputs, index), options, context);
        apply_tenant(changeset, *action);
        return changeset;
    };
    return BulkRun<decltype(started)> { *resource, *action, request, context,
        TRY(count_inputs(inputs)), started }
        .run(answer);
}

// The records that a bulk update or destroy is about: given, named by their ids, or all that a
// query finds.
static Outcome<std::vector<Record>> queried_records(
    const Resource& resource, const Request& request, Context& context)
{
    auto query = TRY(parse_query(resource, request.member("query")));
    const auto* primary = TRY(action_of(resource, {}, ActionType::read));
    TRY(prepare_read(query, *primary, {}, {}, context));
    return read_records(query, context);
}

static Outcome<void> run_bulk_change(
    Session& session, const Request& request, JsonWriter& answer, ActionType type)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), type));
    const auto& records = request.member("records");
    const auto& subjects = records.is_null() ? request.member("ids") : records;
    std::vector<Record> found;
    if (request.member("query").is(Kind::map))
        found = TRY(queried_records(*resource, request, context));
    else if (!subjects.is(Kind::list))
        return fail(Errors(Error::make(ErrorCode::invalid_message,
            "the message needs a list of `records` or of `ids`, or a `query`")));
    auto count = subjects.is(Kind::list) ? subjects.list().size() : found.size();
    auto options = build_options(request);
    auto record_at = [&](size_t index) -> Outcome<Record> {
        if (!subjects.is(Kind::list))
            return std::move(found[index]);
        const auto& subject = subjects.list()[index];
        if (!records.is_null() && subject.is(Kind::map))
            return TRY(record_from_map(*resource, subject.map()));
        return find_by_id(*resource, subject, context);
    };
    auto started = [&](size_t index) -> Outcome<Changeset> {
        auto record = TRY(record_at(index));
        auto changeset = TRY(start_change(std::move(record), type, context));
        build(changeset, *action, request.member("input"), options, context);
        apply_tenant(changeset, *action);
        return changeset;
    };
    return BulkRun<decltype(started)> { *resource, *action, request, context, count, started }.run(
        answer);
}

const MessageOperation bulk_create_operation {
    .name = "bulk_create",
    .needs = MessageOperation::Needs::database,
    .run = run_bulk_create,
};

const MessageOperation bulk_update_operation {
    .name = "bulk_update",
    .needs = MessageOperation::Needs::database,
    .run =
        [](Session& session, const Request& request, JsonWriter& answer) {
            return run_bulk_change(session, request, answer, ActionType::update);
        },
};

const MessageOperation bulk_destroy_operation {
    .name = "bulk_destroy",
    .needs = MessageOperation::Needs::database,
    .run =
        [](Session& session, const Request& request, JsonWriter& answer) {
            return run_bulk_change(session, request, answer, ActionType::destroy);
        },
};

} // namespace tunez::message
