#include "data_layer/sqlite/assignments.h"

#include "type/builtins.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace tunez::sqlite {

static std::string_view arithmetic_sign(Operator op)
{
    switch (op) {
    case Operator::add:
        return " + ";
    case Operator::subtract:
        return " - ";
    case Operator::multiply:
        return " * ";
    default:
        return {};
    }
}

// Of whole numbers, and of as few that evaluating it twice costs next to nothing.
static bool is_arithmetic(const Expression& expression)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
        return expression.literal.is(Kind::integer);
    case Expression::Kind::attribute:
        return !expression.conflict && expression.type != nullptr
            && expression.type->type == &type::integer_type;
    case Expression::Kind::call:
        return !arithmetic_sign(expression.op).empty()
            && std::ranges::all_of(expression.arguments,
                [](const ExpressionRef& argument) { return is_arithmetic(*argument); });
    default:
        return false;
    }
}

// By SQLite itself, which makes a real number of what 64 bits do not hold.
static void render_arithmetic(Renderer& out, std::string_view alias, const Expression& expression)
{
    if (expression.kind != Expression::Kind::call)
        return out.value(expression, nullptr, { .alias = alias });
    out << "(";
    render_arithmetic(out, alias, *expression.arguments[0]);
    out << arithmetic_sign(expression.op);
    render_arithmetic(out, alias, *expression.arguments[1]);
    out << ")";
}

// Whether any whole number that is there is a value of its type: SQL can see that by itself.
static bool takes_every_integer(const Assignment& assignment)
{
    const auto& use = assignment.attribute->type;
    return use.type == &type::integer_type && use.constraints.empty() && use.new_type.empty()
        && is_arithmetic(*assignment.value);
}

// Of `field + 1` and the like: which values of the field give a whole number of 64 bits.
namespace {
struct Bounds {
    int64_t least = std::numeric_limits<int64_t>::min();
    int64_t most = std::numeric_limits<int64_t>::max();
};
} // namespace

static std::optional<Bounds> bounds_of(const Expression& expression)
{
    bool adds = expression.op == Operator::add;
    if (expression.kind != Expression::Kind::call || (!adds && expression.op != Operator::subtract)
        || expression.arguments[0]->kind != Expression::Kind::attribute
        || expression.arguments[1]->kind != Expression::Kind::literal)
        return std::nullopt;
    auto step = expression.arguments[1]->literal.integer();
    Bounds bounds;
    if (adds && step >= 0)
        bounds.most -= step;
    else if (adds)
        bounds.least -= step;
    else if (step >= 0)
        bounds.least += step;
    else
        bounds.most += step;
    return bounds;
}

// Of arithmetic. Where it fails the value is no whole number, or nil.
static void render_is_integer(Renderer& out, std::string_view alias, const Expression& expression)
{
    if (auto bounds = bounds_of(expression)) {
        out.value(*expression.arguments[0], nullptr, { .alias = alias });
        out << " BETWEEN ";
        out.integer(bounds->least);
        out << " AND ";
        return out.integer(bounds->most);
    }
    out << "typeof(";
    render_arithmetic(out, alias, expression);
    out << ") = 'integer'";
}

static bool is_raw(const Assignment& assignment)
{
    return assignment.checked && assignment.value->kind != Expression::Kind::literal;
}

static void render_bare(Renderer& out, std::string_view alias, const Assignment& assignment)
{
    out.value(*assignment.value, is_raw(assignment) ? nullptr : &assignment.attribute->type,
        { .alias = alias });
}

// What is checked gets the value as it is, and makes one of the type of it.
void Assignments::render_checked(
    Renderer& out, std::string_view alias, const Assignment& assignment)
{
    out << "tunez_checked(";
    render_bare(out, alias, assignment);
    out << ", ";
    checked_.push_back({ assignment.attribute, &refusal_ });
    out.pointer(&checked_.back(), checked_pointer);
    out << ")";
}

void Assignments::render_value(Renderer& out, std::string_view alias, const Assignment& assignment)
{
    if (!assignment.checked)
        return render_bare(out, alias, assignment);
    if (!takes_every_integer(assignment))
        return render_checked(out, alias, assignment);
    out << "CASE WHEN ";
    render_is_integer(out, alias, *assignment.value);
    out << " THEN ";
    render_arithmetic(out, alias, *assignment.value);
    out << " ELSE ";
    render_checked(out, alias, assignment);
    out << " END";
}

static bool is_leaf(const ExpressionRef& argument)
{
    return argument->kind != Expression::Kind::call;
}

// What one step of arithmetic cannot hold is refused; of several, a later one may have brought it
// back.
void Assignments::render_compared(
    Renderer& out, std::string_view alias, const Assignment& assignment)
{
    if (assignment.checked && takes_every_integer(assignment)
        && std::ranges::all_of(assignment.value->arguments, is_leaf))
        render_arithmetic(out, alias, *assignment.value);
    else
        render_value(out, alias, assignment);
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
