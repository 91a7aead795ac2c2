#include "data_layer/sqlite/stored_result.h"

#include <sqlite3.h>

namespace tunez::sqlite {

void answer(sqlite3_context* context, const Value& stored, Lasts lasts)
{
    auto release = lasts == Lasts::yes ? SQLITE_STATIC : SQLITE_TRANSIENT;
    switch (stored.kind()) {
    case Kind::null:
        return sqlite3_result_null(context);
    case Kind::integer:
        return sqlite3_result_int64(context, stored.integer());
    case Kind::real:
        return sqlite3_result_double(context, stored.real());
    case Kind::string:
        return sqlite3_result_text64(
            context, stored.text().data(), stored.text().size(), release, SQLITE_UTF8);
    default:
        return sqlite3_result_blob64(context, stored.text().data(), stored.text().size(), release);
    }
}

} // namespace tunez::sqlite
