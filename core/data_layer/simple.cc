#include "data_layer/simple.h"

#include "resource/record_leaves.h"

namespace tunez {

static Error unsupported(std::string_view what)
{
    return Error::make(ErrorCode::not_supported,
        "the records of embedded resources are part of others; they cannot be "
            + std::string(what));
}

static bool meets(const ExpressionRef& filter, const Record& record)
{
    if (!filter)
        return true;
    RecordLeaves leaves(&record);
    auto value = evaluate(*filter, leaves);
    return value && !value->is_marker() && is_true(*value);
}

// Sets the field of `row.record` to what the expression gives for the row as it was.
static Outcome<void> assign(const Assignment& assignment, RowUpdate& row)
{
    RecordLeaves leaves(row.original);
    auto value = TRY(evaluate(*assignment.value, leaves));
    if (value.is_marker())
        return fail(Errors(unsupported("set by what they alone do not tell")));
    const auto& attribute = *assignment.attribute;
    TypeErrors problems;
    Value stored;
    bool valid = assignment.checked ? cast(attribute.type, value, stored, problems)
                                    : cast_input(attribute.type, value, stored, problems);
    if (!valid)
        return fail(Errors(to_errors(std::move(problems), ErrorCode::invalid_attribute,
            attribute.name, value, attribute.sensitive)));
    row.record->values[attribute.index] = std::move(stored);
    return {};
}

Result<void> SimpleDataLayer::read(const ReadPlan&, RowSink&)
{
    return fail(unsupported("read by themselves"));
}

Result<void> SimpleDataLayer::read_by_key(const KeyPlan&, RowSink&)
{
    return fail(unsupported("read by themselves"));
}

Result<void> SimpleDataLayer::read_related(const RelatedPlan&, RowSink&)
{
    return fail(unsupported("read by themselves"));
}

Result<Value> SimpleDataLayer::explain(const ReadPlan&)
{
    return fail(unsupported("read by themselves"));
}

Result<Value> SimpleDataLayer::explain(const RelatedPlan&)
{
    return fail(unsupported("read by themselves"));
}

std::expected<void, WriteFailure> SimpleDataLayer::create(
    const Resource&, std::span<const Attribute* const>, std::span<Record* const>)
{
    return {};
}

std::expected<void, WriteFailure> SimpleDataLayer::update(
    const Resource&, std::span<RowUpdate> rows)
{
    for (size_t i = 0; i < rows.size(); ++i) {
        rows[i].matched = meets(rows[i].filter, *rows[i].original);
        if (!rows[i].matched)
            continue;
        for (const auto& assignment : rows[i].atomics) {
            if (auto assigned = assign(assignment, rows[i]); !assigned)
                return std::unexpected(WriteFailure { i, std::move(assigned).error() });
        }
    }
    return {};
}

std::expected<void, WriteFailure> SimpleDataLayer::destroy(
    const Resource&, std::span<RowDelete> rows)
{
    for (auto& row : rows)
        row.matched = meets(row.filter, *row.original);
    return {};
}

std::expected<void, Errors> SimpleDataLayer::upsert(const Resource&, RowUpsert&)
{
    return std::unexpected(Errors(unsupported("upserted")));
}

std::expected<void, Errors> SimpleDataLayer::write_by_query(const QueryWrite&, RowSink&)
{
    return std::unexpected(Errors(unsupported("written by a query")));
}

} // namespace tunez
