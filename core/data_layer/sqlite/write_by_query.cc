#include "data_layer/sqlite/assignments.h"
#include "data_layer/sqlite/constraint_errors.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/write.h"

#include <sqlite3.h>

#include <utility>
#include <vector>

namespace tunez::sqlite {

static bool reads_only(const QueryWrite& write)
{
    return write.kind == QueryWrite::Kind::update && write.assignments.empty();
}

namespace {

// One statement for all rows of a plan, as SQL or as the values that are bound to it.
//
// Conditions of WHERE are evaluated in any order and on any row, so what is to be checked on the
// rows of the plan alone stands in what a column is set to, which is evaluated for those that are
// written; where nothing is set, in the column of a subquery or of the result.
class QueryStatement {
public:
    QueryStatement(const QueryWrite& write, Assignments& assignments)
        : write_(write)
        , resource_(*write.rows->resource)
        , assignments_(assignments)
        , asked_ { write.check, write.rows->select.size(), &assignments.refusal() }
    {
    }

    void add_shape(Shape& shape) const;
    void render(Renderer& out);

private:
    bool updates() const { return write_.kind == QueryWrite::Kind::update; }
    bool needs_subquery() const
    {
        return (write_.check && !updates()) || write_.rows->limit || write_.rows->offset;
    }
    void render_columns(Renderer& out, std::string_view alias);
    void render_plan(Renderer& out);
    void render_check(Renderer& out);
    void render_permission(Renderer& out);
    void render_keys(Renderer& out);
    void render_rows(Renderer& out);
    void render_default(Renderer& out, const Assignment& assignment);
    void render_assignments(Renderer& out);

    const QueryWrite& write_;
    const Resource& resource_;
    Assignments& assignments_;
    AskedCheck asked_; // Bound by pointer.
    RenderScope scope_ { .alias = row_alias };
};

} // namespace

void QueryStatement::add_shape(Shape& shape) const
{
    shape.start(reads_only(write_) ? StatementKind::read_by_query
            : updates()            ? StatementKind::update_by_query
                                   : StatementKind::destroy_by_query,
        resource_);
    sqlite::add_shape(*write_.rows, shape);
    Assignments::add_shape(shape, write_.assignments);
    Assignments::add_shape(shape, write_.defaults);
    shape.add(uint64_t { write_.check != nullptr });
    shape.add_filter(write_.passes.get());
    shape.add(uint64_t { write_.count != nullptr });
}

void QueryStatement::render_columns(Renderer& out, std::string_view alias)
{
    std::string_view comma;
    for (auto* column : write_.rows->select) {
        out << std::exchange(comma, ", ");
        out.column(alias, column->source);
    }
}

// FROM the rows of the plan.
void QueryStatement::render_plan(Renderer& out)
{
    out << " FROM ";
    out.identifier(resource_.table);
    out << " AS " << row_alias;
    if (write_.rows->filter) {
        out << " WHERE ";
        out.filter(*write_.rows->filter, scope_);
    }
    if (!write_.rows->sort.empty()) {
        out << " ORDER BY ";
        out.order(write_.rows->sort, scope_);
    }
    render_limit(out, *write_.rows);
}

void QueryStatement::render_check(Renderer& out)
{
    out << "tunez_check(";
    out.pointer(&asked_, check_pointer);
    for (auto* column : write_.rows->select) {
        out << ", ";
        out.column(row_alias, column->source);
    }
    for (auto& assignment : write_.assignments) {
        if (assignment.value->kind == Expression::Kind::literal)
            continue;
        out << ", ";
        assignments_.render_value(out, row_alias, assignment);
    }
    out << ")";
}

// Most rows are known to pass without our function, which costs as much as writing them.
void QueryStatement::render_permission(Renderer& out)
{
    if (write_.passes) {
        out << "(";
        out.filter(*write_.passes, scope_);
        out << " OR ";
    }
    render_check(out);
    if (write_.passes)
        out << ")";
}

void QueryStatement::render_keys(Renderer& out)
{
    std::string_view comma;
    for (auto* key : resource_.primary_key) {
        bool checks = comma.empty() && write_.check && !updates();
        out << std::exchange(comma, ", ");
        if (checks) {
            out << "CASE WHEN ";
            render_permission(out);
            out << " THEN ";
        }
        out.column(row_alias, key->source);
        if (checks)
            out << " END";
    }
}

void QueryStatement::render_rows(Renderer& out)
{
    if (!needs_subquery()) {
        if (write_.rows->filter) {
            out << " WHERE ";
            out.filter(*write_.rows->filter, scope_);
        }
        return;
    }
    out << " WHERE (";
    std::string_view comma;
    for (auto* key : resource_.primary_key) {
        out << std::exchange(comma, ", ");
        out.column(row_alias, key->source);
    }
    out << ") IN (SELECT ";
    render_keys(out);
    render_plan(out);
    out << ")";
}

// Spec §4.6: the default where any of the assignments makes a difference.
void QueryStatement::render_default(Renderer& out, const Assignment& assignment)
{
    out << "CASE WHEN ";
    std::string_view link;
    for (auto& other : write_.assignments) {
        out << std::exchange(link, " OR ");
        out.column(row_alias, other.attribute->source);
        out << " IS NOT ";
        assignments_.render_compared(out, row_alias, other);
    }
    out << " THEN ";
    assignments_.render_value(out, row_alias, assignment);
    out << " ELSE ";
    out.column(row_alias, assignment.attribute->source);
    out << " END";
}

void QueryStatement::render_assignments(Renderer& out)
{
    out << " SET ";
    std::string_view comma;
    auto plain = write_.assignments;
    if (write_.check) {
        out.identifier(plain.front().attribute->source);
        out << " = CASE WHEN ";
        render_permission(out);
        out << " THEN ";
        assignments_.render_value(out, row_alias, plain.front());
        out << " END";
        plain = plain.subspan(1);
        comma = ", ";
    }
    assignments_.render(out, row_alias, plain, comma);
    for (auto& assignment : write_.defaults) {
        out << std::exchange(comma, ", ");
        out.identifier(assignment.attribute->source);
        out << " = ";
        render_default(out, assignment);
    }
}

void QueryStatement::render(Renderer& out)
{
    if (reads_only(write_)) {
        out << "SELECT ";
        render_columns(out, row_alias);
        if (write_.check) {
            out << ", ";
            render_permission(out);
        }
        return render_plan(out);
    }
    out << (updates() ? "UPDATE " : "DELETE FROM ");
    out.identifier(resource_.table);
    out << " AS " << row_alias;
    if (updates())
        render_assignments(out);
    render_rows(out);
    if (write_.count)
        return;
    out << dialect::returning;
    render_columns(out, {});
}

static std::vector<const Attribute*> written(const QueryWrite& write)
{
    std::vector<const Attribute*> attributes;
    for (auto& assignment : write.assignments)
        attributes.push_back(assignment.attribute);
    return attributes;
}

// What a broken reference is about: the values that every row was to get.
static Record assigned(const QueryWrite& write)
{
    Record record;
    record.resource = write.rows->resource;
    record.values.resize(record.resource->attributes.size());
    for (auto& assignment : write.assignments) {
        if (assignment.value->kind == Expression::Kind::literal)
            record.values[assignment.attribute->index] = assignment.value->literal;
    }
    return record;
}

static Errors why(
    Database& database, const QueryWrite& write, PreparedStatement& prepared, Refusal& refusal)
{
    if (auto refused = refused_by_function(refusal, prepared))
        return std::move(*refused);
    bool updates = write.kind == QueryWrite::Kind::update;
    return write_errors(database,
        { .kind = updates ? StatementKind::update : StatementKind::destroy,
            .resource = *write.rows->resource,
            .record = assigned(write),
            .columns = written(write) });
}

std::expected<void, Errors> write_by_query(
    Database& database, const QueryWrite& write, RowSink& sink)
{
    Assignments assignments;
    QueryStatement statement(write, assignments);
    statement.add_shape(database.shape);
    auto lease = TRY(database.statements.acquire(database.shape, [&] {
        SqlWriter sql;
        Renderer out(sql);
        statement.render(out);
        return sql.take();
    }));
    Binder binder(*lease);
    Renderer parameters(binder);
    statement.render(parameters);
    TRY(parameters.result());
    auto cells = std::span(lease->cells).first(write.count ? 0 : write.rows->select.size());
    int code;
    size_t stepped = 0;
    while ((code = lease->statement.step()) == SQLITE_ROW) {
        ++stepped;
        if (write.count)
            continue;
        if (!lease->statement.read(cells)) [[unlikely]]
            return fail(Errors(Error::make(ErrorCode::out_of_memory, "out of memory")));
        if (!sink.row(cells))
            return {};
    }
    if (code != SQLITE_DONE) [[unlikely]]
        return fail(why(database, write, *lease, assignments.refusal()));
    // What is only read steps through its rows, what is written tells how many there were.
    if (write.count)
        *write.count = reads_only(write)
            ? stepped
            : static_cast<size_t>(sqlite3_changes64(database.connection->handle()));
    return {};
}

} // namespace tunez::sqlite
