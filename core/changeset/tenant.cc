#include "changeset/tenant.h"

namespace tunez {

static Result<Value> call(CallbackId callback, const Value& argument, Host& host)
{
    return host.call(callback, Value(Map { { "kind", Value("value") }, { "argument", argument } }));
}

Result<Value> stored_tenant(const Resource& resource, const Value& tenant, Host& host)
{
    if (!resource.multitenancy || tenant.is_null())
        return Value();
    const auto& parse = resource.multitenancy->parse_attribute;
    return parse ? call(*parse, tenant, host) : Result<Value>(tenant);
}

Result<Value> tenant_of(const Resource& resource, const Value& stored, Host& host)
{
    if (!resource.multitenancy || !stored.is_present())
        return Value();
    const auto& tenancy = *resource.multitenancy;
    if (tenancy.tenant_from_attribute)
        return call(*tenancy.tenant_from_attribute, stored, host);
    return tenancy.parse_attribute ? Value() : stored;
}

} // namespace tunez
