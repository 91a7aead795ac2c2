#include "message/encode.h"

#include "resource/field_name.h"
#include "type/type.h"

namespace tunez {

// What a page says beside its records follows them.
template <typename WriteRows>
static void write_page_of(const Map& page, JsonWriter& writer, WriteRows&& write_rows)
{
    writer.begin_object();
    writer.key("results");
    writer.begin_array();
    write_rows();
    writer.end_array();
    for (const auto& [key, value] : page) {
        writer.key(key);
        writer.value(value);
    }
    writer.end_object();
}

static void write_related(const Related& related, JsonWriter& writer)
{
    writer.raw_key(related.relationship->json_key);
    if (!related.relationship->to_many()) {
        if (related.records.empty())
            writer.null();
        else
            write_record(related.records.front(), writer);
        return;
    }
    auto write_all = [&] {
        for (const auto& record : related.records)
            write_record(record, writer);
    };
    if (related.page.is(Kind::map))
        return write_page_of(related.page.map(), writer, write_all);
    writer.begin_array();
    write_all();
    writer.end_array();
}

static void write_metadata(const Record& record, JsonWriter& writer)
{
    if (record.metadata.empty())
        return;
    auto metadata = told_metadata(record);
    if (metadata.empty())
        return;
    writer.raw_key("\"__metadata__\":");
    writer.value(Value(std::move(metadata)));
}

void write_record(const Record& record, JsonWriter& writer)
{
    writer.begin_object();
    for (const auto& attribute : record.resource->attributes) {
        const auto& value = record.values[attribute->index];
        if (value.is(Kind::not_loaded))
            continue;
        writer.raw_key(attribute->json_key);
        write_value(attribute->type, value, writer);
    }
    for (const auto& derived : record.derived) {
        writer.raw_key(derived.json_key);
        writer.value(derived.value);
    }
    for (const auto& related : record.related)
        write_related(related, writer);
    write_metadata(record, writer);
    writer.end_object();
}

static void open_row(std::span<const Attribute* const> columns, std::span<const StoredView> cells,
    std::span<const Derived> derived, std::span<const StoredView> derived_cells, JsonWriter& writer)
{
    writer.begin_object();
    for (size_t i = 0; i < columns.size(); ++i) {
        writer.raw_key(columns[i]->json_key);
        write_stored(columns[i]->type, cells[i], writer);
    }
    for (size_t i = 0; i < derived.size(); ++i) {
        writer.raw_key(derived[i].json_key);
        write_stored(*derived[i].type, derived_cells[i], writer);
    }
}

Result<void> JsonRecordEncoder::row(std::span<const Attribute* const> columns,
    std::span<const StoredView> cells, std::span<const Derived> derived,
    std::span<const StoredView> derived_cells)
{
    open_row(columns, cells, derived, derived_cells, answer_);
    answer_.end_object();
    return {};
}

Result<void> JsonRowEncoder::row(std::span<const Attribute* const> columns,
    std::span<const StoredView> cells, std::span<const Derived> derived,
    std::span<const StoredView> derived_cells)
{
    writer_.truncate(writer_.size(), false);
    open_row(columns, cells, derived, derived_cells, writer_);
    ends_.push_back(writer_.size());
    return {};
}

std::string_view JsonRowEncoder::open_object(size_t row) const
{
    auto begin = row == 0 ? 0 : ends_[row - 1];
    return writer_.text().substr(begin, ends_[row] - begin);
}

std::unique_ptr<RowEncoder> make_json_encoder(const Resource&)
{
    return std::make_unique<JsonRowEncoder>();
}

static void write_branch(const RowTree::Branch& branch, size_t row, JsonWriter& writer)
{
    auto children = branch.children(row);
    writer.raw_key(branch.relationship->json_key);
    if (!branch.relationship->to_many()) {
        if (children.empty())
            writer.null();
        else
            write_row(*branch.tree, children.front(), writer);
        return;
    }
    if (const auto* page = branch.page(row))
        return write_page(*page, *branch.tree, writer);
    writer.begin_array();
    for (auto child : children)
        write_row(*branch.tree, child, writer);
    writer.end_array();
}

void write_page(const Page& page, const RowTree& tree, JsonWriter& writer)
{
    write_page_of(to_map(page), writer, [&] {
        for (auto row : page.rows)
            write_row(tree, row, writer);
    });
}

void write_page(const Page& page, std::span<const Record> records, JsonWriter& writer)
{
    write_page_of(to_map(page), writer, [&] {
        for (auto row : page.rows)
            write_record(records[row], writer);
    });
}

void write_row(const RowTree& tree, size_t row, JsonWriter& writer)
{
    const auto& encoder = static_cast<const JsonRowEncoder&>(*tree.rows);
    if (encoder.tagged())
        writer.set_tagged();
    writer.raw(encoder.open_object(row));
    for (const auto& branch : tree.branches)
        write_branch(branch, row, writer);
    writer.end_object();
}

void write_rows(const RowTree& tree, JsonWriter& writer)
{
    writer.begin_array();
    for (size_t row = 0; row < tree.count; ++row)
        write_row(tree, row, writer);
    writer.end_array();
}

void write_notifications(std::span<const Notification> notifications, JsonWriter& writer)
{
    writer.begin_array();
    for (const auto& notification : notifications) {
        writer.begin_object();
        writer.key("resource");
        writer.string(notification.resource->name);
        if (notification.action != nullptr) {
            writer.key("action");
            writer.string(notification.action->name);
            writer.key("action_type");
            writer.string(name(notification.action->type));
        }
        writer.key("data");
        write_record(notification.data, writer);
        writer.end_object();
    }
    writer.end_array();
}

static std::string_view respelled(std::string_view name, const Resource* resource)
{
    return resource != nullptr ? key_of(*resource, name) : name;
}

// A path leads through the relationships and fields of the resource; only its first steps are its
// own names.
static void write_path(const Path& path, const Resource* resource, JsonWriter& writer)
{
    writer.key("path");
    writer.begin_array();
    for (const auto& step : path) {
        if (const auto* text = std::get_if<std::string>(&step))
            writer.string(respelled(*text, resource));
        else
            writer.integer(std::get<int64_t>(step));
    }
    writer.end_array();
}

static void write_error(const Error& error, const Resource* resource, JsonWriter& writer)
{
    writer.begin_object();
    writer.key("code");
    writer.string(name(error.code));
    writer.key("class");
    writer.string(name(class_of(error.code)));
    if (!error.field.empty()) {
        writer.key("field");
        writer.string(respelled(error.field, resource));
    }
    if (!error.fields.empty()) {
        writer.key("fields");
        writer.begin_array();
        for (const auto& field : error.fields)
            writer.string(respelled(field, resource));
        writer.end_array();
    }
    write_path(error.path, resource, writer);
    writer.key("message");
    writer.string(error.rendered());
    writer.key("template");
    writer.string(error.message);
    writer.key("vars");
    writer.value(Value(error.vars));
    for (const auto& [key, value] : error.details) {
        writer.key(key);
        writer.value(value);
    }
    if (!error.bread_crumbs.empty()) {
        writer.key("bread_crumbs");
        writer.begin_array();
        for (const auto& crumb : error.bread_crumbs)
            writer.string(crumb);
        writer.end_array();
    }
    writer.end_object();
}

void write_error_list(std::span<const Error> errors, const Resource* resource, JsonWriter& writer)
{
    writer.begin_array();
    for (const auto& error : errors)
        write_error(error, resource, writer);
    writer.end_array();
}

void write_errors(const Errors& errors, const Resource* resource, JsonWriter& writer)
{
    writer.begin_object();
    writer.key("class");
    writer.string(name(errors.error_class()));
    writer.key("errors");
    write_error_list(errors.errors, resource, writer);
    writer.end_object();
}

} // namespace tunez
