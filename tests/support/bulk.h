#pragma once

#include "support/messages.h"
#include "support/shop.h"

#include <string>
#include <string_view>

// Bulk creates of the Item of a Shop.
namespace tunez::test {

inline constexpr auto three_items = "[{'id':1,'name':'a'},{'id':2,'name':'b'},{'id':3,'name':'c'}]";

inline std::string bulk_create(std::string_view inputs, std::string_view options = "{}")
{
    return "{'op':'bulk_create','resource':'Item','inputs':" + std::string(inputs)
        + ",'options':" + std::string(options) + "}";
}

// The errors of a bulk action's result, a line each.
inline Lines errors_in(const Value& result) { return lines_of(at(result, "errors", "errors")); }

} // namespace tunez::test
