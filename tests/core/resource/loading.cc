#include "core/resource/loading.h"

#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

namespace tunez::test {

// ── Builtins ──

static constexpr Doc no_doc = "A row of a test.";

static constexpr OptionRow comparison_options[] = {
    { "field", OptionKind::field, no_doc, true },
    { "greater_than", OptionKind::any, no_doc },
    { "less_than", OptionKind::any, no_doc },
    { "greater_than_or_equal_to", OptionKind::any, no_doc },
    { "less_than_or_equal_to", OptionKind::any, no_doc },
    { "is_equal", OptionKind::any, no_doc },
    { "is_not_equal", OptionKind::any, no_doc },
    { "is_nil", OptionKind::boolean, no_doc },
};

static constexpr OptionRow presence_options[] = {
    { "field", OptionKind::field, no_doc },
    { "fields", OptionKind::fields, no_doc },
    { "exactly", OptionKind::integer, no_doc },
    { "at_least", OptionKind::integer, no_doc },
    { "at_most", OptionKind::integer, no_doc },
};

static constexpr OptionRow size_options[] = {
    { "field", OptionKind::field, no_doc, true },
    { "min", OptionKind::integer, no_doc },
    { "max", OptionKind::integer, no_doc },
    { "exact", OptionKind::integer, no_doc },
};

static constexpr OptionRow value_options[]
    = { { "field", OptionKind::field, no_doc, true }, { "value", OptionKind::any, no_doc, true } };
static constexpr OptionRow values_options[] = { { "field", OptionKind::field, no_doc, true },
    { "values", OptionKind::list, no_doc, true } };
static constexpr OptionRow match_options[] = { { "field", OptionKind::field, no_doc, true },
    { "match", OptionKind::regex, no_doc, true } };
static constexpr OptionRow confirm_options[] = { { "field", OptionKind::field, no_doc, true },
    { "confirmation", OptionKind::field, no_doc, true } };
static constexpr OptionRow changing_options[]
    = { { "field", OptionKind::field, no_doc, true }, { "touching", OptionKind::boolean, no_doc } };
static constexpr OptionRow action_is_options[]
    = { { "action", OptionKind::actions, no_doc, true } };
static constexpr OptionRow negate_options[] = { { "validation", OptionKind::entry, no_doc, true } };
static constexpr OptionRow logic_options[]
    = { { "validations", OptionKind::entries, no_doc, true } };
static constexpr OptionRow log_options[] = { { "label", OptionKind::text, no_doc },
    { "fail", OptionKind::any, no_doc }, { "set", OptionKind::any, no_doc } };
static constexpr OptionRow hooks_options[] = { { "hooks", OptionKind::list, no_doc } };
static constexpr OptionRow set_options[] = { { "attribute", OptionKind::attribute, no_doc, true },
    { "value", OptionKind::any, no_doc, true }, { "set_when_nil", OptionKind::boolean, no_doc } };
static constexpr OptionRow increment_options[] = { { "attribute", OptionKind::attribute, no_doc,
                                                       true },
    { "amount", OptionKind::number, no_doc }, { "overflow_limit", OptionKind::integer, no_doc } };
static constexpr OptionRow attribute_options[]
    = { { "attribute", OptionKind::attribute, no_doc, true } };
static constexpr OptionRow atomic_options[]
    = { { "attribute", OptionKind::attribute, no_doc, true },
          { "expr", OptionKind::map, no_doc, true } };
static constexpr OptionRow filter_options[] = { { "expr", OptionKind::map, no_doc, true } };
static constexpr OptionRow manage_options[] = { { "argument", OptionKind::argument, no_doc, true },
    { "relationship", OptionKind::relationship, no_doc, true },
    { "type", OptionKind::symbol, no_doc }, { "on_no_match", OptionKind::any, no_doc },
    { "use_identities", OptionKind::list, no_doc }, { "value_is_key", OptionKind::text, no_doc },
    { "order_is_key", OptionKind::text, no_doc } };
static constexpr OptionRow relate_options[]
    = { { "relationship", OptionKind::relationship, no_doc, true },
          { "allow_nil", OptionKind::boolean, no_doc } };
static constexpr OptionRow build_options[] = { { "filter", OptionKind::map, no_doc },
    { "sort", OptionKind::list, no_doc }, { "limit", OptionKind::integer, no_doc } };

static constexpr Builtin validation_rows[] = {
    { .name = "compare", .doc = no_doc, .options = comparison_options, .has_atomic = true },
    { .name = "numericality", .doc = no_doc, .options = comparison_options, .has_atomic = true },
    { .name = "present", .doc = no_doc, .options = presence_options },
    { .name = "absent", .doc = no_doc, .options = presence_options },
    { .name = "attributes_present", .doc = no_doc, .options = presence_options },
    { .name = "attributes_absent", .doc = no_doc, .options = presence_options },
    { .name = "string_length", .doc = no_doc, .options = size_options },
    { .name = "byte_size", .doc = no_doc, .options = size_options },
    { .name = "attribute_equals", .doc = no_doc, .options = value_options },
    { .name = "attribute_does_not_equal", .doc = no_doc, .options = value_options },
    { .name = "argument_equals", .doc = no_doc, .options = value_options },
    { .name = "argument_does_not_equal", .doc = no_doc, .options = value_options },
    { .name = "argument_in", .doc = no_doc, .options = values_options },
    { .name = "attribute_in", .doc = no_doc, .options = values_options },
    { .name = "one_of", .doc = no_doc, .options = values_options },
    { .name = "data_one_of", .doc = no_doc, .options = values_options },
    { .name = "match", .doc = no_doc, .options = match_options },
    { .name = "confirm", .doc = no_doc, .options = confirm_options },
    { .name = "changing", .doc = no_doc, .options = changing_options },
    { .name = "action_is", .doc = no_doc, .options = action_is_options },
    { .name = "negate", .doc = no_doc, .options = negate_options },
    { .name = "any", .doc = no_doc, .options = logic_options },
    { .name = "all", .doc = no_doc, .options = logic_options },
    { .name = "callback", .doc = no_doc },
    { .name = "log", .doc = no_doc, .options = log_options },
};

static constexpr Builtin change_rows[] = {
    { .name = "set_attribute", .doc = no_doc, .options = set_options, .has_atomic = true },
    { .name = "set_new_attribute", .doc = no_doc, .options = set_options },
    { .name = "increment", .doc = no_doc, .options = increment_options },
    { .name = "optimistic_lock", .doc = no_doc, .options = attribute_options },
    { .name = "prevent_change", .doc = no_doc, .options = attribute_options },
    { .name = "atomic_update", .doc = no_doc, .options = atomic_options },
    { .name = "filter", .doc = no_doc, .options = filter_options },
    { .name = "manage_relationship", .doc = no_doc, .options = manage_options },
    { .name = "relate_actor", .doc = no_doc, .options = relate_options },
    { .name = "callback", .doc = no_doc },
    { .name = "log", .doc = no_doc, .options = log_options },
    { .name = "batch", .doc = no_doc, .options = log_options },
    { .name = "hooks", .doc = no_doc, .options = hooks_options },
    { .name = "log_action", .doc = no_doc },
};

static constexpr Builtin preparation_rows[] = {
    { .name = "build", .doc = no_doc, .options = build_options },
    { .name = "callback", .doc = no_doc },
};

template <size_t Size> static std::vector<const Builtin*> pointers(const Builtin (&rows)[Size])
{
    std::vector<const Builtin*> table;
    for (const auto& row : rows)
        table.push_back(&row);
    return table;
}

const BuiltinTables& builtin_tables()
{
    static const auto validations = pointers(validation_rows);
    static const auto changes = pointers(change_rows);
    static const auto preparations = pointers(preparation_rows);
    static const BuiltinTables tables { validations, changes, preparations };
    return tables;
}

// ── Loading ──

const Resource& LoadedDefinition::resource(std::string_view name) const
{
    for (const auto& mistake : mistakes)
        UNSCOPED_INFO(mistake);
    REQUIRE(definition != nullptr);
    const auto* found = definition->find_resource(name);
    REQUIRE(found != nullptr);
    return *found;
}

const Action& LoadedDefinition::action(
    std::string_view resource_name, std::string_view action) const
{
    const auto* found = resource(resource_name).find_action(action);
    REQUIRE(found != nullptr);
    return *found;
}

bool LoadedDefinition::has(std::string_view mistake) const
{
    for (const auto& each : mistakes)
        UNSCOPED_INFO(each);
    return std::ranges::find(mistakes, mistake) != mistakes.end();
}

bool LoadedDefinition::warns(std::string_view warning) const
{
    for (const auto& mistake : mistakes)
        UNSCOPED_INFO(mistake);
    REQUIRE(definition != nullptr);
    for (const auto& each : definition->warnings)
        UNSCOPED_INFO(each);
    return std::ranges::find(definition->warnings, warning) != definition->warnings.end();
}

LoadedDefinition load_message(const Value& message)
{
    FakeHost host;
    LoadedDefinition loaded;
    auto result = load_definition(message, builtin_tables(), host);
    if (result) {
        loaded.definition = std::move(*result);
        return loaded;
    }
    for (const auto& error : result.error().errors) {
        CHECK(error.code == ErrorCode::invalid_definition);
        loaded.mistakes.push_back(error.rendered());
        const auto* location = error.details.find("location");
        loaded.locations.emplace_back(location != nullptr ? location->text() : "");
    }
    return loaded;
}

Value json(std::string_view text)
{
    std::string quoted(text);
    std::ranges::replace(quoted, '\'', '"');
    auto value = parse_json(quoted, Tags::wire);
    REQUIRE(value.has_value());
    return *value;
}

LoadedDefinition load_json(std::string_view text) { return load_message(json(text)); }

LoadedDefinition load_resources(std::string_view text)
{
    return load_json("{'domains':[{'name':'D','resources':" + std::string(text) + "}]}");
}

LoadedDefinition load_with(std::string_view attributes, std::string_view more)
{
    return load_resources("[{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}"
        + std::string(attributes.empty() ? "" : ",") + std::string(attributes) + "}"
        + std::string(more) + "}]");
}

} // namespace tunez::test
