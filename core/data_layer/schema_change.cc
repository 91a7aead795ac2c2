#include "data_layer/schema_change.h"

#include "base/verify.h"

#include <algorithm>
#include <ranges>

namespace tunez {

const TableColumn* Table::find_column(std::string_view column) const
{
    auto found = std::ranges::find(columns, column, &TableColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

TableColumn* Table::find_column(std::string_view column)
{
    return const_cast<TableColumn*>(std::as_const(*this).find_column(column));
}

static Table& table(Schema& schema, const std::string& name)
{
    auto found = schema.find(name);
    VERIFY(found != schema.end()); // Changes are made for the schema that they are applied to.
    return found->second;
}

template <typename Change> static void each_reference(Schema& schema, Change&& change)
{
    for (auto& [name, table] : schema) {
        for (auto& column : table.columns) {
            if (column.reference)
                change(*column.reference);
        }
    }
}

static void perform(Schema& schema, const CreateTable& change)
{
    schema[change.table.name] = change.table;
}

static void perform(Schema& schema, const DropTable& change) { schema.erase(change.table.name); }

static void perform(Schema& schema, const RenameTable& change)
{
    auto node = schema.extract(change.from);
    VERIFY(!node.empty());
    node.key() = change.to;
    node.mapped().name = change.to;
    schema.insert(std::move(node));
    each_reference(schema, [&](Reference& reference) {
        if (reference.table == change.from)
            reference.table = change.to;
    });
}

static void perform(Schema& schema, const AddColumn& change)
{
    table(schema, change.table).columns.push_back(change.column);
}

static void perform(Schema& schema, const DropColumn& change)
{
    std::erase_if(table(schema, change.table).columns,
        [&](auto& column) { return column.name == change.column.name; });
}

static void perform(Schema& schema, const RenameColumn& change)
{
    auto& changed = table(schema, change.table);
    changed.find_column(change.from)->name = change.to;
    for (auto& index : changed.indexes)
        std::ranges::replace(index.columns, change.from, change.to);
    each_reference(schema, [&](Reference& reference) {
        if (reference.table == change.table && reference.column == change.from)
            reference.column = change.to;
    });
}

static void perform(Schema& schema, const AlterColumn& change)
{
    *table(schema, change.table).find_column(change.from.name) = change.to;
}

static void perform(Schema& schema, const AddIndex& change)
{
    table(schema, change.table).indexes.push_back(change.index);
}

static void perform(Schema& schema, const DropIndex& change)
{
    std::erase_if(table(schema, change.table).indexes,
        [&](auto& index) { return index.name == change.index.name; });
}

static void perform(Schema& schema, const AddFullText& change)
{
    table(schema, change.table).full_text.push_back(change.index);
}

static void perform(Schema& schema, const DropFullText& change)
{
    std::erase_if(table(schema, change.table).full_text,
        [&](auto& index) { return index.name == change.index.name; });
}

static void perform(Schema&, const RunStatement&) { }

static void perform(Schema&, const UndoStatement&) { }

void apply_change(Schema& schema, const SchemaChange& change)
{
    std::visit([&](auto& each) { perform(schema, each); }, change);
}

static SchemaChange inverse_of(const CreateTable& change) { return DropTable { change.table }; }

static SchemaChange inverse_of(const DropTable& change) { return CreateTable { change.table }; }

static SchemaChange inverse_of(const RenameTable& change)
{
    return RenameTable { change.to, change.from };
}

static SchemaChange inverse_of(const AddColumn& change)
{
    return DropColumn { change.table, change.column };
}

static SchemaChange inverse_of(const DropColumn& change)
{
    return AddColumn { change.table, change.column };
}

static SchemaChange inverse_of(const RenameColumn& change)
{
    return RenameColumn { change.table, change.to, change.from };
}

static SchemaChange inverse_of(const AlterColumn& change)
{
    return AlterColumn { change.table, change.to, change.from };
}

static SchemaChange inverse_of(const AddIndex& change)
{
    return DropIndex { change.table, change.index };
}

static SchemaChange inverse_of(const DropIndex& change)
{
    return AddIndex { change.table, change.index };
}

static SchemaChange inverse_of(const AddFullText& change)
{
    return DropFullText { change.table, change.index };
}

static SchemaChange inverse_of(const DropFullText& change)
{
    return AddFullText { change.table, change.index };
}

static SchemaChange inverse_of(const RunStatement& change)
{
    return UndoStatement { change.statement };
}

static SchemaChange inverse_of(const UndoStatement& change)
{
    return RunStatement { change.statement };
}

std::vector<SchemaChange> inverse(std::span<const SchemaChange> changes)
{
    std::vector<SchemaChange> undo;
    undo.reserve(changes.size());
    for (auto& change : std::views::reverse(changes))
        undo.push_back(std::visit([](auto& each) { return inverse_of(each); }, change));
    return undo;
}

bool stored_alike(const Type& left, const Type& right)
{
    if (&left == &right)
        return true;
    auto collation
        = [](const Type& type) { return std::string_view(type.collation ? type.collation : ""); };
    return left.column == right.column && left.simple_equality && right.simple_equality
        && collation(left) == collation(right);
}

} // namespace tunez
