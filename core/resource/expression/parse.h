#pragma once

#include "base/error.h"
#include "expr/expression.h"
#include "resource/reach.h"
#include "resource/resource.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// What the members of a combination query compute, under one name each.
struct CombinedField {
    std::string name;
    const TypeUse* type = nullptr;
    std::shared_ptr<const TypeUse> owned_type;
};

// The row whose fields an expression names, and the one outside of it.
struct ExpressionScope {
    const Resource* resource = nullptr;
    const ExpressionScope* outer = nullptr;
    std::span<const CombinedField> combined = {};
};

// Gives fields whose expressions are still to be read theirs, while a definition is loaded.
class PendingFields {
public:
    virtual ~PendingFields() = default;
    virtual ExpressionRef of(const Calculation& calculation) = 0;
    virtual ExpressionRef of(const Aggregate& aggregate) = 0;
};

// Whose fields may be named.
enum class FieldAccess : uint8_t { all, public_only };

// Reads expressions as docs/wire.md §3 writes them and resolves every name. What is wrong becomes
// an error whose path begins with `step`, and nil takes its place.
class ExpressionParser {
public:
    ExpressionParser(
        std::vector<Error>& errors, std::string_view step, PendingFields* pending = nullptr)
        : errors_(errors)
        , step_(step)
        , pending_(pending)
    {
    }

    ExpressionRef parse(const Value& written, const ExpressionScope& scope);
    // A field of any sort; null, and an error, where there is none. Arguments are values, or
    // expressions where `written_arguments` says so.
    enum class ArgumentForm : uint8_t { values, expressions };
    ExpressionRef field(std::string_view name, const Value& arguments, ArgumentForm form,
        const ExpressionScope& scope);
    ExpressionRef calculation(const Calculation& calculation, const Value& arguments,
        ArgumentForm form, const ExpressionScope& scope);
    // Those that are given and those that are not, by key.
    Map argument_values(
        const Calculation& calculation, const Value& given, const ExpressionScope& scope);
    ExpressionRef aggregate(const Aggregate& aggregate);
    // An inline or declared aggregate: `{kind, path, field, filter, …}`.
    ExpressionRef aggregate(const Map& written, const ExpressionScope& scope);
    // The rest of one whose kind and rows are known.
    ExpressionRef over(Reach reach, const Map& written, const ExpressionScope& end);
    // Whether the index finds the row by the text, or how well.
    enum class SearchValue : uint8_t { found, rank };
    ExpressionRef search(std::string_view index, ExpressionRef text, SearchValue value,
        const ExpressionScope& scope);
    // `inner`, in the row that the path leads to.
    ExpressionRef related(std::vector<const Relationship*> path, ExpressionRef inner);
    ExpressionRef exists(std::vector<const Relationship*> path, ExpressionRef filter);
    // What stands at a path of keys and positions inside a value.
    ExpressionRef inside(ExpressionRef value, const Value& path);
    // The relationships that such names lead along; sets `scope.resource` to where they end.
    bool follow(const Value& names, ExpressionScope& scope, std::vector<const Relationship*>& path);
    // One field, or `{"calc","args"}`, or `{"expr","type"}`, to sort by; null after an error.
    bool sort_term(const Value& written, Direction direction, const ExpressionScope& scope,
        std::vector<SortTerm>& terms);
    bool sort_terms(
        const Value& written, const ExpressionScope& scope, std::vector<SortTerm>& terms);

    ExpressionRef refuse(ErrorCode code, std::string message, std::string_view field = {});
    ExpressionRef no_such_field(const Resource& resource, std::string_view name);
    FieldAccess access = FieldAccess::all;

private:
    ExpressionRef map(const Map& written, const ExpressionScope& scope);
    ExpressionRef operation(const Map& written, const ExpressionScope& scope);
    ExpressionRef function(const Map& written, const ExpressionScope& scope);
    ExpressionRef since_now(std::string_view name, std::vector<ExpressionRef> arguments);
    ExpressionRef reference(const Map& written, const ExpressionScope& scope);
    ExpressionRef branches(const Value& written, const ExpressionScope& scope);
    ExpressionRef condition(const Value& written, const ExpressionScope& scope);
    ExpressionRef cast(const Value& written, const ExpressionScope& scope);
    ExpressionRef search(const Value& written, SearchValue value, const ExpressionScope& scope);
    ExpressionRef exists(const Value& written, const ExpressionScope& scope);
    ExpressionRef parent(const Value& written, const ExpressionScope& scope);
    ExpressionRef combined(const Value& name, const ExpressionScope& scope);
    std::vector<ExpressionRef> list(const Value& written, const ExpressionScope& scope);
    bool read_reach(
        const Map& written, const ExpressionScope& scope, Reach& reach, ExpressionScope& end);
    using NamedExpressions = std::vector<std::pair<std::string_view, ExpressionRef>>;
    NamedExpressions arguments(const Calculation& calculation, const Value& given,
        ArgumentForm form, const ExpressionScope& scope);
    ExpressionRef argument(const Argument& declared, const Value* given, ArgumentForm form,
        const ExpressionScope& scope);

    std::vector<Error>& errors_;
    std::string_view step_;
    PendingFields* pending_;
    int depth_ = 0;
};

// The name of docs/wire.md §4, or nullopt.
std::optional<AggregateKind> find_aggregate_kind(std::string_view name);
// A builtin type without constraints.
std::shared_ptr<const TypeUse> basic_type_use(std::string_view name, Host& host);
// The rows of all inputs, replaced where `substitution` knows better, and the clock.
class Substitution {
public:
    virtual ~Substitution() = default;
    // Null: it stays as it is.
    virtual ExpressionRef input(const Expression& input) = 0;
    virtual ExpressionRef clock(Operator) { return {}; }
    // Whether it fills in everything that there is to be filled in.
    virtual bool is_final() const { return false; }
    // The rows of a resource that may be reached; null: all of them.
    virtual ExpressionRef reachable(const Resource&) { return {}; }
};
ExpressionRef substitute(const ExpressionRef& expression, Substitution& substitution);
Reach substituted(const Reach& reach, Substitution& substitution);
// The expression (of a kind that has one) with that reach.
ExpressionRef with_reach(Expression expression, Reach reach);

} // namespace tunez
