#include "validation/as_text.h"

#include "base/error.h"

namespace tunez::validation {

static bool append_list(const Value& list, std::string& text)
{
    for (const auto& item : list.list()) {
        if (item.is(Kind::string))
            text += item.text();
        else if (!item.is(Kind::list) || !append_list(item, text))
            return false;
    }
    return true;
}

std::optional<std::string_view> as_text(const Value& value, std::string& written)
{
    switch (value.kind()) {
    case Kind::string:
    case Kind::ci_string:
    case Kind::atom:
    case Kind::binary:
        return value.text();
    case Kind::list:
        return append_list(value, written) ? std::optional<std::string_view>(written)
                                           : std::nullopt;
    case Kind::tuple:
    case Kind::map:
    case Kind::keyword:
    case Kind::structure:
    case Kind::union_value:
        return std::nullopt;
    default:
        written = display(value);
        return written;
    }
}

} // namespace tunez::validation
