#include "query/query.h"
#include "query/lock.h"

#include <algorithm>

namespace tunez {

std::vector<const Attribute*> Query::selected() const
{
    std::vector<const Attribute*> attributes;
    attributes.reserve(resource->attributes.size());
    for (const auto& attribute : resource->attributes) {
        bool chosen = select
            ? std::find(select->begin(), select->end(), attribute.get()) != select->end()
            : attribute->select_by_default;
        if (chosen || attribute->primary_key || attribute->always_select)
            attributes.push_back(attribute.get());
    }
    return attributes;
}

static Error at_path(ErrorCode code, std::string message, std::string_view step)
{
    auto error = Error::make(code, std::move(message));
    error.path.emplace_back(std::string(step));
    return error;
}

static void parse_count(const Value& value, std::optional<int64_t>& count, ErrorCode code,
    std::string_view name, std::vector<Error>& errors)
{
    if (value.is_null())
        return;
    if (value.is(Kind::integer) && value.integer() >= 0) {
        count = value.integer();
        return;
    }
    errors.push_back(at_path(code, inspect(value) + " is not a valid " + std::string(name), name));
}

static Error no_such_field(const Resource& resource, std::string_view field, std::string_view step)
{
    auto error = at_path(ErrorCode::no_such_field,
        "No such field " + std::string(field) + " for resource " + resource.name, step);
    error.field = std::string(field);
    error.details.set("resource", Value(resource.name));
    return error;
}

std::vector<const Attribute*> parse_select(
    const Resource& resource, const Value& select, std::vector<Error>& errors)
{
    std::vector<const Attribute*> attributes;
    if (!select.is(Kind::list)) {
        errors.push_back(
            at_path(ErrorCode::invalid_query, "select must be a list of fields", "select"));
        return attributes;
    }
    for (const auto& field : select.list()) {
        const auto* attribute
            = field.is_textual() ? resource.find_attribute(field.text()) : nullptr;
        if (attribute != nullptr)
            attributes.push_back(attribute);
        else
            errors.push_back(no_such_field(
                resource, field.is_textual() ? field.text() : inspect(field), "select"));
    }
    return attributes;
}

void Query::take(std::vector<Load> wanted)
{
    for (auto& load : wanted) {
        if (load.relationship != nullptr)
            loads.push_back(std::move(load));
        else if (load.derived.code != nullptr)
            code.push_back(std::move(load.derived));
        else
            derived.push_back(std::move(load.derived));
    }
}

static void parse_members(
    const Resource& resource, const Map& map, Query& query, std::vector<Error>& errors)
{
    std::vector<CombinedField> combined;
    if (const auto* members = map.find("combination_of"))
        parse_combination(resource, *members, query.combination_of, combined, errors);
    for (const auto& [key, value] : map) {
        if (key == "filter") {
            auto filter = parse_filter(resource, value, errors, FieldAccess::all, combined);
            if (filter)
                query.filter = both(std::move(query.filter), std::move(*filter));
            else
                errors.push_back(std::move(filter).error());
        } else if (key == "sort") {
            parse_sort(resource, value, query.sort, errors, FieldAccess::all, combined);
        } else if (key == "limit") {
            parse_count(value, query.limit, ErrorCode::invalid_limit, "limit", errors);
        } else if (key == "offset") {
            parse_count(value, query.offset, ErrorCode::invalid_offset, "offset", errors);
        } else if (key == "select") {
            if (!value.is_null())
                query.select = parse_select(resource, value, errors);
        } else if (key == "load") {
            std::vector<Load> loads;
            parse_loads(resource, value, loads, errors);
            query.take(std::move(loads));
        } else if (key == "sort_input") {
            parse_sort(resource, value, query.sort, errors, FieldAccess::public_only);
        } else if (key == "filter_input") {
            auto filter = parse_filter(resource, value, errors, FieldAccess::public_only);
            query.filter = both(std::move(query.filter), std::move(*filter));
        } else if (key == "distinct") {
            parse_sort(resource, value, query.distinct, errors);
        } else if (key == "distinct_sort") {
            parse_sort(resource, value, query.distinct_sort, errors);
        } else if (key == "page") {
            parse_page(value, query.page, errors);
        } else if (key == "lock") {
            if (auto refused = check_lock(resource, value))
                errors.push_back(std::move(*refused));
        } else if (key != "combination_of") {
            errors.push_back(at_path(ErrorCode::invalid_query,
                "a query has no `" + key
                    + "`; it has filter, filter_input, sort, sort_input, distinct, distinct_sort, "
                      "limit, offset, page, select, load, lock and combination_of",
                key));
        }
    }
}

Outcome<Query> parse_query(const Resource& resource, const Value& message)
{
    Query query;
    query.resource = &resource;
    std::vector<Error> errors;
    if (message.is(Kind::map))
        parse_members(resource, message.map(), query, errors);
    else if (!message.is_null())
        errors.push_back(Error::make(ErrorCode::invalid_query, "a query is a map"));
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    return query;
}

} // namespace tunez
