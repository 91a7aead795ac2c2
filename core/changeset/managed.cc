#include "changeset/managed.h"

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "resource/relationship_kind.h"

#include <algorithm>

namespace tunez {

static Error cannot_manage(const Relationship& relationship, std::string text)
{
    auto error = Error::make(ErrorCode::invalid_relationship, std::move(text));
    error.details.set("relationship", Value(relationship.key));
    return error;
}

// A whole number as text, as a form encodes the places of a list.
static std::optional<int64_t> place_of(std::string_view key)
{
    bool negative = key.starts_with('-');
    auto digits = key.substr(negative ? 1 : 0);
    if (digits.empty() || digits.size() > 18)
        return std::nullopt;
    int64_t number = 0;
    for (char digit : digits) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return negative ? -number : number;
}

// `{"0": …, "1": …}` as the list it stands for; false for any other map.
static bool list_from(const Map& map, List& list)
{
    std::vector<std::pair<int64_t, const Value*>> places;
    for (const auto& [key, value] : map) {
        auto place = place_of(key);
        if (!place)
            return false;
        places.emplace_back(*place, &value);
    }
    std::ranges::stable_sort(places, {}, [](const auto& entry) { return entry.first; });
    for (const auto& [place, value] : places)
        list.push_back(*value);
    return !list.empty();
}

static bool is_absent(const Value& input)
{
    return input.is_null() || (input.is_textual() && input.text().empty());
}

static List listed(const Relationship& relationship, const Value& input)
{
    if (is_absent(input))
        return {};
    if (input.is(Kind::list))
        return input.list();
    List list;
    if (relationship.to_many() && input.is(Kind::map) && list_from(input.map(), list))
        return list;
    return { input };
}

// An instance of an embedded resource is its attributes, as a map.
static bool is_record(const Value& input, const Definition& definition)
{
    if (!input.is(Kind::structure))
        return false;
    const auto* resource = definition.find_resource(input.name());
    return resource != nullptr && !resource->embedded;
}

static Value map_of(const Value& input)
{
    return input.is(Kind::structure) || input.is(Kind::keyword) ? Value(input.map()) : input;
}

static Value wrapped(const Value& input, const ManageOptions& options)
{
    bool is_value = options.wraps_all || !input.is(Kind::map);
    if (!is_value || options.value_key.empty())
        return input;
    return Value(Map { { options.value_key, input } });
}

// Where the place of an input goes, under the spelling that the input uses.
static void write_place(Value& input, size_t place, const ManagedCall& call)
{
    const auto* attribute = call.relationship->destination->find_attribute(call.options->order_key);
    bool by_key = attribute != nullptr && input.map().contains(attribute->key);
    input.mutable_map().set(
        by_key ? attribute->key : call.options->order_key, Value(static_cast<int64_t>(place)));
}

// What is wrong with the input, if anything is; else it is in the form of ManagedCall::inputs.
static std::optional<Error> normalize(
    Value& input, size_t place, const ManagedCall& call, const Definition& definition)
{
    bool record = is_record(input, definition);
    if (record && input.name() != call.relationship->destination->name)
        return cannot_manage(
            *call.relationship, "cannot provide structs that don't match the destination");
    if (!record || call.options->wraps_all)
        input = wrapped(map_of(input), *call.options);
    if (!input.is(Kind::map) && !input.is(Kind::structure)) {
        auto error = cannot_manage(
            *call.relationship, "cannot be managed with what is neither a map nor a record");
        error.path = call.options->path_of(*call.relationship, place);
        return error;
    }
    if (!call.options->order_key.empty() && input.is(Kind::map))
        write_place(input, place, call);
    return std::nullopt;
}

static std::optional<Error> refusal(const Relationship& relationship, const Value& input)
{
    if (!relationship.writable || relationship.destination == nullptr)
        return cannot_manage(relationship, "relationship is not editable");
    if (!relationship.to_many() && input.is(Kind::list) && input.list().size() > 1)
        return cannot_manage(relationship,
            "cannot manage a " + std::string(kind_name(relationship.kind))
                + " relationship with a list of records");
    return std::nullopt;
}

void manage_relationship(Changeset& changeset, const Relationship& relationship, const Value& input,
    std::shared_ptr<const ManageOptions> options, Context& context)
{
    if (auto refused = refusal(relationship, input)) {
        changeset.add_error(std::move(*refused));
        return;
    }
    if (options->empty)
        changeset.warn("managing a relationship without any options does nothing");
    ManagedCall call { .relationship = &relationship,
        .inputs = listed(relationship, input),
        .options = std::move(options),
        .current = {},
        .related = {} };
    bool refused = false;
    for (size_t place = 0; place < call.inputs.size(); ++place) {
        auto error = normalize(call.inputs[place], place, call, context.definition);
        refused = refused || error;
        if (error)
            changeset.add_error(std::move(*error));
    }
    if (refused)
        return;
    if (call.options->eager_validate && context.validate_eagerly != nullptr)
        context.validate_eagerly(changeset, call, context);
    changeset.manage(std::move(call));
}

Result<void> manage_relationship(Changeset& changeset, std::string_view name, const Value& input,
    const Map& options, Context& context)
{
    const auto& resource = changeset.resource();
    const auto* relationship = resource.find_relationship(name);
    if (relationship == nullptr) {
        auto error = Error::make(ErrorCode::no_such_relationship,
            "No such relationship " + std::string(name) + " for resource " + resource.name);
        error.details.set("resource", Value(resource.name));
        error.details.set("relationship", Value(name));
        changeset.add_error(std::move(error));
        return {};
    }
    std::vector<std::string> problems;
    auto decoded = decode_manage_options(*relationship, options, problems);
    if (!problems.empty())
        return fail(Error::make(ErrorCode::invalid_message,
            "the options for managing " + relationship->key + ": " + problems.front()));
    manage_relationship(changeset, *relationship, input, std::move(decoded), context);
    return {};
}

} // namespace tunez
