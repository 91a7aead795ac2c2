#include "base/calendar.h"
#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <functional>

namespace tunez::rule {

static std::string reasons(const TypeErrors& errors)
{
    std::string text;
    for (const auto& error : errors) {
        if (!text.empty())
            text += ", ";
        if (!error.field.empty())
            text += error.field + " ";
        text += render(error.message, error.vars);
    }
    return text;
}

using DefaultVisitor = std::function<void(const TypeUse&, const Default&, const Location&)>;

static void each_default(const Resource& resource, const Location& at, const DefaultVisitor& visit)
{
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        if (attribute.type.type == nullptr)
            return;
        visit(attribute.type, attribute.default_value, place.field("default"));
        visit(attribute.type, attribute.update_default, place.field("update_default"));
    });
    each_argument(resource, at, [&](const Argument& argument, const Location& place) {
        if (argument.type.type != nullptr)
            visit(argument.type, argument.default_value, place.field("default"));
    });
}

void literal_defaults_fit_their_type(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_default(
        resource, at, [&](const TypeUse& type, const Default& value, const Location& place) {
            if (value.source != Default::Source::literal)
                return;
            Value out;
            TypeErrors errors;
            if (!cast(type, value.literal, out, errors))
                mistakes.add(place,
                    summary(value.literal) + " cannot be the default of a "
                        + std::string(type.type->name) + ": " + reasons(errors));
        });
}

namespace {

// A value like those that a function makes.
struct Sample {
    Default::Source source;
    std::string_view name;
    Value value;
};

} // namespace

void default_functions_fit_their_type(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    const Sample samples[] = {
        { Default::Source::uuid, "uuid", Value("f47ac10b-58cc-4372-a567-0e02b2c3d479") },
        { Default::Source::uuid_v7, "uuid_v7", Value("018f4d1e-7b1c-7b1c-9b1c-0e02b2c3d479") },
        { Default::Source::now, "now", Value::datetime(0, Precision::microsecond) },
        { Default::Source::today, "today", Value::date(0) },
    };
    each_default(
        resource, at, [&](const TypeUse& type, const Default& value, const Location& place) {
            for (const auto& sample : samples) {
                Value out;
                TypeErrors errors;
                if (sample.source == value.source && !cast(type, sample.value, out, errors))
                    mistakes.add(place,
                        "the function " + quoted(sample.name) + " gives no "
                            + std::string(type.type->name) + ": " + reasons(errors));
            }
        });
}

} // namespace tunez::rule
