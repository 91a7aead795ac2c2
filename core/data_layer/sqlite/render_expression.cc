#include "data_layer/sqlite/render_expression.h"

#include "base/verify.h"
#include "data_layer/sqlite/dialect.h"

namespace tunez::sqlite {

// Three ways to write the same expression:
// - a condition counts as met or not, and nil is as good as false;
// - a truth is 1, 0 or NULL just as in memory, where `nil and false` is nil and `nil or false` is
// false, unlike in SQL: what
//   stands below a `not` or inside a comparison;
// - an operand is the value itself.
class Renderer {
public:
    Renderer(SqlWriter& sql, std::string_view alias)
        : sql_(sql)
        , alias_(alias)
    {
    }

    void condition(const Expression& expression);

private:
    void truth(const Expression& expression);
    void operand(const Expression& expression);
    void call(const Expression& call);
    void comparison(std::string_view sign, const Expression& call);
    void value_comparison(std::string_view sign, const Expression& call);
    void in(const Expression& call);

    SqlWriter& sql_;
    std::string_view alias_;
};

bool is_logic(Operator op)
{
    return op == Operator::and_ || op == Operator::or_ || op == Operator::not_;
}

const Attribute* compared_attribute(const Expression& call)
{
    for (auto& argument : call.arguments) {
        if (argument->kind == Expression::Kind::attribute)
            return argument->attribute;
    }
    return nullptr;
}

bool has_present_item(const Value& list)
{
    for (auto& item : list.list()) {
        if (!item.is_null())
            return true;
    }
    return false;
}

static bool is_boolean(const Expression& expression)
{
    static const auto* boolean = find_type("boolean");
    switch (expression.kind) {
    case Expression::Kind::literal:
        return expression.literal.is_null() || expression.literal.is(Kind::boolean);
    case Expression::Kind::attribute:
        return expression.attribute->type.type == boolean;
    case Expression::Kind::call:
        return true;
    }
    return false;
}

void Renderer::condition(const Expression& expression)
{
    if (expression.kind != Expression::Kind::call) {
        sql_ << "(";
        operand(expression);
        sql_ << (is_boolean(expression) ? ")" : " IS NOT NULL)");
        return;
    }
    switch (expression.op) {
    case Operator::and_:
    case Operator::or_:
        sql_ << "(";
        condition(*expression.arguments[0]);
        sql_ << (expression.op == Operator::and_ ? " AND " : " OR ");
        condition(*expression.arguments[1]);
        sql_ << ")";
        return;
    default:
        return call(expression);
    }
}

void Renderer::truth(const Expression& expression)
{
    if (is_boolean(expression))
        return operand(expression);
    sql_ << "(CASE WHEN ";
    operand(expression);
    sql_ << " IS NOT NULL THEN 1 END)";
}

void Renderer::operand(const Expression& expression)
{
    switch (expression.kind) {
    case Expression::Kind::literal:
        sql_.placeholder();
        return;
    case Expression::Kind::attribute:
        sql_.column(alias_, expression.attribute->source);
        return;
    case Expression::Kind::call:
        return call(expression);
    }
}

void Renderer::call(const Expression& call)
{
    auto& arguments = call.arguments;
    switch (call.op) {
    case Operator::eq:
        return comparison(" = ", call);
    case Operator::not_eq_:
        return comparison(" <> ", call);
    case Operator::lt:
        return comparison(" < ", call);
    case Operator::lte:
        return comparison(" <= ", call);
    case Operator::gt:
        return comparison(" > ", call);
    case Operator::gte:
        return comparison(" >= ", call);
    case Operator::in:
        return in(call);
    case Operator::is_nil:
        sql_ << "(";
        operand(*arguments[0]);
        sql_ << " IS NULL)";
        return;
    case Operator::not_:
        sql_ << "(NOT ";
        truth(*arguments[0]);
        sql_ << ")";
        return;
    case Operator::and_:
        sql_ << "(CASE ";
        truth(*arguments[0]);
        sql_ << " WHEN 1 THEN ";
        truth(*arguments[1]);
        sql_ << " WHEN 0 THEN 0 END)";
        return;
    case Operator::or_:
        sql_ << "(CASE ";
        truth(*arguments[0]);
        sql_ << " WHEN 1 THEN 1 ELSE ";
        truth(*arguments[1]);
        sql_ << " END)";
        return;
    }
}

bool compares_by_value(const Expression& call)
{
    auto* attribute
        = is_logic(call.op) || call.op == Operator::is_nil ? nullptr : compared_attribute(call);
    return attribute && dialect::compares_by_value(*attribute->type.type);
}

static std::string_view collation_of(const Expression& expression)
{
    if (expression.kind != Expression::Kind::attribute)
        return {};
    return dialect::collation(*expression.attribute->type.type);
}

// The last parameter of both functions is the type.
void Renderer::value_comparison(std::string_view sign, const Expression& call)
{
    auto equality = call.op == Operator::eq || call.op == Operator::not_eq_;
    sql_ << (equality ? "(tunez_equal(" : "(tunez_order(");
    operand(*call.arguments[0]);
    sql_ << ", ";
    operand(*call.arguments[1]);
    (sql_ << ", ").placeholder() << ")";
    if (equality)
        sql_ << (call.op == Operator::eq ? ")" : " = 0)");
    else
        sql_ << sign << "0)";
}

// Of two columns SQLite compares as the left one does: bytes have to give way to what knows more.
void Renderer::comparison(std::string_view sign, const Expression& call)
{
    if (compares_by_value(call))
        return value_comparison(sign, call);
    auto& left = *call.arguments[0];
    auto& right = *call.arguments[1];
    sql_ << "(";
    operand(left);
    if (left.kind == Expression::Kind::attribute && collation_of(left).empty()) {
        if (auto collation = collation_of(right); !collation.empty())
            (sql_ << " COLLATE ").identifier(collation);
    }
    sql_ << sign;
    operand(right);
    sql_ << ")";
}

// A nil in the list never matches, so it is not bound, and nothing at all is in a list without
// anything else.
void Renderer::in(const Expression& call)
{
    auto& list = *call.arguments[1];
    VERIFY(list.kind == Expression::Kind::literal && list.literal.is(Kind::list));
    if (!has_present_item(list.literal)) {
        sql_ << "(";
        operand(*call.arguments[0]);
        sql_ << " IS NULL AND NULL)";
    } else if (compares_by_value(call)) {
        sql_ << "(CASE WHEN ";
        operand(*call.arguments[0]);
        (sql_ << " IS NOT NULL THEN EXISTS (SELECT 1 FROM tunez_values(").placeholder()
            << ") WHERE tunez_equal(";
        operand(*call.arguments[0]);
        (sql_ << ", value, ").placeholder() << ")) END)";
    } else {
        sql_ << "(";
        operand(*call.arguments[0]);
        (sql_ << " IN (SELECT value FROM tunez_values(").placeholder() << ")))";
    }
}

void render_filter(const Expression& filter, std::string_view alias, SqlWriter& sql)
{
    Renderer(sql, alias).condition(filter);
}

} // namespace tunez::sqlite
