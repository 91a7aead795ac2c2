#include "action/calculate.h"

#include "action/read.h"
#include "action/read_again.h"
#include "changeset/record_map.h"
#include "type/type.h"

#include <algorithm>

namespace tunez {

bool has_code(const Query& query)
{
    return !query.code.empty()
        || std::ranges::any_of(query.loads, [](const Load& load) { return has_code(*load.query); });
}

namespace {

// What a function needs of its records.
struct Needed {
    Query query;
    std::vector<const Attribute*> attributes; // Those that it names.
};

} // namespace

static void add_attributes(
    const Resource& resource, const Value& load, std::vector<const Attribute*>& attributes)
{
    if (load.is(Kind::list)) {
        for (const auto& item : load.list())
            add_attributes(resource, item, attributes);
    } else if (load.is(Kind::map)) {
        for (const auto& [name, nested] : load.map())
            add_attributes(resource, Value(name), attributes);
    } else if (load.is_textual()) {
        if (const auto* attribute = resource.find_attribute(load.text()))
            attributes.push_back(attribute);
    }
}

static Outcome<Needed> needs_of(const Resource& resource, const Calculation& calculation)
{
    std::vector<Error> errors;
    std::vector<Load> loads;
    parse_loads(resource, calculation.declared_load, loads, errors);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    Needed needed;
    needed.query.resource = &resource;
    needed.query.take(std::move(loads));
    add_attributes(resource, calculation.declared_load, needed.attributes);
    if (calculation.strict_loads)
        needed.query.select = needed.attributes;
    return needed;
}

// Whether the records in hand have it.
static bool suffices(std::span<Record* const> records, const Needed& needed)
{
    const auto& query = needed.query;
    return query.loads.empty() && query.derived.empty() && query.code.empty()
        && std::ranges::all_of(records, [&](const Record* record) {
               return std::ranges::all_of(needed.attributes, [&](const Attribute* attribute) {
                   return !record->values[attribute->index].is(Kind::not_loaded);
               });
           });
}

static bool have_keys(std::span<Record* const> records)
{
    return std::ranges::all_of(records, [](const Record* record) {
        return std::ranges::all_of(record->resource->primary_key,
            [&](const Attribute* key) { return record->values[key->index].is_present(); });
    });
}

static Error refused(const Calculation& calculation, std::string message)
{
    auto error = Error::make(ErrorCode::callback_failed, std::move(message));
    error.path = { std::string("load") };
    error.field = calculation.name;
    return error;
}

static Outcome<List> called(
    const Derived& derived, std::span<const Record* const> records, Context& context)
{
    const auto& calculation = *derived.code;
    List maps;
    for (const auto* record : records)
        maps.emplace_back(record_map(*record));
    Map message { { "kind", "calculate" }, { "records", Value(std::move(maps)) },
        { "arguments", Value(derived.arguments) },
        { "context",
            Value(Map { { "actor", context.actor }, { "tenant", context.tenant },
                { "authorize", Value(context.authorize) },
                { "source_context", Value(context.context) } }) } };
    auto answer = TRY(context.host.call(*calculation.calculate, Value(std::move(message))));
    if (!answer.is(Kind::list) || answer.list().size() != records.size())
        return fail(Errors(refused(calculation,
            "the calculation " + calculation.name
                + " must return a list with one value for each record")));
    List values;
    for (const auto& item : answer.list()) {
        auto value = item.is_null() ? item : Value();
        TypeErrors problems;
        if (!item.is_null() && !cast(calculation.type, item, value, problems))
            return fail(Errors(refused(calculation,
                "the calculation " + calculation.name
                    + " returned a value that is not of its type")));
        values.push_back(std::move(value));
    }
    return values;
}

static Outcome<void> calculate_one(
    std::span<Record* const> records, const Derived& derived, Context& context)
{
    auto needed = TRY(needs_of(*records.front()->resource, *derived.code));
    std::vector<const Record*> given(records.begin(), records.end());
    std::vector<Record> read;
    if (!suffices(records, needed)) {
        if (!have_keys(records))
            return fail(Errors(refused(*derived.code,
                "the calculation " + derived.code->name
                    + " needs what was not given: give the primary key of a record")));
        read = TRY(read_again(records, std::move(needed.query), context));
        for (size_t i = 0; i < read.size(); ++i)
            given[i] = &read[i];
    }
    auto values = TRY(called(derived, given, context));
    for (size_t i = 0; i < records.size(); ++i)
        put_derived(*records[i], { derived.json_key, std::move(values[i]) });
    return {};
}

Outcome<void> calculate(
    std::span<Record* const> records, std::span<const Derived> code, Context& context)
{
    if (records.empty())
        return {};
    for (const auto& derived : code)
        TRY(calculate_one(records, derived, context));
    return {};
}

Outcome<void> calculate_levels(
    std::span<Record* const> records, const Query& query, Context& context)
{
    for (const auto& load : query.loads) {
        std::vector<Record*> below;
        for (auto* record : records) {
            for (auto& related : record->related) {
                if (related.relationship != load.relationship)
                    continue;
                for (auto& each : related.records)
                    below.push_back(&each);
            }
        }
        if (has_code(*load.query))
            TRY(calculate_levels(below, *load.query, context));
    }
    return calculate(records, query.code, context);
}

} // namespace tunez
