#pragma once

#include "base/value.h"
#include "expr/operator.h"

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

struct Attribute; // Known to resource/, like Reach; an expression only points at them.
struct FullText;
struct Reach;
struct TypeUse;

struct Expression;
using ExpressionRef = std::shared_ptr<const Expression>;

// What an expression says about one row, resolved: fields are pointers, literals are cast where the
// other side has a type. Immutable and shared.
struct Expression {
    enum class Kind : uint8_t {
        literal,
        attribute, // A field of the row; in an upsert's conflict, of the row that was to be written.
        call,
        related, // arguments[0], evaluated in the row that `reach` leads to; nil where there is none.
        exists, // Whether a row that `reach` leads to meets its filter; never nil.
        aggregate, // One value out of all rows that `reach` leads to.
        parent, // arguments[0], evaluated in the row outside of the exists or relationship around.
        search, // Whether the row is among those that `full_text` finds by the text arguments[0]; as
                // a number of `type` float, how well it fits: less is better.
        combination, // What the members of a combination query compute under `name`; `literal` is its
                     // place.
        input, // `{"arg"}`, `{"actor"}`, `{"tenant"}`, `{"context"}` by `name`, with its operand in
               // `literal`: filled in before anything is evaluated.
    } kind = Kind::literal;
    Operator op = Operator::eq;
    bool sensitive = false; // The attribute's: what it is compared with is not shown.
    bool conflict = false; // An attribute in `upsert_conflict`.
    bool fillable = false; // Holds an input, or the clock, at any depth.
    // Of a comparison: whether the literals in it are values of the type beside them, so that the
    // stored values compare as the values do.
    bool plain = false;
    Value literal;
    const Attribute* attribute = nullptr;
    const FullText* full_text = nullptr;
    // What values it has; null where that is known only when it is evaluated.
    const TypeUse* type = nullptr;
    std::string name; // The attribute's, as inspect() writes it.
    std::vector<ExpressionRef> arguments;
    std::shared_ptr<const Reach> reach;
    std::shared_ptr<const TypeUse> owned_type; // Keeps `type` where no definition does.
};

ExpressionRef made(Expression expression); // Shares it, with `fillable` set.
ExpressionRef literal(Value value);
ExpressionRef attribute_ref(
    const Attribute& attribute, const TypeUse& type, std::string_view name, bool sensitive);
// A template, because only folders above this one know what is in an Attribute.
ExpressionRef attribute_ref(const std::same_as<Attribute> auto& attribute)
{
    return attribute_ref(attribute, attribute.type, attribute.name, attribute.sensitive);
}
// What an upsert wanted to insert, where bare references mean the row that is there.
ExpressionRef incoming(const ExpressionRef& attribute);
// A comparison whose literals are values of the type beside them, or any other call.
ExpressionRef call(Operator op, std::vector<ExpressionRef> arguments);
// A call of which nothing is known about its literals.
ExpressionRef loose_call(Operator op, std::vector<ExpressionRef> arguments);
// A call of Operator::cast.
ExpressionRef cast_to(std::shared_ptr<const TypeUse> type, ExpressionRef argument);
ExpressionRef input(std::string_view name, Value operand);
// The conjunction; a null reference stands for true.
ExpressionRef both(ExpressionRef left, ExpressionRef right);
// Whether its value is known to be true, false or nil.
bool is_boolean(const Expression& expression);
// Whether evaluating it can end in an error, as a division can.
bool may_fail(const Expression& expression);
// Infix text as the reference prints it in messages: `status == :draft`.
std::string inspect(const Expression& expression);

} // namespace tunez
