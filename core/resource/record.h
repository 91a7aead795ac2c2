#pragma once

#include "base/value.h"

#include <memory>
#include <string>
#include <vector>

namespace tunez {

struct Relationship;
struct Resource;

enum class RecordState : uint8_t { built, loaded, deleted };

struct Record;

// What a loaded relationship holds: the records (at most one for a to-one relationship, whose nil
// is an empty list).
struct Related {
    const Relationship* relationship = nullptr;
    std::vector<Record> records;
    Value page; // Where pages were asked for: what a page says beside its records.
};

// The value of a calculation or an aggregate that was loaded.
struct DerivedValue {
    std::string json_key; // `"key":`
    Value value;
};

// One instance of a resource. Values stand at their attribute's index; a field that was not fetched
// is not_loaded.
struct Record {
    const Resource* resource = nullptr;
    RecordState state = RecordState::built;
    std::vector<Value> values;
    std::vector<Related> related; // Only what was loaded.
    std::vector<DerivedValue> derived;
    Map metadata;

    // A blank record: every attribute null.
    static Record blank(const Resource& resource);
};

// What the application is told of a record beside its fields: what an upsert did (spec §6.2). Empty
// for most.
Map told_metadata(const Record& record);
// In place of what was loaded of that relationship before.
void put_related(Record& record, Related related);
// Null where it was not loaded.
const Related* find_related(const Record& record, const Relationship& relationship);

} // namespace tunez
