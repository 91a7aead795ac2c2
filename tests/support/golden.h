#pragma once

#include "base/value.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the tests of the golden conformance files share. The files are found in the folder that
// TUNEZ_GOLDEN names, or else in shared/golden beside the source tree; where they are not at hand,
// their tests are skipped.
namespace tunez::test::golden {

// A file by its name without `.json`, as plain JSON.
std::optional<Value> read_file(std::string_view name);

// A value of a golden file as a message holds it: `{"decimal":…}` becomes `{"$decimal":…}` revived.
Value to_wire(const Value& value);

// Whether an answer is what a golden file expects. Decimals are compared as numbers; where an
// answer leaves out what kind of number or text a value is, so does the comparison.
bool same(const Value& expected, const Value& actual);
bool same_unordered(const List& expected, const List& actual,
    const std::function<bool(const Value&, const Value&)>& equal = same);
// Lists of errors, in any order.
bool same_errors(const Value& expected, const Value& actual);
// `{"class","errors"}`
bool same_error_class(const Value& expected, const Value& actual);

// How the entries and defaults that are probes of a file are translated; null: as any other.
struct Probes {
    std::function<std::optional<Value>(const Value& entry, std::string_view kind)> entry;
    std::function<Value(std::string_view attribute)> tick;
};

// The resources of a file as a definition's `resources`, with of each resource only the named
// actions, its primary ones, and `golden_seed`, by which rows are stored as they are.
// `transactions` false: no action runs in one.
Value resources(const Value& resources, const std::vector<std::string>& actions,
    const Probes& probes, bool transactions = true);

// What became of the cases of a file. A case fails with a text that says how it differs.
struct Report {
    size_t passed = 0;
    size_t quirks = 0;
    std::vector<std::string> failures; // "id: difference"
    std::vector<std::string> unsupported; // "id: reason"

    void print(std::string_view file) const;
};

struct Unsupported {
    std::string reason;
};

// A text: the case fails. An Unsupported is thrown where the engine itself says that something is
// not built.
Report run_cases(const Value& file, const std::function<std::string(const Value& test_case)>& run);

std::string differs(std::string_view what, const Value& expected, const Value& actual);

} // namespace tunez::test::golden
