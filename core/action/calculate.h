#pragma once

#include "base/error.h"
#include "changeset/context.h"
#include "query/query.h"
#include "resource/record.h"

#include <span>
#include <vector>

namespace tunez {

// Whether the query, or one that loads something for it, has calculations of the application.
bool has_code(const Query& query);

// Puts the values of calculations that the application computes on records in hand (spec §9.2):
// what a function needs is loaded for it, then it is called once for all records.
Outcome<void> calculate(
    std::span<Record* const> records, std::span<const Derived> code, Context& context);
// The same for what a query has read, at every level of it.
Outcome<void> calculate_levels(
    std::span<Record* const> records, const Query& query, Context& context);

} // namespace tunez
