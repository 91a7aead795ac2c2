#pragma once

#include "base/value.h"
#include "type/type.h"

#include <string_view>

namespace tunez {

struct Action;
struct EmbeddedUse;

// What forms of embedded resources come to (spec §14.3): values that are typed as maps, alone or as
// members of a union.

// The only field of the form of a value that is no record.
inline constexpr std::string_view plain_value = "value";

// Whether one value of the type is a form of its own: it embeds a resource, or may do so.
bool is_form(const TypeUse& type);
// The member of a union that an item is for: the one that it names (`_union_type`), else the one
// whose tag it has. Null: it does not say, or there are no members.
const TypeUse::Member* member_of(const TypeUse& type, const Value& item);
// The embedded resource that it is for. Null where it is for another value.
const EmbeddedUse* embedded_use_of(const TypeUse& type, const Value& item);
// Whether its value is made anew, whatever was there before: nothing of that stays by itself.
bool is_made_anew(const EmbeddedUse& use, bool in_list);

// What a value is cast from. `inputs` are those of a record.
Value embedded_input(const EmbeddedUse& use, const Action* action, const TypeUse::Member* member,
    Value inputs, const Value* before);
Value plain_input(const TypeUse::Member& member, const Value& item);

} // namespace tunez
