#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/sql.h"
#include "expr/expression.h"
#include "resource/reach.h"
#include "resource/resource.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez::sqlite {

// A step from the row of one alias to the rows of another, joined for the whole of a filter.
struct JoinedStep {
    const Relationship* relationship = nullptr;
    int before = -1; // The place of the step before it; −1: the row itself.
    std::string alias;
};

// The row that an expression speaks of, and the one outside of it.
struct RenderScope {
    std::string_view alias;
    const RenderScope* outer = nullptr;
    std::span<const JoinedStep> joins = {};
};

// Writes expressions as SQL, or binds what that SQL has placeholders for: one walk does either, so
// that text and parameters cannot come apart. Which one it is to be is said by what it is given.
//
// There are three ways to write the same expression:
// - a condition counts as met or not, and nil is as good as false;
// - a truth is 1, 0 or NULL just as in memory, where `nil and false` is nil and `nil or false` is
//   false, unlike in SQL: what stands below a `not` or inside a comparison;
// - a value is the value itself, as a column of its type would hold it.
class Renderer {
public:
    explicit Renderer(SqlWriter& sql)
        : sql_(&sql)
    {
    }
    explicit Renderer(Binder& binder)
        : binder_(&binder)
    {
    }
    // With its literals in the text, as the condition of an index has to be.
    enum class Literals : uint8_t { written };
    Renderer(SqlWriter& sql, Literals)
        : sql_(&sql)
        , inline_(true)
    {
    }

    // A row meets the SQL exactly when the filter, evaluated in memory, is neither nil nor false
    // (spec §8.4). Plain references to several related rows share one left join for each path
    // (spec §9.5); a row of them that meets the filter is enough.
    void filter(const Expression& filter, const RenderScope& scope);
    void value(const Expression& expression, const TypeUse* type, const RenderScope& scope);
    // What is computed in the same statement under its name is not computed again.
    void order(std::span<const SortTerm> sort, const RenderScope& scope,
        std::span<const Computed> named = {});
    // Whether the row of `to` is one that the path leads to from the row of `from`.
    void is_reached(const Reach& reach, const RenderScope& from, const RenderScope& to);
    // The number of the row, by which SQLite knows it.
    void row_number(std::string_view alias);
    void integer(int64_t number);
    void pointer(const void* pointee, const char* type);
    // The parts of statements around them; text is left out while binding.
    bool writes() const { return sql_ != nullptr; }
    Renderer& operator<<(std::string_view text);
    void column(std::string_view alias, std::string_view name);
    void identifier(std::string_view name);
    void placeholder(int number); // One that is bound already.
    // The first thing that could not be bound.
    Result<void> result();

private:
    void keep(Result<void> bound);
    void parameter(const TypeUse* type, const Value& value, const Expression* beside);
    Result<void> write_literal(const TypeUse* type, const Value& value);

    void condition(const Expression& expression, const RenderScope& scope);
    void in_order(const Expression& expression, const RenderScope& scope);
    void truth(const Expression& expression, const RenderScope& scope);
    void leaf(const Expression& expression, const RenderScope& scope);
    void operand(const Expression& expression, const Expression& beside, const RenderScope& scope);
    void call(const Expression& call, const RenderScope& scope);
    void comparison(const Expression& call, const RenderScope& scope);
    void bounded_length(const Expression& call, const RenderScope& scope);
    void membership(const Expression& call, const RenderScope& scope);
    void text_call(const Expression& call, const RenderScope& scope);
    void engine(const Expression& call, const TypeUse* result, const RenderScope& scope);
    void search(const Expression& search, const RenderScope& scope);
    void found(const FullText& index, const Expression& by, const RenderScope& scope);
    void matches(const FullText& index, const Expression& by);

    void joined(std::span<const Expression* const> conditions, const RenderScope& scope);
    void related(const Expression& expression, size_t step, const RenderScope& scope);
    void exists(const Reach& reach, const RenderScope& scope);
    void aggregate(const Expression& expression, const RenderScope& scope);
    void function(const Expression& aggregate);
    void engine_aggregate(const Expression& aggregate);
    void item(const Reach& reach, const RenderScope& end);
    void rows(const Reach& reach, const RenderScope& scope, std::span<const std::string> names);
    void link(const Relationship& relationship, std::string_view from, std::string_view to);
    void step_filters(
        const Reach& reach, size_t step, const RenderScope& from, std::string_view to);
    void step_filters_of(std::span<const Expression* const> conditions,
        std::span<const JoinedStep> joins, const JoinedStep& join, const RenderScope& from);
    void page(const Reach& reach);
    std::vector<std::string> aliases(const Reach& reach);
    std::string next_alias();

    SqlWriter* sql_ = nullptr;
    Binder* binder_ = nullptr;
    bool inline_ = false;
    int aliases_ = 0;
    std::optional<Error> error_;
};

// A filter over the row of that alias.
void render_filter(const Expression& filter, std::string_view alias, SqlWriter& sql);

// The literal list of an `in` that holds anything but nil.
bool has_present_item(const Value& list);
// Which of these the rows are sorted by: the one place of the very expression, of the same type.
std::optional<size_t> computed_place(const SortTerm& term, std::span<const Computed> computed);
// The name of a computed column that rows are sorted by.
std::string computed_column(size_t place);
// What a combination has beside the columns of its table.
std::string combined_column(int64_t place);
// Whether the literals of a call are bound for columns to be compared with.
bool is_compared_by_column(const Expression& call);

} // namespace tunez::sqlite
