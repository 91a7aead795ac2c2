// Random expressions over random rows: what SQLite makes of one is what memory makes of it.
//
// TUNEZ_PROPERTY_CASES and TUNEZ_PROPERTY_SEED ask for more, or for other, cases.
#include "base/json.h"
#include "expr/build.h"
#include "expr/evaluate.h"
#include "expr/function.h"
#include "support/instrumented.h"
#include "support/messages.h"
#include "support/test_database.h"

#include "catch_amalgamated.hpp"

#include <cstdlib>
#include <functional>
#include <random>

using namespace tunez;
using test::TestDatabase;

namespace {

// Where SQL and memory are known to differ, and why; at most ten of them.
struct Difference {
    const char* reason;
    bool (*holds)(const Expression& expression, const Value& in_memory);
};

const std::vector<Difference> declared_differences {
    { "what memory cannot know (an operand that nothing accepts) is NULL to SQL, which takes it "
      "for "
      "nil: `unknown or false` is unknown in memory and false in SQL",
        [](const Expression&, const Value& in_memory) { return in_memory.is_marker(); } },
};

enum class Sort : uint8_t {
    boolean,
    integer,
    real,
    decimal,
    text,
    ci,
    atom,
    uuid,
    date,
    time,
    naive,
    datetime,
    duration,
    integers,
    texts,
    map,
};
constexpr int sorts = 16;

struct Column {
    const char* name;
    const char* type;
    std::vector<const char*> values; // As JSON.
};

// In the order of Sort. Values meet often, and lie where representations have their seams.
const std::vector<Column>& columns()
{
    static const std::vector<Column> table {
        { "flag", "'boolean'", { "true", "false" } },
        { "count", "'integer'",
            { "0", "1", "-1", "7", "10", "9007199254740993", "-9223372036854775808",
                "9223372036854775807" } },
        { "ratio", "'float'", { "0.5", "-0.5", "1.0", "7.0", "1e300", "-1e-300", "0.1", "10.25" } },
        { "price", "'decimal'",
            { "'1'", "'1.0'", "'1.50'", "'-0.1'", "'1E+30'", "'7'", "'0.00000000000000000001'" } },
        { "name", "'string'",
            { "'a'", "'A'", "'ab'", "'ÄB'", "'äb'", "'1'", "'1.50'", "'a b c'", "'straße'",
                "'2020-01-31'", "'👨‍👩‍👧x'" } },
        { "label", "'ci_string'",
            { "'a'", "'A'", "'Ab'", "'äb'", "'ÄB'", "'STRASSE'", "'straße'" } },
        { "state", "'atom'", { "'a'", "'ab'", "'open'" } },
        { "token", "'uuid'",
            { "'00000000-0000-0000-0000-00000000000a'",
                "'00000000-0000-0000-0000-00000000000b'" } },
        { "day", "'date'", { "'2020-01-31'", "'2020-02-29'", "'1999-12-31'", "'2020-01-01'" } },
        { "hour", "'time'", { "'00:00:00'", "'10:20:30'", "'23:59:59'" } },
        { "local", "'naive_datetime'", { "'2020-01-31T00:00:00'", "'2020-02-29T10:20:30'" } },
        { "moment", "'utc_datetime_usec'",
            { "'2020-01-31T00:00:00.000000Z'", "'2020-02-29T10:20:30.5Z'",
                "'1969-12-31T23:59:59.999999Z'" } },
        { "span", "'duration'", { "'P1D'", "'PT24H'", "'P1M'", "'PT0.5S'", "'-P1D'" } },
        { "numbers", "{'array':'integer'}", { "[]", "[1]", "[1,7,7]", "[0,-1]" } },
        { "words", "{'array':'string'}", { "[]", "['a']", "['ab','a']", "['A','1.50']" } },
        { "extra", "'map'", { "{}", "{'a':1}", "{'a':{'b':'a'},'c':[1,2]}", "{'a':null}" } },
    };
    return table;
}

std::string definition()
{
    std::string attributes = "{'name':'id','type':'integer','primary_key':true}";
    for (const auto& column : columns())
        attributes += ",{'name':'" + std::string(column.name) + "','type':" + column.type + "}";
    return "[{'name':'Row','table':'rows','attributes':[" + attributes + "]}]";
}

class Cases {
public:
    Cases(TestDatabase& database, uint32_t seed)
        : random_(seed)
        , resource_(database.resource("Row"))
    {
    }

    size_t below(size_t bound) { return random_() % bound; }

    Value value(Sort sort)
    {
        const auto& column = columns()[static_cast<size_t>(sort)];
        auto written = test::from_json(column.values[below(column.values.size())]);
        if (sort == Sort::atom) // Only symbols that are known are cast.
            return Value::atom(written.text());
        Value out;
        TypeErrors errors;
        INFO(column.name << " " << to_json(written));
        REQUIRE(cast(attribute(sort).type, written, out, errors));
        return out;
    }

    Record row(int64_t id)
    {
        auto record = Record::blank(resource_);
        record.values[0] = Value(id);
        for (int i = 0; i < sorts; ++i) {
            auto sort = static_cast<Sort>(i);
            if (below(4) != 0)
                record.values[attribute(sort).index] = value(sort);
        }
        return record;
    }

    ExpressionRef expression(Sort sort, int depth)
    {
        if (below(25) == 0)
            sort = any_sort();
        if (depth == 0 || below(5) == 0)
            return leaf(sort);
        switch (sort) {
        case Sort::boolean:
            return condition(depth - 1);
        case Sort::integer:
        case Sort::real:
        case Sort::decimal:
            return number(sort, depth - 1);
        case Sort::text:
        case Sort::ci:
            return text(depth - 1);
        case Sort::date:
        case Sort::datetime:
            return moved(sort, depth - 1);
        case Sort::duration:
            return one_of({ [&, depth] {
                               return call(
                                   Operator::multiply, Sort::duration, depth - 1, Sort::integer);
                           },
                [&, depth] { return choice(Sort::duration, depth - 1); } });
        case Sort::texts:
            return one_of(
                { [&, depth] { return call(Operator::string_split, Sort::text, depth - 1); },
                    [&, depth] { return choice(Sort::texts, depth - 1); } });
        default:
            return choice(sort, depth - 1);
        }
    }

private:
    using Maker = std::function<ExpressionRef()>;

    ExpressionRef one_of(std::initializer_list<Maker> makers)
    {
        return (makers.begin() + below(makers.size()))->operator()();
    }

    Sort any_sort() { return static_cast<Sort>(below(sorts)); }

    const Attribute& attribute(Sort sort) const
    {
        return *resource_.find_attribute(columns()[static_cast<size_t>(sort)].name);
    }

    ExpressionRef leaf(Sort sort)
    {
        auto kind = below(10);
        if (kind == 0)
            return literal(Value());
        return kind < 6 ? attribute_ref(attribute(sort)) : literal(value(sort));
    }

    template <typename... Rest> ExpressionRef call(Operator op, Sort first, int depth, Rest... rest)
    {
        std::vector<ExpressionRef> arguments { expression(first, depth) };
        (arguments.push_back(expression(rest, depth)), ...);
        return build(op, std::move(arguments));
    }

    // Of what can be compared with each other.
    Sort comparable(Sort sort)
    {
        static constexpr Sort numbers[] = { Sort::integer, Sort::real, Sort::decimal };
        static constexpr Sort texts[] = { Sort::text, Sort::ci, Sort::atom };
        if (sort >= Sort::integer && sort <= Sort::decimal)
            return numbers[below(3)];
        return sort >= Sort::text && sort <= Sort::atom ? texts[below(3)] : sort;
    }

    ExpressionRef condition(int depth)
    {
        auto sort = any_sort();
        auto other = comparable(sort);
        static constexpr Operator equalities[] = { Operator::eq, Operator::not_eq_,
            Operator::is_distinct_from, Operator::is_not_distinct_from };
        static constexpr Operator orders[]
            = { Operator::lt, Operator::lte, Operator::gt, Operator::gte };
        static constexpr Operator parts[]
            = { Operator::contains, Operator::string_starts_with, Operator::string_ends_with };
        auto some_text = [&] { return below(3) == 0 ? Sort::ci : Sort::text; };
        switch (below(12)) {
        case 0:
        case 1:
            return call(equalities[below(4)], sort, depth, other);
        case 2:
        case 3:
            return call(orders[below(4)], sort, depth, other);
        case 4:
            return build(Operator::in, { expression(sort, depth), items(other) });
        case 5:
            return call(Operator::is_nil, sort, depth);
        case 6:
            return call(Operator::and_, Sort::boolean, depth, Sort::boolean);
        case 7:
            return call(Operator::or_, Sort::boolean, depth, Sort::boolean);
        case 8:
            return call(Operator::not_, Sort::boolean, depth);
        case 9:
            return call(parts[below(3)], some_text(), depth, some_text());
        case 10:
            return below(2) == 0 ? call(Operator::has, Sort::integers, depth, Sort::integer)
                                 : call(Operator::intersects, Sort::texts, depth, Sort::texts);
        default:
            return choice(Sort::boolean, depth);
        }
    }

    ExpressionRef items(Sort sort)
    {
        List list;
        for (auto count = below(4); count > 0; --count)
            list.push_back(below(6) == 0 ? Value() : value(sort));
        return literal(Value(std::move(list)));
    }

    ExpressionRef number(Sort sort, int depth)
    {
        static constexpr Operator arithmetic[]
            = { Operator::add, Operator::subtract, Operator::multiply };
        auto other = comparable(sort);
        switch (below(9)) {
        case 0:
        case 1:
        case 2:
            return call(arithmetic[below(3)], sort, depth, other);
        case 3:
            return call(Operator::divide, sort, depth, other);
        case 4:
            return call(Operator::negate, sort, depth);
        case 5:
            return one_of({ [&] { return call(Operator::string_length, Sort::text, depth); },
                [&] { return call(Operator::string_position, Sort::text, depth, Sort::text); },
                [&] { return call(Operator::length, Sort::integers, depth); },
                [&] { return call(Operator::count_nils, Sort::texts, depth); },
                [&] { return call(Operator::subtract, Sort::time, depth, Sort::time); },
                [&] { return call(Operator::rem, Sort::integer, depth, Sort::integer); } });
        case 6:
            return build(
                Operator::at, { expression(Sort::integers, depth), literal(Value(int64_t { 0 })) });
        case 7:
            return build(Operator::round,
                { expression(sort, depth), literal(Value(static_cast<int64_t>(below(3)))) });
        default:
            return choice(sort, depth);
        }
    }

    ExpressionRef text(int depth)
    {
        switch (below(6)) {
        case 0:
            return call(Operator::concat, Sort::text, depth, comparable(Sort::text));
        case 1:
            return call(Operator::string_downcase, comparable(Sort::text), depth);
        case 2:
            return call(Operator::string_trim, Sort::text, depth);
        case 3:
            return call(Operator::string_join, Sort::texts, depth, Sort::text);
        case 4:
            return build(Operator::get_path,
                { expression(Sort::map, depth), literal(Value(List { Value("a"), Value("b") })) });
        default:
            return choice(below(2) == 0 ? Sort::text : Sort::ci, depth);
        }
    }

    ExpressionRef moved(Sort sort, int depth)
    {
        static constexpr const char* units[]
            = { "day", "month", "year", "week", "hour", "second", "Day", "decade" };
        auto op = sort == Sort::date ? Operator::date_add : Operator::datetime_add;
        if (below(3) == 0)
            return choice(sort, depth);
        if (sort == Sort::datetime && below(4) == 0)
            return call(Operator::start_of_day, Sort::datetime, depth);
        return build(op,
            { expression(sort, depth), literal(Value(static_cast<int64_t>(below(30)) - 15)),
                literal(Value(units[below(8)])) });
    }

    ExpressionRef choice(Sort sort, int depth)
    {
        switch (below(4)) {
        case 0:
            return call(Operator::first_true, sort, depth, sort);
        case 1:
            return call(Operator::last_true, Sort::boolean, depth, sort);
        case 2:
            return call(Operator::if_, Sort::boolean, depth, sort);
        default:
            return call(Operator::if_, Sort::boolean, depth, sort, sort);
        }
    }

    std::mt19937 random_;
    const Resource& resource_;
};

class RecordFields final : public Leaves {
public:
    explicit RecordFields(const Record& record)
        : record_(record)
    {
    }

    Evaluated value(const Expression& leaf) override
    {
        return record_.values[leaf.attribute->index];
    }

private:
    const Record& record_;
};

// What SQL is to say of a row: whether it is let through, and the truth of the expression.
struct Said {
    bool passes = false;
    std::string truth;
    Value value = {}; // In memory.

    bool operator==(const Said& other) const
    {
        return passes == other.passes && truth == other.truth;
    }
};

std::optional<Said> in_memory(const Expression& expression, const Record& record)
{
    RecordFields fields(record);
    auto value = evaluate(expression, fields);
    if (!value)
        return std::nullopt;
    Said said;
    said.passes = is_true(*value);
    said.truth = !value->is_present() ? "nil" : said.passes ? "1" : "0";
    said.value = *value;
    return said;
}

class SaidOfRows final : public RowSink {
public:
    bool row(std::span<const StoredView> cells) override
    {
        auto& one = rows.emplace_back();
        one.truth = cells[1].kind == Kind::null ? "nil" : test::text(cells[1]);
        one.passes = cells[2].kind == Kind::integer && cells[2].integer != 0;
        return true;
    }

    std::vector<Said> rows;
};

uint64_t setting(const char* name, uint64_t otherwise)
{
    const auto* value = std::getenv(name);
    return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

std::string shown(const Said& said)
{
    return (said.passes ? "passes, " : "does not pass, ") + said.truth;
}

std::string shown(const Record& record)
{
    std::string text;
    for (const auto& attribute : record.resource->attributes)
        text += attribute->name + ": " + inspect(record.values[attribute->index]) + "; ";
    return text;
}

std::string shown(const std::vector<Record>& records)
{
    std::string text;
    for (const auto& record : records)
        text += shown(record) + "\n";
    return text;
}

} // namespace

TEST_CASE("an expression means the same in memory and in SQL")
{
    static constexpr int64_t rows_at_once = 5;
    static constexpr uint64_t rows_live_for = 200;
    auto cases = setting("TUNEZ_PROPERTY_CASES", test::sampled(50'000, 5'000));
    auto seed = static_cast<uint32_t>(setting("TUNEZ_PROPERTY_SEED", 1));
    auto written = definition();
    TestDatabase database(written);
    Cases random(database, seed);
    const auto& resource = database.resource("Row");
    const auto* boolean_type = find_type("boolean");
    TypeUse boolean;
    boolean.type = boolean_type;
    std::vector<Record> records;
    std::vector<const Attribute*> all;
    for (const auto& attribute : resource.attributes)
        all.push_back(attribute.get());
    uint64_t failures = 0;
    uint64_t differences = 0;
    for (uint64_t number = 0; number < cases; ++number) {
        if (number % rows_live_for == 0) {
            database.sql("DELETE FROM rows");
            records.clear();
            std::vector<Record*> pointers;
            for (int64_t id = 1; id <= rows_at_once; ++id)
                records.push_back(random.row(id));
            for (auto& record : records)
                pointers.push_back(&record);
            REQUIRE(database.store().create(resource, all, pointers));
        }
        auto depth = static_cast<int>(1 + random.below(4));
        auto expression = random.expression(Sort::boolean, depth);
        // The same as a condition, in which nil counts as false, and as a value below others.
        auto passes = build(Operator::is_not_distinct_from,
            { literal(Value(true)), build(Operator::if_, { expression, literal(Value(true)) }) });
        auto truth = is_boolean(*expression)
            ? expression
            : build(Operator::if_,
                  { build(Operator::is_nil, { expression }), literal(Value()),
                      build(Operator::not_, { build(Operator::not_, { expression }) }) });
        Computed computed[] = { { truth, &boolean }, { passes, &boolean } };
        const Attribute* key[] = { resource.primary_key.front() };
        ReadPlan plan;
        plan.resource = &resource;
        plan.sort = { { resource.primary_key.front() } };
        plan.select = key;
        plan.computed = computed;
        SaidOfRows said;
        auto read = database.store().read(plan, said);
        plan.filter = expression;
        plan.computed = {};
        test::Rows let_through;
        auto filtered = database.store().read(plan, let_through);
        std::vector<Said> expected;
        for (const auto& record : records) {
            if (auto one = in_memory(*expression, record))
                expected.push_back(*one);
        }
        // One row of which it has no value is enough to make the statement fail, or not: SQL
        // evaluates what it needs.
        if (expected.size() < records.size())
            continue;
        auto is_declared = [&](const Said& one) {
            return std::ranges::any_of(declared_differences,
                [&](const auto& each) { return each.holds(*expression, one.value); });
        };
        if (!read || !filtered) {
            if (std::ranges::any_of(expected, is_declared)) {
                ++differences;
                continue;
            }
            const auto& error = read ? filtered.error() : read.error();
            FAIL_CHECK("seed " << seed << ", case " << number << ": " << inspect(*expression)
                               << "\n  fails in SQL: " << error.rendered() << "\n  of "
                               << shown(records));
            if (++failures == 20)
                return;
            continue;
        }
        for (size_t i = 0; i < records.size(); ++i) {
            auto id = std::to_string(i + 1);
            auto actual = said.rows[i];
            bool let = std::ranges::find(let_through.texts, id) != let_through.texts.end();
            if (expected[i] == actual && let == actual.passes)
                continue;
            if (is_declared(expected[i])) {
                ++differences;
                continue;
            }
            FAIL_CHECK("seed " << seed << ", case " << number << ": " << inspect(*expression)
                               << "\n  in memory " << shown(expected[i]) << "; in SQL "
                               << shown(actual) << (let ? ", let through" : ", kept out")
                               << "\n  of " << shown(records[i]));
            if (++failures == 20)
                return;
        }
    }
    CHECK(failures == 0);
    UNSCOPED_INFO(differences << " declared differences");
}
