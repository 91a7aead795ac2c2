#include "resource/decode/decode.h"
#include "resource/excerpt.h"

namespace tunez {

namespace {
struct DefaultFunction {
    std::string_view name;
    Default::Source source;
};
} // namespace

static constexpr DefaultFunction default_functions[] = {
    { "uuid", Default::Source::uuid },
    { "uuid_v7", Default::Source::uuid_v7 },
    { "now", Default::Source::now },
    { "today", Default::Source::today },
};

static Default decode_function(const Value& name, const Location& at, Decoder& decoder)
{
    std::vector<std::string_view> names;
    for (const auto& function : default_functions) {
        if (name.is_textual() && name.text() == function.name)
            return { .source = function.source, .literal = {} };
        names.push_back(function.name);
    }
    auto hint = decoder.mistakes.hint(name.is_textual() ? name.text() : std::string_view(), names);
    decoder.mistakes.add(at, "there is no function " + summary(name) + " for defaults" + hint);
    return {};
}

static Default literal_default(const Value& value)
{
    // A default that is nil counts as none.
    return value.is_null() ? Default()
                           : Default { .source = Default::Source::literal, .literal = value };
}

Default decode_default(const Value& value, const Location& at, Decoder& decoder)
{
    if (!value.is(Kind::map) || value.map().size() != 1)
        return literal_default(value);
    const auto& [kind, operand] = *value.map().begin();
    if (kind == "value")
        return literal_default(operand);
    if (kind == "fn")
        return decode_function(operand, at, decoder);
    if (kind != "callback")
        return literal_default(value);
    if (!operand.is(Kind::integer) || operand.integer() < INT32_MIN
        || operand.integer() > INT32_MAX) {
        decoder.mistakes.add(at, "expected the number of a callback, not " + summary(operand));
        return {};
    }
    return { .source = Default::Source::callback,
        .literal = {},
        .callback = static_cast<CallbackId>(operand.integer()) };
}

} // namespace tunez
