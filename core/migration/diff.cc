#include "migration/diff.h"

#include <algorithm>
#include <set>

namespace tunez {

// Collects the changes by phase, because the order in which they are found is not the one in which
// they can be applied.
class Differ {
public:
    Differ(const Snapshots& from, const Snapshots& to, const DiffOptions& options)
        : before_(to_schema(from))
        , current_(from)
        , tables_(before_)
        , target_(to)
        , options_(options)
    {
    }

    Result<Diff> run();

private:
    struct Renaming {
        std::vector<std::pair<std::string, std::string>> renamed; // From, to.
        std::vector<std::string> removed;
    };

    Result<void> rename_tables();
    void drop_table(const std::string& name);
    void change_table(const std::string& name);
    Result<void> rename_columns(const std::string& table);
    void change_columns(const std::string& table);
    void remove_column(const std::string& table, SnapshotAttribute& attribute);
    void change_indexes(const Table& before, const Table& after);
    void change_statements(const Snapshot& before, const Snapshot& after);
    void change_full_text(const Table& before);

    // Which of the names that are gone live on under which of the new ones, by the answers that
    // were given.
    Result<Renaming> renaming(std::string_view table, const std::vector<std::string>& gone,
        const std::vector<std::string>& added);
    void ask(std::string subject, std::string text, std::vector<std::string> candidates);
    void rename_table(const std::string& from, const std::string& to);
    void rename_column(const std::string& table, const std::string& from, const std::string& to);

    const Schema before_;
    Snapshots current_; // What the renames have made of the old snapshots,
    Schema tables_; // and of the tables, whose indexes keep their names.
    using Renamed = std::pair<std::string, std::string>;
    std::vector<Renamed> renamed_tables_;
    const Snapshots& target_;
    const DiffOptions& options_;
    std::set<std::string> answers_used_;
    Diff diff_;

    std::vector<SchemaChange> drop_full_text_;
    std::vector<SchemaChange> undo_statements_;
    std::vector<SchemaChange> renames_;
    std::vector<SchemaChange> drop_indexes_;
    std::vector<SchemaChange> create_tables_;
    std::vector<SchemaChange> columns_;
    std::vector<SchemaChange> add_indexes_;
    std::vector<SchemaChange> add_full_text_;
    std::vector<SchemaChange> run_statements_;
    std::vector<SchemaChange> drop_tables_;
};

static Error refused(std::string message)
{
    return Error::framework(ErrorCode::invalid_migration, std::move(message));
}

static bool contains(const std::vector<std::string>& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

// What a change of the name of a foreign key does not need: nobody asks for it.
static bool same_column(const TableColumn& left, const TableColumn& right)
{
    auto unnamed = [](TableColumn column) {
        if (column.reference)
            column.reference->name.clear();
        column.type = nullptr;
        return column;
    };
    return stored_alike(*left.type, *right.type) && unnamed(left) == unnamed(right);
}

void Differ::ask(std::string subject, std::string text, std::vector<std::string> candidates)
{
    if (!options_.dev)
        diff_.questions.push_back({ std::move(subject), std::move(text), std::move(candidates) });
}

Result<Differ::Renaming> Differ::renaming(std::string_view table,
    const std::vector<std::string>& gone, const std::vector<std::string>& added)
{
    auto prefix = table.empty() ? std::string() : std::string(table) + ".";
    Renaming result;
    auto left = added;
    std::vector<std::string> open;
    for (auto& name : gone) {
        auto* answer = options_.renames.find(prefix + name);
        if (answer)
            answers_used_.insert(prefix + name);
        if (!answer || answer->is_null()) {
            (answer ? result.removed : open).push_back(name);
            continue;
        }
        if (!answer->is(Kind::string) || !contains(left, answer->text()))
            return fail(refused(
                "Cannot rename " + prefix + name + ": its new name must be one that is new"));
        std::string new_name(answer->text());
        std::erase(left, new_name);
        result.renamed.emplace_back(name, new_name);
    }
    for (auto& name : open) {
        if (!left.empty()) {
            auto text = "Are you renaming " + prefix + name;
            if (open.size() == 1 && left.size() == 1)
                text += " to " + prefix + left.front();
            ask(prefix + name, text + "?", left);
        }
        result.removed.push_back(name);
    }
    return result;
}

void Differ::rename_table(const std::string& from, const std::string& to)
{
    apply_change(tables_, renames_.emplace_back(RenameTable { from, to }));
    renamed_tables_.emplace_back(from, to);
    auto node = current_.extract(from);
    node.key() = to;
    node.mapped().table = to;
    current_.insert(std::move(node));
    for (auto& [name, snapshot] : current_) {
        for (auto& attribute : snapshot.attributes) {
            if (attribute.column.reference && attribute.column.reference->table == from)
                attribute.column.reference->table = to;
        }
    }
}

Result<void> Differ::rename_tables()
{
    std::vector<std::string> gone;
    std::vector<std::string> added;
    for (auto& [name, snapshot] : current_) {
        if (!target_.contains(name))
            gone.push_back(name);
    }
    for (auto& [name, snapshot] : target_) {
        if (!current_.contains(name))
            added.push_back(name);
    }
    auto names = TRY(renaming({}, gone, added));
    for (auto& [from, to] : names.renamed)
        rename_table(from, to);
    for (auto& name : names.removed)
        drop_table(name);
    return {};
}

// A table that is still asked about stays, and stays in the snapshots.
void Differ::drop_table(const std::string& name)
{
    auto is_answered = options_.renames.contains(name);
    if (!is_answered && !options_.dev) {
        auto asked
            = std::ranges::find(diff_.questions, name, &Question::subject) != diff_.questions.end();
        if (!asked)
            ask(name, "Is the table " + name + " to be dropped?", {});
        diff_.snapshots.emplace(name, current_.at(name));
        return;
    }
    auto& snapshot = current_.at(name);
    for (auto& statement : snapshot.custom_statements)
        undo_statements_.push_back(UndoStatement { statement });
    drop_tables_.push_back(DropTable { tables_.at(name) });
}

void Differ::rename_column(const std::string& table, const std::string& from, const std::string& to)
{
    apply_change(tables_, renames_.emplace_back(RenameColumn { table, from, to }));
    current_.at(table).find_attribute(from)->column.name = to;
    for (auto& [name, other] : current_) {
        for (auto& attribute : other.attributes) {
            auto& reference = attribute.column.reference;
            if (reference && reference->table == table && reference->column == from)
                reference->column = to;
        }
    }
}

Result<void> Differ::rename_columns(const std::string& table)
{
    auto& before = current_.at(table);
    auto& after = target_.at(table);
    std::vector<std::string> gone;
    std::vector<std::string> added;
    for (auto& attribute : before.attributes) {
        if (!attribute.removed && !after.find_attribute(attribute.column.name))
            gone.push_back(attribute.column.name);
    }
    for (auto& attribute : after.attributes) {
        if (!before.find_attribute(attribute.column.name))
            added.push_back(attribute.column.name);
    }
    auto names = TRY(renaming(table, gone, added));
    for (auto& [from, to] : names.renamed)
        rename_column(table, from, to);
    return {};
}

void Differ::remove_column(const std::string& table, SnapshotAttribute& attribute)
{
    auto& column = attribute.column;
    if (options_.drop_columns) {
        columns_.push_back(DropColumn { table, column });
        return;
    }
    if (!attribute.removed)
        diff_.kept.push_back(table + "." + column.name
            + " is no longer used; it is dropped only when drop_columns is set");
    auto kept = attribute;
    kept.removed = true;
    kept.index_reference = false;
    kept.column.primary_key = false;
    kept.column.generated = false;
    kept.column.reference.reset();
    // Rows are written without it from now on.
    kept.column.allow_nil = column.allow_nil || !column.default_value.is_set();
    if (!same_column(column, kept.column))
        columns_.push_back(AlterColumn { table, column, kept.column });
    diff_.snapshots.at(table).attributes.push_back(std::move(kept));
}

void Differ::change_columns(const std::string& table)
{
    auto& before = current_.at(table);
    auto& after = target_.at(table);
    for (auto& attribute : after.attributes) {
        auto* known = before.find_attribute(attribute.column.name);
        if (!known)
            columns_.push_back(AddColumn { table, attribute.column });
        else if (!same_column(known->column, attribute.column))
            columns_.push_back(AlterColumn { table, known->column, attribute.column });
    }
    for (auto& attribute : before.attributes) {
        if (!after.find_attribute(attribute.column.name))
            remove_column(table, attribute);
    }
}

void Differ::change_indexes(const Table& before, const Table& after)
{
    for (auto& index : before.indexes) {
        if (std::ranges::find(after.indexes, index) == after.indexes.end())
            drop_indexes_.push_back(DropIndex { before.name, index });
    }
    for (auto& index : after.indexes) {
        if (std::ranges::find(before.indexes, index) == before.indexes.end())
            add_indexes_.push_back(AddIndex { after.name, index });
    }
}

// Whether the change is about the name or the columns of the table.
static bool touches(const SchemaChange& change, const std::string& table)
{
    if (auto* rename = std::get_if<RenameTable>(&change))
        return rename->from == table || rename->to == table;
    if (auto* rename = std::get_if<RenameColumn>(&change))
        return rename->table == table;
    if (auto* add = std::get_if<AddColumn>(&change))
        return add->table == table;
    if (auto* drop = std::get_if<DropColumn>(&change))
        return drop->table == table;
    return std::get<AlterColumn>(change).table == table;
}

// A full-text index knows its table and columns by name, and rows by their numbers: it is gone
// while they change.
void Differ::change_full_text(const Table& before)
{
    auto renamed = std::ranges::find(renamed_tables_, before.name, &Renamed::first);
    auto& now = renamed == renamed_tables_.end() ? before.name : renamed->second;
    auto found = target_.find(now);
    if (found == target_.end())
        return;
    auto& after = found->second.full_text;
    auto is_about
        = [&](auto& change) { return touches(change, before.name) || touches(change, now); };
    bool touched
        = std::ranges::any_of(renames_, is_about) || std::ranges::any_of(columns_, is_about);
    auto stays = [&](auto& index, auto& others) {
        return !touched && std::ranges::find(others, index) != others.end();
    };
    for (auto& index : before.full_text) {
        if (!stays(index, after))
            drop_full_text_.push_back(DropFullText { before.name, index });
    }
    for (auto& index : after) {
        if (!stays(index, before.full_text))
            add_full_text_.push_back(AddFullText { now, index });
    }
}

void Differ::change_statements(const Snapshot& before, const Snapshot& after)
{
    for (auto& statement : before.custom_statements) {
        if (std::ranges::find(after.custom_statements, statement) == after.custom_statements.end())
            undo_statements_.push_back(UndoStatement { statement });
    }
    for (auto& statement : after.custom_statements) {
        if (std::ranges::find(before.custom_statements, statement)
            == before.custom_statements.end())
            run_statements_.push_back(RunStatement { statement });
    }
}

void Differ::change_table(const std::string& name)
{
    auto& after = target_.at(name);
    diff_.snapshots.emplace(name, after);
    if (!current_.contains(name)) {
        create_tables_.push_back(CreateTable { to_table(after) });
        change_statements({}, after);
        return;
    }
    change_columns(name);
    change_indexes(tables_.at(name), to_table(after));
    change_statements(current_.at(name), after);
}

Result<Diff> Differ::run()
{
    TRY(rename_tables());
    for (auto& [name, snapshot] : target_) {
        if (current_.contains(name))
            TRY(rename_columns(name));
    }
    for (auto& [name, snapshot] : target_)
        change_table(name);
    for (auto& [name, table] : before_)
        change_full_text(table);
    for (auto& [subject, answer] : options_.renames) {
        if (!answers_used_.contains(subject))
            return fail(refused(
                "Cannot rename " + subject + ": nothing of that name is gone from the definition"));
    }
    for (auto* phase :
        { &drop_full_text_, &undo_statements_, &renames_, &drop_indexes_, &create_tables_,
            &columns_, &add_indexes_, &add_full_text_, &run_statements_, &drop_tables_ })
        std::ranges::move(*phase, std::back_inserter(diff_.changes));
    return std::move(diff_);
}

Result<Diff> diff(const Snapshots& from, const Snapshots& to, const DiffOptions& options)
{
    return Differ(from, to, options).run();
}

} // namespace tunez
