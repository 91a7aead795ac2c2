#include "form/params.h"

#include "base/positions.h"
#include "form/embedded_form.h"
#include "type/embedded.h"

#include <algorithm>
#include <string>

namespace tunez {

namespace {

struct Item {
    std::optional<int64_t> index; // Where it was; none: it is new.
    Value value;
};

using Items = std::vector<Item>;

} // namespace

static Value blank() { return Value(Map {}); }

// An index as it is written in a key; nothing for anything else.
static std::optional<int64_t> index_of(const Value& value)
{
    if (value.is(Kind::integer))
        return value.integer();
    if (!value.is_textual())
        return std::nullopt;
    auto index = position_of(value.text());
    return index && *index >= 0 ? index : std::nullopt;
}

// Nothing where it is no list, nor a map by index.
static std::optional<Items> items_of(const Value& given)
{
    Items items;
    if (given.is(Kind::list)) {
        for (const auto& value : given.list())
            items.push_back({ static_cast<int64_t>(items.size()), value });
        return items;
    }
    if (!given.is(Kind::map))
        return given.is_null() ? std::optional(std::move(items)) : std::nullopt;
    for (const auto& [key, value] : given.map()) {
        auto index = index_of(Value(key));
        if (!index)
            return std::nullopt;
        items.push_back({ index, value });
    }
    std::ranges::stable_sort(items, {}, [](const Item& item) { return *item.index; });
    return items;
}

static std::vector<int64_t> sorted_indexes(const Value& given)
{
    std::vector<int64_t> indexes;
    for (const auto& index : given.list()) {
        if (auto number = index_of(index))
            indexes.push_back(*number);
    }
    std::ranges::sort(indexes);
    return indexes;
}

static void drop(Items& items, const Value& dropped)
{
    auto indexes = sorted_indexes(dropped);
    std::erase_if(
        items, [&](const Item& item) { return std::ranges::binary_search(indexes, *item.index); });
}

// What it does not name comes last; an index that is there twice counts once.
static void sort(Items& items, const Value& order)
{
    std::vector<bool> taken(items.size());
    Items sorted;
    for (const auto& entry : order.list()) {
        auto index = index_of(entry);
        if (!index) {
            sorted.push_back({ std::nullopt, blank() });
            continue;
        }
        auto found = std::ranges::lower_bound(
            items, *index, {}, [](const Item& item) { return *item.index; });
        auto place = static_cast<size_t>(found - items.begin());
        if (found == items.end() || *found->index != *index || taken[place])
            continue;
        taken[place] = true;
        sorted.push_back({ index, std::move(found->value) });
    }
    for (size_t place = 0; place < items.size(); ++place) {
        if (!taken[place])
            sorted.push_back(std::move(items[place]));
    }
    items = std::move(sorted);
}

static void add(Items& items, const Value& where)
{
    auto last = static_cast<int64_t>(items.size());
    bool first = where.is_textual() && where.text() == "start";
    auto index = first ? 0 : index_of(where).value_or(last);
    auto place = static_cast<ptrdiff_t>(std::clamp<int64_t>(index, 0, last));
    items.insert(items.begin() + place, { std::nullopt, blank() });
}

static const Value* find_special(const Map& params, const char* what, const NestedForm& form)
{
    const auto* found = params.find(what + std::string(form.key));
    return found != nullptr ? found : params.find(what + std::string(form.name));
}

static const Value* find_params(const Map& params, const NestedForm& form)
{
    const auto* found = params.find(form.key);
    return found != nullptr ? found : params.find(form.name);
}

static const Value* find_list(const Map& params, const char* what, const NestedForm& form)
{
    const auto* found = find_special(params, what, form);
    return found != nullptr && found->is(Kind::list) ? found : nullptr;
}

static std::optional<Value> normalized_item(
    const Value& item, const NestedForm& form, NestedForms& forms)
{
    const auto* action = form.action_for(item);
    return action != nullptr && item.is(Kind::map) ? normalized(item, *action, forms)
                                                   : std::nullopt;
}

static std::optional<Value> normalized_list(
    const Map& params, const NestedForm& form, NestedForms& forms)
{
    const auto* given = find_params(params, form);
    const auto* dropped = find_list(params, "_drop_", form);
    const auto* order = find_list(params, "_sort_", form);
    const auto* addition = find_special(params, "_add_", form);
    auto found = given != nullptr ? items_of(*given) : Items {};
    if (!found) // The action says what is wrong with it.
        return std::nullopt;
    auto& items = *found;
    bool changed = dropped != nullptr || order != nullptr || addition != nullptr
        || (given != nullptr && given->is(Kind::map));
    if (dropped != nullptr)
        drop(items, *dropped);
    if (order != nullptr)
        sort(items, *order);
    if (addition != nullptr)
        add(items, *addition);
    List list;
    bool numbered = changed;
    for (auto& [index, value] : items) {
        if (auto inner = normalized_item(value, form, forms)) {
            value = std::move(*inner);
            changed = true;
        }
        if (numbered && value.is(Kind::map))
            value.mutable_map().set("_index", index ? Value(*index) : Value());
        list.push_back(std::move(value));
    }
    return changed ? std::optional(Value(std::move(list))) : std::nullopt;
}

std::optional<Value> normalized(const Value& params, const Action& action, NestedForms& forms)
{
    if (!params.is(Kind::map))
        return std::nullopt;
    std::optional<Value> result;
    for (const auto& form : forms.of(action)) {
        const auto* given = find_params(params.map(), form);
        auto nested = form.is_list ? normalized_list(params.map(), form, forms)
            : given != nullptr     ? normalized_item(*given, form, forms)
                                   : std::nullopt;
        if (!nested)
            continue;
        if (!result)
            result = params;
        auto& map = result->mutable_map();
        map.erase(form.name);
        map.set(form.key, std::move(*nested));
        for (const auto* what : { "_drop_", "_sort_", "_add_" }) {
            map.erase(what + std::string(form.key));
            map.erase(what + std::string(form.name));
        }
    }
    return result;
}

bool is_ignored(const Value& item)
{
    const auto* ignore = item.is(Kind::map) ? item.map().find("_ignore") : nullptr;
    return ignore != nullptr && (*ignore == Value("true") || *ignore == Value(true));
}

static Value inputs_within(
    const Value& params, const Action* action, NestedForms& forms, bool is_new);

// `is_new`: so is the value that it is part of.
static Value embedded_inputs(
    const Value& item, const NestedForm& form, NestedForms& forms, bool is_new)
{
    const auto* use = embedded_use_of(*form.type, item);
    const auto* member = member_of(*form.type, item);
    if (use == nullptr)
        return member != nullptr ? plain_input(*member, item)
                                 : inputs_within(item, nullptr, forms, is_new);
    bool anew = is_new || is_made_anew(*use, form.is_list);
    const auto* action = is_new ? use->create_action : form.action_for(item);
    auto inputs = inputs_within(item, action, forms, anew);
    return embedded_input(
        *use, action, member, std::move(inputs), anew ? item.map().find("_data") : nullptr);
}

static Value item_inputs(const Value& item, const NestedForm& form, NestedForms& forms, bool is_new)
{
    if (!item.is(Kind::map))
        return item;
    return form.type != nullptr ? embedded_inputs(item, form, forms, is_new)
                                : inputs_within(item, form.action_for(item), forms, false);
}

static Value nested_inputs(
    const Value& given, const NestedForm& form, NestedForms& forms, bool is_new)
{
    if (!form.is_list)
        return is_ignored(given) ? Value() : item_inputs(given, form, forms, is_new);
    if (!given.is(Kind::list))
        return given;
    List list;
    for (const auto& item : given.list()) {
        if (!is_ignored(item))
            list.push_back(item_inputs(item, form, forms, is_new));
    }
    return Value(std::move(list));
}

// What is typed for the row that joins, or for what is looked up, is sent with the rest.
static void merge_parts(const Map& params, Map& inputs)
{
    for (const auto* part : { "_join", "_update" }) {
        const auto* given = params.find(part);
        if (given == nullptr || !given->is(Kind::map))
            continue;
        for (const auto& [name, value] : given->map()) {
            if (!name.starts_with('_') && !inputs.contains(name))
                inputs.append(name, value);
        }
    }
}

static Value inputs_within(
    const Value& params, const Action* action, NestedForms& forms, bool is_new)
{
    Map inputs;
    if (!params.is(Kind::map))
        return Value(std::move(inputs));
    static const std::vector<NestedForm> none;
    const auto& nested = action != nullptr ? forms.of(*action) : none;
    for (const auto& [name, value] : params.map()) {
        if (name.starts_with('_') || params.map().contains("_unused_" + name))
            continue;
        const auto* form = nested.empty() ? nullptr : find_form(nested, name);
        inputs.append(name, form != nullptr ? nested_inputs(value, *form, forms, is_new) : value);
    }
    merge_parts(params.map(), inputs);
    return Value(std::move(inputs));
}

Value inputs_of(const Value& params, const Action* action, NestedForms& forms)
{
    return inputs_within(params, action, forms, false);
}

} // namespace tunez
