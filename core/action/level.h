#pragma once

#include "action/page.h"
#include "action/row_order.h"
#include "changeset/context.h"
#include "data_layer/data_layer.h"
#include "query/query.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tunez {

class Filling;

// Which values one load needs: for each row the number of its key among the distinct ones.
struct KeyColumn {
    size_t cell = 0;
    const Attribute* attribute = nullptr;
    std::vector<int32_t> of_row; // −1: nil, nothing is related.
    std::vector<Value> distinct;
    std::unordered_map<std::string, int32_t> numbers;

    Result<void> add(const StoredView& stored);
};

// What a relationship is loaded by: the key that it leads from, or the whole parent.
const Attribute* parent_key(const Relationship& relationship);

// One level of a read: what is asked of the data layer for it. What the plans point at lives here.
class Level {
public:
    // `load`: the relationship whose rows they are; null: the rows of the query itself.
    Level(const Query& query, const Load* load)
        : query_(query)
        , load_(load)
    {
    }

    // For the rows of these parents, each known by its key.
    Outcome<void> plan(Context& context, std::span<const Value> parents);

    const ReadPlan& read() const { return related_.read; }
    const RelatedPlan& related() const { return related_; }
    // How many rows each parent has in all.
    RelatedPlan count() const;

    const Query& query() const { return query_; }
    size_t selected() const { return selected_; } // How many of the columns are for the record.
    std::span<const Attribute* const> columns() const { return columns_; }
    std::vector<KeyColumn>& keys() { return keys_; } // For the loads of the query.
    // The cells with the place of a row in the sort; none unless that is asked for.
    std::span<const size_t> keyset_cells() const { return keyset_cells_; }
    const std::optional<Page>& page() const { return page_; } // Of each parent's rows.
    // By which the rows of each parent have yet to be sorted.
    RowOrder& order() { return order_; }

private:
    Outcome<void> restrict_to_relationship(Context& context);
    Outcome<void> ask_for_pages();
    void choose_columns();
    void sort_later();
    size_t cell_of(const Attribute& attribute);
    size_t cell_of(const SortTerm& term);
    Outcome<void> fill(Context& context);
    Outcome<void> combine(Filling& filling);
    Outcome<void> relate(Context& context, std::span<const Value> parents);

    const Query& query_;
    const Load* load_;
    Query rows_; // Which rows, in which order: those of the query, and what belongs to the load.
    ExpressionRef uncut_; // Without the cursor of a page.
    std::optional<Page> page_;
    std::vector<const Attribute*> columns_;
    size_t selected_ = 0;
    std::vector<KeyColumn> keys_;
    RowOrder order_;
    std::vector<Computed> computed_; // What is derived, then what only keysets need.
    std::vector<size_t> keyset_cells_;
    std::vector<std::vector<Computed>> combined_computed_;
    std::vector<CombinedPlan> combined_;
    ExpressionRef path_;
    RelatedPlan related_;
};

} // namespace tunez
