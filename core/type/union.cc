#include "type/builtins.h"
#include "type/embedded.h"
#include "type/fields.h"
#include "type/stored.h"
#include "type/type_use.h"

#include <algorithm>
#include <array>

namespace tunez::type {

namespace {

struct UnionConstraints {
    bool map_with_tag = false;
};

constexpr std::array<ConstraintRow, 3> union_constraints { {
    { "types", ConstraintKind::map,
        "The members, by name: {\"type\", \"constraints\", \"tag\", \"tag_value\", "
        "\"cast_tag\"}." },
    { "storage", ConstraintKind::symbol, "`type_and_value` (the default) or `map_with_tag`." },
    { "include_source", ConstraintKind::boolean,
        "Hands embedded members the changeset they are part of." },
} };

}

using Member = TypeUse::Member;

static Member member_of(const NamedWords& described, Host& host, std::vector<std::string>& problems)
{
    Member member;
    member.name = described.name;
    member.use = described_use(described, "types", host, problems);
    const Value& tag = word(*described.words, "tag");
    if (tag.is_textual())
        member.tag = tag.text();
    member.tag_value = word(*described.words, "tag_value");
    const Value& spelled = word(*described.words, "cast_tag?");
    const Value& cast_tag = spelled.is_null() ? word(*described.words, "cast_tag") : spelled;
    member.cast_tag = !cast_tag.is(Kind::boolean) || cast_tag.boolean();
    return member;
}

static bool stores_tags(const TypeUse& use, std::vector<std::string>& problems)
{
    const Value& storage = word(use.constraints, "storage");
    if (storage.is_null() || storage.text() == "type_and_value")
        return false;
    if (storage.text() != "map_with_tag")
        problems.push_back("constraint `storage` must be `type_and_value` or `map_with_tag`, got "
            + to_json(storage));
    for (const auto& member : use.members) {
        if (member.tag.empty() || member.tag_value.is_null())
            problems.push_back("storage `map_with_tag` needs a tag and a tag_value for member `"
                + member.name + "`");
    }
    return true;
}

static void prepare_union(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    const Value& types = word(use.constraints, "types");
    std::vector<NamedWords> described;
    if (types.is_null() || !named_words(types, described) || described.empty()) {
        problems.emplace_back(
            "type `union` needs the constraint `types`, which describes each member with a map");
        return;
    }
    for (const auto& words : described)
        use.members.push_back(member_of(words, host, problems));
    use.prepared = std::make_shared<const UnionConstraints>(stores_tags(use, problems));
}

static const Member* find_member(const TypeUse& use, std::string_view name)
{
    auto found = std::ranges::find(use.members, name, &Member::name);
    return found != use.members.end() ? &*found : nullptr;
}

// Symbols and texts are the same here; a tag value that is null is met by an absent tag.
static bool has_tag(const Member& member, const Map& map)
{
    const Value& tag = word(map, member.tag);
    if (tag.is_null() || member.tag_value.is_null())
        return tag.is_null() && member.tag_value.is_null();
    return compare_values(tag, member.tag_value) == 0;
}

static bool is_tagged_input(const Member& member, const Value& input)
{
    return !member.tag.empty() && (input.is(Kind::map) || input.is(Kind::structure));
}

static Value without_tag(const Member& member, const Value& input)
{
    Value result = input;
    if (!member.cast_tag)
        result.mutable_map().erase(member.tag);
    return result;
}

// What a value of that member replaces: one of another member is not updated.
static const Value* replaced_as(const Member& member, const Nesting& nesting)
{
    bool same = nesting.before != nullptr && nesting.before->is(Kind::union_value)
        && nesting.before->name() == member.name;
    return same ? &nesting.before->inner() : nullptr;
}

static bool cast_as(const Member& member, const Value& input, const Nesting& nesting, Value& out,
    TypeErrors& errors)
{
    Value value;
    Nesting inner { nesting.actions, replaced_as(member, nesting), member.tag };
    bool valid = is_tagged_input(member, input)
        ? cast(*member.use, without_tag(member, input), value, errors, inner)
        : cast(*member.use, input, value, errors, inner);
    if (valid)
        out = Value::union_of(member.name, std::move(value));
    return valid;
}

static std::string explained(const TypeErrors& errors)
{
    std::string text;
    for (const auto& error : errors)
        text += (text.empty() ? "" : ", ") + render(error.message, error.vars);
    return text;
}

// Members in the order declared. Once a tag matches, what that member says is final.
static bool cast_any(
    const TypeUse& use, const Value& input, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    std::string reasons;
    auto refused = [&](const Member& member, std::string_view why) {
        reasons.append("\n  ").append(member.name).append(": ").append(why);
    };
    for (const auto& member : use.members) {
        TypeErrors found;
        if (member.tag.empty()) {
            if (cast_as(member, input, { nesting.actions }, out, found))
                return true;
            refused(member, explained(found));
        } else if (!is_tagged_input(member, input)) {
            refused(member, "is not a map");
        } else if (!has_tag(member, input.map())) {
            refused(member, member.tag + " does not equal " + display(member.tag_value));
        } else {
            return cast_as(member, input, nesting, out, errors);
        }
    }
    errors.push_back({ .message = "No union type matched" + reasons });
    return false;
}

// {"_union_type": name, "_union_value": value}, or the fields of the value beside the name.
static bool cast_named(
    const TypeUse& use, const Value& input, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    const Value& name = word(input.map(), "_union_type");
    Value rest = input;
    rest.mutable_map().erase("_union_type");
    const Member* member = name.is_textual() ? find_member(use, name.text()) : nullptr;
    if (member == nullptr)
        return cast_any(use, rest, nesting, out, errors);
    const Value* value = input.map().find("_union_value");
    return cast_as(*member, value != nullptr ? *value : rest, nesting, out, errors);
}

static bool cast_union(
    const TypeUse& use, const Value& input, const Nesting& nesting, Value& out, TypeErrors& errors)
{
    if (input.is(Kind::union_value)) {
        const Member* member = find_member(use, input.name());
        return member != nullptr && cast_as(*member, input.inner(), nesting, out, errors);
    }
    if (input.is(Kind::map) && input.map().contains("_union_type"))
        return cast_named(use, input, nesting, out, errors);
    return cast_any(use, input, nesting, out, errors);
}

// The place of the one that an item of a list means, by member and primary key; the size of the
// list where it is new.
static size_t find_replaced_union(const TypeUse& use, const List& before, const Value& input)
{
    const bool is_union = input.is(Kind::union_value);
    const Value& given = is_union ? input.inner() : input;
    auto means = [&](const Value& value) {
        const Member* member
            = value.is(Kind::union_value) ? find_member(use, value.name()) : nullptr;
        if (member == nullptr || !given.is(Kind::map) || member->use->type != &embedded_type)
            return false;
        bool named = is_union ? input.name() == member->name
                              : !member->tag.empty() && has_tag(*member, given.map());
        return named
            && find_replaced(member->use->options<EmbeddedUse>(), { value.inner() }, given)
            != nullptr;
    };
    return static_cast<size_t>(std::ranges::find_if(before, means) - before.begin());
}

static bool remove_union(const TypeUse& use, const Nesting& nesting, TypeErrors& errors)
{
    const auto& before = *nesting.before;
    const Member* member = before.is(Kind::union_value) ? find_member(use, before.name()) : nullptr;
    return member == nullptr || member->use->type->remove == nullptr
        || member->use->type->remove(*member->use, { nesting.actions, &before.inner() }, errors);
}

// Items that name one that was there by its tag and its primary key update it; the others that were
// there are removed when all items could be cast.
static bool cast_unions(
    const TypeUse& use, const List& input, const Nesting& nesting, List& out, TypeErrors& errors)
{
    static const List nothing;
    bool replaces = use.holds_embedded && nesting.actions != nullptr && nesting.before != nullptr
        && nesting.before->is(Kind::list);
    const auto& before = replaces ? nesting.before->list() : nothing;
    std::vector<bool> stays(before.size());
    for (size_t i = 0; i < input.size(); ++i) {
        auto replaced = find_replaced_union(use, before, input[i]);
        Nesting item { nesting.actions, replaced < before.size() ? &before[replaced] : nullptr };
        size_t first = errors.size();
        if (!tunez::cast_input(use, input[i], out[i], errors, item)) {
            for (size_t e = first; e < errors.size(); ++e) {
                errors[e].index = static_cast<int64_t>(i);
                errors[e].path.emplace(errors[e].path.begin(), static_cast<int64_t>(i));
            }
            return false;
        }
        if (replaced < before.size())
            stays[replaced] = true;
    }
    size_t failed = errors.size();
    for (size_t i = 0; i < before.size(); ++i) {
        if (!stays[i])
            remove_union(use, { nesting.actions, &before[i] }, errors);
    }
    return errors.size() == failed;
}

static bool equal_unions(const TypeUse& use, const Value& left, const Value& right)
{
    if (!left.is(Kind::union_value) || !right.is(Kind::union_value) || left.name() != right.name())
        return false;
    const Member* member = find_member(use, left.name());
    return member != nullptr && equal(*member->use, left.inner(), right.inner());
}

static Value embed_union(const TypeUse& use, const Value& value)
{
    const Member* member = value.is(Kind::union_value) ? find_member(use, value.name()) : nullptr;
    if (member == nullptr)
        return {};
    Value inner = to_embedded(*member->use, value.inner());
    if (!use.options<UnionConstraints>().map_with_tag)
        return Map { { "type", member->name }, { "value", std::move(inner) } };
    if (inner.is(Kind::map) && !inner.map().contains(member->tag))
        inner.mutable_map().set(member->tag, member->tag_value);
    return inner;
}

static Result<Value> load_as(const Member& member, const Value& json)
{
    return Value::union_of(member.name, TRY(from_embedded(*member.use, json)));
}

static Result<Value> load_union(const TypeUse& use, const Value& json)
{
    if (!json.is(Kind::map))
        return fail(cannot_load(use, json));
    const Member* member = nullptr;
    if (use.options<UnionConstraints>().map_with_tag) {
        auto found = std::ranges::find_if(
            use.members, [&](const Member& one) { return has_tag(one, json.map()); });
        member = found != use.members.end() ? &*found : nullptr;
        return member != nullptr ? load_as(*member, json) : fail(cannot_load(use, json));
    }
    const Value& name = word(json.map(), "type");
    const Value* value = json.map().find("value");
    if (name.is(Kind::string) && value != nullptr)
        member = find_member(use, name.text());
    return member != nullptr ? load_as(*member, *value) : fail(cannot_load(use, json));
}

const Type union_type {
    .name = "union",
    .doc = "A value of one of several types, and which.",
    .column = Column::text,
    .constraints = union_constraints,
    .prepare = prepare_union,
    .cast_nested = cast_union,
    .cast_list = cast_unions,
    .remove = remove_union,
    .equal = equal_unions,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed_union,
    .from_embedded = load_union,
    .embedded_is_wire = false,
    .simple_equality = false,
};

} // namespace tunez::type
