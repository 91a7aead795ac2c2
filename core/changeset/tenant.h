#pragma once

#include "base/result.h"
#include "host/host.h"
#include "resource/resource.h"

namespace tunez {

// Spec §1.6: a tenant as the resource's attribute stores it; nil where there is none, or no
// attribute.
Result<Value> stored_tenant(const Resource& resource, const Value& tenant, Host& host);
// The tenant whose rows hold `stored`; nil where that cannot be told.
Result<Value> tenant_of(const Resource& resource, const Value& stored, Host& host);

} // namespace tunez
