#pragma once

#include "expr/operator.h"

#include <string_view>

namespace tunez::sqlite {

// The meaning in SQL of each row of the table in expr/functions.cc.
struct FunctionSql {
    enum class Form : uint8_t {
        comparison, // `text` between two operands that their columns compare.
        membership, // `IN` over a literal list.
        nil_test,
        logic, // Written by cases: nil counts as it does in memory.
        text, // `text` with {0} and {1} for its operands, where both are plain text.
        engine, // tunez_evaluate(): the row's own function, over the values of the leaves.
    };
    Operator op;
    Form form;
    std::string_view text = {};
};

const FunctionSql& function_sql(Operator op);

} // namespace tunez::sqlite
