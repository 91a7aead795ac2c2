#include "query/inspect.h"

#include "base/inspection.h"
#include "base/json_key.h"

namespace tunez {

static std::string inspect_term(const SortTerm& term)
{
    static constexpr std::string_view directions[]
        = { "asc", "desc", "asc_nils_first", "asc_nils_last", "desc_nils_first", "desc_nils_last" };
    auto by = term.attribute != nullptr ? term.attribute->key : inspect(*term.expression);
    return by + ": " + std::string(directions[static_cast<size_t>(term.direction)]);
}

static std::string key_of(const Derived& derived) { return std::string(name_in(derived.json_key)); }

static std::string inspect_load(const Load& load)
{
    if (load.relationship == nullptr)
        return key_of(load.derived);
    return load.query != nullptr ? load.relationship->key + ": " + inspect(*load.query)
                                 : load.relationship->key;
}

std::string inspect(const Query& query)
{
    Inspection out("Query");
    out.add(query.action != nullptr ? query.resource->name + "." + query.action->key
                                    : query.resource->name);
    if (query.filter)
        out.add("filter", inspect(*query.filter));
    if (!query.sort.empty())
        out.add("sort", inspect_list(query.sort, inspect_term));
    if (!query.distinct.empty())
        out.add("distinct", inspect_list(query.distinct, inspect_term));
    if (query.limit)
        out.add("limit", std::to_string(*query.limit));
    if (query.offset)
        out.add("offset", std::to_string(*query.offset));
    if (query.select)
        out.add("select",
            inspect_list(*query.select, [](const Attribute* attribute) { return attribute->key; }));
    if (!query.loads.empty())
        out.add("load", inspect_list(query.loads, inspect_load));
    if (!query.derived.empty() || !query.code.empty()) {
        auto derived = query.derived;
        derived.insert(derived.end(), query.code.begin(), query.code.end());
        out.add("derived", inspect_list(derived, key_of));
    }
    if (!query.combination_of.empty())
        out.add("combination_of", inspect_list(query.combination_of, [](const Combination& member) {
            return inspect(*member.query);
        }));
    return out.take();
}

} // namespace tunez
