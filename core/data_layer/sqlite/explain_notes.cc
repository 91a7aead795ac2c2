#include "data_layer/sqlite/explain.h"
#include "data_layer/sqlite/full_text.h"
#include "data_layer/sqlite/function_sql.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/render_expression.h"

#include <algorithm>

namespace tunez::sqlite {

// Whether an index begins with the column.
static bool leads_an_index(const Resource& resource, const Attribute& attribute)
{
    auto leads = [&](const auto& attributes) {
        return !attributes.empty() && attributes.front() == &attribute;
    };
    return leads(resource.primary_key)
        || std::ranges::any_of(
            resource.identities, [&](const auto& identity) { return leads(identity->keys); })
        || std::ranges::any_of(
            resource.custom_indexes, [&](const auto& index) { return leads(index.attributes); })
        || (attribute.belongs_to && attribute.belongs_to->reference_index);
}

static const Attribute* only_attribute(const Expression& call)
{
    const Attribute* found = nullptr;
    for (const auto& argument : call.arguments) {
        if (argument->kind == Expression::Kind::attribute)
            found = argument->attribute;
    }
    return found;
}

static bool is_part_of_text(Operator op)
{
    return op == Operator::contains || op == Operator::string_starts_with
        || op == Operator::string_ends_with;
}

// Why no index finds the rows that meet the condition.
static std::string reason(const Resource& resource, const Expression& condition)
{
    if (condition.kind == Expression::Kind::search || is_found_by_trigrams(condition))
        return "is found by its full-text index, but SQLite chose to visit all rows";
    if (condition.kind != Expression::Kind::call)
        return "is asked of each row";
    const auto* attribute = only_attribute(condition);
    if (is_part_of_text(condition.op)) {
        if (attribute && attribute->trigrams)
            return "is served by its full-text index only for a text of at least three characters";
        return "looks inside of a text: a full-text index with the tokenizer trigram would serve "
               "it";
    }
    switch (condition.op) {
    case Operator::or_:
        return "is an `or`, which is served only where an index serves each of its sides";
    case Operator::not_:
    case Operator::not_eq_:
    case Operator::is_distinct_from:
        return "excludes rows: an index finds those that are like something, not those that differ";
    default:
        break;
    }
    bool by_column = function_sql(condition.op).form == FunctionSql::Form::nil_test
        || (condition.op == Operator::in && attribute) || is_compared_by_column(condition);
    if (!by_column || !attribute)
        return "is computed for each row";
    if (leads_an_index(resource, *attribute))
        return "has an index, but SQLite chose another way";
    return "has no index that begins with " + attribute->name + ": customIndexes: [{ fields: ['"
        + attribute->key + "'] }] would serve it";
}

static void add_conditions(const Resource& resource, const Expression& filter, List& notes)
{
    if (filter.kind == Expression::Kind::call && filter.op == Operator::and_) {
        for (const auto& argument : filter.arguments)
            add_conditions(resource, *argument, notes);
        return;
    }
    notes.emplace_back("`" + inspect(filter) + "` " + reason(resource, filter));
}

static bool visits_all(std::string_view line) { return line == "SCAN " + std::string(row_alias); }

List notes_of(const ReadPlan& plan, std::span<const std::string> lines)
{
    List notes;
    bool all = std::ranges::any_of(lines, visits_all);
    if (all && !plan.filter)
        notes.emplace_back("all rows of " + plan.resource->table + " are read: there is no filter");
    else if (all)
        add_conditions(*plan.resource, *plan.filter, notes);
    bool sorts = std::ranges::any_of(
        lines, [](const auto& line) { return line.starts_with("USE TEMP B-TREE FOR"); });
    if (!sorts || plan.sort.empty())
        return notes;
    std::string fields;
    for (const auto& term : plan.sort) {
        fields += fields.empty() ? "" : ", ";
        fields += term.attribute ? term.attribute->name : inspect(*term.expression);
    }
    notes.emplace_back(
        "the rows are sorted once they are found: no index has them in the order of " + fields);
    return notes;
}

} // namespace tunez::sqlite
