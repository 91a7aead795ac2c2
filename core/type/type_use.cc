#include "type/type_use.h"

#include "base/similarity.h"
#include "type/symbols.h"

#include <algorithm>

namespace tunez {

const Value& word(const Map& words, std::string_view name)
{
    static const Value none {};
    const Value* found = words.find(name);
    return found != nullptr ? *found : none;
}

std::optional<int64_t> count_word(const Map& words, std::string_view name)
{
    const Value& given = word(words, name);
    return given.is_null() ? std::nullopt : std::optional(given.integer());
}

bool flag_word(const Map& words, std::string_view name, bool otherwise)
{
    const Value& given = word(words, name);
    return given.is_null() ? otherwise : given.boolean();
}

static std::string_view without_question_mark(std::string_view name)
{
    return name.ends_with('?') ? name.substr(0, name.size() - 1) : name;
}

static std::string in_backticks(std::string_view name) { return "`" + std::string(name) + "`"; }

// "; did you mean `max_length`?", or nothing.
static std::string hint(std::string_view name, std::span<const std::string_view> known)
{
    auto similar = similar_names(name, known);
    return similar.empty() ? "" : "; did you mean " + in_backticks(similar.front()) + "?";
}

static std::string unknown_type(std::string_view name)
{
    std::vector<std::string_view> known;
    for (const Type* type : builtin_types())
        known.emplace_back(type->name);
    return "unknown type " + in_backticks(name) + hint(name, known);
}

static std::string unknown_constraint(const Type& type, std::string_view name)
{
    std::vector<std::string_view> known;
    for (const auto& row : type.constraints)
        known.emplace_back(row.name);
    return "unknown constraint " + in_backticks(name) + " of type " + in_backticks(type.name)
        + hint(name, known);
}

static bool is_integer(const Value& value)
{
    return value.is(Kind::integer) || value.is(Kind::big_integer);
}

static bool is_regex(const Value& value)
{
    if (!value.is(Kind::map))
        return value.is(Kind::string);
    const Value& flags = word(value.map(), "flags");
    return word(value.map(), "regex").is(Kind::string)
        && (flags.is_null() || flags.is(Kind::string));
}

static bool is_of_kind(ConstraintKind kind, const Value& value)
{
    switch (kind) {
    case ConstraintKind::boolean:
        return value.is(Kind::boolean);
    case ConstraintKind::integer:
        return is_integer(value);
    case ConstraintKind::count:
        return value.is(Kind::integer) && value.integer() >= 0;
    case ConstraintKind::number:
        return is_integer(value) || value.is(Kind::real) || value.is(Kind::decimal);
    case ConstraintKind::decimal:
        return is_integer(value) || value.is(Kind::real) || value.is(Kind::decimal)
            || value.is(Kind::string);
    case ConstraintKind::text:
        return value.is(Kind::string);
    case ConstraintKind::symbol:
        return value.is(Kind::string) || value.is(Kind::atom);
    case ConstraintKind::regex:
        return is_regex(value);
    case ConstraintKind::list:
        return value.is(Kind::list);
    case ConstraintKind::map:
        return value.is(Kind::map) || value.is(Kind::keyword) || value.is(Kind::list);
    case ConstraintKind::any:
        return true;
    }
    return true;
}

static std::string_view what(ConstraintKind kind)
{
    switch (kind) {
    case ConstraintKind::boolean:
        return "true or false";
    case ConstraintKind::integer:
        return "a whole number";
    case ConstraintKind::count:
        return "a whole number from 0";
    case ConstraintKind::number:
    case ConstraintKind::decimal:
        return "a number";
    case ConstraintKind::text:
    case ConstraintKind::symbol:
        return "a text";
    case ConstraintKind::regex:
        return "a regular expression";
    case ConstraintKind::list:
        return "a list";
    case ConstraintKind::map:
    case ConstraintKind::any:
        return "a map";
    }
    return {};
}

static void check_constraints(const TypeUse& use, std::vector<std::string>& problems)
{
    for (const auto& [name, value] : use.constraints) {
        auto row = std::ranges::find(
            use.type->constraints, std::string_view(name), &ConstraintRow::name);
        if (row == use.type->constraints.end())
            problems.push_back(unknown_constraint(*use.type, name));
        else if (!is_of_kind(row->kind, value))
            problems.push_back("constraint " + in_backticks(name) + " must be "
                + std::string(what(row->kind)) + ", got " + to_json(value));
    }
}

// Names without a final `?`; null counts as not given.
static void add_constraints(
    Map& constraints, const Value& given, std::vector<std::string>& problems)
{
    if (given.is_null())
        return;
    if (!given.is(Kind::map) && !given.is(Kind::keyword)) {
        problems.push_back("constraints must be a map, got " + to_json(given));
        return;
    }
    for (const auto& [name, value] : given.map()) {
        if (!value.is_null())
            constraints.set(without_question_mark(name), value);
    }
}

// Of declared fields a document may hold ones that are declared no longer, or lack newer ones: it
// is never copied as it is.
static bool embedded_is_wire(const TypeUse& use)
{
    return use.type->embedded_is_wire && use.members.empty()
        && (!use.items || use.items->embedded_is_wire);
}

static bool holds_embedded(const TypeUse& use)
{
    return use.holds_embedded || (use.items && use.items->holds_embedded)
        || std::ranges::any_of(use.members,
            [](const TypeUse::Member& member) { return member.use && member.use->holds_embedded; });
}

// With problems in its constraints a type is not prepared: it would only complain about their
// consequences.
static void prepare_type_use(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    size_t before = problems.size();
    check_constraints(use, problems);
    if (problems.size() == before && use.type->prepare != nullptr)
        use.type->prepare(use, host, problems);
    use.embedded_is_wire = embedded_is_wire(use);
    use.holds_embedded = holds_embedded(use);
}

static TypeUse use_of(
    const Type& type, const Value& constraints, Host& host, std::vector<std::string>& problems)
{
    TypeUse use;
    use.type = &type;
    add_constraints(use.constraints, constraints, problems);
    prepare_type_use(use, host, problems);
    return use;
}

static void locate(std::vector<std::string>& problems, size_t from, const std::string& where)
{
    for (size_t i = from; i < problems.size(); ++i)
        problems[i].insert(0, where + ": ");
}

// What the items of a list of embedded resources are asked for may be said of the list.
static Value item_constraints(const Value& item, Map& constraints)
{
    const Value* given = constraints.find("items");
    Value items = given != nullptr ? *given : Value();
    if (!item.is(Kind::map) || !item.map().contains("embedded"))
        return items;
    if (!items.is(Kind::map))
        items = Map();
    for (std::string_view name : { "sort", "load" }) {
        if (const Value* said = constraints.find(name)) {
            items.mutable_map().set(name, *said);
            constraints.erase(name);
        }
    }
    return items;
}

static TypeUse array_use(
    const Value& item, const Value& constraints, Host& host, std::vector<std::string>& problems)
{
    TypeUse use;
    use.type = find_type("array");
    add_constraints(use.constraints, constraints, problems);
    size_t before = problems.size();
    use.items = std::make_unique<TypeUse>(
        make_type_use(item, item_constraints(item, use.constraints), host, problems));
    locate(problems, before, "items");
    prepare_type_use(use, host, problems);
    return use;
}

static TypeUse enum_use(
    const Value& values, const Value& constraints, Host& host, std::vector<std::string>& problems)
{
    Map all { { "values", values } };
    add_constraints(all, constraints, problems);
    return use_of(*find_type("enum"), std::move(all), host, problems);
}

static TypeUse embedded_use(
    const Value& resource, const Value& constraints, Host& host, std::vector<std::string>& problems)
{
    Map all { { "resource", resource } };
    add_constraints(all, constraints, problems);
    return use_of(*find_type("embedded"), std::move(all), host, problems);
}

static TypeUse new_type_use(
    const Map& words, const Value& constraints, Host& host, std::vector<std::string>& problems)
{
    Map all;
    add_constraints(all, word(words, "constraints"), problems);
    add_constraints(all, constraints, problems);
    auto use = make_type_use(word(words, "of"), std::move(all), host, problems);
    const Value& name = word(words, "new_type");
    if (!name.is_textual()) {
        problems.push_back("a new type needs a name, got " + to_json(name));
        return use;
    }
    use.new_type = name.text();
    name_symbol(use.new_type);
    return use;
}

TypeUse make_type_use(
    const Value& type, const Value& constraints, Host& host, std::vector<std::string>& problems)
{
    if (type.is_textual()) {
        if (const Type* found = find_type(type.text()))
            return use_of(*found, constraints, host, problems);
        problems.push_back(unknown_type(type.text()));
        return {};
    }
    if (type.is(Kind::map)) {
        if (const Value* item = type.map().find("array"))
            return array_use(*item, constraints, host, problems);
        if (const Value* values = type.map().find("enum"))
            return enum_use(*values, constraints, host, problems);
        if (const Value* resource = type.map().find("embedded"))
            return embedded_use(*resource, constraints, host, problems);
        if (type.map().contains("new_type"))
            return new_type_use(type.map(), constraints, host, problems);
    }
    problems.push_back("a type is a name, {\"array\": type}, {\"enum\": values}, {\"embedded\": "
                       "resource} or {\"new_type\": name, \"of\": type}, got "
        + to_json(type));
    return {};
}

static bool add_named(
    std::string_view name, const Value& described, std::vector<NamedWords>& result)
{
    static const Map no_words;
    if (described.is_null())
        result.push_back({ name, &no_words });
    else if (described.is(Kind::map) || described.is(Kind::keyword))
        result.push_back({ name, &described.map() });
    else
        return false;
    return true;
}

bool named_words(const Value& declared, std::vector<NamedWords>& result)
{
    if (declared.is(Kind::map) || declared.is(Kind::keyword))
        return std::ranges::all_of(declared.map(),
            [&](const auto& entry) { return add_named(entry.first, entry.second, result); });
    return declared.is(Kind::list)
        && std::ranges::all_of(declared.list(), [&](const Value& described) {
               if (!described.is(Kind::map))
                   return false;
               const Value& name = word(described.map(), "name");
               return name.is_textual() && add_named(name.text(), described, result);
           });
}

std::unique_ptr<TypeUse> described_use(const NamedWords& described, std::string_view container,
    Host& host, std::vector<std::string>& problems)
{
    name_symbol(described.name);
    size_t before = problems.size();
    auto use = std::make_unique<TypeUse>(make_type_use(
        word(*described.words, "type"), word(*described.words, "constraints"), host, problems));
    locate(problems, before, std::string(container) + "." + std::string(described.name));
    return use;
}

} // namespace tunez
