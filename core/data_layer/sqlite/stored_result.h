#pragma once

#include "base/value.h"

struct sqlite3_context;

namespace tunez::sqlite {

// Whether the text or bytes of a result outlive the row that it is read in.
enum class Lasts : bool { no, yes };

// Answers a stored value from a function or a virtual table: null, integer, real, text or bytes.
void answer(sqlite3_context* context, const Value& stored, Lasts lasts = Lasts::no);

} // namespace tunez::sqlite
