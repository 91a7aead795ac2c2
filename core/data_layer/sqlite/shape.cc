#include "data_layer/sqlite/shape.h"

#include "data_layer/sqlite/full_text.h"
#include "data_layer/sqlite/render_expression.h"

#include <sqlite3.h>

namespace tunez::sqlite {

void Shape::start(StatementKind kind, const Resource* resource)
{
    words_.clear();
    too_deep_ = false;
    add(static_cast<uint64_t>(kind));
    add(resource);
}

void Shape::add(std::span<const Attribute* const> attributes)
{
    add(attributes.size());
    for (auto* attribute : attributes)
        add(attribute);
}

void Shape::add(std::span<const SortTerm> sort)
{
    add(sort.size());
    for (auto& term : sort) {
        add(term.attribute);
        add(static_cast<uint64_t>(term.direction));
        if (!term.attribute)
            add_expression(*term.expression);
    }
}

void Shape::add_filter(const Expression* filter)
{
    if (filter)
        add_expression(*filter);
    else
        add(uint64_t { 0 });
}

void Shape::add(const ExpressionRef& expression)
{
    if (expression)
        add_expression(*expression);
    else
        add(uint64_t { 0 });
}

// What the SQL of a literal depends on: whether it is true or false as a condition, of a list,
// whether anything can be in it, and whether it is plain text or a whole number.
static uint64_t literal_form(const Value& value)
{
    if (value.is(Kind::list))
        return has_present_item(value) ? 1 : 2;
    if (value.is(Kind::boolean))
        return value.boolean() ? 3 : 4;
    if (value.is(Kind::integer))
        return 9;
    return value.is_present() ? value.is(Kind::string) ? 5 : 6 : 7;
}

void Shape::add_expression(const Expression& expression)
{
    if (depth_ == SQLITE_MAX_EXPR_DEPTH) {
        too_deep_ = true;
        return;
    }
    ++depth_;
    add_parts(expression);
    --depth_;
}

// Small words for structure, pointers for attributes and relationships; every list is preceded by
// its length. Of a literal only its form counts.
void Shape::add_parts(const Expression& expression)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
        add(literal_form(expression.literal));
        return;
    case Expression::Kind::attribute:
        add(expression.attribute);
        if (expression.conflict)
            add(uint64_t { 8 });
        return;
    default:
        break;
    }
    add(uint64_t { 16 } + static_cast<uint64_t>(expression.kind) * 2 + uint64_t { expression.plain }
        + (uint64_t { static_cast<uint64_t>(expression.op) } << 8)
        + (uint64_t { expression.arguments.size() } << 16)
        + (is_found_by_trigrams(expression) ? uint64_t { 1 } << 48 : 0));
    if (expression.kind == Expression::Kind::combination)
        add(static_cast<uint64_t>(expression.literal.integer()));
    if (expression.full_text)
        add(expression.full_text);
    // What a comparison may do follows from the types of its operands, and theirs from the rest.
    add(expression.type ? expression.type->type : nullptr);
    for (auto& argument : expression.arguments)
        add_expression(*argument);
    if (expression.reach)
        add(*expression.reach);
}

void Shape::add(const Reach& reach)
{
    add(reach.resource);
    add(reach.path.size());
    for (const auto* step : reach.path)
        add(step);
    add(reach.steps.size());
    for (const auto& step : reach.steps)
        add(step);
    add(reach.filter);
    add(reach.field);
    add(reach.sort);
    add(static_cast<uint64_t>(reach.kind) + (reach.uniq ? 16 : 0) + (reach.include_nil ? 32 : 0)
        + (reach.default_value.is_null() ? 0 : 64) + (reach.limit ? 128 : 0)
        + (reach.offset ? 256 : 0) + (reach.filtered ? 512 : 0)
        + (reach.callback ? (uint64_t { 1 } + static_cast<uint64_t>(*reach.callback)) << 16 : 0));
}

} // namespace tunez::sqlite
