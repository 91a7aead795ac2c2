#include "action/related_reads.h"

#include "action/fill.h"
#include "action/read.h"
#include "type/type.h"

#include <algorithm>

namespace tunez {

Outcome<void> load_current(Record& record, const Relationship& relationship, Context& context)
{
    std::vector<Load> loads(1);
    loads.front().relationship = &relationship;
    loads.front().query = std::make_unique<Query>();
    loads.front().query->resource = relationship.destination;
    Record* pointer = &record;
    return load_related({ &pointer, 1 }, loads, context);
}

static std::string text_of(const KeyValues& key)
{
    std::string text;
    for (const auto& [attribute, value] : key)
        text += std::to_string(attribute->index) + ':' + rough_text(value) + '\n';
    return text;
}

static ExpressionRef any_of(const Attribute& attribute, List values)
{
    if (values.size() == 1)
        return call(Operator::eq, { attribute_ref(attribute), literal(values.front()) });
    return call(Operator::in, { attribute_ref(attribute), literal(Value(std::move(values))) });
}

static ExpressionRef all_of(const KeyValues& key)
{
    ExpressionRef filter;
    for (const auto& [attribute, value] : key)
        filter = both(std::move(filter), any_of(*attribute, { value }));
    return filter;
}

// Keys of several fields become a chain of conditions, which SQLite takes up to a depth.
static constexpr size_t longest_chain = 200;

// Conditions that find all of the keys.
static std::vector<ExpressionRef> filters_of(std::span<const KeyValues* const> keys)
{
    std::vector<std::pair<const Attribute*, List>> single;
    std::vector<ExpressionRef> filters;
    size_t chained = 0;
    ExpressionRef chain;
    for (const auto* key : keys) {
        if (key == nullptr)
            continue;
        if (key->size() == 1) {
            auto known = std::ranges::find(
                single, key->front().first, [](const auto& entry) { return entry.first; });
            if (known == single.end())
                single.emplace_back(key->front().first, List { key->front().second });
            else
                known->second.push_back(key->front().second);
            continue;
        }
        chain = chain ? call(Operator::or_, { chain, all_of(*key) }) : all_of(*key);
        if (++chained % longest_chain == 0)
            filters.push_back(std::exchange(chain, nullptr));
    }
    if (chain)
        filters.push_back(std::move(chain));
    for (auto& [attribute, values] : single)
        filters.push_back(any_of(*attribute, std::move(values)));
    return filters;
}

static Outcome<std::vector<Record>> read_by(
    NestedCall& call, ExpressionRef filter, const Action& action)
{
    const auto& relationship = call.relationship();
    Query query;
    query.resource = relationship.destination;
    query.filter = std::move(filter);
    query.sort = relationship.sort;
    // Nothing is known of a parent that the record is not related to yet.
    if (relationship.filter_expression && !speaks_of_parent(*relationship.filter_expression))
        query.filter = both(std::move(query.filter), relationship.filter_expression);
    auto& context = call.context(NestedSide::destination);
    TRY(prepare_read(query, action, {}, {}, context));
    return read_records(query, context);
}

Outcome<void> Lookup::read(
    NestedCall& call, std::span<const KeyValues* const> keys, const Action& action)
{
    for (auto& filter : filters_of(keys)) {
        auto found = TRY(read_by(call, std::move(filter), action));
        std::move(found.begin(), found.end(), std::back_inserter(records_));
    }
    std::vector<std::vector<const Attribute*>> forms;
    for (const auto* key : keys) {
        std::vector<const Attribute*> form;
        for (size_t i = 0; key != nullptr && i < key->size(); ++i)
            form.push_back((*key)[i].first);
        if (!form.empty() && std::ranges::find(forms, form) == forms.end())
            forms.push_back(std::move(form));
    }
    for (const auto& form : forms) {
        for (size_t i = 0; i < records_.size(); ++i) {
            KeyValues own;
            for (const auto* attribute : form)
                own.emplace_back(attribute, records_[i].values[attribute->index]);
            by_key_[text_of(own)].push_back(i);
        }
    }
    return {};
}

const Record* Lookup::find(const KeyValues& key) const
{
    auto bucket = by_key_.find(text_of(key));
    if (bucket == by_key_.end())
        return nullptr;
    for (auto i : bucket->second) {
        if (has_key(records_[i], key))
            return &records_[i];
    }
    return nullptr;
}

Outcome<void> JoinRows::read(NestedCall& call, const Value& source, List destinations)
{
    const auto& relationship = call.relationship();
    destination_ = relationship.destination_attribute_on_join_resource;
    Query query;
    query.resource = relationship.through;
    query.filter = both(any_of(*relationship.source_attribute_on_join_resource, { source }),
        any_of(*destination_, std::move(destinations)));
    auto& context = call.context(NestedSide::join);
    if (const auto* action = relationship.through->primary_action(ActionType::read))
        TRY(prepare_read(query, *action, {}, {}, context));
    rows_ = TRY(read_records(query, context));
    for (size_t i = 0; i < rows_.size(); ++i)
        by_destination_[rough_text(rows_[i].values[destination_->index])].push_back(i);
    return {};
}

std::vector<Record> JoinRows::take(const Value& destination)
{
    std::vector<Record> rows;
    auto bucket = by_destination_.find(rough_text(destination));
    if (bucket == by_destination_.end())
        return rows;
    std::erase_if(bucket->second, [&](size_t i) {
        bool meant = equal(destination_->type, rows_[i].values[destination_->index], destination);
        if (meant)
            rows.push_back(rows_[i]);
        return meant;
    });
    return rows;
}

} // namespace tunez
