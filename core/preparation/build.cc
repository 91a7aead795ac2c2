#include "changeset/template.h"
#include "preparation/preparation.h"
#include "query/load.h"

#include <iterator>

namespace tunez::preparation {

static constexpr OptionRow build_options[] = {
    { "filter", OptionKind::any, "Only records for which this holds." },
    { "sort", OptionKind::any, "The order of the records, before that of the caller." },
    { "limit", OptionKind::integer, "How many records at most." },
    { "offset", OptionKind::integer, "How many records are left out first." },
    { "load", OptionKind::any, "What is loaded with them." },
    { "select", OptionKind::list, "The attributes that are read." },
    { "distinct", OptionKind::list, "The fields of which each combination occurs once." },
    { "distinct_sort", OptionKind::any, "Which record is the one that occurs." },
};

static void prepend(std::vector<SortTerm>& to, std::vector<SortTerm> first)
{
    first.insert(
        first.end(), std::make_move_iterator(to.begin()), std::make_move_iterator(to.end()));
    to = std::move(first);
}

// What the caller asks for is said after what is prepared, and so replaces or refines it.
static Outcome<void> prepare_build(const PreparationCall& call)
{
    Map written = call.entry.options;
    if (const auto* filter = written.find("filter"))
        written.set(
            "filter", TRY(fill_filter(*filter, call.arguments, call.context, OnMissingActor::nil)));
    auto built = TRY(parse_query(*call.query.resource, Value(std::move(written))));
    auto& query = call.query;
    query.filter = both(std::move(built.filter), std::move(query.filter));
    prepend(query.sort, std::move(built.sort));
    if (!query.limit)
        query.limit = built.limit;
    if (!query.offset)
        query.offset = built.offset;
    if (!query.select)
        query.select = std::move(built.select);
    if (query.distinct.empty())
        query.distinct = std::move(built.distinct);
    if (query.distinct_sort.empty())
        query.distinct_sort = std::move(built.distinct_sort);
    load_also(query, std::move(built));
    return {};
}

const Preparation build {
    .shape = { .name = "build", .doc = "Adds to the query.", .options = build_options },
    .prepare = prepare_build,
};

} // namespace tunez::preparation
