#include "resource/complete/complete.h"

namespace tunez {

// One that its type refuses stays as written: verify/ casts it again to say why.
static void cast_literal(const TypeUse& type, Default& value)
{
    if (value.source != Default::Source::literal || type.type == nullptr || type.holds_embedded)
        return;
    Value out;
    TypeErrors errors;
    if (!cast(type, value.literal, out, errors))
        return;
    if (out.is_null())
        value = Default();
    else
        value.literal = std::move(out);
}

void complete_defaults(Definition& definition)
{
    for (auto& resource : definition.resources) {
        for (auto& attribute : resource->attributes) {
            cast_literal(attribute->type, attribute->default_value);
            cast_literal(attribute->type, attribute->update_default);
        }
        for (auto& calculation : resource->calculations) {
            for (auto& argument : calculation->arguments)
                cast_literal(argument.type, argument.default_value);
        }
        for (auto& action : resource->actions) {
            for (auto& argument : action->arguments)
                cast_literal(argument.type, argument.default_value);
        }
    }
}

} // namespace tunez
