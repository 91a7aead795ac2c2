#include "data_layer/sqlite/render_expression.h"

#include "base/verify.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/full_text.h"
#include "data_layer/sqlite/function_sql.h"

#include <algorithm>

namespace tunez::sqlite {

using ExpressionKind = Expression::Kind;

bool has_present_item(const Value& list)
{
    return std::ranges::any_of(list.list(), [](const Value& item) { return !item.is_null(); });
}

std::optional<size_t> computed_place(const SortTerm& term, std::span<const Computed> computed)
{
    auto found = std::ranges::find_if(computed, [&](const Computed& each) {
        return term.expression && each.expression == term.expression
            && each.type == term.expression->type;
    });
    if (found == computed.end())
        return std::nullopt;
    return static_cast<size_t>(found - computed.begin());
}

std::string computed_column(size_t place) { return "_tunez_computed_" + std::to_string(place); }

std::string combined_column(int64_t place) { return "_tunez_" + std::to_string(place); }

static bool is_leaf(const Expression& expression)
{
    return expression.kind != ExpressionKind::literal && expression.kind != ExpressionKind::call
        && expression.kind != ExpressionKind::input;
}

static bool has_columns(const Expression& operand)
{
    return operand.type == nullptr || !dialect::compares_by_value(*operand.type->type);
}

bool is_compared_by_column(const Expression& call)
{
    return call.plain
        && std::ranges::any_of(call.arguments, [](const auto& one) { return is_leaf(*one); })
        && std::ranges::all_of(call.arguments, [](const auto& one) {
               return one->kind == ExpressionKind::literal || (is_leaf(*one) && has_columns(*one));
           });
}

static bool is_plain_text(const Expression& operand)
{
    if (operand.kind == ExpressionKind::literal)
        return operand.literal.is(Kind::string);
    static const auto* string = find_type("string");
    return is_leaf(operand) && operand.type != nullptr && operand.type->type == string;
}

// A text has no more characters than bytes, which SQLite knows without looking at them.
static bool is_bounded_length(const Expression& call)
{
    bool bounded = call.op == Operator::lt || call.op == Operator::lte;
    const auto& length = *call.arguments[0];
    const auto& bound = *call.arguments[1];
    return bounded && length.kind == ExpressionKind::call && length.op == Operator::string_length
        && is_leaf(*length.arguments[0]) && is_plain_text(*length.arguments[0])
        && bound.kind == ExpressionKind::literal && bound.literal.is(Kind::integer);
}

Renderer& Renderer::operator<<(std::string_view text)
{
    if (sql_)
        *sql_ << text;
    return *this;
}

void Renderer::column(std::string_view alias, std::string_view name)
{
    if (sql_)
        sql_->column(alias, name);
}

void Renderer::identifier(std::string_view name)
{
    if (sql_)
        sql_->identifier(name);
}

void Renderer::placeholder(int number)
{
    if (sql_)
        sql_->placeholder(number);
}

void Renderer::keep(Result<void> bound)
{
    if (!bound && !error_)
        error_ = std::move(bound).error();
}

Result<void> Renderer::result()
{
    if (error_)
        return fail(std::move(*error_));
    return {};
}

// Of a condition that is true or false, SQLite sees that an index over some rows holds it only
// where it stands in the text.
static bool is_written(const TypeUse* type, const Value& value)
{
    static const auto* boolean = find_type("boolean");
    return value.is(Kind::boolean) && type && type->type == boolean;
}

void Renderer::parameter(const TypeUse* type, const Value& value, const Expression* beside)
{
    if (is_written(type, value))
        *this << (value.boolean() ? "1" : "0");
    else if (inline_)
        keep(write_literal(type, value));
    else if (sql_)
        sql_->placeholder();
    else
        keep(binder_->literal(type, value, beside));
}

void Renderer::integer(int64_t number)
{
    if (sql_)
        sql_->placeholder();
    else
        keep(binder_->integer(number));
}

void Renderer::pointer(const void* pointee, const char* type)
{
    if (sql_)
        sql_->placeholder();
    else
        keep(binder_->pointer(pointee, type));
}

// What is known before any row is read stands in the text.
static std::string_view constant(const Value& literal)
{
    if (!literal.is_present())
        return "NULL";
    return literal.is(Kind::boolean) && !literal.boolean() ? "0" : "1";
}

void Renderer::condition(const Expression& expression, const RenderScope& scope)
{
    switch (expression.kind) {
    case ExpressionKind::literal:
        *this << constant(expression.literal);
        return;
    case ExpressionKind::input:
        *this << "NULL";
        return;
    case ExpressionKind::call:
        break;
    default:
        *this << "(";
        leaf(expression, scope);
        *this << (is_boolean(expression) ? ")" : " IS NOT NULL)");
        return;
    }
    bool both = expression.op == Operator::and_;
    bool or_else = expression.op == Operator::or_ && is_boolean(*expression.arguments[0]);
    if ((both || or_else) && may_fail(*expression.arguments[1]))
        return in_order(expression, scope);
    if (!both && !or_else) {
        // The index finds all rows that can meet it, and perhaps some that do not.
        bool indexed = is_found_by_trigrams(expression);
        if (indexed) {
            *this << "(";
            found(*expression.arguments[0]->attribute->trigrams, expression, scope);
            *this << " AND ";
        }
        call(expression, scope);
        *this << (indexed ? ")" : "");
        return;
    }
    *this << "(";
    condition(*expression.arguments[0], scope);
    *this << function_sql(expression.op).text;
    condition(*expression.arguments[1], scope);
    *this << ")";
}

// SQLite looks first at what costs least, or at what it needs no row for, and would fail where the
// left side has decided. It keeps to the order of a CASE; what stands beside that is for indexes,
// and the number of the row makes it one of each row, whatever else is known to be constant.
void Renderer::in_order(const Expression& expression, const RenderScope& scope)
{
    const auto& left = *expression.arguments[0];
    if (expression.op == Operator::or_ || may_fail(left))
        return truth(expression, scope);
    *this << "(";
    condition(left, scope);
    *this << " AND (CASE ";
    truth(left, scope);
    *this << " WHEN 1 THEN ";
    truth(*expression.arguments[1], scope);
    *this << " ELSE ";
    row_number(scope.alias);
    *this << " * 0 END))";
}

void Renderer::truth(const Expression& expression, const RenderScope& scope)
{
    if (expression.kind == ExpressionKind::literal || expression.kind == ExpressionKind::input) {
        *this << (expression.kind == ExpressionKind::literal ? constant(expression.literal)
                                                             : "NULL");
    } else if (expression.kind == ExpressionKind::call) {
        call(expression, scope);
    } else if (is_boolean(expression)) {
        leaf(expression, scope);
    } else {
        *this << "(CASE WHEN ";
        leaf(expression, scope);
        *this << " IS NOT NULL THEN 1 END)";
    }
}

void Renderer::leaf(const Expression& expression, const RenderScope& scope)
{
    switch (expression.kind) {
    case ExpressionKind::attribute:
        column(expression.conflict ? "excluded" : scope.alias, expression.attribute->source);
        return;
    case ExpressionKind::related:
        return related(expression, 0, scope);
    case ExpressionKind::exists:
        return exists(*expression.reach, scope);
    case ExpressionKind::aggregate:
        return aggregate(expression, scope);
    case ExpressionKind::search:
        return search(expression, scope);
    case ExpressionKind::combination:
        return column(scope.alias, combined_column(expression.literal.integer()));
    case ExpressionKind::parent:
        VERIFY(scope.outer != nullptr); // Was refused where there is none.
        return value(*expression.arguments[0], expression.type, *scope.outer);
    default:
        VERIFY(false);
    }
}

void Renderer::value(const Expression& expression, const TypeUse* type, const RenderScope& scope)
{
    switch (expression.kind) {
    case ExpressionKind::literal:
        return parameter(type, expression.literal, nullptr);
    case ExpressionKind::input:
        *this << "NULL";
        return;
    case ExpressionKind::call:
        if (is_boolean(expression))
            return truth(expression, scope);
        static const TypeUse untyped {};
        return engine(expression, type ? type : &untyped, scope);
    default:
        return leaf(expression, scope);
    }
}

void Renderer::operand(
    const Expression& expression, const Expression& beside, const RenderScope& scope)
{
    if (expression.kind == ExpressionKind::literal)
        parameter(beside.type, expression.literal, &beside);
    else
        leaf(expression, scope);
}

void Renderer::call(const Expression& call, const RenderScope& scope)
{
    auto& arguments = call.arguments;
    auto& sql = function_sql(call.op);
    switch (sql.form) {
    case FunctionSql::Form::comparison:
        if (is_bounded_length(call))
            return bounded_length(call, scope);
        return is_compared_by_column(call) ? comparison(call, scope) : engine(call, nullptr, scope);
    case FunctionSql::Form::membership:
        return membership(call, scope);
    case FunctionSql::Form::nil_test:
        if (!is_leaf(*arguments[0]))
            return engine(call, nullptr, scope);
        *this << "(";
        leaf(*arguments[0], scope);
        *this << sql.text << ")";
        return;
    case FunctionSql::Form::text:
        return text_call(call, scope);
    case FunctionSql::Form::engine:
        return engine(call, nullptr, scope);
    case FunctionSql::Form::logic:
        break;
    }
    if (call.op == Operator::not_) {
        *this << "(" << sql.text;
        truth(*arguments[0], scope);
        *this << ")";
    } else if (call.op == Operator::and_) {
        *this << "(CASE ";
        truth(*arguments[0], scope);
        *this << " WHEN 1 THEN ";
        truth(*arguments[1], scope);
        *this << " WHEN 0 THEN 0 END)";
    } else if (is_boolean(*arguments[0])) {
        *this << "(CASE ";
        truth(*arguments[0], scope);
        *this << " WHEN 1 THEN 1 ELSE ";
        truth(*arguments[1], scope);
        *this << " END)";
    } else {
        engine(call, nullptr, scope);
    }
}

static std::string_view collation_of(const Expression& expression)
{
    return expression.type ? dialect::collation(*expression.type->type) : std::string_view();
}

// SQLite compares by the collation of a column, of two by that of the left one: bytes have to give
// way to what knows more, and what is computed has none.
void Renderer::comparison(const Expression& call, const RenderScope& scope)
{
    auto& left = *call.arguments[0];
    auto& right = *call.arguments[1];
    *this << "(";
    operand(left, right, scope);
    auto collation = collation_of(left).empty() ? collation_of(right) : collation_of(left);
    bool own = left.kind == ExpressionKind::attribute && !collation_of(left).empty();
    bool others = left.kind == ExpressionKind::literal && right.kind == ExpressionKind::attribute;
    if (!collation.empty() && !own && !others) {
        *this << " COLLATE ";
        identifier(collation);
    }
    *this << function_sql(call.op).text;
    operand(right, left, scope);
    *this << ")";
}

void Renderer::bounded_length(const Expression& call, const RenderScope& scope)
{
    *this << "(octet_length(";
    leaf(*call.arguments[0]->arguments[0], scope);
    *this << ")" << function_sql(call.op).text;
    integer(call.arguments[1]->literal.integer());
    *this << " OR ";
    engine(call, nullptr, scope);
    *this << ")";
}

// A nil in the list never matches, so it is not bound, and nothing at all is in a list without
// anything else.
void Renderer::membership(const Expression& call, const RenderScope& scope)
{
    auto& wanted = *call.arguments[0];
    auto& list = *call.arguments[1];
    bool literal_list = list.kind == ExpressionKind::literal && list.literal.is(Kind::list);
    bool by_column = call.plain && is_leaf(wanted) && has_columns(wanted) && literal_list;
    if (!by_column)
        return engine(call, nullptr, scope);
    *this << "(";
    leaf(wanted, scope);
    if (!has_present_item(list.literal)) {
        *this << " IS NULL AND NULL)";
        return;
    }
    if (auto collation = collation_of(wanted);
        !collation.empty() && wanted.kind != ExpressionKind::attribute) {
        *this << " COLLATE ";
        identifier(collation);
    }
    *this << " IN (SELECT value FROM tunez_values(";
    if (sql_)
        sql_->placeholder();
    else
        keep(binder_->list(wanted, list.literal.list(), Nils::drop));
    *this << ")))";
}

// `{0}` and `{1}` of the row's text are its operands.
void Renderer::text_call(const Expression& call, const RenderScope& scope)
{
    bool plain = std::ranges::all_of(
        call.arguments, [](const auto& argument) { return is_plain_text(*argument); });
    if (!plain)
        return engine(call, nullptr, scope);
    auto text = function_sql(call.op).text;
    for (auto place = text.find('{'); place != std::string_view::npos; place = text.find('{')) {
        *this << text.substr(0, place);
        auto index = static_cast<size_t>(text[place + 1] - '0');
        operand(*call.arguments[index], *call.arguments[1 - index], scope);
        text.remove_prefix(place + 3);
    }
    *this << text;
}

void Renderer::engine(const Expression& call, const TypeUse* result, const RenderScope& scope)
{
    std::vector<const Expression*> leaves;
    collect_leaves(call, leaves);
    *this << "tunez_evaluate(";
    if (sql_)
        sql_->placeholder();
    else
        keep(binder_->engine_call(call, result, leaves));
    for (const auto* each : leaves) {
        *this << ", ";
        leaf(*each, scope);
    }
    *this << ")";
}

void Renderer::row_number(std::string_view alias)
{
    if (!alias.empty())
        *this << alias << ".";
    *this << "rowid";
}

// FROM and WHERE.
void Renderer::matches(const FullText& index, const Expression& by)
{
    *this << " FROM ";
    identifier(index.table);
    *this << " WHERE ";
    identifier(index.table);
    *this << " MATCH ";
    if (sql_)
        sql_->placeholder();
    else
        keep(binder_->search(by));
}

void Renderer::found(const FullText& index, const Expression& by, const RenderScope& scope)
{
    row_number(scope.alias);
    *this << " IN (SELECT rowid";
    matches(index, by);
    *this << ")";
}

void Renderer::search(const Expression& search, const RenderScope& scope)
{
    const auto& index = *search.full_text;
    if (is_boolean(search))
        return found(index, search, scope);
    *this << "(SELECT rank";
    matches(index, search);
    *this << " AND rowid = ";
    row_number(scope.alias);
    *this << ")";
}

void Renderer::order(
    std::span<const SortTerm> sort, const RenderScope& scope, std::span<const Computed> named)
{
    Comma comma;
    for (const auto& term : sort) {
        const auto& [attribute, direction, expression] = term;
        *this << comma();
        auto place = computed_place(term, named);
        const auto* type = attribute ? &attribute->type : expression->type;
        if (attribute)
            column(scope.alias, attribute->source);
        else if (place)
            *this << computed_column(*place);
        else
            value(*expression, type, scope);
        auto collation = type && !attribute ? dialect::collation(*type->type) : std::string_view();
        if (!collation.empty()) {
            *this << " COLLATE ";
            identifier(collation);
        }
        *this << dialect::order(direction);
        // An index serves the order of a column without nils only while nothing is said about them.
        if (!attribute || attribute->allow_nil)
            *this << dialect::nulls(direction);
    }
}

void render_filter(const Expression& filter, std::string_view alias, SqlWriter& sql)
{
    Renderer(sql).filter(filter, { .alias = alias });
}

} // namespace tunez::sqlite
