#pragma once

#include "resource/resource.h"
#include "type/type.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace tunez {

// What the database fills in where a row is written without the column.
struct ColumnDefault {
    enum class Source : uint8_t { none, literal, now } source = Source::none;
    Value literal; // As the column holds it.
    std::string epoch; // now: 1970-01-01T00:00:00Z as the column holds it, which shows its format.

    bool is_set() const { return source != Source::none; }
    bool operator==(const ColumnDefault&) const = default;
};

struct Reference {
    std::string name; // "<table>_<column>_fkey"
    std::string table;
    std::string column;
    OnDelete on_delete = OnDelete::nothing;
    OnDelete on_update = OnDelete::nothing;

    bool operator==(const Reference&) const = default;
};

struct TableColumn {
    std::string name;
    const Type* type = nullptr; // Never null.
    ColumnDefault default_value;
    bool allow_nil = true;
    bool generated = false;
    bool primary_key = false;
    std::optional<Reference> reference;

    bool operator==(const TableColumn&) const = default;
};

struct TableIndex {
    std::string name;
    std::vector<std::string> columns;
    bool unique = false;
    bool nils_distinct = true; // False: two rows with nil in the same place conflict.
    std::string where = {}; // A condition as the database has it; empty: all rows.

    bool operator==(const TableIndex&) const = default;
};

// The words of some columns, kept in step with the table.
struct TableFullText {
    std::string name;
    std::vector<std::string> columns;
    FullText::Tokenizer tokenizer = FullText::Tokenizer::unicode61;
    std::vector<int64_t> prefix = {};

    bool operator==(const TableFullText&) const = default;
};

// SQL that the application wrote itself, for what nothing here describes.
struct CustomStatement {
    std::string name;
    std::string up;
    std::string down;

    bool operator==(const CustomStatement&) const = default;
};

struct Table {
    std::string name;
    std::vector<TableColumn> columns;
    std::vector<TableIndex> indexes;
    std::vector<TableFullText> full_text;

    const TableColumn* find_column(std::string_view column) const;
    TableColumn* find_column(std::string_view column);
    bool operator==(const Table&) const = default;
};

using Schema = std::map<std::string, Table, std::less<>>;

// What a data layer can be asked to do to its tables. Each says enough to be undone.
struct CreateTable {
    Table table; // With its indexes.
};
struct DropTable {
    Table table;
};
struct RenameTable {
    std::string from;
    std::string to;
};
struct AddColumn {
    std::string table;
    TableColumn column;
};
struct DropColumn {
    std::string table;
    TableColumn column;
};
struct RenameColumn {
    std::string table;
    std::string from;
    std::string to;
};
struct AlterColumn {
    std::string table;
    TableColumn from;
    TableColumn to; // Of the same name.
};
struct AddIndex {
    std::string table;
    TableIndex index;
};
struct DropIndex {
    std::string table;
    TableIndex index;
};
// The words of rows that are there are found from then on. What else is done to the table is done
// while it has no such index.
struct AddFullText {
    std::string table;
    TableFullText index;
};
struct DropFullText {
    std::string table;
    TableFullText index;
};
struct RunStatement {
    CustomStatement statement;
};
struct UndoStatement {
    CustomStatement statement;
};
using SchemaChange
    = std::variant<CreateTable, DropTable, RenameTable, AddColumn, DropColumn, RenameColumn,
        AlterColumn, AddIndex, DropIndex, AddFullText, DropFullText, RunStatement, UndoStatement>;

// What the change makes of a schema. References and indexes follow what is renamed.
void apply_change(Schema& schema, const SchemaChange& change);
// What undoes those changes, in the order in which it can be applied.
std::vector<SchemaChange> inverse(std::span<const SchemaChange> changes);
// Whether columns of both types hold, compare and order the same bytes, so that no table has to
// change for it.
bool stored_alike(const Type& left, const Type& right);

} // namespace tunez
