#include "type/embedded.h"

#include "type/builtins.h"
#include "type/stored.h"
#include "type/type_use.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tunez {

using Field = EmbeddedShape::Field;

static const Value* find_input(const Map& input, const Field& field)
{
    const Value* value = input.find(field.key);
    return value != nullptr ? value : input.find(field.name);
}

// The values of all fields stand in front, in their order.
static const Value& field_of(const Value& value, size_t field)
{
    return value.map().entries()[field].second;
}

static bool same_key(const EmbeddedShape& shape, const Value& left, const Value& right)
{
    return std::ranges::all_of(shape.primary_key, [&](size_t key) {
        return equal(*shape.fields[key].type, field_of(left, key), field_of(right, key));
    });
}

// The primary key that the input names. One that lacks it, or part of it, is new.
static std::optional<List> named_key(const EmbeddedShape& shape, const Map& input)
{
    List key;
    for (size_t place : shape.primary_key) {
        const auto& field = shape.fields[place];
        const Value* given = find_input(input, field);
        TypeErrors ignored;
        key.emplace_back();
        if (given == nullptr || !cast_input(*field.type, *given, key.back(), ignored))
            return std::nullopt;
    }
    return key;
}

static bool has_key(const EmbeddedShape& shape, const List& key, const Value& value)
{
    for (size_t i = 0; i < key.size(); ++i) {
        size_t place = shape.primary_key[i];
        if (!equal(*shape.fields[place].type, key[i], field_of(value, place)))
            return false;
    }
    return true;
}

static bool names(const EmbeddedShape& shape, const Map& input, const Value& value)
{
    auto key = named_key(shape, input);
    return key && has_key(shape, *key, value);
}

const Value* find_replaced(const EmbeddedUse& use, const List& before, const Value& input)
{
    const auto& shape = *use.shape;
    if (shape.primary_key.empty() || !input.is(Kind::map))
        return nullptr;
    auto key = named_key(shape, input.map());
    if (!key)
        return nullptr;
    auto found = std::ranges::find_if(before, [&](const Value& value) {
        return value.is(Kind::structure) && has_key(shape, *key, value);
    });
    return found != before.end() ? &*found : nullptr;
}

} // namespace tunez

namespace tunez::type {

constexpr std::array<ConstraintRow, 9> embedded_constraints { {
    { "resource", ConstraintKind::symbol, "The embedded resource." },
    { "create_action", ConstraintKind::symbol, "The action for new values; the primary create." },
    { "update_action", ConstraintKind::symbol, "The action for changes; the primary update." },
    { "destroy_action", ConstraintKind::symbol,
        "The action for values that go; the primary destroy." },
    { "read_action", ConstraintKind::symbol, "The action that reads them; the primary read." },
    { "on_update", ConstraintKind::symbol,
        "`update_on_match` (the default), or `replace`: a new value never updates the old one." },
    { "load", ConstraintKind::any, "The calculations that every value comes with." },
    { "sort", ConstraintKind::any, "The order of a list." },
    { "include_source", ConstraintKind::boolean,
        "Whether the actions see the changeset that the value is part of." },
} };

static const EmbeddedUse& use_of(const TypeUse& use) { return use.options<EmbeddedUse>(); }

static void prepare_embedded(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    if (word(use.constraints, "resource").is_null())
        problems.emplace_back(
            "an embedded type is written with its resource: {\"embedded\": \"Profile\"}");
    const Value& on_update = word(use.constraints, "on_update");
    if (!on_update.is_null() && on_update.text() != "update_on_match"
        && on_update.text() != "replace")
        problems.push_back("constraint `on_update` must be `update_on_match` or `replace`, got "
            + to_json(on_update));
    use.holds_embedded = true;
}

// A record of the resource as somebody holds it, not judged by any action: every field as its type
// reads it, null where it is absent.
static bool restore(const EmbeddedShape& shape, const Map& given, Value& out, TypeErrors& errors)
{
    size_t before = errors.size();
    Map fields;
    fields.reserve(shape.fields.size());
    for (const auto& field : shape.fields) {
        Value value;
        size_t first = errors.size();
        if (const Value* input = find_input(given, field))
            tunez::cast_input(*field.type, *input, value, errors);
        for (size_t i = first; i < errors.size(); ++i)
            errors[i].field = field.name;
        fields.append(std::string(field.key), std::move(value));
    }
    out = Value::structure(shape.name, std::move(fields));
    return errors.size() == before;
}

// A value whose place was taken by one with another primary key goes.
static bool replace(const EmbeddedUse& use, const Value* before, const Value& now,
    EmbeddedActions& actions, TypeErrors& errors)
{
    bool goes = before != nullptr && !use.replace && !use.shape->primary_key.empty()
        && !same_key(*use.shape, *before, now);
    return !goes || actions.destroy(use, *before, errors);
}

// Spec §11.3, a single value.
static bool cast_embedded(
    const TypeUse& type, const Value& input, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    if (type.prepared == nullptr)
        return false;
    const auto& use = use_of(type);
    const auto& shape = *use.shape;
    bool instance = input.is(Kind::structure) && input.name() == shape.name;
    if (!instance && !input.is(Kind::map))
        return false;
    auto* actions = nesting.actions;
    const Value* before = nesting.before != nullptr && nesting.before->is(Kind::structure)
        ? nesting.before
        : nullptr;
    if (instance || actions == nullptr)
        return restore(shape, input.map(), out, errors)
            && (actions == nullptr || replace(use, before, out, *actions, errors));
    bool updates = before != nullptr && !use.replace && names(shape, input.map(), *before);
    if (updates)
        return actions->update(use, *before, input.map(), nesting.tag, out, errors);
    return actions->create(use, input.map(), nesting.tag, out, errors)
        && replace(use, before, out, *actions, errors);
}

static bool remove_embedded(const TypeUse& type, const Nesting& nesting, TypeErrors& errors)
{
    return !nesting.before->is(Kind::structure)
        || nesting.actions->destroy(use_of(type), *nesting.before, errors);
}

static void place_errors(TypeErrors& errors, size_t from, size_t index)
{
    for (size_t i = from; i < errors.size(); ++i) {
        errors[i].index = static_cast<int64_t>(index);
        errors[i].path.emplace(errors[i].path.begin(), static_cast<int64_t>(index));
    }
}

// Without a primary key all that were there go, with one those that nobody named.
static bool remove_missing(const EmbeddedUse& use, const List& before, const List& now,
    EmbeddedActions& actions, TypeErrors& errors)
{
    size_t failed = errors.size();
    const auto& shape = *use.shape;
    auto stays = [&](const Value& value) {
        return shape.has_primary_key && std::ranges::any_of(now, [&](const Value& item) {
            return item.is(Kind::structure)
                && std::ranges::all_of(shape.fields, [&](const Field& field) {
                       auto index = static_cast<size_t>(&field - shape.fields.data());
                       return !field.primary_key
                           || equal(*field.type, field_of(value, index), field_of(item, index));
                   });
        });
    };
    for (const auto& value : before) {
        if (value.is(Kind::structure) && !stays(value))
            actions.destroy(use, value, errors);
    }
    return errors.size() == failed;
}

// Spec §11.3, a list: all items are created or updated, in their order, whatever became of the ones
// before; only then, and if none failed, those that are missing are destroyed.
static bool cast_embedded_list(
    const TypeUse& type, const List& input, const Nesting& nesting, List& out, TypeErrors& errors)
{
    static const List nothing;
    const auto& use = use_of(type);
    bool replaces = nesting.before != nullptr && nesting.before->is(Kind::list);
    const auto& before = replaces ? nesting.before->list() : nothing;
    size_t failed = errors.size();
    out.resize(input.size());
    for (size_t i = 0; i < input.size(); ++i) {
        size_t first = errors.size();
        const auto* replaced = find_replaced(use, before, input[i]);
        tunez::cast_input(type, input[i], out[i], errors, { nesting.actions, replaced });
        place_errors(errors, first, i);
    }
    return errors.size() == failed
        && (nesting.actions == nullptr
            || remove_missing(use, before, out, *nesting.actions, errors));
}

static void load_fields_of(const TypeUse& type, Value& value)
{
    const auto& use = use_of(type);
    if (use.loads == nullptr)
        return;
    const auto& shape = *use.shape;
    Map fields;
    for (const auto& [key, field] : value.map().entries().first(shape.fields.size()))
        fields.append(key, field);
    shape.load(use, fields);
    value = Value::structure(shape.name, std::move(fields));
}

static void constrain_embedded(const TypeUse& type, const Nesting&, Value& value, TypeErrors&)
{
    load_fields_of(type, value);
}

static bool are_alike(const EmbeddedShape& shape, const EmbeddedShape::Unique& unique,
    const Value& left, const Value& right)
{
    return std::ranges::all_of(unique.fields, [&](size_t field) {
        const auto& one = field_of(left, field);
        bool distinct = unique.nils_distinct && one.is_null();
        return !distinct && equal(*shape.fields[field].type, one, field_of(right, field));
    });
}

static bool is_simple(const EmbeddedShape& shape, const std::vector<size_t>& fields)
{
    return std::ranges::all_of(
        fields, [&](size_t field) { return shape.fields[field].type->type->simple_equality; });
}

// Values that are equal as what they are written as.
static bool has_duplicate_texts(const EmbeddedShape::Unique& unique, const List& items)
{
    std::vector<std::string> texts;
    for (const auto& item : items) {
        if (!item.is(Kind::structure))
            continue;
        List key;
        bool distinct = false;
        for (size_t field : unique.fields) {
            key.push_back(field_of(item, field));
            distinct = distinct || (unique.nils_distinct && key.back().is_null());
        }
        if (!distinct)
            texts.push_back(to_json(Value(std::move(key))));
    }
    std::ranges::sort(texts);
    return std::ranges::adjacent_find(texts) != texts.end();
}

static bool has_duplicates(
    const EmbeddedShape& shape, const EmbeddedShape::Unique& unique, const List& items)
{
    if (is_simple(shape, unique.fields))
        return has_duplicate_texts(unique, items);
    for (size_t i = 0; i < items.size(); ++i) {
        for (size_t other = i + 1; other < items.size(); ++other) {
            if (items[i].is(Kind::structure) && items[other].is(Kind::structure)
                && are_alike(shape, unique, items[i], items[other]))
                return true;
        }
    }
    return false;
}

static std::string joined_names(const EmbeddedShape& shape, const EmbeddedShape::Unique& unique)
{
    std::string names;
    for (size_t field : unique.fields)
        names.append(names.empty() ? "" : ",").append(shape.fields[field].name);
    return names;
}

static bool comes_before(const EmbeddedUse& use, const Value& left, const Value& right)
{
    for (const auto& term : use.sort) {
        const auto& one = field_of(left, term.field);
        const auto& other = field_of(right, term.field);
        if (one.is_null() != other.is_null())
            return one.is_null() == term.nils_first;
        int order = one.is_null() ? 0 : compare_values(one, other).value_or(0);
        if (order != 0)
            return term.descending ? order > 0 : order < 0;
    }
    return false;
}

static void constrain_embedded_list(const TypeUse& type, List& items, TypeErrors& errors)
{
    const auto& use = use_of(type);
    const auto& shape = *use.shape;
    for (const auto& unique : shape.uniques) {
        if (!has_duplicates(shape, unique, items))
            continue;
        std::string message
            = "items must be unique on " + std::string(unique.what) + " with keys %{keys}";
        if (unique.nils_distinct)
            message += " with `nil` values considered distinct";
        errors.push_back(
            { .message = std::move(message), .vars = { { "keys", joined_names(shape, unique) } } });
        return;
    }
    bool sortable = !use.sort.empty()
        && std::ranges::all_of(items, [](const Value& item) { return item.is(Kind::structure); });
    if (sortable)
        std::ranges::stable_sort(items,
            [&](const Value& left, const Value& right) { return comes_before(use, left, right); });
}

static bool equal_embedded(const TypeUse& type, const Value& left, const Value& right)
{
    if (!left.is(Kind::structure) || !right.is(Kind::structure))
        return false;
    const auto& fields = use_of(type).shape->fields;
    for (size_t i = 0; i < fields.size(); ++i) {
        if (!equal(*fields[i].type, field_of(left, i), field_of(right, i)))
            return false;
    }
    return true;
}

static Value embed(const TypeUse& type, const Value& value)
{
    if (!value.is(Kind::structure))
        return {};
    const auto& shape = *use_of(type).shape;
    Map json;
    for (size_t i = 0; i < shape.fields.size(); ++i) {
        const auto& field = field_of(value, i);
        if (shape.stores_nil || !field.is_null())
            json.append(
                std::string(shape.fields[i].source), to_embedded(*shape.fields[i].type, field));
    }
    return json;
}

static Result<Value> load_embedded_resource(const TypeUse& type, const Value& json)
{
    if (!json.is(Kind::map))
        return fail(cannot_load(type, json));
    const auto& shape = *use_of(type).shape;
    Map fields;
    fields.reserve(shape.fields.size());
    for (const auto& field : shape.fields) {
        const Value* stored = json.map().find(field.source);
        fields.append(std::string(field.key),
            stored != nullptr ? TRY(from_embedded(*field.type, *stored)) : Value());
    }
    auto value = Value::structure(shape.name, std::move(fields));
    load_fields_of(type, value);
    return value;
}

const Type embedded_type {
    .name = "embedded",
    .doc = "A record of an embedded resource.",
    .column = Column::text,
    .constraints = embedded_constraints,
    .prepare = prepare_embedded,
    .cast_nested = cast_embedded,
    .constrain_nested = constrain_embedded,
    .cast_list = cast_embedded_list,
    .constrain_list = constrain_embedded_list,
    .remove = remove_embedded,
    .equal = equal_embedded,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed,
    .from_embedded = load_embedded_resource,
    .embedded_is_wire = false,
    .simple_equality = false,
};

} // namespace tunez::type
