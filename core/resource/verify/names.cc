#include "resource/excerpt.h"
#include "resource/identifier.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>

namespace tunez::rule {

static void check(
    std::string_view name, Punctuation punctuation, const Location& at, Mistakes& mistakes)
{
    auto objection = objection_to_name(name, punctuation);
    if (!objection.empty())
        mistakes.add(at, "the name " + quoted(name) + " " + objection);
}

void names_are_identifiers(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    check(resource.name, Punctuation::none, at, mistakes);
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        check(attribute.name, Punctuation::none, place, mistakes);
    });
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        check(relationship.name, Punctuation::none, place, mistakes);
    });
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        check(identity.name, Punctuation::none, place, mistakes);
    });
    each_action(resource, at, [&](const Action& action, const Location& place) {
        check(action.name, Punctuation::question_or_exclamation, place, mistakes);
    });
    each_argument(resource, at, [&](const Argument& argument, const Location& place) {
        check(argument.name, Punctuation::question_or_exclamation, place, mistakes);
    });
    auto calculations = at.field("calculations");
    for (const auto& part : resource.calculations)
        check(part->name, Punctuation::question_or_exclamation, calculations.field(part->name),
            mistakes);
    auto aggregates = at.field("aggregates");
    for (const auto& part : resource.aggregates)
        check(part->name, Punctuation::question_or_exclamation, aggregates.field(part->name),
            mistakes);
}

// JavaScript may spell a name with `$` as well.
static void check_key(
    const std::string& key, const std::string& name, const Location& at, Mistakes& mistakes)
{
    if (key == name)
        return;
    auto without_dollars = key;
    std::ranges::replace(without_dollars, '$', '_');
    auto objection = objection_to_name(without_dollars, Punctuation::question_or_exclamation);
    if (!objection.empty())
        mistakes.add(at, "the key " + quoted(key) + " " + objection);
}

void keys_are_identifiers(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        check_key(attribute.key, attribute.name, place, mistakes);
    });
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        check_key(relationship.key, relationship.name, place, mistakes);
    });
    each_action(resource, at, [&](const Action& action, const Location& place) {
        check_key(action.key, action.name, place, mistakes);
    });
    each_argument(resource, at, [&](const Argument& argument, const Location& place) {
        check_key(argument.key, argument.name, place, mistakes);
    });
}

// What records have besides their fields.
static constexpr std::string_view reserved_names[]
    = { "__struct__", "__meta__", "__metadata__", "__order__", "__lateral_join_source__", "*",
          "calculations", "aggregates", "relationships", "as" };

namespace {

// A field by whichever sort, for the rules about the one namespace of them all.
struct Field {
    std::string_view name;
    std::string_view key;
    std::string place;
};

} // namespace

static std::vector<Field> fields_of(const Resource& resource, const Location& at)
{
    std::vector<Field> fields;
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        fields.push_back({ attribute.name, attribute.key, place.to_string() });
    });
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        fields.push_back({ relationship.name, relationship.key, place.to_string() });
    });
    auto calculations = at.field("calculations");
    for (const auto& part : resource.calculations)
        fields.push_back({ part->name, part->key, calculations.field(part->name).to_string() });
    auto aggregates = at.field("aggregates");
    for (const auto& part : resource.aggregates)
        fields.push_back({ part->name, part->key, aggregates.field(part->name).to_string() });
    auto full_text = at.field("full_text");
    for (const auto& part : resource.full_text)
        fields.push_back({ part->name, part->key, full_text.field(part->name).to_string() });
    return fields;
}

void names_are_not_reserved(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    for (const auto& field : fields_of(resource, at)) {
        for (auto name : { field.name, field.key }) {
            if (std::ranges::find(reserved_names, name) != std::end(reserved_names))
                mistakes.add(Location(field.place), "the name " + quoted(name) + " is reserved");
        }
    }
}

// Everything that can be named, by name and key: nobody else may answer to it.
static void check_unique(
    const std::vector<Field>& fields, std::string_view sort, Mistakes& mistakes)
{
    std::unordered_map<std::string_view, size_t> owners;
    for (size_t i = 0; i < fields.size(); ++i) {
        for (auto name : { fields[i].name, fields[i].key }) {
            auto owner = owners.try_emplace(name, i).first->second;
            if (owner == i)
                continue;
            auto other = fields[owner].place == fields[i].place ? std::string()
                                                                : ", at " + fields[owner].place;
            mistakes.add(Location(fields[i].place),
                "there is another " + std::string(sort) + " called " + quoted(name) + other);
        }
    }
}

void field_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    check_unique(fields_of(resource, at), "field", mistakes);
}

void action_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    std::vector<Field> actions;
    each_action(resource, at, [&](const Action& action, const Location& place) {
        actions.push_back({ action.name, action.key, place.to_string() });
    });
    check_unique(actions, "action", mistakes);
}

void argument_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        std::vector<Field> arguments;
        auto arguments_at = place.field("arguments");
        for (const auto& argument : action.arguments)
            arguments.push_back(
                { argument.name, argument.key, arguments_at.field(argument.key).to_string() });
        check_unique(arguments, "argument", mistakes);
    });
}

void identity_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    std::vector<Field> identities;
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        identities.push_back({ identity.name, identity.name, place.to_string() });
    });
    check_unique(identities, "identity", mistakes);
}

} // namespace tunez::rule
