#include "query/query.h"

namespace tunez {

static void add(const Resource& resource, std::string_view name, const Value& nested,
    std::vector<Load>& loads, std::vector<Error>& errors)
{
    const auto* relationship = resource.find_relationship(name);
    if (relationship == nullptr) {
        // An attribute that is loaded anyway is no mistake.
        if (resource.find_attribute(name) != nullptr)
            return;
        auto error = Error::make(ErrorCode::invalid_load,
            inspect(Value(name)) + " is not a valid load for " + resource.name);
        error.path = { std::string("load") };
        error.field = std::string(name);
        errors.push_back(std::move(error));
        return;
    }
    if (relationship->source_attribute == nullptr) {
        auto error = Error::make(ErrorCode::not_supported,
            "loading " + relationship->name + ", which no key leads to, is not supported yet");
        error.path = { std::string("load") };
        error.field = relationship->name;
        errors.push_back(std::move(error));
        return;
    }
    if (relationship->source_attribute == nullptr
        || relationship->destination_attribute == nullptr) {
        auto error = Error::make(ErrorCode::not_supported,
            "relationships without a key (`" + relationship->name + "`) cannot be loaded yet");
        error.path = { std::string("load") };
        errors.push_back(std::move(error));
        return;
    }
    auto query = std::make_unique<Query>();
    query->resource = relationship->destination;
    if (nested.is(Kind::map)) {
        auto parsed = parse_query(*relationship->destination, nested);
        if (parsed) {
            *query = std::move(*parsed);
        } else {
            for (auto& error : parsed.error().errors) {
                error.path.insert(error.path.begin(), { std::string("load"), relationship->name });
                errors.push_back(std::move(error));
            }
        }
    } else if (nested.is(Kind::list)) {
        parse_loads(*relationship->destination, nested, query->loads, errors);
    }
    for (auto& load : loads) {
        if (load.relationship == relationship) {
            for (auto& deeper : query->loads)
                load.query->loads.push_back(std::move(deeper));
            return;
        }
    }
    loads.push_back({ relationship, std::move(query) });
}

static bool is_query(const Map& map)
{
    for (auto key : { "filter", "sort", "limit", "offset", "select", "load" }) {
        if (map.contains(key))
            return true;
    }
    return map.empty();
}

// `{"albums": {"tracks": true}}` is short for `{"albums": {"load": {"tracks": true}}}`.
static Value as_query(const Value& nested)
{
    if (!nested.is(Kind::map) || is_query(nested.map()))
        return nested;
    return Value(Map { { "load", nested } });
}

void parse_loads(const Resource& resource, const Value& load, std::vector<Load>& loads,
    std::vector<Error>& errors)
{
    if (load.is_textual()) {
        add(resource, load.text(), {}, loads, errors);
    } else if (load.is(Kind::list)) {
        for (const auto& item : load.list())
            parse_loads(resource, item, loads, errors);
    } else if (load.is(Kind::map)) {
        for (const auto& [name, nested] : load.map()) {
            bool wanted = !(nested.is(Kind::boolean) && !nested.boolean());
            if (wanted)
                add(resource, name, as_query(nested), loads, errors);
        }
    } else if (!load.is_null()) {
        auto error = Error::make(
            ErrorCode::invalid_load, inspect(load) + " is not a valid load for " + resource.name);
        error.path = { std::string("load") };
        errors.push_back(std::move(error));
    }
}

} // namespace tunez
