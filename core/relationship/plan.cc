#include "relationship/plan.h"

#include "relationship/match.h"
#include "type/type.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_set>

namespace tunez {

static bool joins(const Relationship& relationship)
{
    return relationship.kind == RelationshipKind::many_to_many;
}

static void add(
    Decision& decision, NestedKind kind, const Action* action, const Instruction& instruction)
{
    if (action != nullptr)
        decision.actions.push_back({ kind, action, &instruction });
}

Error refused(const Relationship& relationship, std::string_view message)
{
    auto error = Error::make(ErrorCode::invalid_relationship, std::string(message));
    error.details.set("relationship", Value(relationship.key));
    return error;
}

Error input_not_found(const Relationship& relationship, const Value& input)
{
    std::vector<const Map::Entry*> fields;
    for (const auto& field : input.map())
        fields.push_back(&field);
    std::ranges::sort(fields, {}, [](const auto* field) { return std::string_view(field->first); });
    std::string text;
    for (const auto* field : fields)
        text += (text.empty() ? "" : " | ") + field->first + ": " + inspect(field->second);
    auto error = Error::make(ErrorCode::not_found,
        text.empty() ? "record not found" : "record with " + text + " not found");
    error.details.set("resource", Value(relationship.destination->name));
    error.details.set("primary_key", Value(input.map()));
    return error;
}

static void unrelate(
    Decision& decision, const Relationship& relationship, const Instruction& instruction)
{
    decision.keeps = false;
    if (joins(relationship))
        add(decision, NestedKind::join_destroy, instruction.join_action, instruction);
    else if (relationship.kind != RelationshipKind::belongs_to)
        add(decision, NestedKind::unrelate, instruction.action, instruction);
}

// What joins a record goes before it.
static void destroy(Decision& decision, const Instruction& instruction)
{
    decision.keeps = false;
    add(decision, NestedKind::join_destroy, instruction.join_action, instruction);
    add(decision, NestedKind::destroy, instruction.action, instruction);
}

Decision decide_match(const Relationship& relationship, const ManageOptions& options)
{
    Decision decision;
    const auto& instruction = options.on_match;
    switch (instruction.what) {
    case Managing::error:
        decision.refusal = refused(relationship, "changes would update a record");
        break;
    case Managing::missing:
        decision.keeps = false;
        break;
    case Managing::update:
        add(decision, NestedKind::update, instruction.action, instruction);
        add(decision, NestedKind::join_update, instruction.join_action, instruction);
        break;
    case Managing::unrelate:
        unrelate(decision, relationship, instruction);
        break;
    case Managing::destroy:
        destroy(decision, instruction);
        break;
    default:
        break;
    }
    return decision;
}

Decision decide_found(const Relationship& relationship, const ManageOptions& options)
{
    const auto& instruction = options.on_lookup;
    bool updates = instruction.what == Managing::relate_and_update;
    Decision decision;
    if (joins(relationship)) {
        // What is left of the input goes the way of one that matches.
        if (updates)
            decision = decide_match(relationship, options);
        decision.actions.insert(decision.actions.begin(),
            { NestedKind::join_create, instruction.join_action, &instruction });
    } else if (relationship.kind != RelationshipKind::belongs_to) {
        add(decision, NestedKind::relate, instruction.action, instruction);
    } else if (updates) {
        add(decision, NestedKind::update, instruction.action, instruction);
    }
    return decision;
}

static bool modifies(Managing what)
{
    return what == Managing::update || what == Managing::unrelate || what == Managing::destroy;
}

Decision decide_no_match(
    const Relationship& relationship, const ManageOptions& options, const Value& input)
{
    Decision decision;
    const auto& instruction = options.on_no_match;
    switch (instruction.what) {
    case Managing::create:
        add(decision, NestedKind::create, instruction.action, instruction);
        add(decision, NestedKind::join_create, instruction.join_action, instruction);
        break;
    case Managing::error: {
        bool names_another = options.on_lookup.what != Managing::ignore
            || (relationship.kind != RelationshipKind::belongs_to
                && modifies(options.on_match.what));
        decision.refusal = names_another
            ? input_not_found(relationship, input)
            : refused(relationship, "changes would create a new related record");
        break;
    }
    default:
        decision.keeps = false;
        break;
    }
    return decision;
}

Decision decide_missing(const Relationship& relationship, const ManageOptions& options)
{
    Decision decision;
    const auto& instruction = options.on_missing;
    if (instruction.what == Managing::error)
        decision.refusal = refused(relationship, "changes would destroy a record");
    else if (instruction.what == Managing::unrelate)
        unrelate(decision, relationship, instruction);
    else if (instruction.what == Managing::destroy)
        destroy(decision, instruction);
    return decision;
}

namespace {

// The unique keys of records before and after an input, all of them in one place.
class KeyTexts {
public:
    explicit KeyTexts(const Relationship& relationship)
        : keys_(all_keys(*relationship.destination))
        , shared_(relationship.kind == RelationshipKind::many_to_many
                      || relationship.kind == RelationshipKind::belongs_to
                  ? nullptr
                  : relationship.destination_attribute)
    {
    }

    // False where another input has one of its keys.
    bool add(const PlannedInput& planned)
    {
        std::vector<std::string> own;
        for (size_t number = 0; number < keys_.size(); ++number) {
            if (planned.record != nullptr)
                add(number, planned, false, own);
            add(number, planned, true, own);
        }
        std::ranges::sort(own);
        own.erase(std::ranges::unique(own).begin(), own.end());
        return std::ranges::all_of(
            own, [&](std::string& text) { return texts_.insert(std::move(text)).second; });
    }

private:
    // The value that the input gives a field, or the one that the record has.
    static Value value_of(const PlannedInput& planned, const Attribute& attribute, bool changed)
    {
        const auto* given = changed ? find_input(*planned.input, attribute) : nullptr;
        Value value;
        TypeErrors errors;
        if (given != nullptr && cast_input(attribute.type, *given, value, errors))
            return value;
        return planned.record != nullptr ? planned.record->values[attribute.index] : Value();
    }

    void add(
        size_t number, const PlannedInput& planned, bool changed, std::vector<std::string>& own)
    {
        auto text = std::to_string(number);
        for (const auto* attribute : keys_[number]) {
            if (attribute == shared_)
                continue;
            auto value = value_of(planned, *attribute, changed);
            if (!value.is_present())
                return;
            text += '\n' + rough_text(value);
        }
        own.push_back(std::move(text));
    }

    std::vector<KeyList> keys_;
    const Attribute* shared_;
    std::unordered_set<std::string> texts_;
};

} // namespace

bool is_entangled(const Relationship& relationship, std::span<const PlannedInput> inputs)
{
    KeyTexts texts(relationship);
    return !std::ranges::all_of(
        inputs, [&](const PlannedInput& planned) { return texts.add(planned); });
}

bool must_load(const ManageOptions& options, bool is_new)
{
    if (is_new)
        return false;
    auto match = options.on_match.what;
    auto no_match = options.on_no_match.what;
    bool only_adds = (match == Managing::no_match || match == Managing::ignore)
        && (no_match == Managing::create || no_match == Managing::ignore);
    return !only_adds || options.on_missing.what != Managing::ignore;
}

std::vector<ManagedCall*> ordered(std::vector<ManagedCall>& calls)
{
    std::vector<ManagedCall*> order;
    for (auto& call : calls) {
        if (!call.options->ignore)
            order.push_back(&call);
    }
    std::ranges::stable_sort(order, {},
        [](const ManagedCall* call) { return std::string_view(call->relationship->name); });
    std::ranges::stable_sort(order, {}, [](const ManagedCall* call) {
        return call->options->order.value_or(std::numeric_limits<int64_t>::max());
    });
    return order;
}

// A record says beside its fields what is to be written to the row that joins it.
static Value join_keys_of(const Value& record)
{
    const auto* metadata = record.map().find("__metadata__");
    const auto* keys = metadata != nullptr && metadata->is(Kind::map)
        ? metadata->map().find("join_keys")
        : nullptr;
    return keys != nullptr && keys->is(Kind::map) ? *keys : Value(Map());
}

SplitInput split_join_keys(const Value& input, const Instruction& instruction)
{
    if (input.is(Kind::structure))
        return { input, join_keys_of(input) };
    if (instruction.all_to_join)
        return { Value(Map()), input };
    if (instruction.join_keys.empty())
        return { input, Value(Map()) };
    Map rest;
    Map join;
    for (const auto& [key, value] : input.map()) {
        bool joins = std::ranges::find(instruction.join_keys, key) != instruction.join_keys.end();
        (joins ? join : rest).append(key, value);
    }
    return { Value(std::move(rest)), Value(std::move(join)) };
}

} // namespace tunez
