#pragma once

#include "base/error.h"
#include "changeset/context.h"
#include "query/query.h"
#include "resource/record.h"

#include <span>
#include <vector>

namespace tunez {

// The rows of these records by their primary keys, as the query has them, one for each and in their
// order; a record whose row is gone is itself. `query` has neither filter nor order.
Outcome<std::vector<Record>> read_again(
    std::span<Record* const> records, Query query, Context& context);

// What is derived again replaces what was.
void put_derived(Record& record, DerivedValue value);

} // namespace tunez
