#pragma once

#include "base/error.h"
#include "data_layer/sqlite/database.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tunez::sqlite {

// The row whose write was refused.
struct RefusedWrite {
    StatementKind kind = StatementKind::insert; // insert, update or destroy
    const Resource& resource;
    const Record& record;
    std::span<const Attribute* const> columns; // What was being written.
};

// The columns of the identity's index: the tenant's comes first where it is part of it.
std::vector<const Attribute*> unique_columns(const Resource& resource, const Identity& identity);

// Why the write that just failed was refused, in the words of the resource (spec §1.3): one error
// for each field of the identity that is taken, `required`, "does not exist" on the key that leads
// nowhere, "would leave records behind". What is no matter of constraints is a storage error.
Errors write_errors(Database& database, const RefusedWrite& write);

} // namespace tunez::sqlite
