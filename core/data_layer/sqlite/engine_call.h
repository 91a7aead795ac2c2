#pragma once

#include "base/error.h"
#include "expr/expression.h"
#include "host/host.h"
#include "type/type.h"

#include <optional>
#include <vector>

struct sqlite3;
struct sqlite3_value;

namespace tunez::sqlite {

// An expression that SQLite hands back to the engine, row by row: tunez_evaluate(call, leaf, …).
// Its leaves are computed by SQL and loaded when the expression asks for them; so the value is what
// it is in memory.
struct EngineCall {
    const Expression* expression = nullptr;
    const TypeUse* result = nullptr; // How the value is stored; null: as true or false.
    std::vector<const Expression*> leaves;
    std::optional<Error> error; // Why the statement failed, when it failed here.
};

// What is read out of rows and has no counterpart in SQLite: tunez_sum and tunez_avg over decimals,
// tunez_list. `uniq` is for lists.
struct EngineAggregate {
    const TypeUse* field = nullptr;
    const TypeUse* result = nullptr;
    bool uniq = false;
    bool include_nil = false;
    std::optional<CallbackId> callback; // Makes the value of the list.
    Host* host = nullptr;
    std::optional<Error> error;
};

constexpr const char* engine_call_pointer = "tunez_call";
constexpr const char* engine_aggregate_pointer = "tunez_aggregate";

// The attributes and other leaves of an expression, each once, in the order in which they occur.
void collect_leaves(const Expression& expression, std::vector<const Expression*>& leaves);
// Whether two leaves are the same column.
bool is_same_leaf(const Expression& left, const Expression& right);

// An argument of a function. Dies with the call.
StoredView view_of(sqlite3_value* value);
// Answers an SQLite result code.
int register_engine_functions(sqlite3* connection);

} // namespace tunez::sqlite
