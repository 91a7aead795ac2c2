#pragma once

#include "action/nested.h"
#include "relationship/match.h"

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tunez {

// What managing a relationship reads, each time one statement for any number of records.

// Loads the relationship into the record, in its order.
Outcome<void> load_current(Record& record, const Relationship& relationship, Context& context);

// Records that are not related, found by their keys (spec §10.4).
class Lookup {
public:
    // Null keys are not looked up.
    Outcome<void> read(
        NestedCall& call, std::span<const KeyValues* const> keys, const Action& action);
    const Record* find(const KeyValues& key) const;

private:
    std::vector<Record> records_;
    std::unordered_map<std::string, std::vector<size_t>> by_key_;
};

// The rows of the join resource that lead from a source to destinations.
class JoinRows {
public:
    Outcome<void> read(NestedCall& call, const Value& source, List destinations);
    std::vector<Record> take(const Value& destination); // Those of one; each only once.

private:
    std::vector<Record> rows_;
    const Attribute* destination_ = nullptr;
    std::unordered_map<std::string, std::vector<size_t>> by_destination_;
};

} // namespace tunez
