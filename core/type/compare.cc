#include "type/text.h"
#include "type/type.h"

#include <cmath>

namespace tunez {

static std::optional<int> sign_of(std::partial_ordering order)
{
    if (order == std::partial_ordering::unordered)
        return std::nullopt;
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

static std::optional<Decimal> exact(const Value& number)
{
    if (number.is(Kind::integer))
        return Decimal::from_integer(number.integer());
    if (number.is(Kind::real))
        return Decimal::from_double(number.real());
    return number.decimal();
}

// Beyond 2^53 not every integer is a float, and mixed numbers are compared by their digits.
static bool is_exact_as_float(int64_t integer)
{
    constexpr int64_t largest = int64_t { 1 } << 53;
    return integer >= -largest && integer <= largest;
}

static std::optional<int> compare_numbers(const Value& left, const Value& right)
{
    if (left.is(Kind::integer) && right.is(Kind::integer))
        return sign_of(left.integer() <=> right.integer());
    if (left.is(Kind::real) && right.is(Kind::real))
        return sign_of(left.real() <=> right.real());
    if (left.is(Kind::integer) && right.is(Kind::real) && is_exact_as_float(left.integer()))
        return sign_of(static_cast<double>(left.integer()) <=> right.real());
    if (left.is(Kind::real) && right.is(Kind::integer) && is_exact_as_float(right.integer()))
        return sign_of(left.real() <=> static_cast<double>(right.integer()));
    auto exact_left = exact(left);
    auto exact_right = exact(right);
    if (!exact_left || !exact_right)
        return std::nullopt;
    return sign_of(compare(*exact_left, *exact_right));
}

static bool is_text(const Value& value) { return value.is_textual() || value.is(Kind::binary); }

// Bytes of UTF-8 are in the order of the code points they stand for.
static std::optional<int> compare_texts(const Value& left, const Value& right)
{
    if (left.is(Kind::ci_string) || right.is(Kind::ci_string))
        return compare_folded(left.text(), right.text());
    return sign_of(left.text() <=> right.text());
}

static std::optional<int> compare_lists(const List& left, const List& right)
{
    for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
        bool both_null = left[i].is_null() && right[i].is_null();
        if (both_null)
            continue;
        auto order = compare_values(left[i], right[i]);
        if (order != 0)
            return order;
    }
    return sign_of(left.size() <=> right.size());
}

// Maps are equal or they are not; none is less than another.
static std::optional<int> compare_maps(const Map& left, const Map& right)
{
    if (left.size() != right.size())
        return std::nullopt;
    for (const auto& [key, value] : left) {
        const Value* other = right.find(key);
        if (other == nullptr)
            return std::nullopt;
        bool both_null = value.is_null() && other->is_null();
        if (!both_null && compare_values(value, *other) != 0)
            return std::nullopt;
    }
    return 0;
}

static std::optional<int> compare_pairs(const Map& left, const Map& right)
{
    if (left.size() != right.size())
        return std::nullopt;
    for (auto one = left.begin(), other = right.begin(); one != left.end(); ++one, ++other) {
        bool both_null = one->second.is_null() && other->second.is_null();
        if (one->first != other->first
            || (!both_null && compare_values(one->second, other->second) != 0))
            return std::nullopt;
    }
    return 0;
}

static std::optional<int> compare_named(const Value& left, const Value& right)
{
    if (left.name() != right.name())
        return std::nullopt;
    if (left.is(Kind::structure))
        return compare_maps(left.map(), right.map());
    if (left.inner().is_null() && right.inner().is_null())
        return 0;
    return compare_values(left.inner(), right.inner());
}

static std::optional<int> compare_alike(const Value& left, const Value& right)
{
    switch (left.kind()) {
    case Kind::boolean:
        return sign_of(left.boolean() <=> right.boolean());
    case Kind::date:
        return sign_of(left.days() <=> right.days());
    case Kind::time:
    case Kind::naive_datetime:
    case Kind::datetime:
        return sign_of(left.microseconds() <=> right.microseconds());
    case Kind::duration:
        return sign_of(left.duration().comparable_microseconds()
            <=> right.duration().comparable_microseconds());
    case Kind::list:
    case Kind::tuple:
        return compare_lists(left.list(), right.list());
    case Kind::map:
        return compare_maps(left.map(), right.map());
    case Kind::keyword:
        return compare_pairs(left.map(), right.map());
    case Kind::structure:
    case Kind::union_value:
        return compare_named(left, right);
    default:
        return std::nullopt;
    }
}

std::optional<int> compare_values(const Value& left, const Value& right)
{
    if (left.is_number() && right.is_number())
        return compare_numbers(left, right);
    if (is_text(left) && is_text(right))
        return compare_texts(left, right);
    if (left.kind() == right.kind())
        return compare_alike(left, right);
    return std::nullopt;
}

} // namespace tunez
