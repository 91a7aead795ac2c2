#include "data_layer/sqlite/render_expression.h"

#include "data_layer/sqlite/dialect.h"

#include <algorithm>

namespace tunez::sqlite {

std::string Renderer::next_alias()
{
    return sql_ ? "r" + std::to_string(++aliases_) : std::string();
}

std::vector<std::string> Renderer::aliases(const Reach& reach)
{
    std::vector<std::string> names(std::max<size_t>(reach.path.size(), 1));
    for (auto& name : names)
        name = next_alias();
    return names;
}

// `to` holds the rows that belong to the row of `from`.
void Renderer::link(const Relationship& relationship, std::string_view from, std::string_view to)
{
    if (!relationship.source_attribute || !relationship.destination_attribute) {
        *this << "true";
        return;
    }
    column(to, relationship.destination_attribute->source);
    if (!relationship.through) {
        *this << " = ";
        column(from, relationship.source_attribute->source);
        return;
    }
    *this << " IN (SELECT ";
    column({}, relationship.destination_attribute_on_join_resource->source);
    *this << " FROM ";
    identifier(relationship.through->table);
    *this << " WHERE ";
    column({}, relationship.source_attribute_on_join_resource->source);
    *this << " = ";
    column(from, relationship.source_attribute->source);
    *this << ")";
}

void Renderer::step_filters(
    const Reach& reach, size_t step, const RenderScope& from, std::string_view to)
{
    RenderScope scope { .alias = to, .outer = &from };
    if (const auto& own = reach.path[step]->filter_expression; own && !reach.filtered) {
        *this << " AND ";
        filter(*own, scope);
    }
    if (step < reach.steps.size() && reach.steps[step]) {
        *this << " AND ";
        filter(*reach.steps[step], scope);
    }
}

static bool speaks_of_many(const Expression& expression)
{
    if (expression.kind == Expression::Kind::related)
        return expression.reach->to_many();
    return expression.kind == Expression::Kind::call
        && std::ranges::any_of(
            expression.arguments, [](const auto& argument) { return speaks_of_many(*argument); });
}

static void add_joins(const Expression& expression, std::vector<JoinedStep>& joins)
{
    if (expression.kind == Expression::Kind::call) {
        for (const auto& argument : expression.arguments)
            add_joins(*argument, joins);
        return;
    }
    if (expression.kind != Expression::Kind::related || !expression.reach->to_many())
        return;
    int before = -1;
    for (const auto* relationship : expression.reach->path) {
        auto found = std::ranges::find_if(joins, [&](const JoinedStep& join) {
            return join.relationship == relationship && join.before == before;
        });
        if (found == joins.end())
            found = joins.insert(joins.end(), { relationship, before, {} });
        before = static_cast<int>(found - joins.begin());
    }
}

static void split(const Expression& filter, std::vector<const Expression*>& conditions)
{
    if (filter.kind == Expression::Kind::call && filter.op == Operator::and_) {
        for (const auto& argument : filter.arguments)
            split(*argument, conditions);
        return;
    }
    conditions.push_back(&filter);
}

void Renderer::filter(const Expression& filter, const RenderScope& scope)
{
    if (!speaks_of_many(filter))
        return condition(filter, scope);
    std::vector<const Expression*> conditions;
    split(filter, conditions);
    auto many = std::ranges::stable_partition(
        conditions, [](const auto* each) { return !speaks_of_many(*each); });
    for (auto each = conditions.begin(); each != many.begin(); ++each) {
        condition(**each, scope);
        *this << " AND ";
    }
    joined(std::span(many.begin(), many.end()), scope);
}

static std::string_view alias_of(
    std::span<const JoinedStep> joins, int step, const RenderScope& scope)
{
    return step < 0 ? scope.alias : std::string_view(joins[static_cast<size_t>(step)].alias);
}

// The filters of that join, as the first reach that goes through it has them.
static bool find_step(const Expression& expression, std::span<const JoinedStep> joins,
    const JoinedStep& wanted, const Reach*& reach, size_t& step)
{
    if (expression.kind == Expression::Kind::call)
        return std::ranges::any_of(expression.arguments,
            [&](const auto& argument) { return find_step(*argument, joins, wanted, reach, step); });
    if (expression.kind != Expression::Kind::related || !expression.reach->to_many())
        return false;
    int before = -1;
    const auto& path = expression.reach->path;
    for (size_t i = 0; i < path.size(); ++i) {
        auto found = std::ranges::find_if(joins, [&](const JoinedStep& join) {
            return join.relationship == path[i] && join.before == before;
        });
        if (&*found == &wanted) {
            reach = expression.reach.get();
            step = i;
            return true;
        }
        before = static_cast<int>(found - joins.begin());
    }
    return false;
}

void Renderer::step_filters_of(std::span<const Expression* const> conditions,
    std::span<const JoinedStep> joins, const JoinedStep& join, const RenderScope& from)
{
    const Reach* reach = nullptr;
    size_t step = 0;
    for (const auto* each : conditions) {
        if (find_step(*each, joins, join, reach, step))
            return step_filters(*reach, step, from, join.alias);
    }
}

// A row without related ones stands beside one row of nils.
void Renderer::joined(std::span<const Expression* const> conditions, const RenderScope& scope)
{
    std::vector<JoinedStep> joins;
    for (const auto* each : conditions)
        add_joins(*each, joins);
    for (auto& join : joins)
        join.alias = next_alias();
    *this << "EXISTS (SELECT 1 FROM (SELECT 1)";
    for (const auto& join : joins) {
        *this << " LEFT JOIN ";
        identifier(join.relationship->destination->table);
        *this << " AS " << join.alias << " ON ";
        auto from = alias_of(joins, join.before, scope);
        link(*join.relationship, from, join.alias);
        RenderScope outer { .alias = from, .outer = scope.outer };
        // The steps of every path through it hold the same filters.
        step_filters_of(conditions, joins, join, outer);
    }
    *this << " WHERE ";
    RenderScope inside { .alias = scope.alias, .outer = scope.outer, .joins = joins };
    std::string_view link_text;
    for (const auto* each : conditions) {
        *this << link_text;
        condition(*each, inside);
        link_text = " AND ";
    }
    *this << ")";
}

static std::string_view joined_alias(const Reach& reach, std::span<const JoinedStep> joins)
{
    int before = -1;
    for (const auto* relationship : reach.path) {
        auto found = std::ranges::find_if(joins, [&](const JoinedStep& join) {
            return join.relationship == relationship && join.before == before;
        });
        if (found == joins.end())
            return {};
        before = static_cast<int>(found - joins.begin());
    }
    return joins[static_cast<size_t>(before)].alias;
}

static bool is_joined(const Reach& reach, std::span<const JoinedStep> joins)
{
    return !joins.empty() && reach.to_many() && joined_alias(reach, joins).data() != nullptr;
}

// The value in the row that the path leads to; of several, in the first.
void Renderer::related(const Expression& expression, size_t step, const RenderScope& scope)
{
    const auto& reach = *expression.reach;
    const auto& inner = *expression.arguments[0];
    if (step == 0 && is_joined(reach, scope.joins))
        return value(inner, expression.type,
            { .alias = joined_alias(reach, scope.joins), .outer = scope.outer });
    if (step == reach.path.size())
        return value(inner, expression.type, scope);
    const auto& relationship = *reach.path[step];
    auto alias = next_alias();
    RenderScope there { .alias = alias, .outer = scope.outer };
    *this << "(SELECT ";
    related(expression, step + 1, there);
    *this << " FROM ";
    identifier(relationship.destination->table);
    *this << " AS " << alias << " WHERE ";
    link(relationship, scope.alias, alias);
    step_filters(reach, step, scope, alias);
    if (!relationship.sort.empty()) {
        *this << " ORDER BY ";
        order(relationship.sort, there);
    }
    *this << " LIMIT 1)";
}

// FROM and WHERE.
void Renderer::rows(
    const Reach& reach, const RenderScope& scope, std::span<const std::string> names)
{
    std::string_view comma;
    *this << " FROM ";
    for (size_t i = 0; i < names.size(); ++i) {
        *this << comma;
        comma = ", ";
        identifier(reach.path.empty() ? reach.resource->table : reach.path[i]->destination->table);
        *this << " AS " << names[i];
    }
    std::string_view before = " WHERE ";
    for (size_t i = 0; i < reach.path.size(); ++i) {
        *this << before;
        before = " AND ";
        RenderScope from { .alias = i == 0 ? scope.alias : std::string_view(names[i - 1]),
            .outer = scope.outer };
        link(*reach.path[i], from.alias, names[i]);
        step_filters(reach, i, from, names[i]);
    }
    if (reach.filter) {
        *this << before;
        filter(*reach.filter, { .alias = names.back(), .outer = &scope });
    } else if (reach.path.empty()) {
        *this << " WHERE true";
    }
}

void Renderer::exists(const Reach& reach, const RenderScope& scope)
{
    auto names = aliases(reach);
    *this << "EXISTS (SELECT 1";
    rows(reach, scope, names);
    *this << ")";
}

void Renderer::is_reached(const Reach& reach, const RenderScope& from, const RenderScope& to)
{
    auto names = aliases(reach);
    row_number(to.alias);
    *this << " IN (SELECT ";
    row_number(names.back());
    rows(reach, from, names);
    *this << ")";
}

void Renderer::item(const Reach& reach, const RenderScope& end)
{
    if (!reach.field) {
        *this << "1";
        return;
    }
    value(*reach.field, reach.field->type, end);
    // What is computed has no collation of its own.
    auto collation
        = reach.field->type ? dialect::collation(*reach.field->type->type) : std::string_view();
    if (collation.empty())
        return;
    *this << " COLLATE ";
    identifier(collation);
}

void Renderer::page(const Reach& reach)
{
    if (!reach.limit && !reach.offset)
        return;
    *this << " LIMIT ";
    if (reach.limit)
        integer(*reach.limit);
    else
        *this << dialect::no_limit;
    if (reach.offset) {
        *this << " OFFSET ";
        integer(*reach.offset);
    }
}

void Renderer::engine_aggregate(const Expression& expression)
{
    *this << ", ";
    if (sql_)
        sql_->placeholder();
    else
        keep(binder_->engine_aggregate(expression));
}

// The function over its items, from the first parenthesis to the last.
void Renderer::function(const Expression& expression)
{
    const auto& reach = *expression.reach;
    bool decimal
        = reach.field && reach.field->type && reach.field->type->type == find_type("decimal");
    switch (reach.kind) {
    case AggregateKind::count:
        *this << (!reach.field ? "count(*)"
                : reach.uniq   ? "count(DISTINCT _tunez_item)"
                               : "count(_tunez_item)");
        return;
    case AggregateKind::exists:
        *this << "count(*) > 0";
        return;
    case AggregateKind::max:
        *this << "max(_tunez_item)";
        return;
    case AggregateKind::min:
        *this << "min(_tunez_item)";
        return;
    case AggregateKind::sum:
    case AggregateKind::avg: {
        bool sum = reach.kind == AggregateKind::sum;
        if (!decimal) {
            *this << (sum ? "sum(_tunez_item)" : "avg(_tunez_item)");
            return;
        }
        *this << (sum ? "tunez_sum(_tunez_item" : "tunez_avg(_tunez_item");
        engine_aggregate(expression);
        *this << ")";
        return;
    }
    case AggregateKind::list:
    case AggregateKind::custom:
        *this << (reach.kind == AggregateKind::list ? "tunez_list" : "tunez_custom")
              << "(_tunez_item";
        engine_aggregate(expression);
        *this << ")";
        return;
    case AggregateKind::first:
        *this << "_tunez_item";
    }
}

void Renderer::aggregate(const Expression& expression, const RenderScope& scope)
{
    const auto& reach = *expression.reach;
    bool paged = reach.limit || reach.offset;
    if (reach.kind == AggregateKind::exists && !paged)
        return exists(reach, scope);
    bool has_default = !reach.default_value.is_null();
    auto names = aliases(reach);
    RenderScope end { .alias = names.back(), .outer = &scope };
    *this << (has_default ? "coalesce((SELECT " : "(SELECT ");
    function(expression);
    *this << " FROM (SELECT ";
    item(reach, end);
    *this << " AS _tunez_item";
    rows(reach, scope, names);
    bool ordered = reach.kind == AggregateKind::first || reach.kind == AggregateKind::list
        || reach.kind == AggregateKind::custom || paged;
    if (reach.kind == AggregateKind::first && !reach.include_nil)
        *this << " AND _tunez_item IS NOT NULL";
    if (ordered && !reach.sort.empty()) {
        *this << " ORDER BY ";
        order(reach.sort, end);
    }
    if (reach.kind == AggregateKind::first && !paged)
        *this << " LIMIT 1";
    page(reach);
    *this << (reach.kind == AggregateKind::first && paged ? ") LIMIT 1)" : "))");
    if (!has_default)
        return;
    *this << ", ";
    parameter(expression.type, reach.default_value, nullptr);
    *this << ")";
}

} // namespace tunez::sqlite
