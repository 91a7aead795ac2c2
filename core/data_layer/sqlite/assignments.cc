#include "data_layer/sqlite/assignments.h"

#include <utility>

namespace tunez::sqlite {

// What is checked gets the value as it is, and makes one of the type of it.
void Assignments::render_value(Renderer& out, std::string_view alias, const Assignment& assignment)
{
    auto& attribute = *assignment.attribute;
    bool is_literal = assignment.value->kind == Expression::Kind::literal;
    bool raw = assignment.checked && !is_literal;
    if (assignment.checked)
        out << "tunez_checked(";
    out.value(*assignment.value, raw ? nullptr : &attribute.type, { .alias = alias });
    if (!assignment.checked)
        return;
    out << ", ";
    checked_.push_back({ &attribute, &refusal_ });
    out.pointer(&checked_.back(), checked_pointer);
    out << ")";
}

void Assignments::render(Renderer& out, std::string_view alias,
    std::span<const Assignment> assignments, std::string_view& comma)
{
    for (auto& assignment : assignments) {
        out << std::exchange(comma, ", ");
        out.identifier(assignment.attribute->source);
        out << " = ";
        render_value(out, alias, assignment);
    }
}

void Assignments::add_shape(Shape& shape, std::span<const Assignment> assignments)
{
    shape.add(uint64_t { assignments.size() });
    for (auto& assignment : assignments) {
        shape.add(assignment.attribute);
        shape.add(uint64_t { assignment.checked });
        shape.add_filter(assignment.value.get());
    }
}

} // namespace tunez::sqlite
