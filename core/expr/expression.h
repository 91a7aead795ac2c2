#pragma once

#include "base/value.h"

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

struct Attribute; // Known to resource/; an expression only points at it.

enum class Operator : uint8_t {
    eq, // == ; null on either side gives null
    not_eq_,
    lt,
    lte,
    gt,
    gte,
    in,
    is_nil, // never null
    and_,
    or_,
    not_,
};

struct Expression;
using ExpressionRef = std::shared_ptr<const Expression>;

// A condition over one row, resolved: fields are pointers, literals are cast. Immutable and shared.
struct Expression {
    enum class Kind : uint8_t { literal, attribute, call } kind = Kind::literal;
    Value literal;
    const Attribute* attribute = nullptr;
    std::string name; // The attribute's, as inspect() writes it.
    bool sensitive = false; // The attribute's: what it is compared with is not shown.
    Operator op = Operator::eq;
    std::vector<ExpressionRef> arguments;
};

ExpressionRef literal(Value value);
ExpressionRef attribute_ref(const Attribute& attribute, std::string_view name, bool sensitive);
// A template, because only folders above this one know what is in an Attribute.
ExpressionRef attribute_ref(const std::same_as<Attribute> auto& attribute)
{
    return attribute_ref(attribute, attribute.name, attribute.sensitive);
}
// `in` takes the value and a literal list; is_nil and not_ take one argument, the others two.
ExpressionRef call(Operator op, std::vector<ExpressionRef> arguments);
// The conjunction; a null reference stands for true.
ExpressionRef both(ExpressionRef left, ExpressionRef right);
// Infix text as the reference prints it in messages: `status == :draft`.
std::string inspect(const Expression& expression);

} // namespace tunez
