#pragma once

#include "base/error.h"
#include "data_layer/schema_change.h"
#include "resource/resource.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tunez {

struct SnapshotAttribute {
    TableColumn column;
    bool index_reference = false; // An index of its own on the key of a belongs_to.
    // The definition has dropped it, the table has not: nothing destructive is done unasked (spec
    // §18.2). Such a column allows nil and refers to nothing, so that rows can be written without
    // it.
    bool removed = false;

    bool operator==(const SnapshotAttribute&) const = default;
};

struct SnapshotIdentity {
    std::string name;
    std::vector<std::string> keys; // Columns.
    std::string index_name;
    bool nils_distinct = true;
    bool all_tenants = false;
    std::string where; // SQL; empty: all rows.

    bool operator==(const SnapshotIdentity&) const = default;
};

struct SnapshotMultitenancy {
    std::string attribute; // Column.
    bool global = false;

    bool operator==(const SnapshotMultitenancy&) const = default;
};

// One table as the definition describes it (spec §18.1): what the next definition is compared with.
struct Snapshot {
    std::string table;
    std::vector<SnapshotAttribute> attributes; // In declared order.
    std::vector<SnapshotIdentity> identities; // By name, as the three below.
    std::vector<TableIndex> custom_indexes;
    std::vector<TableFullText> full_text;
    std::vector<CustomStatement> custom_statements;
    std::optional<SnapshotMultitenancy> multitenancy;
    bool has_create_action = true;

    SnapshotAttribute* find_attribute(std::string_view column);
    const SnapshotAttribute* find_attribute(std::string_view column) const;
    bool operator==(const Snapshot&) const = default;
};

using Snapshots = std::map<std::string, Snapshot, std::less<>>;

// The tables of all resources that are stored; resources of one table are united. Fails with
// `not_supported` where an identity or an index needs what tables cannot express.
Outcome<Snapshots> take_snapshots(const Definition& definition);

// With its columns and the indexes that identities, references and custom indexes ask for.
Table to_table(const Snapshot& snapshot);
Schema to_schema(const Snapshots& snapshots);

} // namespace tunez
