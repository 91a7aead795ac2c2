#include "support/loaded.h"

#include "catch_amalgamated.hpp"

namespace tunez::test {

Loaded::Loaded(std::string_view resources)
{
    Map domain { { "name", Value("Test") }, { "resources", from_json(resources) } };
    auto loaded = load_definition(
        Value(Map { { "domains", Value(List { Value(std::move(domain)) }) } }), {}, host);
    INFO((loaded ? "" : loaded.error().errors.front().rendered()));
    REQUIRE(loaded);
    definition_ = std::move(*loaded);
    context_ = std::make_unique<Context>(host, random_, *definition_);
    context_->live_changesets = &live_;
    context_->notifications = &notifications_;
}

const Resource& Loaded::resource(std::string_view name) const
{
    const auto* resource = definition_->find_resource(name);
    REQUIRE(resource != nullptr);
    return *resource;
}

const Action& Loaded::action(std::string_view resource_name, std::string_view action_name) const
{
    const auto* action = resource(resource_name).find_action(action_name);
    REQUIRE(action != nullptr);
    return *action;
}

const Attribute& Loaded::attribute(
    std::string_view resource_name, std::string_view attribute_name) const
{
    const auto* attribute = resource(resource_name).find_attribute(attribute_name);
    REQUIRE(attribute != nullptr);
    return *attribute;
}

Record Loaded::record(std::string_view resource_name, std::string_view fields) const
{
    auto record = Record::blank(resource(resource_name));
    record.state = RecordState::loaded;
    for (const auto& [name, value] : from_json(fields).map())
        record.values[attribute(resource_name, name).index] = value;
    return record;
}

} // namespace tunez::test
