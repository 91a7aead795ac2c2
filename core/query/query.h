#pragma once

#include "base/error.h"
#include "expr/expression.h"
#include "query/combination.h"
#include "resource/expression/parse.h"
#include "resource/resource.h"

#include <memory>
#include <optional>
#include <vector>

namespace tunez {

struct Query;

// A calculation or an aggregate to load.
struct Derived {
    std::string json_key; // `"key":`
    ExpressionRef expression;
    const TypeUse* type = nullptr;
    // One that is computed by the application: what it needs is loaded with the records first.
    const Calculation* code = nullptr;
    Map arguments = {};
};

// One relationship to load, and the query its records are loaded with; or a field that is derived.
struct Load {
    const Relationship* relationship = nullptr; // Null: `derived`.
    std::unique_ptr<Query> query;
    Derived derived = {};
};

// Which page of the records is wanted (spec §8.5).
struct PageRequest {
    bool refused = false; // `false` was said: all records.
    bool stream = false; // One of the pieces in which all records are read: any action has them.
    std::optional<int64_t> limit;
    std::optional<int64_t> offset;
    std::string after; // Keysets; empty: none.
    std::string before;
    bool count = false;
};

// A member of a combination query (spec §8.7); the first is the base.
struct Combination {
    CombinationKind kind = CombinationKind::base;
    std::unique_ptr<Query> query; // Its derived fields are the calculations of the member.
};

// One pending read (spec §8.1): everything resolved against the resource.
struct Query {
    const Resource* resource = nullptr;
    const Action* action = nullptr;
    ExpressionRef filter;
    std::vector<SortTerm> sort;
    std::optional<int64_t> limit;
    std::optional<int64_t> offset;
    std::optional<std::vector<const Attribute*>> select; // Nullopt: those selected by default.
    std::vector<SortTerm> distinct;
    std::vector<SortTerm> distinct_sort;
    std::vector<Load> loads; // Relationships only.
    std::vector<Derived> derived;
    std::vector<Derived> code; // Calculations of the application.
    std::vector<Combination> combination_of; // Of whose rows it is about; empty: of all.
    std::optional<PageRequest> page;
    bool keysets = false; // Whether each row's place in the sort is to be known.
    Value tenant;

    // Fails with `not_supported` where it combines others, in the words of what cannot be done
    // then.
    Result<void> refuse_combination(std::string_view doing) const;

    // Relationships to its loads, everything else to what is derived.
    void take(std::vector<Load> wanted);

    // The attributes that its records have, the primary key and what is always selected included,
    // in declared order.
    std::vector<const Attribute*> selected() const;
};

// Reads the members that docs/wire.md §4 gives a query against a resource. Every mistake is
// reported, with the path into the query.
Outcome<Query> parse_query(const Resource& resource, const Value& message);

// The parts of it.
Result<ExpressionRef> parse_filter(const Resource& resource, const Value& filter,
    std::vector<Error>& errors, FieldAccess access = FieldAccess::all,
    std::span<const CombinedField> combined = {});
// An expression for a value of the attribute, as atomics have it.
ExpressionRef parse_value(const Resource& resource, const Attribute& attribute,
    const Value& written, std::vector<Error>& errors);
void parse_sort(const Resource& resource, const Value& sort, std::vector<SortTerm>& terms,
    std::vector<Error>& errors, FieldAccess access = FieldAccess::all,
    std::span<const CombinedField> combined = {});
// `[{"type":"base",…}, {"type":"union",…}, …]`
void parse_combination(const Resource& resource, const Value& written,
    std::vector<Combination>& members, std::vector<CombinedField>& fields,
    std::vector<Error>& errors);
void parse_loads(const Resource& resource, const Value& load, std::vector<Load>& loads,
    std::vector<Error>& errors);
// `{limit, offset, after, before, count}`, or `{from: page, to: "next"}`: the page that lies there.
void parse_page(const Value& written, std::optional<PageRequest>& page, std::vector<Error>& errors);
std::vector<const Attribute*> parse_select(
    const Resource& resource, const Value& select, std::vector<Error>& errors);
// `field == value`, the value cast to the field's type; one that cannot be cast matches nothing
// (spec §8.2).
ExpressionRef equals(const Attribute& attribute, const Value& value);

} // namespace tunez
