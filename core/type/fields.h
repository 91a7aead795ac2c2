#pragma once

#include "type/type.h"

#include <array>

// Values with declared fields: map, keyword, tuple and struct (spec §2.6).
namespace tunez::type {

inline constexpr ConstraintRow fields_row { "fields", ConstraintKind::map,
    "The fields, by name: {\"type\", \"constraints\", \"allow_nil\", \"description\"}." };

// Reads the constraint `fields` into `use.members`.
void prepare_fields(TypeUse& use, Host& host, std::vector<std::string>& problems);
void require_fields(TypeUse& use, Host& host, std::vector<std::string>& problems);

// Whether the errors of casting a field name it. Those of its constraints always do.
enum class CastErrors : uint8_t { of_the_whole, of_the_field };

// Casts one field and checks it. `given` is null when the field is absent, which leaves `out` null.
bool cast_field(const TypeUse::Member& field, const Value* given, CastErrors naming,
    const Nesting& nesting, Value& out, TypeErrors& errors);
// All declared fields, as many errors as there are. Fields that are absent stay so.
bool cast_fields(const TypeUse& use, const Map& given, CastErrors naming, const Nesting& nesting,
    Map& out, TypeErrors& errors);

// JSON text, which is cast in place of itself; anything else is not JSON text and left to the
// caller.
bool parse_text(const Value& input, Value& json);

// Present on both sides or on neither, and equal.
bool equal_fields(const TypeUse& use, const Map& left, const Map& right);

enum class NullFields : uint8_t { dropped, kept };
Map embed_fields(const TypeUse& use, const Map& fields, NullFields nulls);
Result<Map> load_fields(const TypeUse& use, const Map& json);

} // namespace tunez::type
