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

Map told_metadata(const Record& record)
{
    Map told;
    for (auto name : { "upsert_action", "upsert_skipped" }) {
        if (const auto* value = record.metadata.find(name))
            told.set(name, *value);
    }
    return told;
}

void put_related(Record& record, Related related)
{
    std::erase_if(record.related,
        [&](const Related& known) { return known.relationship == related.relationship; });
    record.related.push_back(std::move(related));
}

const Related* find_related(const Record& record, const Relationship& relationship)
{
    for (const auto& known : record.related) {
        if (known.relationship == &relationship)
            return &known;
    }
    return nullptr;
}

} // namespace tunez
