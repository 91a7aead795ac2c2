#include "resource/reach.h"

#include "resource/expression/parse.h"

#include <algorithm>
#include <utility>

namespace tunez {

bool Reach::to_many() const
{
    return std::ranges::any_of(path, [](const Relationship* step) { return step->to_many(); });
}

static bool is_fillable(const ExpressionRef& expression)
{
    return expression && expression->fillable;
}

// What follows from a step besides its key.
static bool is_fillable_step(const Relationship* step)
{
    bool filter = !step->filter.is_null()
        && (!step->filter_expression || step->filter_expression->fillable);
    return filter || step->destination->multitenancy.has_value();
}

static bool is_fillable(const Reach& reach)
{
    return is_fillable(reach.filter) || is_fillable(reach.field)
        || std::ranges::any_of(reach.steps, [](const auto& step) { return is_fillable(step); })
        || std::ranges::any_of(
            reach.sort, [](const SortTerm& term) { return is_fillable(term.expression); })
        || (!reach.filtered
            && (std::ranges::any_of(reach.path, is_fillable_step)
                || (reach.path.empty() && reach.resource->multitenancy)));
}

ExpressionRef with_reach(Expression expression, Reach reach)
{
    expression.name.clear();
    for (const auto* step : reach.path)
        expression.name += (expression.name.empty() ? "" : ".") + step->name;
    expression.fillable = is_fillable(reach);
    expression.reach = std::make_shared<const Reach>(std::move(reach));
    return made(std::move(expression));
}

// A relationship through others is the path of those.
static void append_steps(const Relationship& relationship, std::vector<const Relationship*>& path)
{
    if (relationship.through_path.empty()) {
        path.push_back(&relationship);
        return;
    }
    for (const auto* step : relationship.through_path)
        append_steps(*step, path);
}

bool ExpressionParser::follow(
    const Value& names, ExpressionScope& scope, std::vector<const Relationship*>& path)
{
    if (names.is_null())
        return true;
    List single { names };
    const auto& steps = names.is(Kind::list) ? names.list() : single;
    for (const auto& name : steps) {
        if (scope.resource == nullptr || !name.is_textual()) {
            refuse(ErrorCode::invalid_expression, "a path is a list of relationships");
            return false;
        }
        const auto* found = scope.resource->find_relationship(name.text());
        bool visible = found != nullptr && (access == FieldAccess::all || found->is_public);
        if (!visible || found->destination == nullptr) {
            no_such_field(*scope.resource, name.text());
            return false;
        }
        append_steps(*found, path);
        scope.resource = found->destination;
    }
    return true;
}

ExpressionRef ExpressionParser::related(std::vector<const Relationship*> path, ExpressionRef inner)
{
    if (path.empty())
        return inner;
    Expression expression;
    expression.kind = Expression::Kind::related;
    expression.type = inner->type;
    expression.sensitive = inner->sensitive;
    expression.arguments.push_back(std::move(inner));
    Reach reach;
    reach.resource = path.back()->destination;
    reach.path = std::move(path);
    return with_reach(std::move(expression), std::move(reach));
}

static const TypeUse& boolean_use()
{
    static const TypeUse use = [] {
        TypeUse boolean;
        boolean.type = find_type("boolean");
        return boolean;
    }();
    return use;
}

ExpressionRef ExpressionParser::exists(std::vector<const Relationship*> path, ExpressionRef filter)
{
    Expression expression;
    expression.kind = Expression::Kind::exists;
    expression.type = &boolean_use();
    Reach reach;
    reach.resource = path.back()->destination;
    reach.path = std::move(path);
    reach.filter = std::move(filter);
    return with_reach(std::move(expression), std::move(reach));
}

// `path` or `resource`, and `filter` over what is there.
bool ExpressionParser::read_reach(
    const Map& written, const ExpressionScope& scope, Reach& reach, ExpressionScope& end)
{
    const auto* name = written.find("resource");
    if (name != nullptr && name->is_textual() && scope.resource != nullptr) {
        reach.resource = scope.resource->definition->find_resource(name->text());
        if (reach.resource == nullptr) {
            refuse(ErrorCode::no_such_resource, "No such resource " + display(*name));
            return false;
        }
    } else {
        auto found = scope;
        const auto* path = written.find("path");
        if (path == nullptr)
            path = written.find("relationship");
        if (!follow(path != nullptr ? *path : Value(List()), found, reach.path))
            return false;
        reach.resource = found.resource;
        if (reach.path.empty()) {
            refuse(
                ErrorCode::invalid_expression, "it needs a path of relationships, or a resource");
            return false;
        }
    }
    end.resource = reach.resource;
    const auto* filter = written.find("filter");
    if (filter != nullptr && !filter->is_null())
        reach.filter = parse(*filter, end);
    return true;
}

ExpressionRef ExpressionParser::exists(const Value& written, const ExpressionScope& scope)
{
    if (!written.is(Kind::map))
        return refuse(ErrorCode::invalid_expression, "`exists` takes a path and a filter");
    ExpressionScope at { scope.resource, scope.outer };
    std::vector<const Relationship*> lead;
    const auto* leading = written.map().find("at");
    if (leading != nullptr && !follow(*leading, at, lead))
        return literal(Value());
    Reach reach;
    ExpressionScope end { nullptr, &at };
    if (!read_reach(written.map(), at, reach, end))
        return literal(Value());
    Expression expression;
    expression.kind = Expression::Kind::exists;
    expression.type = &boolean_use();
    return related(std::move(lead), with_reach(std::move(expression), std::move(reach)));
}

static std::unique_ptr<TypeUse> copy(const TypeUse& use)
{
    auto result = std::make_unique<TypeUse>();
    result->type = use.type;
    result->new_type = use.new_type;
    result->constraints = use.constraints;
    result->prepared = use.prepared;
    result->embedded_is_wire = use.embedded_is_wire;
    result->holds_embedded = use.holds_embedded;
    if (use.items)
        result->items = copy(*use.items);
    for (const auto& member : use.members) {
        result->members.push_back({ .name = member.name,
            .use = member.use ? copy(*member.use) : nullptr,
            .allow_nil = member.allow_nil,
            .description = member.description,
            .tag = member.tag,
            .tag_value = member.tag_value,
            .cast_tag = member.cast_tag });
    }
    return result;
}

std::shared_ptr<const TypeUse> basic_type_use(std::string_view name, Host& host)
{
    std::vector<std::string> problems;
    return std::make_shared<TypeUse>(make_type_use(Value(name), {}, host, problems));
}

static std::shared_ptr<const TypeUse> list_of(const TypeUse& field, Host& host)
{
    auto use = std::make_shared<TypeUse>();
    use->type = find_type("array");
    use->items = copy(field);
    use->constraints.set("nil_items", Value(true));
    use->embedded_is_wire = use->items->embedded_is_wire;
    use->holds_embedded = use->items->holds_embedded;
    std::vector<std::string> problems;
    use->type->prepare(*use, host, problems);
    return use;
}

// Spec §9.3.
static std::shared_ptr<const TypeUse> type_of(AggregateKind kind, const TypeUse* field, Host& host)
{
    switch (kind) {
    case AggregateKind::count:
        return basic_type_use("integer", host);
    case AggregateKind::exists:
        return basic_type_use("boolean", host);
    case AggregateKind::avg:
        return basic_type_use(
            field != nullptr && field->type == find_type("decimal") ? "decimal" : "float", host);
    case AggregateKind::list:
        return field != nullptr ? list_of(*field, host) : nullptr;
    default:
        return field != nullptr ? std::shared_ptr<const TypeUse>(copy(*field)) : nullptr;
    }
}

static constexpr std::pair<std::string_view, AggregateKind> aggregate_kinds[] = {
    { "count", AggregateKind::count },
    { "exists", AggregateKind::exists },
    { "first", AggregateKind::first },
    { "sum", AggregateKind::sum },
    { "list", AggregateKind::list },
    { "max", AggregateKind::max },
    { "min", AggregateKind::min },
    { "avg", AggregateKind::avg },
    { "custom", AggregateKind::custom },
};

std::optional<AggregateKind> find_aggregate_kind(std::string_view name)
{
    for (const auto& [known, kind] : aggregate_kinds) {
        if (known == name)
            return kind;
    }
    return std::nullopt;
}

static bool flag(const Map& written, std::string_view name)
{
    const auto* value = written.find(name);
    if (value == nullptr)
        value = written.find(std::string(name) + "?");
    return value != nullptr && value->is(Kind::boolean) && value->boolean();
}

ExpressionRef ExpressionParser::aggregate(const Map& written, const ExpressionScope& scope)
{
    const auto* kind_name = written.find("kind");
    auto kind = kind_name != nullptr && kind_name->is_textual()
        ? find_aggregate_kind(kind_name->text())
        : std::nullopt;
    if (!kind)
        return refuse(ErrorCode::invalid_expression,
            "an aggregate is of one of the kinds count, exists, first, sum, list, max, min, avg, "
            "custom");
    Reach reach;
    reach.kind = *kind;
    ExpressionScope end { nullptr, &scope };
    if (!read_reach(written, scope, reach, end))
        return literal(Value());
    return over(std::move(reach), written, end);
}

ExpressionRef ExpressionParser::over(Reach reach, const Map& written, const ExpressionScope& end)
{
    const auto* name = written.find("field");
    if (name != nullptr && name->is_textual())
        reach.field = field(name->text(), {}, ArgumentForm::values, end);
    else if (name != nullptr && name->is(Kind::map))
        reach.field = parse(*name, end);
    bool needs_field = reach.kind != AggregateKind::count && reach.kind != AggregateKind::exists;
    if (needs_field && !reach.field)
        return refuse(ErrorCode::invalid_expression, "this kind of aggregate needs a `field`");
    if (const auto* sort = written.find("sort"))
        sort_terms(*sort, end, reach.sort);
    if (reach.sort.empty() && !reach.path.empty())
        reach.sort = reach.path.back()->sort;
    reach.uniq = flag(written, "uniq");
    reach.include_nil = flag(written, "include_nil");
    if (const auto* filters = written.find("join_filters"); filters && filters->is(Kind::map)) {
        reach.steps.resize(reach.path.size());
        for (size_t i = 0; i < reach.path.size(); ++i) {
            // A filter stands under the path that leads to its step.
            std::string to;
            for (size_t step = 0; step <= i; ++step)
                to += (to.empty() ? "" : ".") + reach.path[step]->name;
            ExpressionScope before { reach.path[i]->source, end.outer };
            ExpressionScope at { reach.path[i]->destination, &before };
            if (const auto* filter = filters->map().find(to))
                reach.steps[i] = parse(*filter, at);
        }
    }
    Expression expression;
    expression.kind = Expression::Kind::aggregate;
    expression.sensitive = reach.field && reach.field->sensitive;
    auto& host = *reach.resource->definition->host;
    if (reach.kind == AggregateKind::custom) {
        const auto* function = written.find("implementation");
        const auto* id = function != nullptr && function->is(Kind::map)
            ? function->map().find("callback")
            : nullptr;
        const auto* type = written.find("type");
        std::vector<std::string> problems;
        if (id == nullptr || !id->is(Kind::integer) || type == nullptr)
            return refuse(ErrorCode::invalid_expression,
                "a custom aggregate needs a `type` and a function as `implementation`");
        reach.callback = static_cast<CallbackId>(id->integer());
        const auto* constraints = written.find("constraints");
        expression.owned_type = std::make_shared<TypeUse>(
            make_type_use(*type, constraints != nullptr ? *constraints : Value(), host, problems));
        for (auto& problem : problems)
            return refuse(ErrorCode::invalid_expression, std::move(problem));
    } else {
        expression.owned_type
            = type_of(reach.kind, reach.field ? reach.field->type : nullptr, host);
    }
    expression.type = expression.owned_type.get();
    if (expression.type == nullptr)
        return refuse(ErrorCode::invalid_expression, "the field of an aggregate needs a type");
    const auto* otherwise = written.find("default");
    TypeErrors problems;
    if (otherwise != nullptr
        && !tunez::cast(*expression.type, *otherwise, reach.default_value, problems))
        return refuse(ErrorCode::invalid_expression,
            "the default " + inspect(*otherwise) + " is no value of the aggregate");
    return with_reach(std::move(expression), std::move(reach));
}

namespace {

// The same reach with its expressions replaced, or nothing where none of them is.
class ReachSubstitution {
public:
    ReachSubstitution(const Reach& reach, Substitution& substitution)
        : reach_(reach)
        , substitution_(substitution)
    {
    }

    Reach replaced()
    {
        auto reach = reach_;
        replace(reach.filter);
        replace(reach.field);
        for (auto& term : reach.sort)
            replace(term.expression);
        reach.steps.resize(reach.path.size());
        for (size_t i = 0; i < reach.path.size(); ++i) {
            if (!reach.filtered && substitution_.is_final())
                reach.steps[i] = both(reach.path[i]->filter_expression, std::move(reach.steps[i]));
            replace(reach.steps[i]);
            restrict(*reach.path[i]->destination, reach.steps[i]);
        }
        if (reach.path.empty())
            restrict(*reach.resource, reach.filter);
        // Only who knows the tenant has filled in everything.
        reach.filtered = reach.filtered || substitution_.is_final();
        return reach;
    }

private:
    void replace(ExpressionRef& expression)
    {
        if (expression)
            expression = substitute(expression, substitution_);
    }

    void restrict(const Resource& resource, ExpressionRef& filter)
    {
        if (auto reachable = substitution_.reachable(resource))
            filter = both(std::move(filter), std::move(reachable));
    }

    const Reach& reach_;
    Substitution& substitution_;
};

} // namespace

Reach substituted(const Reach& reach, Substitution& substitution)
{
    return ReachSubstitution(reach, substitution).replaced();
}

} // namespace tunez
