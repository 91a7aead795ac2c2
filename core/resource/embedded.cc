#include "resource/embedded.h"

namespace tunez {

static const Value* only_entry(const Value& type, std::string_view key)
{
    return type.is(Kind::map) ? type.map().find(key) : nullptr;
}

static Value item_constraints(const Value& constraints)
{
    const auto* items = constraints.is(Kind::map) ? constraints.map().find("items") : nullptr;
    return items != nullptr ? *items : Value();
}

DeclaredType without_embedded(const Value& type, const Value& constraints)
{
    if (only_entry(type, "embedded") != nullptr)
        return { Value("map"), Value() };
    if (const auto* element = only_entry(type, "array")) {
        auto inner = without_embedded(*element, item_constraints(constraints));
        if (inner.type == *element)
            return { type, constraints };
        auto outer = constraints.is(Kind::map) ? constraints.map() : Map();
        outer.erase("items");
        outer.erase("sort");
        outer.erase("load");
        if (!inner.constraints.is_null())
            outer.set("items", inner.constraints);
        return { Value(Map { { "array", inner.type } }), Value(std::move(outer)) };
    }
    if (const auto* base = only_entry(type, "of")) {
        auto inner = without_embedded(*base, Value());
        if (inner.type == *base)
            return { type, constraints };
        auto outer = type.map();
        outer.set("of", inner.type);
        outer.erase("constraints");
        return { Value(std::move(outer)), constraints };
    }
    return { type, constraints };
}

static void collect_embedded_names(const Value& type, std::vector<std::string>& names)
{
    if (const auto* name = only_entry(type, "embedded")) {
        names.emplace_back(name->is_textual() ? name->text() : "");
        return;
    }
    for (std::string_view key : { "array", "of" }) {
        if (const auto* inner = only_entry(type, key))
            collect_embedded_names(*inner, names);
    }
}

std::vector<std::string> embedded_names(const Value& type)
{
    std::vector<std::string> names;
    collect_embedded_names(type, names);
    return names;
}

} // namespace tunez
