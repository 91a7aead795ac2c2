#pragma once

#include "resource/resource.h"

#include <optional>
#include <vector>

namespace tunez {

// Where `related`, `exists` and `aggregate` in an expression lead, and what is made of the rows
// there (spec §9.5).
struct Reach {
    const Resource* resource = nullptr; // Whose rows they are.
    std::vector<const Relationship*> path; // From the row to them; empty: all rows of the resource.
    std::vector<ExpressionRef> steps; // What else the rows of each step have to meet; null:
                                      // nothing. Their parent is the row of the step before.
    bool filtered = false; // Whether `steps` hold the relationships' own filters.
    ExpressionRef filter; // Over the rows at the end; their parent is the row. Null: none.

    // Of aggregates:
    AggregateKind kind = AggregateKind::count;
    ExpressionRef field; // Null: the rows themselves.
    std::vector<SortTerm> sort;
    Value default_value; // In place of nil, or of a list without items.
    bool uniq = false;
    bool include_nil = false;
    std::optional<CallbackId> callback; // custom: makes the value of the list of items.
    // Of aggregates over a query:
    std::optional<int64_t> limit;
    std::optional<int64_t> offset;

    // Whether it may lead to more than one row.
    bool to_many() const;
};

} // namespace tunez
