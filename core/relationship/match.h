#pragma once

#include "base/value.h"
#include "resource/manage_options.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tunez {

// What an input says of a field, under either of its spellings; null: nothing.
const Value* find_input(const Value& input, const Attribute& attribute);

// Fields of a record, and values of their types.
using KeyValues = std::vector<std::pair<const Attribute*, Value>>;

// By what an input is looked up (spec §10.4): its primary key, else the first identity whose fields
// are all there. Values are cast, so that a map among them is no condition of its own.
std::optional<KeyValues> lookup_key(const Resource& destination, const Value& input);
// Of a belongs_to: by the first of the keys whose fields are all there.
std::optional<KeyValues> lookup_key(
    const Resource& destination, std::span<const KeyList> keys, const Value& input);
bool has_key(const Record& record, const KeyValues& key);

// The primary key, and every identity, whatever the options say (spec §10.4).
std::vector<KeyList> all_keys(const Resource& destination);

// Values by which records and inputs meet. Equal values have equal texts; the converse has to be
// asked of the type.
std::string rough_text(const Value& value);

// The records that are related now, to be found by inputs.
class Matcher {
public:
    Matcher(const Relationship& relationship, std::span<const KeyList> keys,
        std::span<const Record> current);

    // Every record that the input matches, in their order.
    std::vector<size_t> find_all(const Value& input) const;

private:
    struct Index {
        const KeyList* key = nullptr;
        std::unordered_map<std::string, std::vector<uint32_t>> records;
    };

    // A key on the other side is the same for all records of a relationship, and so for inputs.
    bool is_shared(const Attribute& attribute) const { return &attribute == shared_; }
    bool matches(const Record& record, const Value& input, const KeyList& key) const;
    std::optional<std::string> text_of(const Value& input, const KeyList& key) const;

    std::span<const Record> current_;
    const Attribute* shared_ = nullptr;
    std::vector<Index> indexes_;
};

} // namespace tunez
