#pragma once

#include "base/value.h"
#include "form/nested_form.h"

#include <optional>

namespace tunez {

// The params of a form (spec §14.2): as somebody typed them, with lists that may be maps by index,
// and with keys of the form's own, which begin with `_`.

// The same with every nested list as a list of maps: in the order of their indexes, after
// `_drop_<name>`, `_sort_<name>` and `_add_<name>` were carried out. An item that moved says where
// it was (`_index`; null: it is new). Nothing where it was in that form before.
std::optional<Value> normalized(const Value& params, const Action& action, NestedForms& forms);

// What the action is given for normalized params: what belongs to the form is left out.
Value inputs_of(const Value& params, const Action* action, NestedForms& forms);

// Items that say so (`_ignore`) are no inputs.
bool is_ignored(const Value& item);

} // namespace tunez
