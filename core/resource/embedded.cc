#include "resource/embedded.h"

#include "base/similarity.h"
#include "resource/direction.h"
#include "resource/excerpt.h"
#include "resource/expression/parse.h"
#include "resource/record_leaves.h"
#include "type/builtins.h"
#include "type/embedded.h"
#include "type/type_use.h"

#include <algorithm>

namespace tunez {

using Loads = std::vector<const Calculation*>;

static void load_calculations(const EmbeddedUse& use, Map& fields)
{
    Record record;
    record.resource = use.shape->resource;
    for (const auto& [key, value] : fields)
        record.values.push_back(value);
    RecordLeaves leaves(&record);
    for (const auto* calculation : *static_cast<const Loads*>(use.loads.get())) {
        auto value = calculation->expression ? evaluate(*calculation->expression, leaves)
                                             : Evaluated(Value());
        bool known = value && !value->is_marker();
        fields.set(calculation->key, known ? *std::move(value) : Value());
    }
}

static std::vector<size_t> places(const std::vector<const Attribute*>& attributes)
{
    std::vector<size_t> indexes;
    for (const auto* attribute : attributes)
        indexes.push_back(attribute->index);
    return indexes;
}

std::shared_ptr<const EmbeddedShape> make_shape(const Resource& resource)
{
    auto shape = std::make_shared<EmbeddedShape>();
    shape->resource = &resource;
    shape->name = resource.name;
    shape->stores_nil = resource.embed_nil_values;
    shape->load = load_calculations;
    for (const auto& attribute : resource.attributes)
        shape->fields.push_back({ .name = attribute->name,
            .key = attribute->key,
            .source = attribute->source,
            .type = &attribute->type,
            .primary_key = attribute->primary_key });
    const auto& keys = resource.primary_key;
    shape->has_primary_key = !keys.empty();
    if (std::ranges::any_of(keys, [](const auto* key) { return key->is_public; }))
        shape->primary_key = places(keys);
    if (!keys.empty())
        shape->uniques.push_back({ .what = "primary key", .fields = places(keys) });
    for (const auto& identity : resource.identities)
        shape->uniques.push_back({ .what = "identity",
            .fields = places(identity->keys),
            .nils_distinct = identity->nils_distinct });
    return shape;
}

template <typename Use, typename Visit> static void each_use(Use& use, const Visit& visit)
{
    if (use.type == &type::embedded_type)
        visit(use);
    if (use.items)
        each_use(static_cast<Use&>(*use.items), visit);
    for (auto& member : use.members) {
        if (member.use)
            each_use(static_cast<Use&>(*member.use), visit);
    }
}

static const Resource* resource_of(const TypeUse& use, const Definition& definition)
{
    const auto& name = word(use.constraints, "resource");
    const auto* resource = name.is_textual() ? definition.find_resource(name.text()) : nullptr;
    return resource != nullptr && resource->embedded ? resource : nullptr;
}

static const Action* action_of(
    const TypeUse& use, std::string_view constraint, const Resource& resource, ActionType type)
{
    const auto& name = word(use.constraints, constraint);
    const auto* action
        = name.is_textual() ? resource.find_action(name.text()) : resource.primary_action(type);
    return action != nullptr && action->type == type ? action : nullptr;
}

// One name, or a list of them; nullopt for anything else.
static std::optional<std::vector<std::string_view>> names_in(const Value& written)
{
    std::vector<std::string_view> names;
    if (written.is_null())
        return names;
    if (written.is_textual()) {
        names.push_back(written.text());
        return names;
    }
    if (!written.is(Kind::list))
        return std::nullopt;
    for (const auto& name : written.list()) {
        if (!name.is_textual())
            return std::nullopt;
        names.push_back(name.text());
    }
    return names;
}

// The value of a record alone decides it.
static bool can_be_loaded(const Calculation* calculation)
{
    return calculation != nullptr && calculation->arguments.empty();
}

static std::shared_ptr<const void> loads_of(const TypeUse& use, const Resource& resource)
{
    auto names = names_in(word(use.constraints, "load"));
    if (!names || names->empty())
        return nullptr;
    auto loads = std::make_shared<Loads>();
    for (auto name : *names) {
        if (const auto* calculation = resource.find_calculation(name); can_be_loaded(calculation))
            loads->push_back(calculation);
    }
    return loads;
}

// A field; a direction where one was written.
using WrittenTerm = std::pair<std::string_view, std::optional<std::string_view>>;

static bool add_term(const Value& written, std::vector<WrittenTerm>& terms)
{
    if (written.is_textual()) {
        auto text = written.text();
        bool descending = text.starts_with('-');
        text.remove_prefix(descending || text.starts_with('+') ? 1 : 0);
        terms.emplace_back(
            text, descending ? std::optional<std::string_view>("desc") : std::nullopt);
        return true;
    }
    bool pair = (written.is(Kind::list) || written.is(Kind::tuple)) && written.list().size() == 2
        && written.list()[0].is_textual() && written.list()[1].is_textual();
    if (pair)
        terms.emplace_back(written.list()[0].text(), written.list()[1].text());
    return pair;
}

// `"rank"`, `["rank", ["label", "desc"]]`, `{"rank": "desc"}`; nullopt for anything else.
static std::optional<std::vector<WrittenTerm>> sort_terms(const Value& written)
{
    std::vector<WrittenTerm> terms;
    bool valid = true;
    if (written.is(Kind::map) || written.is(Kind::keyword)) {
        for (const auto& [name, direction] : written.map()) {
            valid = valid && direction.is_textual();
            if (valid)
                terms.emplace_back(name, direction.text());
        }
    } else if (written.is(Kind::list)) {
        for (const auto& term : written.list())
            valid = valid && add_term(term, terms);
    } else if (!written.is_null()) {
        valid = add_term(written, terms);
    }
    return valid ? std::optional(std::move(terms)) : std::nullopt;
}

static std::vector<EmbeddedUse::SortField> sort_of(const TypeUse& use, const Resource& resource)
{
    std::vector<EmbeddedUse::SortField> sort;
    for (const auto& [name, written] :
        sort_terms(word(use.constraints, "sort")).value_or(std::vector<WrittenTerm>())) {
        const auto* attribute = resource.find_attribute(name);
        auto direction = find_direction(written.value_or("asc"));
        if (attribute == nullptr || !direction)
            continue;
        sort.push_back({ .field = attribute->index,
            .descending = descends(*direction),
            .nils_first = puts_nils_first(*direction) });
    }
    return sort;
}

static void link(TypeUse& use, const Resource& resource)
{
    auto linked = std::make_shared<EmbeddedUse>();
    linked->shape = resource.shape.get();
    linked->create_action = action_of(use, "create_action", resource, ActionType::create);
    linked->update_action = action_of(use, "update_action", resource, ActionType::update);
    linked->destroy_action = action_of(use, "destroy_action", resource, ActionType::destroy);
    const auto& on_update = word(use.constraints, "on_update");
    linked->replace = on_update.is_textual() && on_update.text() == "replace";
    const auto& include = word(use.constraints, "include_source");
    linked->include_source = !include.is(Kind::boolean) || include.boolean();
    linked->sort = sort_of(use, resource);
    linked->loads = loads_of(use, resource);
    use.prepared = std::move(linked);
}

void link_embedded(TypeUse& use, const Definition& definition)
{
    if (!use.holds_embedded)
        return;
    each_use(use, [&](TypeUse& embedded) {
        if (const auto* resource = resource_of(embedded, definition))
            link(embedded, *resource);
    });
}

static void check_actions(
    const TypeUse& use, const Resource& resource, std::vector<std::string>& problems)
{
    static constexpr std::pair<std::string_view, ActionType> constraints[] = {
        { "create_action", ActionType::create },
        { "update_action", ActionType::update },
        { "destroy_action", ActionType::destroy },
        { "read_action", ActionType::read },
    };
    for (const auto& [constraint, type] : constraints) {
        const auto& name = word(use.constraints, constraint);
        if (name.is_textual() && action_of(use, constraint, resource, type) == nullptr)
            problems.push_back("constraint `" + std::string(constraint) + "`: " + resource.name
                + " has no " + std::string(tunez::name(type)) + " action " + summary(name));
    }
}

static void check_loads(
    const TypeUse& use, const Resource& resource, std::vector<std::string>& problems)
{
    auto names = names_in(word(use.constraints, "load"));
    if (!names)
        problems.emplace_back("constraint `load` is a list of names of calculations");
    for (auto name : names.value_or(std::vector<std::string_view>())) {
        if (!can_be_loaded(resource.find_calculation(name)))
            problems.push_back("constraint `load`: " + resource.name
                + " has no calculation without arguments " + summary(Value(name)));
    }
}

static void check_sort(
    const TypeUse& use, const Resource& resource, std::vector<std::string>& problems)
{
    auto terms = sort_terms(word(use.constraints, "sort"));
    if (!terms)
        problems.emplace_back("constraint `sort` is a list of [field, direction]");
    for (const auto& [name, direction] : terms.value_or(std::vector<WrittenTerm>())) {
        if (resource.find_attribute(name) == nullptr)
            problems.push_back("constraint `sort`: " + resource.name + " has no attribute "
                + summary(Value(name)));
        else if (!find_direction(direction.value_or("asc")))
            problems.push_back(
                "constraint `sort`: " + summary(Value(*direction)) + " is not a direction");
    }
}

static void check_use(
    const TypeUse& use, const Definition& definition, std::vector<std::string>& problems)
{
    if (const auto* resource = resource_of(use, definition)) {
        check_actions(use, *resource, problems);
        check_loads(use, *resource, problems);
        check_sort(use, *resource, problems);
        return;
    }
    const auto& name = word(use.constraints, "resource");
    const auto* other = name.is_textual() ? definition.find_resource(name.text()) : nullptr;
    if (other != nullptr) {
        problems.push_back(
            other->name + " is not an embedded resource; say `embedded: true` there");
        return;
    }
    std::vector<std::string_view> embedded;
    for (const auto& resource : definition.resources) {
        if (resource->embedded)
            embedded.emplace_back(resource->name);
    }
    problems.push_back("there is no embedded resource " + summary(name)
        + suggestion(name.is_textual() ? name.text() : "", embedded));
}

std::vector<std::string> embedded_problems(const TypeUse& use, const Definition& definition)
{
    std::vector<std::string> problems;
    if (use.holds_embedded)
        each_use(use, [&](const TypeUse& embedded) { check_use(embedded, definition, problems); });
    return problems;
}

const Resource* embedded_resource(const TypeUse& use)
{
    bool linked = use.type == &type::embedded_type && use.prepared != nullptr;
    return linked ? use.options<EmbeddedUse>().shape->resource : nullptr;
}

} // namespace tunez
