#include "action/write.h"

#include "action/fill.h"
#include "action/upsert.h"
#include "changeset/callback.h"
#include "changeset/hook_callback.h"
#include "data_layer/data_layer.h"

#include <vector>

namespace tunez {

static std::vector<const Attribute*> changing_columns(const Changeset& changeset)
{
    std::vector<const Attribute*> columns;
    for (const auto& attribute : changeset.resource().attributes) {
        // What is set by an expression is set by nothing else.
        if (changeset.find_change(*attribute) != nullptr
            && (changeset.atomics().empty() || changeset.find_atomic(*attribute) == nullptr))
            columns.push_back(attribute.get());
    }
    return columns;
}

static void restrict_to_selection(BatchItem& item)
{
    auto& record = *item.record;
    for (const auto& attribute : record.resource->attributes) {
        if (!item.changeset.selecting(*attribute) && attribute->index < record.values.size())
            record.values[attribute->index] = Value::not_loaded();
    }
}

void finish_record(BatchItem& item, RecordState state)
{
    item.record->state = state;
    if (!item.changeset.tenant().is_null())
        item.record->metadata.set("tenant", item.changeset.tenant());
    if (item.changeset.has_selection())
        restrict_to_selection(item);
}

Error stale_record(const Changeset& changeset, bool with_filter)
{
    auto text = "Attempted to update stale record of " + changeset.resource().name;
    if (changeset.filter() && with_filter)
        text += " with filter: " + inspect(*changeset.filter());
    auto error = Error::make(ErrorCode::stale_record, std::move(text));
    error.details.set("resource", Value(changeset.resource().name));
    return error;
}

static void fail_item(BatchItem& item, Errors errors)
{
    item.failure = std::move(errors);
    item.record.reset();
}

// Calls `write` for the rows from a place on, until all are done: it says at which row it failed,
// if it did.
template <typename Write>
static void write_from(std::span<BatchItem* const> items, OnFailure on_failure, Write write)
{
    for (size_t first = 0; first < items.size();) {
        std::expected<void, WriteFailure> written = write(first);
        if (written)
            return;
        auto& failure = written.error();
        if (on_failure != OnFailure::keep_others) {
            for (auto* item : items)
                fail_item(*item, failure.errors);
            return;
        }
        fail_item(*items[first + failure.row], std::move(failure.errors));
        first += failure.row + 1;
    }
}

static void create_alike(std::span<BatchItem* const> items, OnFailure on_failure, Context& context)
{
    auto columns = changing_columns(items.front()->changeset);
    std::vector<Record*> records;
    records.reserve(items.size());
    for (auto* item : items) {
        item->record = item->changeset.apply();
        records.push_back(&*item->record);
    }
    write_from(items, on_failure, [&](size_t first) {
        return context.data_layer->create(
            items.front()->changeset.resource(), columns, std::span(records).subspan(first));
    });
    for (auto* item : items) {
        if (!item->failed())
            finish_record(*item, RecordState::loaded);
    }
}

// False: all items have failed with this one.
static bool upsert_in(
    std::span<BatchItem* const> items, size_t index, OnFailure on_failure, Context& context)
{
    auto& item = *items[index];
    upsert_row(item, context);
    if (!item.failed() && !item.record) {
        // Of many, one that was not to be touched is no failure.
        item.failure = Errors(stale_record(item.changeset, true));
        item.skipped = true;
        return true;
    }
    if (!item.failed()) {
        finish_record(item, RecordState::loaded);
        return true;
    }
    if (on_failure == OnFailure::keep_others)
        return true;
    for (auto* other : items) {
        if (other != &item)
            fail_item(*other, *item.failure);
    }
    return false;
}

// Items are written in their order; neighbours with the same columns share a call.
static void create_rows(std::span<BatchItem* const> items, OnFailure on_failure, Context& context)
{
    for (size_t first = 0; first < items.size();) {
        if (needs_upsert(items[first]->changeset)) {
            if (!upsert_in(items, first++, on_failure, context))
                return;
            continue;
        }
        auto last = first + 1;
        while (last < items.size() && !needs_upsert(items[last]->changeset)
            && items[last]->changeset.changing() == items[first]->changeset.changing())
            ++last;
        create_alike(items.subspan(first, last - first), on_failure, context);
        if (on_failure != OnFailure::keep_others && items[first]->failed()) {
            for (auto* item : items)
                fail_item(*item, *items[first]->failure);
            return;
        }
        first = last;
    }
}

ExpressionRef row_filter(const Changeset& changeset)
{
    auto filter = changeset.filter();
    const auto& tenancy = changeset.resource().multitenancy;
    const auto* action = changeset.action();
    bool bypasses = action != nullptr
        && (action->multitenancy == ActionMultitenancy::bypass
            || action->multitenancy == ActionMultitenancy::bypass_all);
    if (tenancy && !bypasses && !changeset.stored_tenant().is_null())
        filter = both(std::move(filter),
            call(Operator::eq,
                { attribute_ref(*tenancy->attribute), literal(changeset.stored_tenant()) }));
    return filter;
}

static std::vector<Assignment> atomic_assignments(const Changeset& changeset)
{
    std::vector<Assignment> assignments;
    for (const auto& atomic : changeset.atomics())
        assignments.push_back({ atomic.attribute, atomic.expression, atomic.cast });
    return assignments;
}

// Puts in what only the request knows. False: the item has failed.
static bool fill(
    BatchItem& item, ExpressionRef& filter, std::span<Assignment> atomics, Context& context)
{
    Filling filling(context);
    auto filled = filling.fill(filter);
    for (auto& atomic : atomics) {
        if (filled)
            filled = filling.fill(atomic.value);
    }
    if (!filled)
        fail_item(item, Errors(std::move(filled.error())));
    return filled.has_value();
}

static void update_rows(std::span<BatchItem* const> items, OnFailure on_failure, Context& context)
{
    std::vector<RowUpdate> rows;
    std::vector<std::vector<const Attribute*>> columns;
    std::vector<std::vector<Assignment>> atomics;
    std::vector<BatchItem*> writing;
    columns.reserve(items.size());
    atomics.reserve(items.size());
    for (auto* item : items) {
        item->record = item->changeset.apply();
        // Nothing to write and nothing to check: the record as it was given is the result.
        if (!item->changeset.changing_attributes() && !item->changeset.filter()) {
            finish_record(*item, RecordState::loaded);
            continue;
        }
        auto filter = row_filter(item->changeset);
        auto assignments = atomic_assignments(item->changeset);
        if (!fill(*item, filter, assignments, context))
            continue;
        columns.push_back(changing_columns(item->changeset));
        atomics.push_back(std::move(assignments));
        rows.push_back({ .original = &item->changeset.data(),
            .columns = columns.back(),
            .atomics = atomics.back(),
            .record = &*item->record,
            .filter = std::move(filter) });
        writing.push_back(item);
    }
    write_from(writing, on_failure, [&](size_t first) {
        return context.data_layer->update(
            *writing.front()->changeset.data().resource, std::span(rows).subspan(first));
    });
    for (size_t i = 0; i < rows.size(); ++i) {
        if (writing[i]->failed())
            continue;
        if (rows[i].matched)
            finish_record(*writing[i], RecordState::loaded);
        else
            fail_item(*writing[i],
                Errors(stale_record(
                    writing[i]->changeset, !rows[i].columns.empty() || !rows[i].atomics.empty())));
    }
}

static void destroy_rows(std::span<BatchItem* const> items, OnFailure on_failure, Context& context)
{
    std::vector<RowDelete> rows;
    rows.reserve(items.size());
    std::vector<BatchItem*> writing;
    for (auto* item : items) {
        auto filter = row_filter(item->changeset);
        if (!fill(*item, filter, {}, context))
            continue;
        rows.push_back({ .original = &item->changeset.data(), .filter = std::move(filter) });
        writing.push_back(item);
    }
    write_from(writing, on_failure, [&](size_t first) {
        return context.data_layer->destroy(
            items.front()->changeset.resource(), std::span(rows).subspan(first));
    });
    for (size_t i = 0; i < rows.size(); ++i) {
        if (writing[i]->failed())
            continue;
        if (rows[i].matched) {
            writing[i]->record = writing[i]->changeset.apply();
            finish_record(*writing[i], RecordState::deleted);
        } else {
            fail_item(*writing[i], Errors(stale_record(writing[i]->changeset, true)));
        }
    }
}

static bool take_given_result(BatchItem& item)
{
    const auto* result = item.changeset.result();
    if (result == nullptr)
        return false;
    if (*result)
        item.record = **result;
    else
        item.failure = result->error();
    return true;
}

// Spec §6.5: the application writes, and says what came of it; after a destroy, nothing.
static void write_manually(BatchItem& item, Context& context)
{
    auto& changeset = item.changeset;
    auto answer
        = call_with_changeset(*changeset.action()->manual, "manual", changeset, context, {});
    if (!answer)
        return fail_item(item, Errors(std::move(answer).error()));
    bool gone = changeset.destroys();
    auto record = gone && answer->is_null() ? Outcome<Record>(changeset.apply())
                                            : result_from(changeset, *answer);
    if (!record)
        return fail_item(item, std::move(record).error());
    item.record = std::move(*record);
    finish_record(item, gone ? RecordState::deleted : RecordState::loaded);
}

static void write_manually(
    std::span<BatchItem* const> items, OnFailure on_failure, Context& context)
{
    for (auto* item : items) {
        write_manually(*item, context);
        if (!item->failed() || on_failure == OnFailure::keep_others)
            continue;
        auto errors = *item->failure;
        for (auto* other : items)
            fail_item(*other, errors);
        return;
    }
}

void write_rows(std::span<BatchItem* const> items, OnFailure on_failure, Context& context)
{
    std::vector<BatchItem*> writing;
    for (auto* item : items) {
        if (!take_given_result(*item))
            writing.push_back(item);
    }
    if (writing.empty())
        return;
    const auto& changeset = writing.front()->changeset;
    if (changeset.action() != nullptr && changeset.action()->manual)
        write_manually(writing, on_failure, context);
    else if (changeset.action_type() == ActionType::create)
        create_rows(writing, on_failure, context);
    else if (changeset.destroys())
        destroy_rows(writing, on_failure, context);
    else
        update_rows(writing, on_failure, context);
}

} // namespace tunez
