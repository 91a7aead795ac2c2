#include "query/query.h"

#include <string>
#include <utility>

namespace tunez {

Result<void> Query::refuse_combination(std::string_view doing) const
{
    if (combination_of.empty())
        return {};
    auto error = Error::make(
        ErrorCode::not_supported, "a combination of queries cannot be " + std::string(doing));
    error.path = { std::string("combination_of") };
    return fail(std::move(error));
}

static constexpr std::pair<std::string_view, CombinationKind> combination_kinds[] = {
    { "base", CombinationKind::base },
    { "union", CombinationKind::union_ },
    { "union_all", CombinationKind::union_all },
    { "intersect", CombinationKind::intersect },
    { "except", CombinationKind::except },
};

static void refuse(std::vector<Error>& errors, std::string message)
{
    auto error = Error::make(ErrorCode::invalid_query, std::move(message));
    error.path = { std::string("combination_of") };
    errors.push_back(std::move(error));
}

static const CombinationKind* find_kind(const Value* name)
{
    for (const auto& [known, kind] : combination_kinds) {
        if (name != nullptr && name->is_textual() && name->text() == known)
            return &kind;
    }
    return nullptr;
}

// `{"name":{"type","constraints"?,"expr"}}`, the same names and types in each member.
static void parse_calculations(const Resource& resource, const Map& written, Query& member,
    std::vector<CombinedField>& fields, bool is_first, std::vector<Error>& errors)
{
    ExpressionScope scope { &resource };
    auto before = errors.size();
    for (const auto& [name, calculation] : written) {
        ExpressionParser parser(errors, "combination_of");
        auto expression = parser.parse(Value(Map { { "type", calculation } }), scope);
        if (expression->type == nullptr)
            continue;
        auto place = member.derived.size();
        if (is_first)
            fields.push_back({ name, expression->type, expression->owned_type });
        if (place < fields.size() && fields[place].name == name
            && fields[place].type->type == expression->type->type)
            member.derived.push_back(
                { .json_key = {}, .expression = expression, .type = expression->type });
    }
    if (member.derived.size() != std::max(fields.size(), written.size()) && errors.size() == before)
        refuse(errors, "all members compute the same fields, of the same types, in the same order");
}

static void parse_member(const Resource& resource, const Map& written, CombinationKind kind,
    std::vector<Combination>& members, std::vector<CombinedField>& fields,
    std::vector<Error>& errors)
{
    Map rest;
    Map computed;
    for (const auto& [key, value] : written) {
        if (key == "filter" || key == "sort" || key == "limit" || key == "offset")
            rest.append(key, value);
        else if (key == "calculations" && value.is(Kind::map))
            computed = value.map();
        else if (key != "type")
            refuse(errors, "a member of a combination has no `" + key + "`");
    }
    auto parsed = parse_query(resource, Value(std::move(rest)));
    if (!parsed) {
        for (auto& error : parsed.error().errors) {
            error.path.insert(error.path.begin(),
                { std::string("combination_of"), static_cast<int64_t>(members.size()) });
            errors.push_back(std::move(error));
        }
        parsed = Query {};
    }
    Combination member { kind, std::make_unique<Query>(std::move(*parsed)) };
    parse_calculations(resource, computed, *member.query, fields, members.empty(), errors);
    members.push_back(std::move(member));
}

void parse_combination(const Resource& resource, const Value& written,
    std::vector<Combination>& members, std::vector<CombinedField>& fields,
    std::vector<Error>& errors)
{
    if (written.is_null())
        return;
    if (!written.is(Kind::list) || written.list().empty())
        return refuse(errors, "a combination is a list of its members");
    for (const auto& item : written.list()) {
        const auto* kind = find_kind(item.is(Kind::map) ? item.map().find("type") : nullptr);
        if (kind == nullptr || (*kind == CombinationKind::base) != members.empty())
            return refuse(errors,
                "the first member of a combination is the base; those behind it are of the types "
                "union, union_all, intersect and except");
        parse_member(resource, item.map(), *kind, members, fields, errors);
    }
}

} // namespace tunez
