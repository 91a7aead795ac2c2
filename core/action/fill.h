#pragma once

#include "base/result.h"
#include "changeset/context.h"
#include "expr/expression.h"
#include "resource/resource.h"

#include <vector>

namespace tunez {

// The rows that belong to the tenant of the context; null: all of them.
Result<ExpressionRef> tenant_filter(
    const Resource& resource, ActionMultitenancy mode, Context& context);

// Expressions with what only the request knows put in: the actor, the tenant, the context, the
// clock (the same moment everywhere), and the tenant's rows wherever they lead to other resources.
// What is left of inputs counts as nil.
class Filling {
public:
    explicit Filling(Context& context)
        : context_(context)
    {
    }

    Result<void> fill(ExpressionRef& expression); // Null stays null.
    Result<void> fill(std::vector<SortTerm>& sort);

private:
    Context& context_;
    int64_t now_ = 0; // Microseconds; 0: nobody has asked yet.
};

} // namespace tunez
