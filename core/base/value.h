#pragma once

#include "base/calendar.h"
#include "base/decimal.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tunez {

class Map;
class Value;
using List = std::vector<Value>;

enum class Kind : uint8_t {
    null,
    boolean,
    integer, // 64-bit.
    big_integer, // An integer beyond 64 bits: accepted by casts, refused by storage. Held as a
                 // Decimal of exponent 0.
    real,
    decimal,
    string, // Valid UTF-8.
    ci_string,
    atom, // A symbol: an interned name.
    binary, // Bytes, also text that is not valid UTF-8.
    date, // Days since the epoch.
    time, // Microseconds of the day, and a precision.
    naive_datetime, // Microseconds since the epoch, and a precision.
    datetime, // The same, UTC.
    duration,
    list,
    tuple,
    map, // Text keys, in the order they came.
    keyword, // Ordered pairs; keys may repeat.
    structure, // An instance of a named struct type.
    union_value, // A member's name and its value.
    not_loaded, // A field that was not fetched.
    forbidden_field, // A field that a field policy denied.
};

// What has a numeric value, of whatever size and form.
constexpr bool is_number(Kind kind)
{
    return kind == Kind::integer || kind == Kind::big_integer || kind == Kind::real
        || kind == Kind::decimal;
}

// Any value the engine handles: 16 bytes, immutable contents shared by a reference count (one
// thread).
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) { }
    Value(bool value);
    Value(int value);
    Value(int64_t value);
    Value(double value);
    Value(const char* text);
    Value(std::string_view text);
    Value(const std::string& text);
    Value(List list);
    Value(Map map);
    Value(Decimal value);

    static Value big_integer(Decimal value);
    static Value ci_string(std::string_view text);
    static Value atom(std::string_view name);
    static Value binary(std::string_view bytes);
    static Value date(int64_t days);
    static Value time(int64_t microseconds, Precision precision);
    static Value naive_datetime(int64_t microseconds, Precision precision);
    static Value datetime(int64_t microseconds, Precision precision);
    static Value duration(const Duration& duration);
    static Value tuple(List items);
    static Value keyword(Map pairs);
    static Value structure(std::string_view name, Map fields);
    static Value union_of(std::string_view member, Value value);
    static Value not_loaded();
    static Value forbidden_field();

    Value(const Value& other)
        : kind_(other.kind_)
        , precision_(other.precision_)
        , integer_(other.integer_)
    {
        retain();
    }
    Value(Value&& other) noexcept
        : kind_(std::exchange(other.kind_, Kind::null))
        , precision_(other.precision_)
        , integer_(other.integer_)
    {
    }
    Value& operator=(const Value& other)
    {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept
    {
        Value moved(std::move(other));
        swap(moved);
        return *this;
    }
    ~Value() { release(); }
    void swap(Value& other) noexcept
    {
        std::swap(kind_, other.kind_);
        std::swap(precision_, other.precision_);
        std::swap(integer_, other.integer_);
    }

    Kind kind() const { return kind_; }
    bool is(Kind kind) const { return kind_ == kind; }
    bool is_null() const { return kind_ == Kind::null; }
    // Neither null nor a marker.
    bool is_present() const;
    bool is_marker() const { return kind_ == Kind::not_loaded || kind_ == Kind::forbidden_field; }
    // string, ci_string, atom: what has text() and is text in the language of the application.
    bool is_textual() const
    {
        return kind_ == Kind::string || kind_ == Kind::ci_string || kind_ == Kind::atom;
    }

    bool is_number() const { return tunez::is_number(kind_); }

    // Each accessor is for its kinds only (a broken invariant otherwise).
    bool boolean() const;
    int64_t integer() const;
    double real() const;
    const Decimal& decimal() const; // decimal, big_integer
    std::string_view text() const; // string, ci_string, atom, binary
    int64_t days() const; // date
    int64_t microseconds() const; // time, naive_datetime, datetime
    Precision precision() const;
    const Duration& duration() const;
    const List& list() const; // list, tuple
    const Map& map() const; // map, keyword, structure
    std::string_view name() const; // structure: its type; union_value: its member
    const Value& inner() const; // union_value

    // For building in place: the contents, made unshared first.
    List& mutable_list();
    Map& mutable_map();

    // Structural equality: same kind and same contents (decimals as written; maps in any order).
    // For meaning, ask the type.
    bool operator==(const Value& other) const;

private:
    // What the larger kinds point to, each with its own contents behind the count.
    struct Box {
        uint32_t references = 1;
    };
    struct TextBox;
    struct DecimalBox;
    struct DurationBox;
    struct ListBox;
    struct MapBox;
    struct StructureBox;
    struct UnionBox;

    bool boxed() const;
    void retain() const
    {
        if (boxed())
            ++box_->references;
    }
    void release()
    {
        if (boxed() && --box_->references == 0)
            destroy();
    }
    void destroy();
    template <typename T> T& box() const;
    template <typename T> static Value boxed(Kind kind, T* box);
    static Value scalar(Kind kind, int64_t integer, Precision precision = Precision::second);
    static Value boxed_text(Kind kind, std::string_view text);

    Kind kind_ = Kind::null;
    Precision precision_ = Precision::second;
    union {
        bool boolean_;
        int64_t integer_ = 0;
        double real_;
        Box* box_;
    };
};

inline bool Value::boxed() const
{
    switch (kind_) {
    case Kind::big_integer:
    case Kind::decimal:
    case Kind::string:
    case Kind::ci_string:
    case Kind::atom:
    case Kind::binary:
    case Kind::duration:
    case Kind::list:
    case Kind::tuple:
    case Kind::map:
    case Kind::keyword:
    case Kind::structure:
    case Kind::union_value:
        return true;
    default:
        return false;
    }
}

// Ordered text keys → values. Small maps are searched in line, large ones through an index.
class Map {
public:
    using Entry = std::pair<std::string, Value>;

    Map();
    Map(std::initializer_list<Entry> entries);
    // Out of line: maps are parts of much that is passed by value.
    Map(const Map& other);
    Map(Map&& other) noexcept;
    Map& operator=(const Map& other);
    Map& operator=(Map&& other) noexcept;
    ~Map();

    const Value* find(std::string_view key) const;
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    // Replaces in place, or appends.
    void set(std::string_view key, Value value);
    // Appends without looking for an earlier entry (keyword lists; keys known to be new).
    void append(std::string key, Value value);
    bool erase(std::string_view key);
    size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }
    std::span<const Entry> entries() const { return entries_; }
    void reserve(size_t count) { entries_.reserve(count); }

    // The same keys with the same values, in any order. Not for maps in which keys repeat.
    bool operator==(const Map& other) const;

private:
    size_t position(std::string_view key) const;
    size_t indexed_position(std::string_view key) const;
    void add_to_index(size_t position) const;
    void build_index() const;

    std::vector<Entry> entries_;
    // Positions by hash of the key, open addressing, built when the map grows past a few entries;
    // empty before.
    mutable std::vector<uint32_t> index_;
};

} // namespace tunez
