#pragma once

#include "action/page.h"
#include "base/error.h"
#include "changeset/context.h"
#include "data_layer/data_layer.h"
#include "query/query.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tunez {

// Takes the rows of one level of a read in the form that its caller wants: packed or as JSON text,
// straight from the cells, or records.
class RowEncoder {
public:
    RowEncoder() = default;
    RowEncoder(const RowEncoder&) = delete;
    RowEncoder& operator=(const RowEncoder&) = delete;
    virtual ~RowEncoder() = default;
    // The cells of the columns, and those of what is derived.
    virtual Result<void> row(std::span<const Attribute* const> columns,
        std::span<const StoredView> cells, std::span<const Derived> derived,
        std::span<const StoredView> derived_cells)
        = 0;
};

// What was read: the rows of one query, and for each relationship that was loaded the rows below
// them.
struct RowTree {
    struct Branch {
        const Relationship* relationship = nullptr;
        std::unique_ptr<RowTree> tree;
        // For each row of the parent the number of its key; −1: nil, nothing is related.
        std::vector<int32_t> key_of_row;
        // By the number of a key, the rows of `tree` that belong to it, in their order.
        std::vector<std::vector<uint32_t>> rows_of_key;
        // Where pages were asked for: that of each key, and last the one of rows without.
        std::vector<Page> pages;

        std::span<const uint32_t> children(size_t row) const
        {
            auto key = key_of_row[row];
            return key < 0 ? std::span<const uint32_t> {} : rows_of_key[static_cast<size_t>(key)];
        }
        // Null: pages were not asked for.
        const Page* page(size_t row) const
        {
            auto key = key_of_row[row];
            return pages.empty() ? nullptr
                : key < 0        ? &pages.back()
                                 : &pages[static_cast<size_t>(key)];
        }
    };

    size_t count = 0;
    std::unique_ptr<RowEncoder> rows;
    std::vector<Branch> branches;
    std::vector<List>
        keysets; // The stored values that each row is sorted by, if they are asked for.
};

using EncoderFactory = std::function<std::unique_ptr<RowEncoder>(const Resource&)>;

// Runs a query with its loads: one statement for each level (spec §1.4), never one for each record.
Outcome<RowTree> read_tree(
    const Query& query, Context& context, const EncoderFactory& make_encoder);

// How it would be read: a map for each statement, as docs/wire.md has it.
Outcome<List> explain_tree(const Query& query, Context& context);

// The same as records.
Outcome<std::vector<Record>> read_records(const Query& query, Context& context);
Outcome<std::vector<Record>> read_records(
    const Query& query, Context& context, std::vector<List>& keysets);

// One value out of all rows of the query, as it is stored (spec §9.6). Sort, limit and offset of
// the query count.
Result<void> read_aggregate(const Expression& aggregate, Context& context, RowSink& sink);

// Loads relationships and derived fields of records that are in hand.
Outcome<void> load_related(
    std::span<Record* const> records, const std::vector<Load>& loads, Context& context);

// Whether the rows of a relationship with this filter follow from more of their parent than its
// key.
bool speaks_of_parent(const Expression& expression);

// Adds what the action and the tenant ask of every read: argument casting, the action's filter, the
// tenant's rows (spec §6.8).
Outcome<void> prepare_read(Query& query, const Action& action, const Value& input,
    std::span<const std::string> skip, Context& context);

// Whether a read by that action has all rows of its query, whoever asks and whatever the input; the
// tenant's rows are another matter.
bool adds_nothing(const Action& action, const Resource& resource);

// `field == value` for every field of a primary key or another unique key given by value or by map.
Result<ExpressionRef> key_filter(const Resource& resource, const Value& key);
// The same, of a primary key or the keys of an identity only; other maps are invalid_primary_key.
Result<ExpressionRef> unique_filter(const Resource& resource, const Value& key);
// "invalid primary key … provided"
Error invalid_key(const Resource& resource, const Value& key);
// Of a read that is to find one record at most.
Error multiple_results(const Resource& resource);
// "record with id: … not found"
Error not_found(const Resource& resource, const Value& key);

} // namespace tunez
