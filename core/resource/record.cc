#include "resource/record.h"

#include "resource/resource.h"

namespace tunez {

Record Record::blank(const Resource& resource)
{
    Record record;
    record.resource = &resource;
    record.values.resize(resource.attributes.size());
    return record;
}

} // namespace tunez
