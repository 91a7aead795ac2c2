#pragma once

#include "expr/expression.h"
#include "resource/resource.h"

#include <string>
#include <vector>

namespace tunez {

// An attribute that is set by an expression, inside the statement that writes the row (spec §6.7).
struct Atomic {
    const Attribute* attribute = nullptr;
    ExpressionRef expression;
    Value written; // The expression as it was given, for those that refer to the new value.
    bool cast = true; // False: what it gives is within the constraints, whatever it is.
    bool on_insert = false; // Part of a row that is new, not of one that is there.
};

// What a changeset gathers that is built for all rows of a query at once, without their data.
struct AtomicBuild {
    bool asked_data = false; // Somebody asked what a row holds since this was last reset.
    std::vector<const Entry*> checks; // Validations that depend on the row.
    std::vector<std::string> obstacles; // Why it cannot be one statement; none: it can.
};

} // namespace tunez
