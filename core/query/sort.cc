#include "query/query.h"

#include <string>

namespace tunez {

namespace {
struct DirectionName {
    std::string_view name;
    Direction direction;
};
} // namespace

static constexpr DirectionName direction_names[] = {
    { "asc", Direction::asc },
    { "desc", Direction::desc },
    { "asc_nils_first", Direction::asc_nils_first },
    { "asc_nils_last", Direction::asc_nils_last },
    { "desc_nils_first", Direction::desc_nils_first },
    { "desc_nils_last", Direction::desc_nils_last },
};

static Error sort_error(ErrorCode code, std::string message)
{
    auto error = Error::make(code, std::move(message));
    error.path = { std::string("sort") };
    return error;
}

static void add(const Resource& resource, std::string_view field, Direction direction,
    std::vector<SortTerm>& terms, std::vector<Error>& errors)
{
    const auto* attribute = resource.find_attribute(field);
    if (attribute == nullptr) {
        auto error = sort_error(ErrorCode::no_such_field,
            "No such field " + std::string(field) + " for resource " + resource.name);
        error.field = std::string(field);
        error.details.set("resource", Value(resource.name));
        errors.push_back(std::move(error));
    } else if (!attribute->sortable) {
        auto error = sort_error(
            ErrorCode::unsortable_field, std::string(field) + " cannot be used in sorts");
        error.field = std::string(field);
        errors.push_back(std::move(error));
    } else {
        terms.push_back({ attribute, direction });
    }
}

// `++name` nils first, `--name` nils last, `+name`, `-name`, `name` (spec §8.6).
static void add_text(const Resource& resource, std::string_view term, std::vector<SortTerm>& terms,
    std::vector<Error>& errors)
{
    auto direction = Direction::asc;
    if (term.starts_with("++")) {
        direction = Direction::asc_nils_first;
        term.remove_prefix(2);
    } else if (term.starts_with("--")) {
        direction = Direction::desc_nils_last;
        term.remove_prefix(2);
    } else if (term.starts_with('-')) {
        direction = Direction::desc;
        term.remove_prefix(1);
    } else if (term.starts_with('+')) {
        term.remove_prefix(1);
    }
    add(resource, term, direction, terms, errors);
}

static void add_list_text(const Resource& resource, std::string_view text,
    std::vector<SortTerm>& terms, std::vector<Error>& errors)
{
    while (!text.empty()) {
        auto comma = text.find(',');
        auto term = text.substr(0, comma);
        while (!term.empty() && term.front() == ' ')
            term.remove_prefix(1);
        while (!term.empty() && term.back() == ' ')
            term.remove_suffix(1);
        if (!term.empty())
            add_text(resource, term, terms, errors);
        text = comma == std::string_view::npos ? std::string_view {} : text.substr(comma + 1);
    }
}

static void add_pair(const Resource& resource, const Value& field, const Value& direction,
    std::vector<SortTerm>& terms, std::vector<Error>& errors)
{
    if (field.is_textual() && direction.is_textual()) {
        for (const auto& row : direction_names) {
            if (row.name == direction.text()) {
                add(resource, field.text(), row.direction, terms, errors);
                return;
            }
        }
    }
    errors.push_back(
        sort_error(ErrorCode::invalid_sort_order, "No such sort direction: " + inspect(direction)));
}

void parse_sort(const Resource& resource, const Value& sort, std::vector<SortTerm>& terms,
    std::vector<Error>& errors)
{
    if (sort.is_textual()) {
        add_list_text(resource, sort.text(), terms, errors);
    } else if (sort.is(Kind::map)) {
        for (const auto& [field, direction] : sort.map())
            add_pair(resource, Value(field), direction, terms, errors);
    } else if (sort.is(Kind::list)) {
        for (const auto& item : sort.list()) {
            if (item.is_textual())
                add_text(resource, item.text(), terms, errors);
            else if (item.is(Kind::list) && item.list().size() == 2)
                add_pair(resource, item.list()[0], item.list()[1], terms, errors);
            else if (item.is(Kind::map))
                parse_sort(resource, item, terms, errors);
            else
                errors.push_back(
                    sort_error(ErrorCode::invalid_query, inspect(item) + " is not a sort"));
        }
    } else if (!sort.is_null()) {
        errors.push_back(sort_error(ErrorCode::invalid_query, inspect(sort) + " is not a sort"));
    }
}

} // namespace tunez
