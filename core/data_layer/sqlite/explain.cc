#include "data_layer/sqlite/explain.h"

#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

namespace tunez::sqlite {

namespace {

struct Line {
    int64_t id = 0;
    int64_t parent = 0;
};

} // namespace

static List branches(
    std::span<const Line> lines, std::span<const std::string> texts, int64_t parent)
{
    List nodes;
    for (size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].parent != parent || lines[i].id == parent)
            continue;
        Map node { { "detail", Value(texts[i]) } };
        auto children = branches(lines, texts, lines[i].id);
        if (!children.empty())
            node.append("children", Value(std::move(children)));
        nodes.emplace_back(std::move(node));
    }
    return nodes;
}

static Result<Value> explained(
    Database& database, const std::string& sql, List parameters, const ReadPlan& plan)
{
    auto statement = TRY(
        Statement::prepare(*database.connection, "EXPLAIN QUERY PLAN " + sql, Lifetime::momentary));
    std::vector<Line> lines;
    std::vector<std::string> texts;
    int code;
    while ((code = statement.step()) == SQLITE_ROW) {
        StoredView cells[4];
        if (!statement.read(cells))
            return fail(storage_error(SQLITE_NOMEM, "read"));
        lines.push_back({ cells[0].integer, cells[1].integer });
        texts.emplace_back(cells[3].text);
    }
    if (code != SQLITE_DONE)
        return fail(database.connection->last_error("read"));
    return Value(Map {
        { "sql", Value(sql) },
        { "parameters", Value(std::move(parameters)) },
        { "plan", Value(branches(lines, texts, 0)) },
        { "notes", Value(notes_of(plan, texts)) },
    });
}

Result<Value> explain(Database& database, const ReadPlan& plan)
{
    List parameters;
    static_cast<void>(TRY(bound(database, plan, &parameters)));
    return explained(database, read_sql(plan), std::move(parameters), plan);
}

Result<Value> explain(Database& database, const RelatedPlan& plan)
{
    List parameters;
    static_cast<void>(TRY(bound(database, plan, &parameters)));
    return explained(database, related_sql(plan), std::move(parameters), plan.read);
}

} // namespace tunez::sqlite
