#pragma once

#include "base/error.h"
#include "base/result.h"
#include "base/value.h"
#include "expr/operator.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tunez {

// What a function answers: a value, an error, or Value::not_loaded() for what cannot be known
// (spec §8.3: an operand that nothing accepts).
using Evaluated = Result<Value>;
using Arguments = std::span<const Value>;

// Whether a nil among the arguments makes the answer nil, or is the function's own business.
enum class Nils : uint8_t { spread, given };

// What a function declares to take; what it is given is cast to that, as if it were input.
enum class Parameter : uint8_t {
    any, // As it is.
    text, // Any scalar.
    texts, // A list of them.
    integer,
    number,
    date,
    moment, // A datetime; a date is its midnight.
    duration,
    unit, // "day", "month", …
};

// What it takes when it is given so many arguments.
struct Signature {
    uint8_t count;
    std::array<Parameter, 3> parameters;
};

// One operator or function in memory; its meaning in SQL stands in the row of the same Operator in
// data_layer/sqlite/function_sql.cc.
struct Function {
    Operator op;
    std::string_view name; // As expressions write it: "==", "contains".
    enum class Form : uint8_t { operator_, function, special } form;
    uint8_t least; // Arguments.
    uint8_t most;
    Nils nils;
    // Null: what does not evaluate all of its arguments, or needs more than them (evaluate.cc).
    Evaluated (*evaluate)(Arguments arguments);
    Kind gives = Kind::null; // Of all its answers but nil; null where they are of several kinds.
    bool may_fail = false; // Whether it can answer with an error when its arguments are cast.
    std::span<const Signature> signatures = {}; // Without one it takes everything as it is.
};

const Function& function_of(Operator op);
// Of operators `not` and `-` are found by their number of arguments.
const Function* find_operator(std::string_view name, size_t arguments);
const Function* find_function(std::string_view name);
std::span<const Function> functions();

inline Value unknown() { return Value::not_loaded(); }

} // namespace tunez
