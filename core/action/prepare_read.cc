#include "action/fill.h"
#include "action/inputs.h"
#include "action/read.h"
#include "changeset/template.h"
#include "preparation/preparation.h"
#include "validation/validation.h"

#include <algorithm>

namespace tunez {

// The fields that the action finds a record by are inputs of it: they become conditions.
static Value without_keys(Query& query, const Action& action, const Value& input)
{
    if (action.get_by.empty() || !input.is(Kind::map))
        return input;
    Map rest;
    for (const auto& [name, value] : input.map()) {
        const auto* attribute = query.resource->find_attribute(name);
        if (std::ranges::find(action.get_by, attribute) != action.get_by.end())
            query.filter = both(std::move(query.filter), equals(*attribute, value));
        else
            rest.append(name, value);
    }
    return Value(std::move(rest));
}

// An input of a read that nobody knows has its own name for a path (spec §8.2).
static void name_unknown_inputs(Errors& errors)
{
    for (auto& error : errors.errors) {
        const auto* input = error.details.find("input");
        if (error.code == ErrorCode::no_such_input && error.path.empty() && input != nullptr
            && input->is_textual())
            error.path.emplace_back(std::string(input->text()));
    }
}

bool adds_nothing(const Action& action, const Resource& resource)
{
    return action.arguments.empty() && action.steps.empty() && action.filter.is_null()
        && action.get_by.empty() && resource.preparations.empty();
}

Outcome<void> prepare_read(Query& query, const Action& action, const Value& input,
    std::span<const std::string> skip, Context& context)
{
    query.action = &action;
    query.filter = both(
        std::move(query.filter), TRY(tenant_filter(*query.resource, action.multitenancy, context)));
    if (adds_nothing(action, *query.resource)
        && (input.is_null() || (input.is(Kind::map) && input.map().empty())))
        return {};
    auto arguments = cast_arguments(
        *query.resource, action, without_keys(query, action, input), skip, context);
    for (const auto& step : action.steps) {
        if (step.kind == Step::Kind::validation)
            run_validation(step.entry, arguments, context);
    }
    if (!arguments.valid()) {
        Errors errors(arguments.errors());
        errors.merge_duplicates();
        name_unknown_inputs(errors);
        return fail(std::move(errors));
    }
    if (!action.filter.is_null()) {
        std::vector<Error> errors;
        auto written = TRY(fill_filter(action.filter, arguments, context, OnMissingActor::nil));
        auto filter = TRY(parse_filter(*query.resource, written, errors));
        if (!errors.empty())
            return fail(Errors(std::move(errors)));
        query.filter = both(std::move(query.filter), std::move(filter));
    }
    for (const auto& entry : query.resource->preparations)
        TRY(run_preparation(entry, query, arguments, context));
    for (const auto& step : action.steps) {
        if (step.kind == Step::Kind::preparation)
            TRY(run_preparation(step.entry, query, arguments, context));
    }
    return {};
}

} // namespace tunez
