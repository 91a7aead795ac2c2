#include "action/level.h"
#include "action/read.h"

namespace tunez {

// Several parents stand for whichever there will be.
static Outcome<void> explain_loads(
    const Query& query, const Path& path, Context& context, List& statements)
{
    static const Value parents[2] {};
    for (const auto& load : query.loads) {
        auto deeper = path;
        deeper.emplace_back(load.relationship->key);
        Level level(*load.query, &load);
        TRY(level.plan(context, parents));
        auto statement = TRY(context.data_layer->explain(level.related()));
        List steps;
        for (const auto& step : deeper)
            steps.emplace_back(std::get<std::string>(step));
        Map map { { "load", Value(std::move(steps)) } };
        for (const auto& [key, value] : statement.map())
            map.append(key, value);
        statements.emplace_back(std::move(map));
        TRY(explain_loads(*load.query, deeper, context, statements));
    }
    return {};
}

Outcome<List> explain_tree(const Query& query, Context& context)
{
    Level level(query, nullptr);
    TRY(level.plan(context, {}));
    List statements { TRY(context.data_layer->explain(level.read())) };
    TRY(explain_loads(query, {}, context, statements));
    return statements;
}

} // namespace tunez
