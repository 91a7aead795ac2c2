#include "expr/functions.h"

namespace tunez::expr {

Evaluated list(Arguments arguments) { return Value(List(arguments.begin(), arguments.end())); }

Evaluated at(Arguments arguments)
{
    if (!arguments[0].is(Kind::list))
        return unknown();
    if (!arguments[1].is(Kind::integer))
        return Value(); // Beyond 64 bits there is nothing.
    const auto& items = arguments[0].list();
    auto count = static_cast<int64_t>(items.size());
    auto index = arguments[1].integer();
    if (index < 0)
        index += count;
    return index >= 0 && index < count ? items[static_cast<size_t>(index)] : Value();
}

Evaluated length(Arguments arguments)
{
    if (!arguments[0].is(Kind::list))
        return failure("Cannot use length/1 on non-list inputs");
    return Value(static_cast<int64_t>(arguments[0].list().size()));
}

static bool holds(const List& items, const Value& wanted)
{
    for (const auto& item : items) {
        if (!item.is_null() && same(item, wanted))
            return true;
    }
    return false;
}

Evaluated has(Arguments arguments)
{
    if (!arguments[0].is(Kind::list))
        return unknown();
    return Value(holds(arguments[0].list(), arguments[1]));
}

Evaluated intersects(Arguments arguments)
{
    if (!arguments[0].is(Kind::list) || !arguments[1].is(Kind::list))
        return unknown();
    for (const auto& item : arguments[1].list()) {
        if (!item.is_null() && holds(arguments[0].list(), item))
            return Value(true);
    }
    return Value(false);
}

Evaluated count_nils(Arguments arguments)
{
    if (!arguments[0].is(Kind::list))
        return failure("Cannot use count_nils/1 on non-list inputs");
    int64_t count = 0;
    for (const auto& item : arguments[0].list())
        count += item.is_null() ? 1 : 0;
    return Value(count);
}

Evaluated get_path(Arguments arguments)
{
    if (!arguments[1].is(Kind::list))
        return unknown();
    auto current = arguments[0];
    for (const auto& step : arguments[1].list()) {
        if (current.is(Kind::union_value))
            current = Value(current.inner());
        if (current.is_null())
            return Value();
        if (current.is(Kind::list) && step.is(Kind::integer)) {
            Value pair[] = { current, step };
            current = TRY(at(pair));
            continue;
        }
        bool is_map
            = current.is(Kind::map) || current.is(Kind::structure) || current.is(Kind::keyword);
        if (!is_map || !step.is_textual())
            return unknown();
        const auto* found = current.map().find(step.text());
        current = found != nullptr ? Value(*found) : Value();
    }
    return current;
}

} // namespace tunez::expr
