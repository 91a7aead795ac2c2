#include "type/builtins.h"
#include "type/stored.h"
#include "type/type_use.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

namespace tunez::type {

namespace {

struct VectorConstraints {
    std::optional<int64_t> dimensions;
};

constexpr std::array<ConstraintRow, 1> vector_constraints { {
    { "dimensions", ConstraintKind::count, "How many numbers it has." },
} };

}

static void prepare_vector(TypeUse& use, Host&, std::vector<std::string>&)
{
    const Value& given = word(use.constraints, "dimensions");
    use.prepared = std::make_shared<const VectorConstraints>(
        given.is_null() ? std::nullopt : std::optional(given.integer()));
}

// Numbers are kept in 32 bits, as they are stored, so that a value is the same before and after.
static bool number(const Value& input, Value& out)
{
    double value = 0;
    if (input.is(Kind::integer))
        value = static_cast<double>(input.integer());
    else if (input.is(Kind::real))
        value = input.real();
    else
        return false;
    if (!(std::fabs(value) <= static_cast<double>(std::numeric_limits<float>::max())))
        return false;
    out = static_cast<double>(static_cast<float>(value));
    return true;
}

static bool cast_vector(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    if (!input.is(Kind::list))
        return false;
    List numbers(input.list().size());
    for (size_t i = 0; i < numbers.size(); ++i) {
        if (!number(input.list()[i], numbers[i]))
            return false;
    }
    const auto& dimensions = use.options<VectorConstraints>().dimensions;
    if (dimensions && static_cast<int64_t>(numbers.size()) != *dimensions) {
        errors.push_back({ .message = "must have %{dimensions} dimensions",
            .vars = { { "dimensions", *dimensions } } });
        return false;
    }
    out = std::move(numbers);
    return true;
}

static Result<Value> dump_vector(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::list))
        return fail(cannot_dump(use, value));
    std::string bytes;
    for (const auto& item : value.list()) {
        auto bits = std::bit_cast<uint32_t>(static_cast<float>(item.real()));
        for (unsigned shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(bits >> shift & 0xFFU);
    }
    return Value::binary(bytes);
}

static bool unpack(const StoredView& stored, List& numbers)
{
    if (stored.kind != Kind::binary || stored.text.size() % sizeof(float) != 0)
        return false;
    for (size_t at = 0; at < stored.text.size(); at += sizeof(float)) {
        uint32_t bits = 0;
        for (unsigned i = 0; i < sizeof(float); ++i)
            bits |= uint32_t { static_cast<unsigned char>(stored.text[at + i]) } << 8 * i;
        numbers.emplace_back(static_cast<double>(std::bit_cast<float>(bits)));
    }
    return true;
}

static Result<Value> load_vector(const TypeUse& use, const StoredView& stored)
{
    List numbers;
    if (!unpack(stored, numbers))
        return fail(cannot_load(use, stored.to_value()));
    return Value(std::move(numbers));
}

static bool write_stored_vector(const TypeUse&, const StoredView& stored, JsonWriter& writer)
{
    List numbers;
    if (!unpack(stored, numbers))
        return false;
    writer.value(Value(std::move(numbers)));
    return true;
}

const Type vector_type {
    .name = "vector",
    .doc = "A list of numbers, kept in 32 bits each.",
    .column = Column::blob,
    .constraints = vector_constraints,
    .prepare = prepare_vector,
    .cast_input = cast_vector,
    .dump = dump_vector,
    .load = load_vector,
    .write_stored = write_stored_vector,
};

} // namespace tunez::type
