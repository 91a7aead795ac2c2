#pragma once

namespace tunez {

struct Query;

// Also loads what another query of the same resource does. Where both load the same, `query` says
// how, and its related records have the loads of both.
void load_also(Query& query, Query other);

} // namespace tunez
