#include "message/bulk_run.h"

#include "action/notify.h"
#include "action/scope.h"
#include "message/encode.h"
#include "message/write_one.h"

#include <algorithm>
#include <utility>

namespace tunez {

// More errors than this are counted but not described.
static constexpr size_t most_errors = 1000;

static Extent extent_of(const Request& request)
{
    const auto& transaction = request.option("transaction");
    if (transaction.is_textual() && transaction.text() == "all")
        return Extent::all;
    return transaction.is(Kind::boolean) && !transaction.boolean() ? Extent::none : Extent::batch;
}

static bool destroys(const Action& action)
{
    return action.type == ActionType::destroy && !action.soft;
}

BulkOptions::BulkOptions(const Request& request, const Action&)
    : extent(extent_of(request))
    , batch_size(static_cast<size_t>(request.count("batch_size", 100)))
    , return_records(request.flag("return_records", false))
    , return_errors(request.flag("return_errors", false))
    , stop_on_error(request.flag("stop_on_error", false))
    , rollback_on_error(request.flag("rollback_on_error", true))
    , sorted(request.flag("sorted", false))
    , notify(request.flag("notify", false) || request.flag("return_notifications", false))
{
}

BuildOptions bulk_build_options(const Request& request)
{
    auto options = build_options(request);
    if (request.flag("assume_casted", false))
        options.casting = Casting::assumed;
    if (const auto& function = request.option("transform_changeset"); !function.is_null())
        options.transform_changeset
            = static_cast<CallbackId>(function.map().find("callback")->integer());
    return options;
}

BulkRun::BulkRun(const Resource& resource, const Action& action, Undertaking& undertaking)
    : resource_(resource)
    , action_(action)
    , undertaking_(undertaking)
    , options_(undertaking.request, action)
{
}

void BulkRun::refuse(Errors errors, std::optional<size_t> index)
{
    ++result_.failed;
    for (auto& error : errors.errors) {
        if (result_.errors.size() >= most_errors)
            return;
        if (index)
            error.path.insert(error.path.begin(), static_cast<int64_t>(*index));
        result_.errors.push_back(std::move(error));
    }
}

void BulkRun::refuse_all(Errors errors)
{
    result_.refused = true;
    refuse(std::move(errors), std::nullopt);
}

// The reference leaves out the index of what undid everything, and of what stopped an update or
// destroy before it began.
void BulkRun::refuse(const BatchItem& item)
{
    // What stops the run is the first failure; the others of its batch are not described.
    bool last = options_.stop_on_error || all_or_nothing();
    if (last && result_.failed > 0) {
        ++result_.failed;
        return;
    }
    bool creates = action_.type == ActionType::create;
    bool undoes = all_or_nothing() && (!creates || item.written);
    bool stops = options_.stop_on_error && !creates && item.was_invalid;
    refuse(
        *item.failure, undoes || stops ? std::nullopt : std::optional(item.changeset.input_index));
}

void BulkRun::take(BatchItem& item)
{
    // A row that an upsert was not to touch is no failure of the others.
    if (item.failed() && item.skipped)
        return;
    if (item.failed()) {
        refuse(item);
        return;
    }
    ++result_.succeeded;
    if (options_.return_records)
        write_record(*item.record, result_.records);
    if (options_.notify && !destroys(action_) && !item.was_invalid)
        notify(item.changeset, *item.record, context());
}

void BulkRun::load(Batch& batch)
{
    if (!options_.return_records || request().option("load").is_null())
        return;
    std::vector<Record*> records;
    for (auto& item : batch.items) {
        if (!item.failed())
            records.push_back(&*item.record);
    }
    auto loaded = load_results(resource_, records, {}, request(), context());
    if (!loaded)
        result_.errors.insert(
            result_.errors.end(), loaded.error().errors.begin(), loaded.error().errors.end());
}

Batch BulkRun::make_batch() const
{
    Batch batch;
    batch.transaction = options_.extent != Extent::none;
    batch.notify = options_.notify;
    batch.wants_records = options_.notify || options_.return_records;
    if (!options_.rollback_on_error || !batch.transaction || !action_.transaction)
        batch.on_failure = OnFailure::keep_others;
    else if (options_.extent == Extent::all)
        batch.on_failure = OnFailure::abandon;
    return batch;
}

void BulkRun::take(Batch& batch)
{
    load(batch);
    // A batch that was undone names the error that did it once for all, if everything is undone.
    bool abandoned = batch.on_failure == OnFailure::abandon
        && std::ranges::any_of(
            batch.items, [](const auto& item) { return item.failed() && item.written; });
    result_.succeeded += batch.unseen;
    for (auto& item : batch.items) {
        take(item);
        if (abandoned)
            return;
    }
    deliver(context());
}

void BulkRun::undo()
{
    result_.undone = true;
    result_.succeeded = 0;
    result_.failed = 0; // As the reference counts: nothing is left that could have failed.
    result_.records.clear();
}

// What was written as a whole is announced by the caller, who alone knows when to.
void BulkRun::hand_over_notifications()
{
    auto* notifications = context().notifications;
    if (notifications == nullptr || context().data_layer->in_transaction())
        return;
    for (auto& notification : std::exchange(notifications->waiting, {}))
        notifications->handed_back.push_back(std::move(notification));
}

void BulkRun::write_result()
{
    auto& answer = undertaking_.answer;
    answer.begin_object();
    answer.key("status");
    answer.string(result_.status());
    answer.key("error_count");
    answer.integer(static_cast<int64_t>(result_.failed));
    if (options_.return_records && !result_.refused) {
        answer.key("records");
        answer.raw("[");
        answer.truncate(answer.size(), false);
        if (result_.records.size() > 0)
            answer.raw(result_.records.text());
        answer.end_array();
        if (result_.records.tagged())
            answer.set_tagged();
    }
    if (options_.return_errors) {
        answer.key("errors");
        write_errors(Errors(std::move(result_.errors)), &resource_, answer);
    }
    answer.end_object();
}

Outcome<void> BulkRun::end(Scope& scope)
{
    if (has_failed() && scope.undoes() && options_.rollback_on_error) {
        scope.undo();
        undo();
    } else {
        TRY(scope.keep());
        if (options_.stop_on_error && has_failed()) {
            result_.failed = 1;
            result_.records.clear();
        }
    }
    if (scope.undoes() && options_.notify)
        hand_over_notifications();
    deliver(context());
    write_result();
    return {};
}

Task BulkRun::run(std::unique_ptr<BulkBatches> batches)
{
    Scope scope(context(), options_.extent == Extent::all && action_.transaction);
    if (auto opened = scope.open(); !opened) {
        undertaking_.outcome = fail(Errors(std::move(opened).error()));
        co_return;
    }
    for (size_t batch = 0; batch < batches->count(); ++batch) {
        co_await batches->run(batch, *this);
        if (has_failed() && (options_.stop_on_error || all_or_nothing()))
            break;
    }
    undertaking_.outcome = end(scope);
}

} // namespace tunez
