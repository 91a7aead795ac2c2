#include "query/query.h"

#include <string>

namespace tunez {

// `++name` nils first, `--name` nils last, `+name`, `-name`, `name` (spec §8.6).
static Direction take_direction(std::string_view& term)
{
    static constexpr std::pair<std::string_view, Direction> prefixes[] = {
        { "++", Direction::asc_nils_first },
        { "--", Direction::desc_nils_last },
        { "-", Direction::desc },
        { "+", Direction::asc },
    };
    for (const auto& [prefix, direction] : prefixes) {
        if (term.starts_with(prefix)) {
            term.remove_prefix(prefix.size());
            return direction;
        }
    }
    return Direction::asc;
}

static void add_texts(ExpressionParser& parser, const ExpressionScope& scope, std::string_view text,
    std::vector<SortTerm>& terms)
{
    while (!text.empty()) {
        auto comma = text.find(',');
        auto term = text.substr(0, comma);
        auto direction = take_direction(term);
        parser.sort_term(Value(term), direction, scope, terms);
        text = comma == std::string_view::npos ? std::string_view {} : text.substr(comma + 1);
    }
}

void parse_sort(const Resource& resource, const Value& sort, std::vector<SortTerm>& terms,
    std::vector<Error>& errors, FieldAccess access, std::span<const CombinedField> combined)
{
    ExpressionParser parser(errors, "sort");
    parser.access = access;
    ExpressionScope scope { .resource = &resource, .combined = combined };
    if (sort.is_textual())
        return add_texts(parser, scope, sort.text(), terms);
    if (!sort.is(Kind::list)) {
        parser.sort_terms(sort, scope, terms);
        return;
    }
    for (const auto& item : sort.list()) {
        if (item.is_textual())
            add_texts(parser, scope, item.text(), terms);
        else
            parser.sort_terms(Value(List { item }), scope, terms);
    }
}

} // namespace tunez
