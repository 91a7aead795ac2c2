#pragma once

#include "type/code_points.h"

#include <array>
#include <span>

namespace tunez {

// A run of code points that map to ones equally far apart, packed: 21 bits of code point below a
// small number.
struct CaseRun {
    uint32_t step_and_first;
    uint32_t count_and_target;
};

// A code point that maps to two or three; unused places are 0.
struct CaseExpansion {
    uint16_t source;
    std::array<uint16_t, 3> targets;
};

// One of the case mappings of Unicode, complete: what it does not list maps to itself.
struct CaseMapping {
    std::span<const CaseRun> runs;
    std::span<const CaseExpansion> expansions;

    struct Mapped {
        std::array<CodePoint, 3> codes {};
        unsigned count = 1;
    };
    Mapped map(CodePoint code) const;
};

extern const CaseMapping upper_mapping;
extern const CaseMapping lower_mapping;
extern const CaseMapping fold_mapping;

} // namespace tunez
