#include "base/verify.h"
#include "resource/complete/complete.h"
#include "resource/decode/decode.h"
#include "resource/verify/verify.h"

#include <algorithm>

namespace tunez {

// Invariant 2 of complete.h, on which everything later relies.
static bool is_whole(const Definition& definition)
{
    return std::ranges::all_of(definition.resources, [](const auto& resource) {
        return std::ranges::all_of(resource->attributes,
            [](const auto& attribute) { return attribute->type.type != nullptr; });
    });
}

Outcome<std::unique_ptr<const Definition>> load_definition(
    const Value& message, const BuiltinTables& tables, Host& host)
{
    Mistakes mistakes;
    Decoder decoder { tables, host, mistakes };
    auto definition = decode_definition(message, decoder);
    complete(*definition, host, mistakes);
    verify(*definition, mistakes);
    if (!mistakes.empty())
        return fail(mistakes.take_errors());
    VERIFY(is_whole(*definition)); // Every way to an attribute without a type was refused above.
    definition->warnings = mistakes.take_warnings();
    return definition;
}

} // namespace tunez
