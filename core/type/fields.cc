#include "type/fields.h"

#include "type/type_use.h"

#include <algorithm>

namespace tunez::type {

static bool allows_nil(const Map& words)
{
    const Value& spelled = word(words, "allow_nil?");
    const Value& given = spelled.is_null() ? word(words, "allow_nil") : spelled;
    return !given.is(Kind::boolean) || given.boolean();
}

void prepare_fields(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    const Value& declared = word(use.constraints, "fields");
    if (declared.is_null())
        return;
    std::vector<NamedWords> fields;
    if (!named_words(declared, fields)) {
        problems.push_back(
            "constraint `fields` must describe each field with a map, got " + to_json(declared));
        return;
    }
    for (const auto& described : fields) {
        if (std::ranges::find(use.members, described.name, &TypeUse::Member::name)
            != use.members.end())
            problems.push_back("field `" + std::string(described.name) + "` is declared twice");
        TypeUse::Member field;
        field.name = described.name;
        field.use = described_use(described, "fields", host, problems);
        field.allow_nil = allows_nil(*described.words);
        field.description = display(word(*described.words, "description"));
        use.members.push_back(std::move(field));
    }
}

void require_fields(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    if (word(use.constraints, "fields").is_null())
        problems.push_back(
            "type `" + std::string(use.type->name) + "` needs the constraint `fields`");
    prepare_fields(use, host, problems);
}

static bool is_text_only(const TypeError& error)
{
    return !error.cause && error.vars.empty() && error.path.empty() && error.field.empty();
}

static void name_cast_errors(TypeErrors& errors, size_t from, const std::string& field)
{
    for (size_t i = from; i < errors.size(); ++i) {
        if (is_text_only(errors[i]))
            errors[i].field = field;
        else
            errors[i].path.emplace(errors[i].path.begin(), field);
    }
}

// The error of an embedded resource keeps its field; the one that holds it is a step of its path.
static void name_errors(TypeErrors& errors, size_t from, const std::string& field)
{
    for (size_t i = from; i < errors.size(); ++i) {
        if (errors[i].cause)
            errors[i].path.emplace(errors[i].path.begin(), field);
        else
            errors[i].field = field;
    }
}

bool cast_field(const TypeUse::Member& field, const Value* given, CastErrors naming,
    const Nesting& nesting, Value& out, TypeErrors& errors)
{
    size_t before = errors.size();
    if (given == nullptr) {
        if (!field.allow_nil)
            errors.push_back({ .message = "field must be present", .field = field.name });
        return field.allow_nil;
    }
    if (!cast_input(*field.use, *given, out, errors, { nesting.actions })) {
        if (naming == CastErrors::of_the_field || field.use->holds_embedded)
            name_cast_errors(errors, before, field.name);
        return false;
    }
    bool valid = apply_constraints(*field.use, out, errors, { nesting.actions });
    if (valid && out.is_null() && !field.allow_nil)
        errors.push_back({ .message = "value must not be nil" });
    name_errors(errors, before, field.name);
    return errors.size() == before;
}

bool cast_fields(const TypeUse& use, const Map& given, CastErrors naming, const Nesting& nesting,
    Map& out, TypeErrors& errors)
{
    size_t before = errors.size();
    out.reserve(use.members.size());
    for (const auto& field : use.members) {
        const Value* input = given.find(field.name);
        Value value;
        if (cast_field(field, input, naming, nesting, value, errors) && input != nullptr)
            out.append(field.name, std::move(value));
    }
    return errors.size() == before;
}

bool parse_text(const Value& input, Value& json)
{
    if (!input.is(Kind::string))
        return false;
    auto parsed = parse_json(input.text());
    if (!parsed)
        return false;
    json = *std::move(parsed);
    return true;
}

bool equal_fields(const TypeUse& use, const Map& left, const Map& right)
{
    return std::ranges::all_of(use.members, [&](const TypeUse::Member& field) {
        const Value* one = left.find(field.name);
        const Value* other = right.find(field.name);
        if (one == nullptr || other == nullptr)
            return one == other;
        return equal(*field.use, *one, *other);
    });
}

Map embed_fields(const TypeUse& use, const Map& fields, NullFields nulls)
{
    Map result;
    for (const auto& field : use.members) {
        const Value* value = fields.find(field.name);
        if (value != nullptr && (nulls == NullFields::kept || !value->is_null()))
            result.append(field.name, to_embedded(*field.use, *value));
    }
    return result;
}

Result<Map> load_fields(const TypeUse& use, const Map& json)
{
    Map result;
    for (const auto& field : use.members) {
        if (const Value* value = json.find(field.name))
            result.append(field.name, TRY(from_embedded(*field.use, *value)));
    }
    return result;
}

} // namespace tunez::type
