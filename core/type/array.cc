#include "base/positions.h"
#include "type/builtins.h"
#include "type/stored.h"
#include "type/type_use.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tunez::type {

namespace {

struct ArrayConstraints {
    std::optional<int64_t> min_length;
    std::optional<int64_t> max_length;
    bool nil_items = false;
    bool remove_nil_items = false;
    List empty_values { "" };
};

constexpr std::array<ConstraintRow, 6> array_constraints { {
    { "items", ConstraintKind::map, "The constraints of each item." },
    { "min_length", ConstraintKind::count, "Fewest items." },
    { "max_length", ConstraintKind::count, "Most items." },
    { "nil_items", ConstraintKind::boolean, "Allows items that are null." },
    { "remove_nil_items", ConstraintKind::boolean, "Drops items that are null." },
    { "empty_values", ConstraintKind::list, "What counts as an empty list." },
} };

}

static void prepare_array(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    if (!use.items)
        problems.emplace_back(
            "an array is written with the type of its items: {\"array\": \"string\"}");
    ArrayConstraints constraints {
        .min_length = count_word(use.constraints, "min_length"),
        .max_length = count_word(use.constraints, "max_length"),
        .nil_items = flag_word(use.constraints, "nil_items", false),
        .remove_nil_items = flag_word(use.constraints, "remove_nil_items", false),
    };
    if (const Value& empty = word(use.constraints, "empty_values"); !empty.is_null())
        constraints.empty_values = empty.list();
    use.prepared = std::make_shared<const ArrayConstraints>(std::move(constraints));
}

// Numbers by value, before everything else by its text: an order for any values.
static bool comes_before(const Value& left, const Value& right)
{
    if (left.is_number() && right.is_number())
        return compare_values(left, right) == -1;
    if (left.is_number() != right.is_number())
        return left.is_number();
    return to_json(left) < to_json(right);
}

// Any other map gives its keys, placed by their values, as the reference has it.
static List keys_by_value(const Map& map)
{
    std::vector<Map::Entry> entries(map.begin(), map.end());
    std::ranges::stable_sort(entries, comes_before, &Map::Entry::second);
    List keys;
    for (const auto& entry : entries)
        keys.emplace_back(entry.first);
    return keys;
}

// Of arrays of arrays a path holds the innermost index only.
static bool holds_arrays(const TypeUse& use)
{
    return use.items->type == use.type && use.items->new_type.empty();
}

static bool cast_items(
    const TypeUse& use, const List& items, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    size_t before = errors.size();
    List result(items.size());
    if (use.items->type->cast_list != nullptr) {
        bool cast = use.items->type->cast_list(*use.items, items, nesting, result, errors);
        if (cast)
            out = std::move(result);
        return cast;
    }
    for (size_t i = 0; i < items.size(); ++i) {
        if (tunez::cast_input(*use.items, items[i], result[i], errors, { nesting.actions }))
            continue;
        auto index = static_cast<int64_t>(i);
        for (size_t e = before; e < errors.size(); ++e) {
            errors[e].index = index;
            if (!holds_arrays(use))
                errors[e].path.emplace(errors[e].path.begin(), index);
        }
        return false;
    }
    out = std::move(result);
    return true;
}

static bool cast_array(
    const TypeUse& use, const Value& input, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    if (!input.is(Kind::list) && !input.is(Kind::map))
        return false;
    const auto& empty_values = use.options<ArrayConstraints>().empty_values;
    if (std::ranges::find(empty_values, input) != empty_values.end()) {
        return cast_items(use, {}, nesting, out, errors);
    }
    if (input.is(Kind::list))
        return cast_items(use, input.list(), nesting, out, errors);
    auto positions = items_by_position(input.map());
    if (!positions)
        return cast_items(use, keys_by_value(input.map()), nesting, out, errors);
    List items;
    for (const auto& [position, item] : *positions)
        items.push_back(*item);
    return cast_items(use, items, nesting, out, errors);
}

static bool remove_items(const TypeUse& use, const Nesting& nesting, TypeErrors& errors)
{
    Value none;
    return cast_items(use, {}, nesting, none, errors);
}

static void apply_to_items(
    const TypeUse& use, const List& items, const Nesting& nesting, List& result, TypeErrors& errors)
{
    const auto& constraints = use.options<ArrayConstraints>();
    for (size_t i = 0; i < items.size(); ++i) {
        size_t before = errors.size();
        Value item = items[i];
        bool valid = apply_constraints(*use.items, item, errors, { nesting.actions });
        if (valid && item.is_null() && !constraints.nil_items) {
            if (constraints.remove_nil_items)
                continue;
            errors.push_back({ .message = "no nil values" });
        }
        for (size_t e = before; e < errors.size(); ++e)
            errors[e].index = static_cast<int64_t>(i);
        result.push_back(std::move(item));
    }
}

static void check_length(const ArrayConstraints& constraints, int64_t length, TypeErrors& errors)
{
    if (constraints.min_length && length < *constraints.min_length)
        errors.push_back({ .message = "must have %{min} or more items",
            .vars = { { "min", *constraints.min_length } } });
    if (constraints.max_length && length > *constraints.max_length)
        errors.push_back({ .message = "must have %{max} or fewer items",
            .vars = { { "max", *constraints.max_length } } });
}

static void apply_array_constraints(
    const TypeUse& use, const Nesting& nesting, Value& value, TypeErrors& errors)
{
    if (!value.is(Kind::list)) {
        errors.push_back({ .message = "must be a list" });
        return;
    }
    size_t before = errors.size();
    List result;
    result.reserve(value.list().size());
    apply_to_items(use, value.list(), nesting, result, errors);
    if (use.items->type->constrain_list != nullptr)
        use.items->type->constrain_list(*use.items, result, errors);
    check_length(use.options<ArrayConstraints>(), static_cast<int64_t>(result.size()), errors);
    if (errors.size() == before)
        value = std::move(result);
}

static bool equal_items(const TypeUse& use, const Value& left, const Value& right)
{
    return left.is(Kind::list) && right.is(Kind::list)
        && std::ranges::equal(left.list(), right.list(),
            [&](const Value& one, const Value& other) { return equal(*use.items, one, other); });
}

static Value embed_items(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::list))
        return {};
    List items;
    items.reserve(value.list().size());
    for (const auto& item : value.list())
        items.push_back(to_embedded(*use.items, item));
    return items;
}

static Result<Value> load_items(const TypeUse& use, const Value& json)
{
    if (!json.is(Kind::list))
        return fail(cannot_load(use, json));
    List items;
    items.reserve(json.list().size());
    for (const auto& item : json.list())
        items.push_back(TRY(from_embedded(*use.items, item)));
    return Value(std::move(items));
}

const Type array_type {
    .name = "array",
    .doc = "A list of items of one type.",
    .column = Column::text,
    .constraints = array_constraints,
    .prepare = prepare_array,
    .cast_nested = cast_array,
    .constrain_nested = apply_array_constraints,
    .remove = remove_items,
    .equal = equal_items,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed_items,
    .from_embedded = load_items,
    .empty_text_is_null = false,
    .simple_equality = false,
};

} // namespace tunez::type
