#include "resource/direction.h"
#include "resource/expression/parse.h"

#include <utility>

namespace tunez {

static bool is_sortable(const Resource& resource, std::string_view name)
{
    if (const auto* attribute = resource.find_attribute(name))
        return attribute->sortable;
    if (const auto* calculation = resource.find_calculation(name))
        return calculation->sortable;
    const auto* aggregate = resource.find_aggregate(name);
    return aggregate == nullptr || aggregate->sortable;
}

// `artist.name` is the name of the artist.
static Value path_of(std::string_view& name)
{
    List path;
    for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
        path.emplace_back(name.substr(0, dot));
        name.remove_prefix(dot + 1);
    }
    return Value(std::move(path));
}

bool ExpressionParser::sort_term(const Value& written, Direction direction,
    const ExpressionScope& scope, std::vector<SortTerm>& terms)
{
    auto before = errors_.size();
    ExpressionRef expression;
    if (written.is_textual()) {
        auto name = written.text();
        auto end = scope;
        std::vector<const Relationship*> path;
        if (!follow(path_of(name), end, path))
            return false;
        if (!is_sortable(*end.resource, name)) {
            refuse(
                ErrorCode::unsortable_field, std::string(name) + " cannot be used in sorts", name);
            return false;
        }
        expression = related(std::move(path), field(name, {}, ArgumentForm::values, end));
    } else if (written.is(Kind::map) && written.map().contains("expr")) {
        const auto& cast = written.map();
        expression = cast.contains("type") ? parse(Value(Map { { "type", written } }), scope)
                                           : parse(*cast.find("expr"), scope);
    } else if (written.is(Kind::map) && written.map().contains("calc")) {
        const auto* name = written.map().find("calc");
        const auto* arguments = written.map().find("args");
        if (name->is_textual())
            expression = field(name->text(), arguments != nullptr ? *arguments : Value(),
                ArgumentForm::values, scope);
    }
    if (!expression && errors_.size() == before)
        refuse(ErrorCode::invalid_query, inspect(written) + " is not a sort");
    if (errors_.size() != before)
        return false;
    if (expression->kind == Expression::Kind::attribute)
        terms.push_back({ expression->attribute, direction });
    else
        terms.push_back({ nullptr, direction, std::move(expression) });
    return true;
}

// A list of `[field, direction]`, or a map.
bool ExpressionParser::sort_terms(
    const Value& written, const ExpressionScope& scope, std::vector<SortTerm>& terms)
{
    auto before = errors_.size();
    auto add = [&](const Value& field, const Value& direction) {
        auto found = direction.is_textual() ? find_direction(direction.text()) : std::nullopt;
        if (!found)
            refuse(ErrorCode::invalid_sort_order, "No such sort direction: " + inspect(direction));
        else
            sort_term(field, *found, scope, terms);
    };
    if (written.is(Kind::map)) {
        for (const auto& [field, direction] : written.map())
            add(Value(field), direction);
    } else if (written.is(Kind::list)) {
        for (const auto& item : written.list()) {
            if (item.is(Kind::list) && item.list().size() == 2)
                add(item.list()[0], item.list()[1]);
            else if (item.is(Kind::map) && !item.map().contains("expr")
                && !item.map().contains("calc"))
                sort_terms(item, scope, terms);
            else
                sort_term(item, Direction::asc, scope, terms);
        }
    } else if (!written.is_null()) {
        refuse(ErrorCode::invalid_query, inspect(written) + " is not a sort");
    }
    return errors_.size() == before;
}

} // namespace tunez
