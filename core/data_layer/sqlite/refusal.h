#pragma once

#include "data_layer/data_layer.h"

#include <optional>

struct sqlite3;

namespace tunez::sqlite {

struct PreparedStatement;

// Why a statement was made to fail by one of its own functions. SQLite passes on no more than a
// text, so they put the errors here.
struct Refusal {
    std::optional<Errors> errors;
};

// Whom tunez_check(pointer, cells…) asks about a row.
struct AskedCheck {
    RowCheck* check = nullptr;
    size_t columns = 0; // Of the row; the cells behind are what it is assigned.
    Refusal* refusal = nullptr;
};

// What tunez_checked(value, pointer) checks a value by.
struct CheckedAttribute {
    const Attribute* attribute = nullptr;
    Refusal* refusal = nullptr;
};

constexpr const char* check_pointer = "tunez_check";
constexpr const char* checked_pointer = "tunez_checked";

// What a function inside the statement that just failed refused or raised, if it was one.
std::optional<Errors> refused_by_function(Refusal& refusal, PreparedStatement& prepared);

// tunez_check(check, cells…) asks about a row; tunez_checked(value, attribute) answers the value as
// the attribute's column holds it. Both fail the statement where they refuse. Answers an SQLite
// result code.
int register_refusals(sqlite3* connection);

} // namespace tunez::sqlite
