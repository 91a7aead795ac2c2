#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/render_expression.h"

#include <limits>

namespace tunez::sqlite {

static constexpr std::string_view parent_alias = "p";

// One parent is the everyday case, and a plain comparison with an index behind it. Several come as
// rows of their own, which SQLite joins in the order written: one look into the index for each,
// nothing sorted or made unique first.
enum class Parents : uint8_t { one, several };

static Parents parents_of(const RelatedPlan& plan)
{
    return plan.values.size() == 1 ? Parents::one : Parents::several;
}

// The limit counts for each parent, so that with several it needs the rows of each numbered.
static bool needs_numbers(const RelatedPlan& plan)
{
    return !plan.count_only && parents_of(plan) == Parents::several
        && (plan.read.limit || plan.read.offset);
}

static void render_parent(const RelatedPlan& plan, Renderer& out)
{
    out << (parents_of(plan) == Parents::one ? "0" : "v.position");
}

// `alias.column = parent`
static void render_link(
    const RelatedPlan& plan, std::string_view alias, const Attribute& attribute, Renderer& out)
{
    out.column(alias, attribute.source);
    out << " = ";
    if (plan.parents)
        out.column(parent_alias, plan.source->source);
    else if (parents_of(plan) == Parents::one)
        out.placeholder(1);
    else
        out << "v.value";
}

// The statement's first parameter is the parent, or the list of them.
static void render_source(const RelatedPlan& plan, const RenderScope& scope, Renderer& out)
{
    bool several = parents_of(plan) == Parents::several;
    out << " FROM ";
    if (several) {
        out << "tunez_values(";
        out.placeholder(1);
        out << ") AS v CROSS JOIN ";
    }
    if (plan.parents) {
        out.identifier(plan.parents->table);
        out << " AS " << parent_alias << " CROSS JOIN ";
    }
    if (plan.through) {
        out.identifier(plan.through->table);
        out << " AS j CROSS JOIN ";
    }
    out.identifier(plan.read.resource->table);
    out << " AS " << row_alias << " WHERE ";
    if (plan.parents) {
        out.column(parent_alias, plan.parents->primary_key.front()->source);
        out << " = ";
        if (several)
            out << "v.value";
        else
            out.placeholder(1);
        out << " AND ";
    }
    if (plan.through) {
        render_link(plan, "j", *plan.join_source, out);
        out << " AND ";
        out.column(row_alias, plan.key->source);
        out << " = ";
        out.column("j", plan.join_destination->source);
    } else if (plan.key) {
        render_link(plan, row_alias, *plan.key, out);
    } else if (plan.path) {
        out.is_reached(*plan.path, *scope.outer, scope);
    } else {
        out << "true";
    }
    if (plan.read.filter) {
        out << " AND ";
        out.filter(*plan.read.filter, scope);
    }
}

static void render_counts(const RelatedPlan& plan, const RenderScope& scope, Renderer& out)
{
    out << "SELECT ";
    render_parent(plan, out);
    out << " AS _tunez_parent, count(*)";
    render_source(plan, scope, out);
    out << " GROUP BY _tunez_parent";
}

static void render_plain(const RelatedPlan& plan, const RenderScope& scope, Renderer& out)
{
    out << "SELECT ";
    render_parent(plan, out);
    if (!plan.read.select.empty() || !plan.read.computed.empty())
        out << ", ";
    render_cells(out, plan.read, scope);
    render_source(plan, scope, out);
    if (!plan.read.sort.empty()) {
        out << " ORDER BY ";
        out.order(plan.read.sort, scope, plan.read.computed);
    }
    render_limit(out, plan.read);
}

// The number of the last row wanted; a limit may be as good as none.
static int64_t last_number(int64_t limit, int64_t offset)
{
    int64_t last;
    return __builtin_add_overflow(limit, offset, &last) ? std::numeric_limits<int64_t>::max()
                                                        : last;
}

static void render_numbered(const RelatedPlan& plan, const RenderScope& scope, Renderer& out)
{
    out << "SELECT _tunez_parent";
    if (!plan.read.select.empty() || !plan.read.computed.empty())
        out << ", ";
    render_cells(out, plan.read, { .alias = row_alias });
    out << " FROM (SELECT ";
    render_parent(plan, out);
    out << " AS _tunez_parent, ";
    if (plan.read.computed.empty()) {
        for (auto* attribute : plan.read.select) {
            out.column(row_alias, attribute->source);
            out << ", ";
        }
    } else {
        out << row_alias << ".*, " << row_alias << ".rowid AS rowid, ";
    }
    out << "row_number() OVER (PARTITION BY v.position";
    if (!plan.read.sort.empty()) {
        out << " ORDER BY ";
        out.order(plan.read.sort, scope);
    }
    out << ") AS _tunez_number";
    render_source(plan, scope, out);
    out << ") AS " << row_alias << " WHERE true";
    if (plan.read.limit) {
        out << " AND _tunez_number <= ";
        out.integer(last_number(*plan.read.limit, plan.read.offset.value_or(0)));
    }
    if (plan.read.offset) {
        out << " AND _tunez_number > ";
        out.integer(*plan.read.offset);
    }
    out << " ORDER BY _tunez_number";
}

static void render(const RelatedPlan& plan, Renderer& out)
{
    RenderScope parent { .alias = parent_alias };
    RenderScope scope { .alias = row_alias, .outer = plan.parents ? &parent : nullptr };
    if (plan.count_only)
        render_counts(plan, scope, out);
    else if (needs_numbers(plan))
        render_numbered(plan, scope, out);
    else
        render_plain(plan, scope, out);
}

std::string related_sql(const RelatedPlan& plan)
{
    SqlWriter sql;
    sql.reserve_placeholders(1);
    Renderer out(sql);
    render(plan, out);
    return sql.take();
}

static void write_shape(const RelatedPlan& plan, Shape& shape)
{
    auto& read = plan.read;
    shape.start(StatementKind::read_related, *read.resource);
    shape.add(plan.key);
    shape.add(plan.parents);
    shape.add(plan.source);
    shape.add(plan.through);
    shape.add(plan.join_source);
    shape.add(plan.join_destination);
    if (plan.path)
        shape.add(*plan.path);
    shape.add(
        static_cast<uint64_t>(parents_of(plan)) + (plan.count_only ? 2 : 0) + (plan.path ? 4 : 0));
    add_shape(read, shape);
}

static Result<void> bind(const RelatedPlan& plan, PreparedStatement& prepared, List* described)
{
    const auto& attribute = plan.parents ? *plan.parents->primary_key.front()
        : plan.through                   ? *plan.join_source
                                         : *plan.key;
    Binder binder(prepared, described);
    if (parents_of(plan) == Parents::one)
        TRY(binder.attribute(attribute, plan.values[0]));
    else
        TRY(binder.list(attribute, plan.values, Nils::keep));
    Renderer parameters(binder);
    render(plan, parameters);
    return parameters.result();
}

Result<StatementLease> bound(Database& database, const RelatedPlan& plan, List* described)
{
    write_shape(plan, database.shape);
    auto lease
        = TRY(database.statements.acquire(database.shape, [&] { return related_sql(plan); }));
    TRY(bind(plan, *lease, described));
    return lease;
}

Result<void> read_related(Database& database, const RelatedPlan& plan, RowSink& sink)
{
    if (plan.values.empty())
        return {};
    auto lease = TRY(bound(database, plan, nullptr));
    auto cells = plan.count_only ? 2 : plan.read.select.size() + plan.read.computed.size() + 1;
    return step_rows(database, *lease, cells, sink);
}

} // namespace tunez::sqlite
