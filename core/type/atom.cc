#include "type/builtins.h"
#include "type/stored.h"
#include "type/symbols.h"
#include "type/type_use.h"

#include <algorithm>
#include <array>

namespace tunez::type {

namespace {

struct AtomConstraints {
    bool restricted = false;
    List one_of;
    std::string listed; // As messages show them.
    bool any_text = false;
};

constexpr std::array<ConstraintRow, 2> atom_constraints { {
    { "one_of", ConstraintKind::list, "The symbols to choose from." },
    { "unsafe_to_atom", ConstraintKind::boolean, "Accepts text that names no symbol yet." },
} };

}

// true, false and nil are symbols too, and their values are those of the language.
static Value symbol(std::string_view name)
{
    if (name == "true" || name == "false")
        return name == "true";
    return name == "nil" ? Value() : Value::atom(name);
}

static void prepare_atom(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    AtomConstraints constraints;
    const Value& any_text = word(use.constraints, "unsafe_to_atom");
    constraints.any_text = !any_text.is_null() && any_text.boolean();
    const Value& one_of = word(use.constraints, "one_of");
    constraints.restricted = !one_of.is_null();
    for (const auto& choice : constraints.restricted ? one_of.list() : List()) {
        if (!choice.is_textual() && !choice.is(Kind::boolean)) {
            problems.push_back("constraint `one_of` must list symbols, got " + to_json(choice));
            continue;
        }
        constraints.one_of.push_back(choice.is_textual() ? symbol(choice.text()) : choice);
        if (choice.is_textual())
            name_symbol(choice.text());
        constraints.listed += (constraints.listed.empty() ? "" : ", ") + display(choice);
    }
    use.prepared = std::make_shared<const AtomConstraints>(std::move(constraints));
}

// A symbol that the application gives is one that it has named.
static bool cast_atom(const TypeUse& use, const Value& input, Value& out, TypeErrors&)
{
    if (input.is(Kind::atom) || input.is(Kind::boolean)) {
        if (input.is(Kind::atom))
            name_symbol(input.text());
        out = input;
        return true;
    }
    if (!input.is(Kind::string))
        return false;
    auto text = input.text();
    if (text.empty()) {
        out = nullptr;
        return true;
    }
    out = symbol(text);
    return use.options<AtomConstraints>().any_text || symbol_exists(text);
}

static void apply_atom_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    const auto& constraints = use.options<AtomConstraints>();
    if (!constraints.restricted
        || std::ranges::find(constraints.one_of, value) != constraints.one_of.end())
        return;
    errors.push_back({ .message = "atom must be one of %{atom_list}, got: %{value}",
        .vars = { { "atom_list", constraints.listed }, { "value", value } } });
}

static Result<Value> dump_atom(const TypeUse& use, const Value& value)
{
    if (value.is(Kind::boolean))
        return Value(value.boolean() ? "true" : "false");
    return dump_text(use, value);
}

// What was stored once was a symbol then.
static Result<Value> load_atom(const TypeUse& use, const StoredView& stored)
{
    if (stored.kind != Kind::string)
        return fail(cannot_load(use, stored.to_value()));
    return symbol(stored.text);
}

static bool write_stored_atom(const TypeUse&, const StoredView& stored, JsonWriter& writer)
{
    if (stored.kind == Kind::string)
        writer.value(symbol(stored.text));
    return stored.kind == Kind::string;
}

static Value atom_to_embedded(const TypeUse&, const Value& value)
{
    return value.is(Kind::atom) ? Value(value.text()) : value;
}

static Result<Value> atom_from_embedded(const TypeUse& use, const Value& json)
{
    return json.is(Kind::boolean) ? json : load_embedded(use, json);
}

const Type atom_type {
    .name = "atom",
    .doc = "A symbol: a name that the application or the library uses.",
    .column = Column::text,
    .kind = Kind::atom,
    .constraints = atom_constraints,
    .prepare = prepare_atom,
    .cast_input = cast_atom,
    .apply_constraints = apply_atom_constraints,
    .dump = dump_atom,
    .load = load_atom,
    .write_stored = write_stored_atom,
    .to_embedded = atom_to_embedded,
    .from_embedded = atom_from_embedded,
};

} // namespace tunez::type
