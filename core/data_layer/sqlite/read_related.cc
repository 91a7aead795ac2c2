#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/render_expression.h"

#include <limits>

namespace tunez::sqlite {

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
    return parents_of(plan) == Parents::several && (plan.read.limit || plan.read.offset);
}

static void write_parent(const RelatedPlan& plan, SqlWriter& sql)
{
    if (plan.parent == ParentCell::position)
        sql << (parents_of(plan) == Parents::one ? "0" : "v.position");
    else if (parents_of(plan) == Parents::one)
        sql.placeholder(1);
    else
        sql << "v.value";
}

// `alias.column = parent`
static void write_link(
    const RelatedPlan& plan, std::string_view alias, const Attribute& attribute, SqlWriter& sql)
{
    sql.column(alias, attribute.source) << " = ";
    if (parents_of(plan) == Parents::one)
        sql.placeholder(1);
    else
        sql << "v.value";
}

// The statement's first parameter is the parent, or the list of them.
static void write_source(const RelatedPlan& plan, SqlWriter& sql)
{
    sql << " FROM ";
    if (parents_of(plan) == Parents::several)
        (sql << "tunez_values(").placeholder(1) << ") AS v CROSS JOIN ";
    if (plan.through)
        sql.identifier(plan.through->table) << " AS j CROSS JOIN ";
    sql.identifier(plan.read.resource->table) << " AS " << row_alias << " WHERE ";
    if (plan.through) {
        write_link(plan, "j", *plan.join_source, sql);
        sql << " AND ";
        sql.column(row_alias, plan.key->source) << " = ";
        sql.column("j", plan.join_destination->source);
    } else {
        write_link(plan, row_alias, *plan.key, sql);
    }
    if (plan.read.filter) {
        sql << " AND ";
        render_filter(*plan.read.filter, row_alias, sql);
    }
}

static std::string plain_sql(const RelatedPlan& plan)
{
    SqlWriter sql;
    sql.reserve_placeholders(1);
    sql << "SELECT ";
    write_parent(plan, sql);
    for (auto* attribute : plan.read.select)
        (sql << ", ").column(row_alias, attribute->source);
    write_source(plan, sql);
    if (!plan.read.sort.empty()) {
        sql << " ORDER BY ";
        write_order(sql, row_alias, plan.read.sort);
    }
    write_limit(sql, plan.read);
    return sql.take();
}

static std::string numbered_sql(const RelatedPlan& plan)
{
    SqlWriter sql;
    sql.reserve_placeholders(1);
    auto count = plan.read.select.size();
    sql << "SELECT p";
    for (size_t i = 0; i < count; ++i)
        sql << ", c" << std::to_string(i);
    sql << " FROM (SELECT ";
    write_parent(plan, sql);
    sql << " AS p";
    for (size_t i = 0; i < count; ++i)
        (sql << ", ").column(row_alias, plan.read.select[i]->source)
            << " AS c" << std::to_string(i);
    sql << ", row_number() OVER (PARTITION BY v.position";
    if (!plan.read.sort.empty()) {
        sql << " ORDER BY ";
        write_order(sql, row_alias, plan.read.sort);
    }
    sql << ") AS n";
    write_source(plan, sql);
    sql << ") WHERE true";
    if (plan.read.limit)
        (sql << " AND n <= ").placeholder();
    if (plan.read.offset)
        (sql << " AND n > ").placeholder();
    sql << " ORDER BY n";
    return sql.take();
}

static void write_shape(const RelatedPlan& plan, Shape& shape)
{
    auto& read = plan.read;
    shape.start(StatementKind::read_related, *read.resource);
    shape.add(plan.key);
    shape.add(plan.through);
    shape.add(plan.join_source);
    shape.add(plan.join_destination);
    shape.add(static_cast<uint64_t>(plan.parent) + 2 * static_cast<uint64_t>(parents_of(plan)));
    add_shape(read, shape);
}

// The number of the last row wanted; a limit may be as good as none.
static int64_t last_number(int64_t limit, int64_t offset)
{
    int64_t last;
    return __builtin_add_overflow(limit, offset, &last) ? std::numeric_limits<int64_t>::max()
                                                        : last;
}

static Result<void> bind(const RelatedPlan& plan, PreparedStatement& prepared)
{
    auto& attribute = plan.through ? *plan.join_source : *plan.key;
    Binder binder(prepared);
    if (parents_of(plan) == Parents::one)
        TRY(binder.attribute(attribute, plan.values[0]));
    else
        TRY(binder.list(&attribute, plan.values, Nils::keep));
    TRY(binder.filter(plan.read.filter.get()));
    auto offset = plan.read.offset.value_or(0);
    if (plan.read.limit)
        TRY(binder.integer(
            needs_numbers(plan) ? last_number(*plan.read.limit, offset) : *plan.read.limit));
    if (plan.read.offset)
        TRY(binder.integer(offset));
    return {};
}

Result<void> read_related(Database& database, const RelatedPlan& plan, RowSink& sink)
{
    if (plan.values.empty())
        return {};
    write_shape(plan, database.shape);
    auto lease = TRY(database.statements.acquire(database.shape.words(),
        [&] { return needs_numbers(plan) ? numbered_sql(plan) : plain_sql(plan); }));
    TRY(bind(plan, *lease));
    return step_rows(database, *lease, plan.read.select.size() + 1, sink);
}

} // namespace tunez::sqlite
