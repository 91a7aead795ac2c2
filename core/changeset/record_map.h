#pragma once

#include "base/error.h"
#include "base/result.h"
#include "resource/record.h"
#include "resource/resource.h"

namespace tunez {

// A record as a map by key, with what was loaded, markers left out: how callbacks see it.
Map record_map(const Record& record);

// A record as JavaScript holds it (fields under key or name, values in their wire form) as a typed
// one. Fields that are absent are not_loaded; other keys (loaded relationships, what the
// application added) are ignored. Fails with invalid_argument on a field that cannot be one of its
// type, and when the primary key is missing.
Result<Record> record_from_map(const Resource& resource, const Map& map);
// The same of fields that need not identify a record.
Result<Record> record_from_fields(const Resource& resource, const Map& map);

} // namespace tunez
