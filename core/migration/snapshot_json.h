#pragma once

#include "base/result.h"
#include "migration/snapshot.h"

#include <array>
#include <string>
#include <string_view>

namespace tunez {

// A snapshot as the file under migrations/resource_snapshots/<table>/ holds it, keys as in spec
// §18.1; equal snapshots, equal text. `hash` is the SHA-256 of everything before it.
Value to_value(const Snapshot& snapshot);
std::string hash(const Snapshot& snapshot);
// Fails with `invalid_migration`, saying where. Keys that are not known are ignored; the hash is
// not checked, since files may be merged by hand.
Result<Snapshot> snapshot_from(const Value& value);

// How OnDelete is written, in its order.
constexpr std::array<std::string_view, 4> reference_actions
    = { "nothing", "restrict", "delete", "nilify" };

// How FullText::Tokenizer is written, in its order.
constexpr std::array<std::string_view, 4> tokenizers
    = { "unicode61", "porter", "ascii", "trigram" };

// {"<table>": snapshot, …}
Value to_value(const Snapshots& snapshots);
Result<Snapshots> snapshots_from(const Value& value);

} // namespace tunez
