#include "base/uuid.h"

#include "type/builtins.h"
#include "type/stored.h"
#include "type/text.h"
#include "type/type_use.h"

#include <array>

namespace tunez::type {

namespace {

struct UuidConstraints {
    bool strict = false;
};

constexpr std::array<ConstraintRow, 1> uuid_constraints { {
    { "strict", ConstraintKind::boolean, "Refuses well-formed UUIDs of other versions." },
} };

constexpr size_t byte_count = 16;

}

static unsigned version_of(std::string_view bytes)
{
    bool rfc_variant = (static_cast<unsigned char>(bytes[8]) & 0xC0U) == 0x80U;
    return rfc_variant ? static_cast<unsigned char>(bytes[6]) >> 4U : 0;
}

static bool is_version(unsigned version) { return (version >= 1 && version <= 5) || version == 7; }

static bool is_version_7(unsigned version) { return version == 7; }

static std::string text_of(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (size_t at = 0; at < bytes.size(); ++at) {
        if (at == 4 || at == 6 || at == 8 || at == 10)
            text += '-';
        auto byte = static_cast<unsigned char>(bytes[at]);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

// The bytes of lower-case hexadecimal digits.
static constexpr auto is_lower_digit = [] {
    std::array<bool, 256> is_digit {};
    for (char digit : std::string_view("0123456789abcdef"))
        is_digit[static_cast<unsigned char>(digit)] = true;
    return is_digit;
}();

static bool are_lower_digits(std::string_view text)
{
    bool all = true;
    for (char letter : text)
        all = is_lower_digit[static_cast<unsigned char>(letter)] && all;
    return all;
}

// The common case: text that is already as it is kept.
static bool is_canonical(std::string_view text)
{
    constexpr size_t text_size = 36;
    return text.size() == text_size && text[8] == '-' && text[13] == '-' && text[18] == '-'
        && text[23] == '-' && are_lower_digits(text.substr(0, 8))
        && are_lower_digits(text.substr(9, 4)) && are_lower_digits(text.substr(14, 4))
        && are_lower_digits(text.substr(19, 4)) && are_lower_digits(text.substr(24));
}

// Sixteen bytes are a UUID if their version is one that `accepts` names.
template <bool (*accepts)(unsigned)>
static bool cast_uuid(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    bool is_bytes = input.is(Kind::binary);
    if (!is_bytes && !input.is(Kind::string) && !input.is(Kind::ci_string))
        return false;
    auto text = input.text();
    if (input.is(Kind::string) && is_canonical(text)) {
        out = input;
        return true;
    }
    if (!input.is(Kind::ci_string) && text.size() == byte_count && accepts(version_of(text))) {
        out = text_of(text);
        return true;
    }
    auto uuid = parse_uuid(trim(text));
    if (uuid)
        out = *uuid;
    return uuid.has_value();
}

static void prepare_uuid(TypeUse& use, Host&, std::vector<std::string>&)
{
    const Value& strict = word(use.constraints, "strict");
    use.prepared = std::make_shared<const UuidConstraints>(!strict.is_null() && strict.boolean());
}

static void apply_uuid_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    constexpr size_t variant_at = 19;
    bool rfc_variant = std::string_view("89ab").contains(value.text()[variant_at]);
    if (use.options<UuidConstraints>().strict && (uuid_version(value.text()) != 7 || !rfc_variant))
        errors.push_back({ .message = "must be a version 7 UUID" });
}

const Type uuid_type {
    .name = "uuid",
    .doc = "A UUID of any version, as lowercase text.",
    .column = Column::text,
    .kind = Kind::string,
    .cast_input = cast_uuid<is_version>,
    .dump = dump_text,
    .load = load_by_casting,
    .text_is_wire = any_text_is_wire,
    .write_stored = write_loaded,
};

const Type uuid_v7_type {
    .name = "uuid_v7",
    .doc = "A UUID whose beginning is the time of its creation, so that ids sort by it.",
    .column = Column::text,
    .kind = Kind::string,
    .constraints = uuid_constraints,
    .prepare = prepare_uuid,
    .cast_input = cast_uuid<is_version_7>,
    .apply_constraints = apply_uuid_constraints,
    .dump = dump_text,
    .load = load_by_casting,
    .text_is_wire = any_text_is_wire,
    .write_stored = write_loaded,
};

} // namespace tunez::type
