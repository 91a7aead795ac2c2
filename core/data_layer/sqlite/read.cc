#include "data_layer/sqlite/read.h"

#include "base/verify.h"
#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

#include <utility>

namespace tunez::sqlite {

void write_columns(
    SqlWriter& sql, std::string_view alias, std::span<const Attribute* const> attributes)
{
    Comma comma;
    for (auto* attribute : attributes) {
        sql << comma();
        sql.column(alias, attribute->source);
    }
}

void write_condition(SqlWriter& sql, const Resource& resource, const Expression* filter)
{
    VERIFY(!resource.primary_key.empty()); // Without a key the statement would mean every row.
    std::string_view link = " WHERE ";
    for (auto* key : resource.primary_key) {
        sql << std::exchange(link, " AND ");
        sql.column(row_alias, key->source) << " = ";
        sql.placeholder();
    }
    if (filter) {
        sql << link;
        render_filter(*filter, row_alias, sql);
    }
}

Result<void> bind_filter(Binder& binder, const Expression* filter)
{
    if (filter == nullptr)
        return {};
    Renderer parameters(binder);
    parameters.filter(*filter, { .alias = row_alias });
    return parameters.result();
}

void render_limit(Renderer& out, const ReadPlan& plan)
{
    if (plan.limit || plan.offset)
        out << " LIMIT ";
    if (plan.limit)
        out.integer(*plan.limit);
    else if (plan.offset)
        out << dialect::no_limit;
    if (plan.offset) {
        out << " OFFSET ";
        out.integer(*plan.offset);
    }
}

// Whether the rows are sorted by what is computed of them: then that is done once, under a name.
static bool is_sorted_by(const ReadPlan& plan, size_t computed)
{
    return std::ranges::any_of(plan.sort,
        [&](const SortTerm& term) { return computed_place(term, plan.computed) == computed; });
}

static void render_named(
    Renderer& out, const ReadPlan& plan, size_t computed, const RenderScope& scope)
{
    out.value(*plan.computed[computed].expression, plan.computed[computed].type, scope);
    if (is_sorted_by(plan, computed))
        out << " AS " << computed_column(computed);
}

static void render_columns(Renderer& out, const ReadPlan& plan, const RenderScope& scope)
{
    std::string_view comma;
    for (auto* attribute : plan.select) {
        out << std::exchange(comma, ", ");
        out.column(scope.alias, attribute->source);
    }
}

// The selected columns, then each computed cell in the way of `render`.
template <typename Render>
static void render_list(
    Renderer& out, const ReadPlan& plan, const RenderScope& scope, const Render& render)
{
    if (out.writes())
        render_columns(out, plan, scope);
    std::string_view comma = plan.select.empty() ? "" : ", ";
    for (size_t i = 0; i < plan.computed.size(); ++i) {
        out << std::exchange(comma, ", ");
        render(i);
    }
}

void render_cells(Renderer& out, const ReadPlan& plan, const RenderScope& scope)
{
    render_list(out, plan, scope, [&](size_t i) { render_named(out, plan, i, scope); });
}

// The same above the page, where what the rows are sorted by has been computed.
static void render_deferred_cells(Renderer& out, const ReadPlan& plan, const RenderScope& scope)
{
    render_list(out, plan, scope, [&](size_t i) {
        if (is_sorted_by(plan, i))
            out << computed_column(i);
        else
            out.value(*plan.computed[i].expression, plan.computed[i].type, scope);
    });
}

// What the rows of the page are sorted by, for the cells above it.
static void render_page_columns(Renderer& out, const ReadPlan& plan, const RenderScope& scope)
{
    out << (plan.distinct.empty() ? "SELECT *, rowid AS rowid" : "SELECT *");
    for (size_t i = 0; i < plan.computed.size(); ++i) {
        if (!is_sorted_by(plan, i))
            continue;
        out << ", ";
        render_named(out, plan, i, scope);
    }
}

static void render_page(Renderer& out, const ReadPlan& plan, const RenderScope& scope,
    std::span<const Computed> named = {});

// The rows of each member with what it computes.
static void render_combined(Renderer& out, const std::vector<CombinedPlan>& members)
{
    static constexpr std::string_view words[]
        = { "", " UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT " };
    out << "(";
    for (const auto& [kind, plan] : members) {
        out << words[static_cast<size_t>(kind)] << "SELECT * FROM (SELECT *, ";
        out.row_number(row_alias);
        out << " AS rowid";
        int64_t place = 0;
        for (const auto& computed : plan.computed) {
            out << ", ";
            out.value(*computed.expression, computed.type, { .alias = row_alias });
            out << " AS " << combined_column(place++);
        }
        render_page(out, plan, { .alias = row_alias });
        out << ")";
    }
    out << ")";
}

static void render_filtered(Renderer& out, const ReadPlan& plan, const RenderScope& scope)
{
    out << " FROM ";
    if (plan.combined)
        render_combined(out, *plan.combined);
    else
        out.identifier(plan.resource->table);
    out << " AS " << row_alias;
    if (!plan.filter)
        return;
    out << " WHERE ";
    out.filter(*plan.filter, scope);
}

// Rows are alike in a term where its type sees no difference.
static void render_term(Renderer& out, const SortTerm& term, const RenderScope& scope)
{
    if (term.attribute)
        return out.column(scope.alias, term.attribute->source);
    const auto* type = term.expression->type;
    out.value(*term.expression, type, scope);
    // What is computed has no collation of its own.
    auto collation = type ? dialect::collation(*type->type) : std::string_view();
    if (collation.empty())
        return;
    out << " COLLATE ";
    out.identifier(collation);
}

// Every row with its number among those that are alike.
static void render_numbered(Renderer& out, const ReadPlan& plan, const RenderScope& scope)
{
    out << " FROM (SELECT *, rowid AS rowid, row_number() OVER (PARTITION BY ";
    std::string_view comma;
    for (const auto& term : plan.distinct) {
        out << std::exchange(comma, ", ");
        render_term(out, term, scope);
    }
    auto order
        = plan.distinct_sort.empty() ? std::span<const SortTerm>(plan.sort) : plan.distinct_sort;
    if (!order.empty()) {
        out << " ORDER BY ";
        out.order(order, scope);
    }
    out << ") AS _tunez_number";
    render_filtered(out, plan, scope);
    out << ") AS " << row_alias << " WHERE _tunez_number = 1";
}

static void render_page(
    Renderer& out, const ReadPlan& plan, const RenderScope& scope, std::span<const Computed> named)
{
    if (plan.distinct.empty())
        render_filtered(out, plan, scope);
    else
        render_numbered(out, plan, scope);
    if (!plan.sort.empty()) {
        out << " ORDER BY ";
        out.order(plan.sort, scope, named);
    }
    render_limit(out, plan);
}

// Of a page the rows come first, so that nothing is computed for those that are not on it.
static void render_read(Renderer& out, const ReadPlan& plan)
{
    RenderScope scope { .alias = row_alias };
    bool deferred = !plan.computed.empty() && (plan.limit || plan.offset);
    out << "SELECT ";
    if (deferred)
        render_deferred_cells(out, plan, scope);
    else
        render_cells(out, plan, scope);
    if (plan.select.empty() && plan.computed.empty())
        out << "1";
    if (plan.resource == nullptr)
        return;
    if (deferred) {
        out << " FROM (";
        render_page_columns(out, plan, scope);
    }
    render_page(out, plan, scope, plan.computed);
    if (deferred)
        out << ") AS " << row_alias;
}

Result<void> step_rows(Database& database, PreparedStatement& prepared, size_t count, RowSink& sink)
{
    auto cells = std::span(prepared.cells).first(count);
    int code;
    while ((code = prepared.statement.step()) == SQLITE_ROW) {
        if (!prepared.statement.read(cells)) [[unlikely]]
            return fail(storage_error(SQLITE_NOMEM, "read"));
        if (!sink.row(cells))
            return {};
    }
    if (code != SQLITE_DONE) [[unlikely]] {
        if (auto raised = prepared.raised())
            return fail(std::move(*raised));
        return fail(database.connection->last_error("read"));
    }
    return {};
}

void add_shape(const ReadPlan& plan, Shape& shape)
{
    shape.add(plan.select);
    shape.add_filter(plan.filter.get());
    shape.add(std::span<const SortTerm>(plan.sort));
    shape.add(uint64_t { plan.limit.has_value() } + (plan.offset ? 2 : 0)
        + (uint64_t { plan.computed.size() } << 8) + (uint64_t { plan.distinct.size() } << 24)
        + (uint64_t { plan.combined != nullptr } << 40));
    for (const auto& computed : plan.computed) {
        shape.add(computed.expression);
        shape.add(computed.type);
    }
    for (const auto& term : plan.sort)
        shape.add(uint64_t { computed_place(term, plan.computed).value_or(plan.computed.size()) });
    if (plan.combined) {
        shape.add(plan.combined->size());
        for (const auto& [kind, member] : *plan.combined) {
            shape.add(static_cast<uint64_t>(kind));
            add_shape(member, shape);
        }
    }
    if (plan.distinct.empty())
        return;
    shape.add(plan.distinct);
    shape.add(plan.distinct_sort);
}

std::string read_sql(const ReadPlan& plan)
{
    SqlWriter sql;
    Renderer out(sql);
    render_read(out, plan);
    return sql.take();
}

Result<StatementLease> bound(Database& database, const ReadPlan& plan, List* described)
{
    database.shape.start(StatementKind::read, plan.resource);
    add_shape(plan, database.shape);
    auto lease = TRY(database.statements.acquire(database.shape, [&] { return read_sql(plan); }));
    Binder binder(*lease, described);
    Renderer parameters(binder);
    render_read(parameters, plan);
    TRY(parameters.result());
    return lease;
}

Result<void> read(Database& database, const ReadPlan& plan, RowSink& sink)
{
    auto lease = TRY(bound(database, plan, nullptr));
    return step_rows(database, *lease, plan.select.size() + plan.computed.size(), sink);
}

} // namespace tunez::sqlite
