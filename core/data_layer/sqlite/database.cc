#include "data_layer/sqlite/database.h"

namespace tunez::sqlite {

// More than an application has actions times the shapes of their queries; each takes a few
// kilobytes.
static constexpr size_t cached_statements = 256;

Database::Database(std::unique_ptr<Connection> open_connection)
    : connection(std::move(open_connection))
    , statements(*connection, cached_statements)
{
}

} // namespace tunez::sqlite
