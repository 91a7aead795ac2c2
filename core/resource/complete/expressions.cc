#include "expr/expression.h"
#include "resource/complete/complete.h"
#include "resource/expression/parse.h"

#include <algorithm>
#include <unordered_map>

namespace tunez {

// An expression that has the type already is not cast.
static ExpressionRef of_type(const TypeUse& type, ExpressionRef expression)
{
    if (expression->type != nullptr && expression->type->type == type.type)
        return expression;
    bool condition = type.type == find_type("boolean") && is_boolean(*expression);
    if (!condition)
        return cast_to(
            std::shared_ptr<const TypeUse>(std::shared_ptr<void>(), &type), std::move(expression));
    auto typed = *expression;
    typed.type = &type;
    return made(std::move(typed));
}

namespace {

// Reads the expressions of a definition, each when it is first needed: they name each other in any
// order.
class ExpressionCompletion final : public PendingFields {
public:
    ExpressionCompletion(Definition& definition, Mistakes& mistakes)
        : mistakes_(mistakes)
    {
        for (auto& resource : definition.resources) {
            for (auto& calculation : resource->calculations)
                places_.emplace(calculation.get(), Place { resource.get(), calculation.get() });
            for (auto& aggregate : resource->aggregates)
                places_.emplace(
                    aggregate.get(), Place { resource.get(), nullptr, aggregate.get() });
        }
    }

    ExpressionRef of(const Calculation& calculation) override
    {
        auto& place = places_.at(&calculation);
        if (enter(place, "calculations", calculation.name)) {
            read_calculation(place);
            place.state = State::read;
        }
        return calculation.expression;
    }

    ExpressionRef of(const Aggregate& aggregate) override
    {
        auto& place = places_.at(&aggregate);
        if (enter(place, "aggregates", aggregate.name)) {
            read_aggregate(place);
            place.state = State::read;
        }
        return aggregate.expression;
    }

    void read_relationship(const Resource& resource, Relationship& relationship)
    {
        if (relationship.filter.is_null() || relationship.destination == nullptr)
            return;
        std::vector<Error> errors;
        ExpressionScope source { &resource };
        ExpressionScope scope { relationship.destination, &source };
        relationship.filter_expression
            = ExpressionParser(errors, "filter", this).parse(relationship.filter, scope);
        Location root(resource.name);
        auto relationships = root.field("relationships");
        auto at = relationships.field(relationship.name);
        report(errors, at.field("filter"));
    }

    // Which rows an identity or an index is about.
    template <typename Index>
    void read_where(const Resource& resource, std::string_view part, Index& index)
    {
        if (index.where.is_null())
            return;
        std::vector<Error> errors;
        ExpressionScope scope { &resource };
        index.where_expression = ExpressionParser(errors, "where", this).parse(index.where, scope);
        Location root(resource.name);
        auto indexes = root.field(part);
        report(errors, indexes.field(index.name));
    }

private:
    enum class State : uint8_t { unread, reading, read };
    struct Place {
        Resource* resource = nullptr;
        Calculation* calculation = nullptr;
        Aggregate* aggregate = nullptr;
        State state = State::unread;
    };

    bool enter(Place& place, std::string_view part, std::string_view name)
    {
        if (place.state == State::reading) {
            Location root(place.resource->name);
            auto parts = root.field(part);
            mistakes_.add(parts.field(name), "it depends on itself");
        }
        bool first = place.state == State::unread;
        place.state = first ? State::reading : place.state;
        return first;
    }

    void report(const std::vector<Error>& errors, const Location& at)
    {
        for (const auto& error : errors)
            mistakes_.add(at, error.rendered());
    }

    void read_calculation(Place& place)
    {
        auto& calculation = *place.calculation;
        Location root(place.resource->name);
        auto parts = root.field("calculations");
        auto at = parts.field(calculation.name);
        if (calculation.type.type == nullptr && calculation.declared_type.is_null())
            mistakes_.add(at, "it needs a `type`");
        if (calculation.declared_expression.is_null() && !calculation.calculate)
            mistakes_.add(at, "it needs an `expression`, or a function that calculates it");
        if (calculation.type.type == nullptr || calculation.declared_expression.is_null())
            return;
        std::vector<Error> errors;
        ExpressionScope scope { place.resource };
        auto expression = ExpressionParser(errors, "expression", this)
                              .parse(calculation.declared_expression, scope);
        report(errors, at.field("expression"));
        if (!errors.empty())
            return;
        calculation.expression = of_type(calculation.type, std::move(expression));
    }

    void read_aggregate(Place& place)
    {
        auto& aggregate = *place.aggregate;
        if (!aggregate.declared.is(Kind::map))
            return;
        std::vector<Error> errors;
        ExpressionScope scope { place.resource };
        auto expression = ExpressionParser(errors, "aggregate", this)
                              .aggregate(aggregate.declared.map(), scope);
        Location root(place.resource->name);
        auto parts = root.field("aggregates");
        report(errors, parts.field(aggregate.name));
        if (errors.empty())
            aggregate.expression = std::move(expression);
    }

    Mistakes& mistakes_;
    std::unordered_map<const void*, Place> places_;
};

} // namespace

void complete_expressions(Definition& definition, Mistakes& mistakes)
{
    ExpressionCompletion completion(definition, mistakes);
    for (auto& resource : definition.resources) {
        for (auto& relationship : resource->relationships)
            completion.read_relationship(*resource, *relationship);
        for (auto& identity : resource->identities)
            completion.read_where(*resource, "identities", *identity);
        for (auto& index : resource->custom_indexes)
            completion.read_where(*resource, "custom_indexes", index);
    }
    for (auto& resource : definition.resources) {
        for (auto& calculation : resource->calculations)
            completion.of(*calculation);
        for (auto& aggregate : resource->aggregates)
            completion.of(*aggregate);
    }
}

} // namespace tunez
