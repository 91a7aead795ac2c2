#include "resource/expression/parse.h"

#include <algorithm>

namespace tunez {

ExpressionRef ExpressionParser::search(
    std::string_view index, ExpressionRef text, SearchValue value, const ExpressionScope& scope)
{
    const auto* found = scope.resource != nullptr ? scope.resource->find_full_text(index) : nullptr;
    bool visible = found != nullptr
        && (access == FieldAccess::all
            || std::ranges::all_of(found->attributes, &Attribute::is_public));
    if (!visible)
        return scope.resource != nullptr
            ? no_such_field(*scope.resource, index)
            : refuse(ErrorCode::invalid_expression, "there is no record here to be searched");
    bool known = text->kind == Expression::Kind::input
        || (text->kind == Expression::Kind::literal
            && (text->literal.is_null() || text->literal.is_textual()));
    if (!known)
        return refuse(ErrorCode::invalid_expression,
            "what is searched for is a text, or an argument that holds one", index);
    Expression expression;
    expression.kind = Expression::Kind::search;
    expression.full_text = found;
    expression.name = found->name;
    expression.sensitive = std::ranges::any_of(found->attributes, &Attribute::sensitive);
    expression.owned_type = basic_type_use(
        value == SearchValue::found ? "boolean" : "float", *scope.resource->definition->host);
    expression.type = expression.owned_type.get();
    expression.arguments.push_back(std::move(text));
    return made(std::move(expression));
}

// `{"index","text"}`
ExpressionRef ExpressionParser::search(
    const Value& written, SearchValue value, const ExpressionScope& scope)
{
    const auto* index = written.is(Kind::map) ? written.map().find("index") : nullptr;
    const auto* text = written.is(Kind::map) ? written.map().find("text") : nullptr;
    if (index == nullptr || !index->is_textual() || text == nullptr)
        return refuse(
            ErrorCode::invalid_expression, "a search takes the `index`, by name, and the `text`");
    return search(index->text(), parse(*text, scope), value, scope);
}

} // namespace tunez
