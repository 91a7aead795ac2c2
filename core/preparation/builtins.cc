#include "preparation/preparation.h"
#include "validation/validation.h"

#include <type_traits>

namespace tunez {

std::span<const Builtin* const> builtin_preparations()
{
    static const Builtin* const table[] = {
        &preparation::build.shape,
        &preparation::set_context.shape,
    };
    return table;
}

Outcome<void> run_preparation(
    const Entry& entry, Query& query, Changeset& arguments, Context& context)
{
    // The shape is the first member of a standard-layout row.
    static_assert(std::is_standard_layout_v<Preparation>);
    if (!entry.where.empty() && !TRY(conditions_hold(entry.where, arguments, context)))
        return {};
    const auto& row = *reinterpret_cast<const Preparation*>(entry.builtin);
    return row.prepare({ entry, query, arguments, context });
}

} // namespace tunez
