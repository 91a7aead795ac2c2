#include "base/value.h"

#include "base/verify.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace tunez {

// The bytes follow the header in the same allocation.
struct Value::TextBox : Box {
    size_t size = 0;

    char* bytes() { return reinterpret_cast<char*>(this + 1); }
    std::string_view view() { return { bytes(), size }; }
};

struct Value::DecimalBox : Box {
    explicit DecimalBox(Decimal value)
        : decimal(std::move(value))
    {
    }
    Decimal decimal;
};

struct Value::DurationBox : Box {
    explicit DurationBox(const tunez::Duration& value)
        : duration(value)
    {
    }
    tunez::Duration duration;
};

struct Value::ListBox : Box {
    explicit ListBox(List items)
        : list(std::move(items))
    {
    }
    List list;
};

struct Value::MapBox : Box {
    explicit MapBox(Map entries)
        : map(std::move(entries))
    {
    }
    Map map;
};

struct Value::StructureBox : MapBox {
    StructureBox(std::string_view type, Map fields)
        : MapBox(std::move(fields))
        , name(type)
    {
    }
    std::string name;
};

struct Value::UnionBox : Box {
    UnionBox(std::string_view name, Value value)
        : member(name)
        , inner(std::move(value))
    {
    }
    std::string member;
    Value inner;
};

template <typename T> T& Value::box() const { return *static_cast<T*>(box_); }

template <typename T> Value Value::boxed(Kind kind, T* box)
{
    Value value;
    value.kind_ = kind;
    value.box_ = box;
    return value;
}

Value Value::scalar(Kind kind, int64_t integer, Precision precision)
{
    Value value;
    value.kind_ = kind;
    value.precision_ = precision;
    value.integer_ = integer;
    return value;
}

Value Value::boxed_text(Kind kind, std::string_view text)
{
    auto* box = new (::operator new(sizeof(TextBox) + text.size())) TextBox;
    box->size = text.size();
    if (!text.empty())
        std::memcpy(box->bytes(), text.data(), text.size());
    return boxed(kind, box);
}

void Value::destroy()
{
    switch (kind_) {
    case Kind::string:
    case Kind::ci_string:
    case Kind::atom:
    case Kind::binary:
        ::operator delete(&box<TextBox>());
        break;
    case Kind::big_integer:
    case Kind::decimal:
        delete &box<DecimalBox>();
        break;
    case Kind::duration:
        delete &box<DurationBox>();
        break;
    case Kind::list:
    case Kind::tuple:
        delete &box<ListBox>();
        break;
    case Kind::map:
    case Kind::keyword:
        delete &box<MapBox>();
        break;
    case Kind::structure:
        delete &box<StructureBox>();
        break;
    case Kind::union_value:
        delete &box<UnionBox>();
        break;
    default:
        break;
    }
}

Value::Value(bool value)
    : kind_(Kind::boolean)
{
    boolean_ = value;
}

Value::Value(int value)
    : Value(static_cast<int64_t>(value))
{
}

Value::Value(int64_t value)
    : kind_(Kind::integer)
    , integer_(value)
{
}

Value::Value(double value)
    : kind_(Kind::real)
    , real_(value)
{
}

Value::Value(const char* text)
    : Value(std::string_view(text))
{
}

Value::Value(std::string_view text)
    : Value(boxed_text(Kind::string, text))
{
}

Value::Value(const std::string& text)
    : Value(std::string_view(text))
{
}

Value::Value(List list)
    : Value(boxed(Kind::list, new ListBox(std::move(list))))
{
}

Value::Value(Map map)
    : Value(boxed(Kind::map, new MapBox(std::move(map))))
{
}

Value::Value(Decimal value)
    : Value(boxed(Kind::decimal, new DecimalBox(std::move(value))))
{
}

Value Value::big_integer(Decimal value)
{
    VERIFY(value.is_integral_form());
    return boxed(Kind::big_integer, new DecimalBox(std::move(value)));
}

Value Value::ci_string(std::string_view text) { return boxed_text(Kind::ci_string, text); }
Value Value::atom(std::string_view name) { return boxed_text(Kind::atom, name); }
Value Value::binary(std::string_view bytes) { return boxed_text(Kind::binary, bytes); }
Value Value::date(int64_t days) { return scalar(Kind::date, days); }

Value Value::time(int64_t microseconds, Precision precision)
{
    return scalar(Kind::time, microseconds, precision);
}

Value Value::naive_datetime(int64_t microseconds, Precision precision)
{
    return scalar(Kind::naive_datetime, microseconds, precision);
}

Value Value::datetime(int64_t microseconds, Precision precision)
{
    return scalar(Kind::datetime, microseconds, precision);
}

Value Value::duration(const Duration& duration)
{
    return boxed(Kind::duration, new DurationBox(duration));
}

Value Value::tuple(List items) { return boxed(Kind::tuple, new ListBox(std::move(items))); }
Value Value::keyword(Map pairs) { return boxed(Kind::keyword, new MapBox(std::move(pairs))); }

Value Value::structure(std::string_view name, Map fields)
{
    return boxed(Kind::structure, new StructureBox(name, std::move(fields)));
}

Value Value::union_of(std::string_view member, Value value)
{
    return boxed(Kind::union_value, new UnionBox(member, std::move(value)));
}

Value Value::not_loaded() { return scalar(Kind::not_loaded, 0); }
Value Value::forbidden_field() { return scalar(Kind::forbidden_field, 0); }

bool Value::is_present() const { return !is_null() && !is_marker(); }

bool Value::boolean() const
{
    VERIFY(kind_ == Kind::boolean);
    return boolean_;
}

int64_t Value::integer() const
{
    VERIFY(kind_ == Kind::integer);
    return integer_;
}

double Value::real() const
{
    VERIFY(kind_ == Kind::real);
    return real_;
}

const Decimal& Value::decimal() const
{
    VERIFY(kind_ == Kind::decimal || kind_ == Kind::big_integer);
    return box<DecimalBox>().decimal;
}

std::string_view Value::text() const
{
    VERIFY(is_textual() || kind_ == Kind::binary);
    return box<TextBox>().view();
}

int64_t Value::days() const
{
    VERIFY(kind_ == Kind::date);
    return integer_;
}

static bool is_clock(Kind kind)
{
    return kind == Kind::time || kind == Kind::naive_datetime || kind == Kind::datetime;
}

int64_t Value::microseconds() const
{
    VERIFY(is_clock(kind_));
    return integer_;
}

Precision Value::precision() const
{
    VERIFY(is_clock(kind_));
    return precision_;
}

const Duration& Value::duration() const
{
    VERIFY(kind_ == Kind::duration);
    return box<DurationBox>().duration;
}

const List& Value::list() const
{
    VERIFY(kind_ == Kind::list || kind_ == Kind::tuple);
    return box<ListBox>().list;
}

const Map& Value::map() const
{
    VERIFY(kind_ == Kind::map || kind_ == Kind::keyword || kind_ == Kind::structure);
    return box<MapBox>().map;
}

std::string_view Value::name() const
{
    VERIFY(kind_ == Kind::structure || kind_ == Kind::union_value);
    if (kind_ == Kind::structure)
        return box<StructureBox>().name;
    return box<UnionBox>().member;
}

const Value& Value::inner() const
{
    VERIFY(kind_ == Kind::union_value);
    return box<UnionBox>().inner;
}

List& Value::mutable_list()
{
    if (box_->references > 1 && (kind_ == Kind::list || kind_ == Kind::tuple))
        *this = boxed(kind_, new ListBox(list()));
    return const_cast<List&>(list());
}

Map& Value::mutable_map()
{
    if (box_->references > 1 && (kind_ == Kind::map || kind_ == Kind::keyword))
        *this = boxed(kind_, new MapBox(map()));
    else if (box_->references > 1 && kind_ == Kind::structure)
        *this = structure(name(), map());
    return const_cast<Map&>(map());
}

static bool equal_as_written(const Decimal& left, const Decimal& right)
{
    return left.form == right.form && left.negative == right.negative && left.digits == right.digits
        && left.exponent == right.exponent;
}

static bool equal_in_order(const Map& left, const Map& right)
{
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin());
}

bool Value::operator==(const Value& other) const
{
    if (kind_ != other.kind_)
        return false;
    if (boxed() && box_ == other.box_)
        return true;
    switch (kind_) {
    case Kind::null:
    case Kind::not_loaded:
    case Kind::forbidden_field:
        return true;
    case Kind::boolean:
        return boolean_ == other.boolean_;
    case Kind::integer:
    case Kind::date:
        return integer_ == other.integer_;
    case Kind::real:
        return real_ == other.real_;
    case Kind::time:
    case Kind::naive_datetime:
    case Kind::datetime:
        return integer_ == other.integer_ && precision_ == other.precision_;
    case Kind::big_integer:
    case Kind::decimal:
        return equal_as_written(decimal(), other.decimal());
    case Kind::string:
    case Kind::ci_string:
    case Kind::atom:
    case Kind::binary:
        return text() == other.text();
    case Kind::duration:
        return duration() == other.duration();
    case Kind::list:
    case Kind::tuple:
        return list() == other.list();
    case Kind::map:
        return map() == other.map();
    case Kind::keyword:
        return equal_in_order(map(), other.map());
    case Kind::structure:
        return name() == other.name() && map() == other.map();
    case Kind::union_value:
        return name() == other.name() && inner() == other.inner();
    }
    return false;
}

} // namespace tunez
