#pragma once

#include "base/doc.h"
#include "base/error.h"
#include "base/json.h"
#include "base/value.h"
#include "host/host.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

struct Type;
struct TypeUse;
class EmbeddedActions; // type/embedded.h

// Where a value stands while it is cast, which matters to embedded resources only.
struct Nesting {
    EmbeddedActions* actions = nullptr; // Null: values of embedded resources are read, not written.
    const Value* before = nullptr; // What the value is to replace; null where there is nothing.
    std::string_view tag = {}; // A key of the input that is the union's, not the value's.
};

// One complaint of a type about a value. A named `field` makes the error sit on that field of a
// structured value (spec §2.1 rule 6); otherwise it sits on the attribute itself with the type's
// own path.
struct TypeError {
    std::string message = "is invalid";
    Map vars = {};
    Path path = {};
    std::string field = {};
    std::optional<int64_t> index = {}; // Kept for callers; neither in the path nor in the text.
    // The error of an action of an embedded resource, which stays what it is; only its place is
    // this one's.
    std::shared_ptr<const Error> cause = {};
};
using TypeErrors = std::vector<TypeError>;

// Which storage class a column has.
enum class Column : uint8_t { integer, real, text, blob };

// How a cell travels in a packed answer (message/packed.h).
enum class CellForm : uint8_t {
    text, // Its text where that is what the wire wants to see, else JSON.
    integer,
    real,
    boolean,
};

// A cell as the data layer has it in hand, not copied. Valid until the statement steps.
struct StoredView {
    Kind kind = Kind::null; // null, integer, real, string or binary
    int64_t integer = 0;
    double real = 0;
    std::string_view text = {};

    Value to_value() const;
};

enum class ConstraintKind : uint8_t {
    boolean,
    integer, // Of any size.
    count, // A whole number from 0.
    number,
    decimal, // A number, or its text.
    text,
    regex, // {"regex":"source","flags":"iu"}, or the source alone.
    symbol,
    list,
    map,
    any,
};

struct ConstraintRow {
    const char* name; // Ash's spelling without a final `?`.
    ConstraintKind kind;
    Doc doc;
};

// A builtin type: one row of the table in builtins.cc, one file each.
struct Type {
    const char* name;
    Doc doc;
    Column column;
    Kind kind = Kind::null; // Of its values, where all are of one kind (bytes aside).
    const char* collation = nullptr; // The SQLite collation of its columns, where not BINARY.
    std::span<const ConstraintRow> constraints = {};

    // Checks the constraints that were given, fills in defaults and prepares what casting needs
    // (`use.prepared`). Problems become texts for the definition's author.
    void (*prepare)(TypeUse& use, Host& host, std::vector<std::string>& problems) = nullptr;
    // Never sees null or a marker. False, with or without errors, when the value cannot be cast; no
    // error means "is invalid".
    bool (*cast_input)(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
        = nullptr;
    // Whether an input is of the kinds that values of this type travel as, where casting takes
    // others, too. Null: it is for casting to tell.
    bool (*travels_as)(const Value& input) = nullptr;
    // May alter the value; adds one error for each violated constraint. Never sees null.
    void (*apply_constraints)(const TypeUse& use, Value& value, TypeErrors& errors) = nullptr;
    // In place of these two, for types whose values may hold those of embedded resources.
    bool (*cast_nested)(const TypeUse& use, const Value& input, const Nesting& nesting, Value& out,
        TypeErrors& errors)
        = nullptr;
    void (*constrain_nested)(
        const TypeUse& use, const Nesting& nesting, Value& value, TypeErrors& errors)
        = nullptr;
    // For types whose values are cast as whole lists where they are the items of one, and for the
    // constraints that such a list has beside those of an array. False, with errors, like the two
    // above.
    bool (*cast_list)(const TypeUse& item, const List& input, const Nesting& nesting, List& out,
        TypeErrors& errors)
        = nullptr;
    void (*constrain_list)(const TypeUse& item, List& items, TypeErrors& errors) = nullptr;
    // What becomes of the embedded resources in `nesting.before` when null takes its place.
    bool (*remove)(const TypeUse& use, const Nesting& nesting, TypeErrors& errors) = nullptr;
    // Both present. Default: compare_values() == 0.
    bool (*equal)(const TypeUse& use, const Value& left, const Value& right) = nullptr;
    // A present value as a column holds it: null, integer, real, string or binary. Fails with
    // invalid_casted_value.
    Result<Value> (*dump)(const TypeUse& use, const Value& value);
    // Fails with invalid_stored_value.
    Result<Value> (*load)(const TypeUse& use, const StoredView& stored);
    // Whether the text that a cell holds is what the wire wants to see. Null: never.
    bool (*text_is_wire)(const TypeUse& use, std::string_view text) = nullptr;
    // Writes any other cell as wire JSON; false when it is not one of this type. Null: none is.
    bool (*write_stored)(const TypeUse& use, const StoredView& stored, JsonWriter& writer)
        = nullptr;
    CellForm cell_form = CellForm::text;
    // The same for JSON inside a document (binary → base64, dates → ISO, decimals → strings), and
    // back. Never see null.
    Value (*to_embedded)(const TypeUse& use, const Value& value)
        = nullptr; // Default: the value itself.
    Result<Value> (*from_embedded)(const TypeUse& use, const Value& json)
        = nullptr; // Default: casting it.
    // Whether the JSON inside a document is also the JSON on the wire, as far as this type itself
    // is concerned.
    bool embedded_is_wire = true;
    // Whether `""` that cannot be cast counts as null (spec §2.1 rule 2).
    bool empty_text_is_null = true;
    // Whether `=` in SQL means equal() for its columns (false for decimals).
    bool simple_equality = true;
    bool storable = true;
};

// A type with its constraints, checked and frozen: what attributes, arguments and items have.
struct TypeUse {
    const Type* type = nullptr;
    std::string new_type; // The name of the new type, where one was declared.
    Map constraints; // As given, names without a final `?`.
    std::unique_ptr<TypeUse> items; // Of an array; the bounds of a range.
    struct Member {
        std::string name;
        std::unique_ptr<TypeUse> use;
        bool allow_nil = true;
        std::string description;
        // Unions:
        std::string tag;
        Value tag_value;
        bool cast_tag = true;
    };
    std::vector<Member> members; // Fields of map, struct, keyword, tuple; members of a union.
    std::shared_ptr<const void> prepared; // The type's own form of the constraints.
    bool embedded_is_wire = true; // Of the type and its items; false where there are members.
    bool holds_embedded = false; // Whether values of embedded resources occur in it.

    template <typename T> const T& options() const
    {
        return *static_cast<const T*>(prepared.get());
    }
};

// The table of builtin types. `array` and `enum` are types of it too.
std::span<const Type* const> builtin_types();
const Type* find_type(std::string_view name);

// Makes a TypeUse from the definition's words (docs/wire.md §3: a name, {"array":T}, {"enum":[…]},
// {"embedded":"Name"}, {"new_type",…}) and its constraints. Problems are texts such as "unknown
// type `strng`; did you mean `string`?"; the use is usable only without.
TypeUse make_type_use(
    const Value& type, const Value& constraints, Host& host, std::vector<std::string>& problems);

// The whole of casting (spec §2.1): null stays null; `""` that cannot be cast is retried as null;
// then constraints. Returns true and sets `out`, or returns false with at least one error. `out`
// then holds the furthest-processed form.
bool cast(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors,
    const Nesting& nesting = {});
// The two halves of it, for containers and for arguments.
bool cast_input(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors,
    const Nesting& nesting = {});
bool apply_constraints(
    const TypeUse& use, Value& value, TypeErrors& errors, const Nesting& nesting = {});
// Takes an input that the caller says is cast: read as it travels, neither converted to the type
// from anything else nor constrained. False, with an error, for what is no value of the type.
bool take_cast(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors);
// What the type itself makes of a present value, without the rules around it.
bool cast_by_type(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors,
    const Nesting& nesting = {});

// Null equals only null; otherwise the type decides.
bool equal(const TypeUse& use, const Value& left, const Value& right);
// Semantic comparison (spec §2.10) of two present values: negative, 0, positive; nullopt when they
// do not compare.
std::optional<int> compare_values(const Value& left, const Value& right);

Result<Value> dump(const TypeUse& use, const Value& value); // Null stays null.
Result<Value> load(const TypeUse& use, const StoredView& stored);
// The form inside a JSON document, and back; null stays null.
Value to_embedded(const TypeUse& use, const Value& value);
Result<Value> from_embedded(const TypeUse& use, const Value& json);
// A loaded or cast value of this type as wire JSON, equal to what write_stored() writes for its
// dumped form.
void write_value(const TypeUse& use, const Value& value, JsonWriter& writer);
// Whether the cell is text that goes over the wire as it is.
bool is_wire_text(const TypeUse& use, const StoredView& stored);
// A cell that is not one of this type is written as what it holds.
void write_stored(const TypeUse& use, const StoredView& stored, JsonWriter& writer);

// Spec §2.1 rule 6: the errors of a type about `attribute`, as errors on it.
std::vector<Error> to_errors(TypeErrors errors, ErrorCode code, std::string_view attribute,
    const Value& input, bool sensitive);

} // namespace tunez
