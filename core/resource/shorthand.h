#pragma once

#include "base/value.h"

namespace tunez {

// Attributes that most resources have, by one word in the place of the type (spec §1.2):
// `uuid_primary_key`, `uuid_v7_primary_key`, `integer_primary_key`, `create_timestamp`,
// `update_timestamp`. What was written beside the word wins.
Value expand_shorthand(const Value& attribute);

} // namespace tunez
