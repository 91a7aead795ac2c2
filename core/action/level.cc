#include "action/level.h"

#include "action/fill.h"
#include "action/read.h"
#include "resource/reach.h"
#include "type/type.h"

#include <algorithm>
#include <utility>

namespace tunez {

// The stored bytes of a cell, to tell keys apart.
static std::string key_bytes(const StoredView& cell)
{
    switch (cell.kind) {
    case Kind::integer:
        return std::to_string(cell.integer);
    case Kind::real:
        return std::to_string(cell.real);
    default:
        return std::string(cell.text);
    }
}

Result<void> KeyColumn::add(const StoredView& stored)
{
    if (stored.kind == Kind::null) {
        of_row.push_back(-1);
        return {};
    }
    auto [found, is_new]
        = numbers.try_emplace(key_bytes(stored), static_cast<int32_t>(distinct.size()));
    if (is_new)
        distinct.push_back(TRY(tunez::load(attribute->type, stored)));
    of_row.push_back(found->second);
    return {};
}

bool speaks_of_parent(const Expression& expression)
{
    return expression.kind == Expression::Kind::parent
        || std::ranges::any_of(
            expression.arguments, [](const auto& argument) { return speaks_of_parent(*argument); });
}

const Attribute* parent_key(const Relationship& relationship)
{
    const auto& filter = relationship.filter_expression;
    bool whole = relationship.source_attribute == nullptr || (filter && speaks_of_parent(*filter));
    return whole ? relationship.source->primary_key.front() : relationship.source_attribute;
}

Outcome<void> Level::plan(Context& context, std::span<const Value> parents)
{
    rows_.resource = query_.resource;
    rows_.filter = query_.filter;
    rows_.sort = query_.sort;
    rows_.limit = query_.limit;
    rows_.offset = query_.offset;
    rows_.page = query_.page;
    rows_.keysets = query_.keysets;
    if (load_ != nullptr) {
        TRY(restrict_to_relationship(context));
        TRY(ask_for_pages());
    }
    choose_columns();
    if (load_ != nullptr)
        sort_later();
    TRY(fill(context));
    auto& read = related_.read;
    read.resource = query_.resource;
    read.filter = rows_.filter;
    read.sort = rows_.sort;
    read.limit = rows_.limit;
    read.offset = rows_.offset;
    read.select = columns_;
    read.computed = computed_;
    read.distinct = query_.distinct;
    read.distinct_sort = query_.distinct_sort;
    read.combined = combined_.empty() ? nullptr : &combined_;
    return load_ == nullptr ? Outcome<void> {} : relate(context, parents);
}

// A row cannot be told apart by it once a term names the whole primary key, but ties before that
// keep their order by chance: left to the database, as SQL does.
Outcome<void> Level::restrict_to_relationship(Context& context)
{
    const auto& relationship = *load_->relationship;
    rows_.sort.insert(rows_.sort.end(), relationship.sort.begin(), relationship.sort.end());
    rows_.filter = both(std::move(rows_.filter), relationship.filter_expression);
    rows_.filter = both(std::move(rows_.filter),
        TRY(tenant_filter(*query_.resource, ActionMultitenancy::enforce, context)));
    if (relationship.kind == RelationshipKind::has_one)
        rows_.limit = 1;
    else if (!rows_.limit && relationship.limit)
        rows_.limit = relationship.limit;
    return {};
}

// A page of the rows of each parent.
Outcome<void> Level::ask_for_pages()
{
    uncut_ = rows_.filter;
    if (!rows_.page || rows_.page->refused)
        return {};
    const auto& relationship = *load_->relationship;
    const auto* action = relationship.read_action != nullptr
        ? relationship.read_action
        : relationship.destination->primary_action(ActionType::read);
    if (action == nullptr)
        return {};
    page_ = TRY(plan_page(rows_, *action));
    return page_ ? ask_for_page(rows_, *page_) : Outcome<void> {};
}

// The selected columns, then those that only loads need.
void Level::choose_columns()
{
    columns_ = query_.selected();
    selected_ = columns_.size();
    for (const auto& load : query_.loads) {
        KeyColumn key;
        key.attribute = parent_key(*load.relationship);
        key.cell = cell_of(*key.attribute);
        keys_.push_back(std::move(key));
    }
    for (const auto& derived : query_.derived)
        computed_.push_back({ derived.expression, derived.type });
    for (size_t i = 0; rows_.keysets && i < rows_.sort.size(); ++i)
        keyset_cells_.push_back(cell_of(rows_.sort[i]));
}

// Where the column stands in a row; what is not there yet is read, too.
size_t Level::cell_of(const Attribute& attribute)
{
    auto found = std::ranges::find(columns_, &attribute);
    auto place = static_cast<size_t>(found - columns_.begin());
    if (found == columns_.end())
        columns_.push_back(&attribute);
    return place;
}

// Not where the order says which rows there are.
void Level::sort_later()
{
    bool cuts = rows_.limit || rows_.offset || page_ || rows_.keysets || !query_.distinct.empty()
        || !query_.combination_of.empty();
    bool serves = std::ranges::all_of(rows_.sort, [](const SortTerm& term) {
        return term.attribute != nullptr && RowOrder::serves(*term.attribute->type.type);
    });
    if (cuts || !serves)
        return;
    for (const auto& term : std::exchange(rows_.sort, {}))
        order_.add_term(cell_of(*term.attribute), term.direction);
}

// Where the value of the term stands in a row; what is not there yet is computed.
size_t Level::cell_of(const SortTerm& term)
{
    auto column = std::find(columns_.begin(), columns_.end(), term.attribute);
    if (column != columns_.end())
        return static_cast<size_t>(column - columns_.begin());
    auto value = term.attribute != nullptr ? attribute_ref(*term.attribute) : term.expression;
    auto computed = std::find_if(computed_.begin(), computed_.end(),
        [&](const Computed& each) { return each.expression == value; });
    auto place = columns_.size() + static_cast<size_t>(computed - computed_.begin());
    if (computed == computed_.end())
        computed_.push_back({ value, value->type });
    return place;
}

Outcome<void> Level::fill(Context& context)
{
    Filling filling(context);
    for (auto& computed : computed_)
        TRY(filling.fill(computed.expression));
    TRY(filling.fill(rows_.filter));
    TRY(filling.fill(uncut_));
    TRY(filling.fill(rows_.sort));
    return combine(filling);
}

// The members see the tenant's rows only, as the query does: its filter is and-ed to theirs.
Outcome<void> Level::combine(Filling& filling)
{
    combined_computed_.resize(query_.combination_of.size());
    for (size_t i = 0; i < query_.combination_of.size(); ++i) {
        const auto& member = query_.combination_of[i];
        auto& computed = combined_computed_[i];
        for (const auto& derived : member.query->derived)
            computed.push_back({ derived.expression, derived.type });
        for (auto& each : computed)
            TRY(filling.fill(each.expression));
        CombinedPlan combined { .kind = member.kind, .plan = {} };
        auto& plan = combined.plan;
        plan.resource = query_.resource;
        plan.filter = member.query->filter;
        plan.sort = member.query->sort;
        plan.limit = member.query->limit;
        plan.offset = member.query->offset;
        plan.computed = computed;
        TRY(filling.fill(plan.filter));
        TRY(filling.fill(plan.sort));
        combined_.push_back(std::move(combined));
    }
    return {};
}

Outcome<void> Level::relate(Context& context, std::span<const Value> parents)
{
    const auto& relationship = *load_->relationship;
    bool whole = parent_key(relationship) != relationship.source_attribute
        || (rows_.filter && speaks_of_parent(*rows_.filter));
    related_.key = relationship.destination_attribute;
    related_.values = parents;
    related_.parents = whole ? relationship.source : nullptr;
    related_.source = relationship.source_attribute;
    related_.through = relationship.through;
    related_.join_source = relationship.source_attribute_on_join_resource;
    related_.join_destination = relationship.destination_attribute_on_join_resource;
    if (relationship.through_path.empty())
        return {};
    std::vector<Error> errors;
    std::vector<const Relationship*> path;
    ExpressionScope scope { relationship.source };
    ExpressionParser parser(errors, "load");
    parser.follow(Value(relationship.name), scope, path);
    path_ = parser.exists(std::move(path), {});
    TRY(Filling(context).fill(path_));
    related_.path = path_->reach.get();
    return {};
}

RelatedPlan Level::count() const
{
    auto plan = related_;
    plan.count_only = true;
    plan.read.filter = uncut_;
    plan.read.sort.clear();
    plan.read.limit.reset();
    plan.read.offset.reset();
    plan.read.select = {};
    plan.read.computed = {};
    return plan;
}

} // namespace tunez
