#include "action/fill.h"

#include "changeset/template.h"
#include "changeset/tenant.h"
#include "query/query.h"
#include "resource/expression/parse.h"

namespace tunez {

static Error tenant_required(const Resource& resource)
{
    auto error = Error::make(ErrorCode::tenant_required,
        "Queries against the " + resource.name + " resource require a tenant to be specified");
    error.details.set("resource", Value(resource.name));
    return error;
}

Result<ExpressionRef> tenant_filter(
    const Resource& resource, ActionMultitenancy mode, Context& context)
{
    if (!resource.multitenancy || mode == ActionMultitenancy::bypass
        || mode == ActionMultitenancy::bypass_all)
        return ExpressionRef {};
    auto tenant = TRY(stored_tenant(resource, context.tenant, context.host));
    if (!tenant.is_null())
        return equals(*resource.multitenancy->attribute, tenant);
    if (!resource.multitenancy->global && mode != ActionMultitenancy::allow_global)
        return fail(tenant_required(resource));
    return ExpressionRef {};
}

namespace {

class ContextSubstitution final : public Substitution {
public:
    ContextSubstitution(Context& context, int64_t& now)
        : context_(context)
        , now_(now)
    {
    }

    ExpressionRef input(const Expression& input) override
    {
        if (input.name == "actor")
            return literal(value_at(context_.actor, input.literal));
        if (input.name == "tenant")
            return literal(context_.tenant);
        if (input.name == "context")
            return literal(value_at(Value(context_.context), input.literal));
        return literal(Value());
    }

    ExpressionRef clock(Operator op) override
    {
        if (now_ == 0)
            now_ = context_.host.now();
        return literal(op == Operator::now ? Value::datetime(now_, Precision::microsecond)
                                           : Value::date(day_of(now_)));
    }

    bool is_final() const override { return true; }

    ExpressionRef reachable(const Resource& resource) override
    {
        auto filter = tenant_filter(resource, ActionMultitenancy::enforce, context_);
        if (filter)
            return std::move(*filter);
        if (!error_)
            error_ = std::move(filter).error();
        return literal(Value(false));
    }

    std::optional<Error>& error() { return error_; }

private:
    Context& context_;
    int64_t& now_;
    std::optional<Error> error_;
};

} // namespace

Result<void> Filling::fill(ExpressionRef& expression)
{
    if (!expression || !expression->fillable)
        return {};
    ContextSubstitution substitution(context_, now_);
    expression = substitute(expression, substitution);
    if (substitution.error())
        return tunez::fail(std::move(*substitution.error()));
    return {};
}

Result<void> Filling::fill(std::vector<SortTerm>& sort)
{
    for (auto& term : sort)
        TRY(fill(term.expression));
    return {};
}

} // namespace tunez
