#include "data_layer/sqlite/shape.h"

#include "data_layer/sqlite/render_expression.h"

namespace tunez::sqlite {

void Shape::start(StatementKind kind, const Resource& resource)
{
    words_.clear();
    add(static_cast<uint64_t>(kind));
    add(&resource);
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
    }
}

void Shape::add_filter(const Expression* filter)
{
    if (filter)
        add_expression(*filter);
    else
        add(uint64_t { 0 });
}

// What the SQL of a literal depends on: whether it can be true or false, or of a list, whether
// anything can be in it.
static uint64_t literal_form(const Value& value)
{
    if (value.is(Kind::list))
        return has_present_item(value) ? 1 : 2;
    return value.is_null() || value.is(Kind::boolean) ? 3 : 4;
}

// Small words for structure, pointers for attributes; the number of arguments follows from the
// operator. Of a literal only its form counts.
void Shape::add_expression(const Expression& expression)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
        add(uint64_t { 1 } + literal_form(expression.literal));
        return;
    case Expression::Kind::attribute:
        add(expression.attribute);
        return;
    case Expression::Kind::call:
        add(uint64_t { 16 } + static_cast<uint64_t>(expression.op));
        for (auto& argument : expression.arguments)
            add_expression(*argument);
        return;
    }
}

} // namespace tunez::sqlite
