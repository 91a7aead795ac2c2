#include "action/read_again.h"

#include "action/read.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace tunez {

static std::string key_text(const Record& record)
{
    std::string text;
    for (const auto* key : record.resource->primary_key)
        text.append(display(record.values[key->index])).append(1, '\0');
    return text;
}

// As many as stay far below the depth that SQLite allows of an expression.
static constexpr size_t largest_batch = 200;

// One of the keys that are a single field, or of those of several.
static ExpressionRef key_filter(std::span<Record* const> records)
{
    const auto& keys = records.front()->resource->primary_key;
    if (keys.size() == 1) {
        List values;
        for (const auto* record : records)
            values.push_back(record->values[keys.front()->index]);
        return call(
            Operator::in, { attribute_ref(*keys.front()), literal(Value(std::move(values))) });
    }
    ExpressionRef any;
    for (const auto* record : records) {
        ExpressionRef key;
        for (const auto* attribute : keys)
            key = both(std::move(key),
                call(Operator::eq,
                    { attribute_ref(*attribute), literal(record->values[attribute->index]) }));
        any = any ? call(Operator::or_, { std::move(any), std::move(key) }) : std::move(key);
    }
    return any;
}

Outcome<std::vector<Record>> read_again(
    std::span<Record* const> records, Query query, Context& context)
{
    std::unordered_map<std::string, Record> found;
    auto size = records.front()->resource->primary_key.size() == 1 ? records.size() : largest_batch;
    for (size_t i = 0; i < records.size(); i += size) {
        query.filter = key_filter(records.subspan(i, std::min(size, records.size() - i)));
        for (auto& record : TRY(read_records(query, context)))
            found.insert_or_assign(key_text(record), std::move(record));
    }
    std::vector<Record> again;
    again.reserve(records.size());
    for (const auto* record : records) {
        auto same = found.find(key_text(*record));
        again.push_back(same == found.end() ? *record : same->second);
    }
    return again;
}

void put_derived(Record& record, DerivedValue value)
{
    auto known = std::ranges::find(record.derived, value.json_key, &DerivedValue::json_key);
    if (known == record.derived.end())
        record.derived.push_back(std::move(value));
    else
        known->value = std::move(value.value);
}

} // namespace tunez
