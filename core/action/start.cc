#include "action/start.h"

#include "changeset/tenant.h"

namespace tunez {

static Result<void> travel(Changeset& changeset, const Value& tenant, Context& context)
{
    if (!context.actor.is_null())
        changeset.set_actor(context.actor);
    if (!context.context.empty())
        changeset.set_context(context.context);
    if (!tenant.is_null())
        changeset.set_tenant(
            tenant, TRY(stored_tenant(changeset.resource(), tenant, context.host)));
    return {};
}

static Error tenant_missing(const Resource& resource)
{
    auto error = Error::invalid_changes(
        {}, resource.name + " changesets require a tenant to be specified");
    error.details.set("resource", Value(resource.name));
    return error;
}

Outcome<Changeset> start_create(const Resource& resource, Context& context)
{
    Changeset changeset(resource);
    TRY(travel(changeset, context.tenant, context));
    return changeset;
}

Outcome<Changeset> start_rows(const Resource& resource, ActionType type, Context& context)
{
    auto changeset = Changeset::of_rows(resource, type);
    TRY(travel(changeset, context.tenant, context));
    return changeset;
}

Outcome<Changeset> start_change(Record record, ActionType type, Context& context)
{
    const auto& resource = *record.resource;
    // A record of a tenant is changed on behalf of that tenant, when nobody else is named.
    auto tenant = context.tenant;
    if (resource.multitenancy && tenant.is_null())
        tenant = TRY(tenant_of(
            resource, record.values[resource.multitenancy->attribute->index], context.host));
    Changeset changeset(std::move(record), type);
    TRY(travel(changeset, tenant, context));
    return changeset;
}

void apply_tenant(Changeset& changeset, const Action& action)
{
    const auto& tenancy = changeset.resource().multitenancy;
    if (!tenancy)
        return;
    auto mode = action.multitenancy;
    if (mode == ActionMultitenancy::bypass || mode == ActionMultitenancy::bypass_all)
        return;
    if (!changeset.stored_tenant().is_null()) {
        if (changeset.action_type() == ActionType::create)
            changeset.force_change_attribute(*tenancy->attribute, changeset.stored_tenant());
    } else if (!tenancy->global && mode != ActionMultitenancy::allow_global) {
        changeset.add_error(tenant_missing(changeset.resource()));
    }
}

} // namespace tunez
