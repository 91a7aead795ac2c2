#pragma once

#include "base/error.h"
#include "expr/expression.h"
#include "query/combination.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tunez {

// What a row has beside its columns: the value of an expression, stored as that type has it.
struct Computed {
    ExpressionRef expression;
    const TypeUse* type = nullptr;
};

struct CombinedPlan;

// Which rows, in which order, and which of their columns.
struct ReadPlan {
    const Resource* resource = nullptr; // Null: one row, of what is computed without any.
    ExpressionRef filter; // Null: all rows.
    std::vector<SortTerm> sort;
    std::optional<int64_t> limit;
    std::optional<int64_t> offset;
    std::span<const Attribute* const> select; // In this order the cells of a row arrive,
    std::span<const Computed> computed = {}; // and then these, computed for the rows that are
                                             // wanted only.
    // Of the rows that are alike in these only the first, in the order of `distinct_sort`.
    std::span<const SortTerm> distinct = {};
    std::span<const SortTerm> distinct_sort = {};
    // The rows are those of the members, joined in this order; null: those of the table.
    const std::vector<CombinedPlan>* combined = nullptr;
};

// A member of a combination: its rows have all columns and what it computes.
struct CombinedPlan {
    CombinationKind kind = CombinationKind::base;
    ReadPlan plan;
};

// The rows whose fields have these values.
struct KeyPlan {
    const Resource* resource = nullptr;
    std::span<const Attribute* const> fields;
    std::span<const Value> values; // One for each field, as cast (not yet dumped); none is nil.
    std::span<const Attribute* const> select;
};

// The rows of `resource` whose `key` is among `values`, for loading one level of a relationship in
// one statement; with a join, the rows reached through it (many_to_many). The first cell of a row
// is the place of its parent in `values`, an integer.
struct RelatedPlan {
    ReadPlan read; // Filter, sort and select of the destination; `limit` is per parent.
    const Attribute* key
        = nullptr; // On the destination; of the join's far side where there is one.
                   // Null: only the filter says which rows belong to a parent.
    std::span<const Value> values; // Distinct, as cast (not yet dumped).
    bool count_only = false; // One row for each parent that has any: how many there are.
    const Reach* path = nullptr; // The steps that lead from the parent to its rows, each row once.
    // Where the filter speaks of the parent: its resource, whose primary key `values` hold, and the
    // attribute that `key` (or `join_source`) equals.
    const Resource* parents = nullptr;
    const Attribute* source = nullptr;
    const Resource* through = nullptr;
    const Attribute* join_source = nullptr; // On the join resource, holds one of `values`.
    const Attribute* join_destination
        = nullptr; // On the join resource, equals `key` of the destination.
};

// Takes rows as they are stepped to. The views die with the call.
class RowSink {
public:
    virtual ~RowSink() = default;
    // False stops the read without an error.
    virtual bool row(std::span<const StoredView> cells) = 0;
};

// A column and what it is set to: a literal of its type, or an expression over the row.
struct Assignment {
    const Attribute* attribute = nullptr;
    ExpressionRef value;
    bool checked = false; // What an expression gives goes through the type and its constraints.
};

struct RowUpdate {
    const Record* original = nullptr; // Whose primary key names the row.
    std::span<const Attribute* const> columns; // What to write, from `record`.
    std::span<const Assignment> atomics; // And by expressions. With nothing to write and a filter:
                                         // only check that the row matches.
    Record* record = nullptr; // In: the new values. Out: the row as stored afterwards (columns not
                              // written are read back).
    ExpressionRef filter;
    bool matched = false; // Out: false when no row had that key and met the filter.
};

// What an upsert did to the row, as far as the storage can tell.
enum class RowFate : uint8_t { unknown, inserted, updated };

// A row that is inserted, or that is updated where its key is taken already (spec §6.2).
struct RowUpsert {
    Record* record = nullptr; // In: the values to insert. Out: the row as stored.
    std::span<const Attribute* const> columns; // What to insert, from `record`.
    std::span<const Assignment> atomics; // And by expressions.
    bool on_conflict = true; // False: it is new, whatever its keys are.
    const Identity* identity = nullptr; // Whose keys are taken; null: the primary key.
    // What is written to the row that is there; none: nothing. References mean that row.
    std::span<const Assignment> updates;
    ExpressionRef condition; // That row is written only where this holds; null: always.
    bool find_skipped = false; // Whether `record` is to be the row that was not written.
    bool matched = false; // Out: false when the row is there, but the condition does not hold.
    RowFate fate = RowFate::unknown; // Out: what became of the row that matched.
};

// Asked about each row before it is written.
class RowCheck {
public:
    RowCheck() = default;
    RowCheck(const RowCheck&) = delete;
    RowCheck& operator=(const RowCheck&) = delete;
    virtual ~RowCheck() = default;
    // The row as it is, in the columns of QueryWrite::rows, and what the assignments that are no
    // literals make of it, in their order. Errors fail the write as a whole.
    virtual Errors check(std::span<const StoredView> row, std::span<const StoredView> assigned) = 0;
};

// All rows that a plan means, written by one statement.
struct QueryWrite {
    enum class Kind : uint8_t { update, destroy } kind = Kind::update;
    const ReadPlan* rows = nullptr; // `select` is what the sink gets of each: as stored afterwards,
                                    // or as it was before it went.
    std::span<const Assignment> assignments; // None: the rows are only checked and read.
    std::span<const Assignment> defaults; // Only for rows that the assignments change.
    RowCheck* check = nullptr; // Null: every row may be written.
    ExpressionRef passes; // What a row meets that need not be checked; null: all are.
    size_t* count = nullptr; // Where their number goes, in place of the rows to the sink.
};

struct RowDelete {
    const Record* original = nullptr;
    ExpressionRef filter;
    bool matched = false;
};

// Why a batch stopped, and at which of its rows.
struct WriteFailure {
    size_t row = 0;
    Errors errors;
};

// What stores records. Synchronous; takes a whole read or batch, never a clause of one. Everything
// a caller passes is bound; constraint failures come back in the words of the resource (spec §1.3),
// never in those of the database.
class DataLayer {
public:
    DataLayer() = default;
    DataLayer(const DataLayer&) = delete;
    DataLayer& operator=(const DataLayer&) = delete;
    virtual ~DataLayer() = default;

    virtual Result<void> begin() = 0; // For writing: takes the writer's place at once.
    virtual Result<void> commit() = 0; // One that fails has rolled back, unless flush() fails, too.
    // What was committed is durable when this has succeeded, and may be lost before it.
    // `commit_outcome_unknown`: nobody knows what of it is kept.
    virtual Result<void> flush() = 0;
    virtual Result<void> rollback()
        = 0; // Nothing to do when the storage has given the transaction up by itself.
    virtual bool in_transaction() const = 0;
    // Savepoints nest inside a transaction, innermost last.
    virtual Result<void> savepoint() = 0;
    virtual Result<void> release_savepoint()
        = 0; // Keeps what was done since; the savepoint is gone.
    virtual Result<void> rollback_to_savepoint()
        = 0; // Undoes what was done since; the savepoint is gone.

    virtual Result<void> read(const ReadPlan& plan, RowSink& sink) = 0;
    virtual Result<void> read_by_key(const KeyPlan& plan, RowSink& sink) = 0;
    // The first cell of each row names its parent (the value of `key`, or of `join_source`); the
    // selected ones follow. The rows of one parent come in the order of the sort; rows of different
    // parents may come mixed.
    virtual Result<void> read_related(const RelatedPlan& plan, RowSink& sink) = 0;

    // How it would read, without reading:
    // `{"sql","parameters":[…],"plan":[{"detail","children"?}…], "notes":[sentence…]}`. What is
    // compared with sensitive fields is not shown.
    virtual Result<Value> explain(const ReadPlan& plan) = 0;
    virtual Result<Value> explain(const RelatedPlan& plan) = 0;

    // Writes the values of `columns` of each record; generated attributes are set on the records.
    // All or nothing is the caller's business (a transaction or savepoint around it): rows before
    // the failing one stay written.
    virtual std::expected<void, WriteFailure> create(const Resource& resource,
        std::span<const Attribute* const> columns, std::span<Record* const> records)
        = 0;
    virtual std::expected<void, WriteFailure> update(
        const Resource& resource, std::span<RowUpdate> rows)
        = 0;
    virtual std::expected<void, WriteFailure> destroy(
        const Resource& resource, std::span<RowDelete> rows)
        = 0;
    virtual std::expected<void, Errors> upsert(const Resource& resource, RowUpsert& row) = 0;
    virtual std::expected<void, Errors> write_by_query(const QueryWrite& write, RowSink& sink) = 0;
};

} // namespace tunez
