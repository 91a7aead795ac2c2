#include "query/query.h"

#include <algorithm>
#include <limits>

namespace tunez {

static Error invalid_page(std::string message)
{
    auto error = Error::make(ErrorCode::invalid_page, std::move(message));
    error.path = { std::string("page") };
    return error;
}

// A whole number from zero on; zero where there is none.
static int64_t integer(const Map& map, std::string_view key)
{
    const auto* value = map.find(key);
    return value != nullptr && value->is(Kind::integer) ? std::max<int64_t>(value->integer(), 0)
                                                        : 0;
}

static std::string text(const Map& map, std::string_view key)
{
    const auto* value = map.find(key);
    return value != nullptr && value->is(Kind::string) ? std::string(value->text()) : std::string();
}

// Behind all rows lies nothing, however far.
static int64_t pages_from(int64_t offset, int64_t pages, int64_t limit)
{
    static constexpr auto farthest = std::numeric_limits<int64_t>::max();
    return pages > (farthest - offset) / limit ? farthest : offset + pages * limit;
}

static void turn_by_offset(
    const Map& from, const Value& to, PageRequest& page, std::vector<Error>& errors)
{
    auto limit = *page.limit;
    auto offset = integer(from, "offset");
    auto word = to.is_textual() ? to.text() : std::string_view();
    if (to.is(Kind::integer))
        page.offset = pages_from(0, std::max<int64_t>(to.integer(), 1) - 1, limit);
    else if (word == "next")
        page.offset = pages_from(offset, 1, limit);
    else if (word == "prev")
        page.offset = std::max<int64_t>(offset - limit, 0);
    else if (word == "first")
        page.offset = 0;
    else if (word == "self")
        page.offset = offset;
    else if (word == "last" && from.contains("count"))
        page.offset = std::max<int64_t>(integer(from, "count") - limit, 0);
    else
        errors.push_back(invalid_page(word == "last" ? "Cannot fetch last page without counting"
                                                     : inspect(to)
                    + " is no page; there are next, prev, first, last, self and numbers"));
}

// Behind an empty page, and before one without cursors, lies the page itself.
static void turn_by_keyset(
    const Map& from, const Value& to, PageRequest& page, std::vector<Error>& errors)
{
    const auto* keysets = from.find("keysets");
    bool empty = keysets == nullptr || !keysets->is(Kind::list) || keysets->list().empty();
    auto word = to.is_textual() ? to.text() : std::string_view();
    page.after = text(from, "after");
    page.before = text(from, "before");
    bool cursors = !page.after.empty() || !page.before.empty();
    if (to.is(Kind::integer)) {
        errors.push_back(
            invalid_page("Cannot seek to a specific page with keyset based pagination"));
    } else if (word == "first" || (word == "next" && !empty)
        || (word == "prev" && !empty && cursors)) {
        page.after = word == "next" ? display(keysets->list().back()) : "";
        page.before = word == "prev" ? display(keysets->list().front()) : "";
    } else if (word != "next" && word != "prev" && word != "self") {
        errors.push_back(
            invalid_page(inspect(to) + " is no page; there are next, prev, first and self"));
    }
}

static void parse_option(
    const std::string& key, const Value& option, PageRequest& page, std::vector<Error>& errors)
{
    if (key == "limit" && option.is(Kind::integer) && option.integer() > 0)
        page.limit = option.integer();
    else if (key == "offset" && option.is(Kind::integer) && option.integer() >= 0)
        page.offset = option.integer();
    else if ((key == "after" || key == "before") && option.is(Kind::string))
        (key == "after" ? page.after : page.before) = option.text();
    else if (key == "count" && option.is(Kind::boolean))
        page.count = option.boolean();
    else if (key == "stream" && option.is(Kind::boolean))
        page.stream = option.boolean();
    else if (key != "from" && key != "to")
        errors.push_back(invalid_page(inspect(option) + " is not a valid " + key + " of a page"));
}

void parse_page(const Value& written, std::optional<PageRequest>& page, std::vector<Error>& errors)
{
    if (written.is_null())
        return;
    page.emplace();
    if (written.is(Kind::boolean) && !written.boolean()) {
        page->refused = true;
        return;
    }
    if (!written.is(Kind::map)) {
        errors.push_back(invalid_page("a page is a map, or false"));
        return;
    }
    for (const auto& [key, option] : written.map()) {
        if (!option.is_null())
            parse_option(key, option, *page, errors);
    }
    const auto* from = written.map().find("from");
    const auto* to = written.map().find("to");
    if (from == nullptr || !from->is(Kind::map) || to == nullptr)
        return;
    page->limit = std::max<int64_t>(integer(from->map(), "limit"), 1);
    if (from->map().contains("offset"))
        turn_by_offset(from->map(), *to, *page, errors);
    else
        turn_by_keyset(from->map(), *to, *page, errors);
    if (!from->map().contains("offset"))
        page->offset.reset();
}

} // namespace tunez
