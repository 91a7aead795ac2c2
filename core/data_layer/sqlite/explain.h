#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/sqlite/database.h"

namespace tunez::sqlite {

// As DataLayer::explain() has it.
Result<Value> explain(Database& database, const ReadPlan& plan);
Result<Value> explain(Database& database, const RelatedPlan& plan);

// A sentence for each condition and for the order that no index serves, going by the lines of
// SQLite's plan.
List notes_of(const ReadPlan& plan, std::span<const std::string> lines);

} // namespace tunez::sqlite
