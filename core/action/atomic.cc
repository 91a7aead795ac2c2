#include "action/atomic.h"

#include "action/defaults.h"
#include "action/fill.h"
#include "action/notify.h"
#include "action/scope.h"
#include "action/write.h"
#include "data_layer/data_layer.h"
#include "validation/validation.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tunez {

namespace {

using Columns = std::span<const Attribute* const>;

Result<Record> record_of(
    const Resource& resource, Columns columns, std::span<const StoredView> cells)
{
    Record record;
    record.resource = &resource;
    record.state = RecordState::loaded;
    record.values.resize(resource.attributes.size(), Value::not_loaded());
    for (size_t i = 0; i < columns.size(); ++i)
        record.values[columns[i]->index] = TRY(load(columns[i]->type, cells[i]));
    return record;
}

// The rows that come back, as records.
class RecordSink final : public RowSink {
public:
    RecordSink(const Resource& resource, Columns columns)
        : resource_(resource)
        , columns_(columns)
    {
    }

    bool row(std::span<const StoredView> cells) override
    {
        auto record = record_of(resource_, columns_, cells);
        if (record)
            records.push_back(std::move(*record));
        else
            error = std::move(record).error();
        return !error;
    }

    std::vector<Record> records;
    std::optional<Error> error;

private:
    const Resource& resource_;
    Columns columns_;
};

// The validations that depend on the row: each is judged as if its record had been read.
class ValidationCheck final : public RowCheck {
public:
    ValidationCheck(const Changeset& changeset, Columns columns,
        std::span<const Assignment> assignments, Context& context)
        : changeset_(changeset)
        , columns_(columns)
        , context_(context)
    {
        for (const auto& assignment : assignments) {
            if (assignment.value->kind != Expression::Kind::literal)
                atomics_.push_back(assignment.attribute);
            else if (changeset.find_atomic(*assignment.attribute) != nullptr)
                take_literal(*assignment.attribute, assignment.value->literal);
        }
    }

    Errors check(std::span<const StoredView> row, std::span<const StoredView> assigned) override
    {
        auto data = record_of(changeset_.resource(), columns_, row);
        if (!data)
            return Errors(std::move(data).error());
        auto judged = changeset_.of_row(std::move(*data));
        for (const auto& [attribute, value] : literals_) {
            if (!equal(attribute->type, judged.original(*attribute), value))
                judged.force_put(*attribute, value);
        }
        for (size_t i = 0; i < atomics_.size(); ++i) {
            auto value = load(atomics_[i]->type, assigned[i]);
            if (!value)
                return Errors(std::move(value).error());
            judged.force_put(*atomics_[i], std::move(*value));
        }
        for (const auto* entry : changeset_.atomic_build()->checks)
            run_validation(*entry, judged, context_);
        return Errors(judged.errors());
    }

private:
    void take_literal(const Attribute& attribute, const Value& literal)
    {
        Value value;
        TypeErrors errors;
        if (cast(attribute.type, literal, value, errors))
            literals_.emplace_back(&attribute, std::move(value));
    }

    const Changeset& changeset_;
    Columns columns_;
    std::vector<const Attribute*> atomics_;
    // Set by expressions that are values.
    std::vector<std::pair<const Attribute*, Value>> literals_;
    Context& context_;
};

} // namespace

static std::vector<const Attribute*> stored_attributes(const Resource& resource)
{
    std::vector<const Attribute*> attributes;
    for (const auto& attribute : resource.attributes) {
        if (attribute->type.type->storable)
            attributes.push_back(attribute.get());
    }
    return attributes;
}

static std::vector<Assignment> assignments_of(const Changeset& changeset)
{
    std::vector<Assignment> assignments;
    if (changeset.destroys())
        return assignments;
    for (const auto& attribute : changeset.resource().attributes) {
        if (const auto* atomic = changeset.find_atomic(*attribute))
            assignments.push_back({ attribute.get(), atomic->expression, atomic->cast });
        else if (const auto* change = changeset.find_change(*attribute))
            assignments.push_back({ attribute.get(), literal(*change) });
    }
    return assignments;
}

// Spec §4.6: for rows that the assignments change.
static Outcome<std::vector<Assignment>> defaults_of(
    const Changeset& changeset, const std::vector<Assignment>& assignments, Context& context)
{
    std::vector<Assignment> defaults;
    if (assignments.empty())
        return defaults;
    auto evaluated = changeset;
    apply_literal_defaults(evaluated);
    apply_lazy_defaults(evaluated, context);
    if (!evaluated.valid())
        return fail(Errors(evaluated.errors()));
    for (const auto& attribute : changeset.resource().attributes) {
        bool assigned = std::ranges::find(assignments, attribute.get(), &Assignment::attribute)
            != assignments.end();
        const auto* value = evaluated.find_change(*attribute);
        if (!assigned && value != nullptr)
            defaults.push_back({ attribute.get(), literal(*value) });
    }
    return defaults;
}

// Whether anybody sees the records: the caller, a hook or a function of a change.
static bool needs_records(const Changeset& changeset, const Batch& batch)
{
    return batch.wants_records || !batch.changes.empty() || changeset.hooks() != nullptr;
}

// `count`: where their number goes, in place of the records.
static Outcome<std::vector<Record>> write(
    const Changeset& changeset, const Query& rows, size_t* count, Context& context)
{
    auto columns = stored_attributes(changeset.resource());
    ReadPlan plan { .resource = &changeset.resource(),
        .filter = both(rows.filter, row_filter(changeset)),
        .sort = rows.sort,
        .limit = rows.limit,
        .offset = rows.offset,
        .select = columns };
    auto assignments = assignments_of(changeset);
    Filling filling(context);
    TRY(filling.fill(plan.filter));
    for (auto& assignment : assignments)
        TRY(filling.fill(assignment.value));
    auto defaults = TRY(defaults_of(changeset, assignments, context));
    RecordSink sink(changeset.resource(), columns);
    const auto& checks = changeset.atomic_build()->checks;
    ValidationCheck check(changeset, columns, assignments, context);
    TRY(context.data_layer->write_by_query(
        { .kind = changeset.destroys() ? QueryWrite::Kind::destroy : QueryWrite::Kind::update,
            .rows = &plan,
            .assignments = assignments,
            .defaults = defaults,
            .check = checks.empty() ? nullptr : &check,
            .passes = surely_hold(checks, changeset, context),
            .count = count },
        sink));
    if (sink.error)
        return fail(Errors(std::move(*sink.error)));
    return std::move(sink.records);
}

static void take_records(
    std::vector<Record> records, const Changeset& changeset, std::vector<BatchItem>& items)
{
    items.reserve(records.size());
    for (auto& record : records) {
        auto& item = items.emplace_back(changeset);
        item.changeset.set_data(record);
        item.record = std::move(record);
        item.written = true;
        finish_record(item, changeset.destroys() ? RecordState::deleted : RecordState::loaded);
    }
}

Task run_atomically(const Changeset& changeset, const Query& rows, Batch& batch,
    Outcome<void>& outcome, Context& context)
{
    const auto* action = changeset.action();
    Scope scope(context, batch.transaction && (action == nullptr || action->transaction));
    if (auto opened = scope.open(); !opened) {
        outcome = fail(Errors(std::move(opened).error()));
        return {};
    }
    auto* count = needs_records(changeset, batch) ? nullptr : &batch.unseen;
    auto records = write(changeset, rows, count, context);
    if (!records) {
        scope.undo();
        outcome = fail(std::move(records).error());
        return {};
    }
    take_records(std::move(*records), changeset, batch.items);
    return run_after_write(batch, scope, outcome, context);
}

} // namespace tunez
