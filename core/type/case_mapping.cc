#include "type/case_mapping.h"

#include "type/unicode_tables.h"

#include <algorithm>

namespace tunez {

const CaseMapping upper_mapping { unicode::upper_runs, unicode::upper_expansions };
const CaseMapping lower_mapping { unicode::lower_runs, unicode::lower_expansions };
const CaseMapping fold_mapping { unicode::fold_runs, unicode::fold_expansions };

static CodePoint map_to_one(std::span<const CaseRun> runs, CodePoint code)
{
    auto first = [](const CaseRun& run) { return run.step_and_first & unicode::code_point_mask; };
    auto after = std::ranges::upper_bound(runs, code, {}, first);
    if (after == runs.begin())
        return code;
    const CaseRun& run = *std::prev(after);
    uint32_t distance = code - first(run);
    uint32_t step = run.step_and_first >> unicode::code_point_bits;
    uint32_t count = run.count_and_target >> unicode::code_point_bits;
    if (distance % step != 0 || distance / step >= count)
        return code;
    return (run.count_and_target & unicode::code_point_mask) + distance;
}

CaseMapping::Mapped CaseMapping::map(CodePoint code) const
{
    auto found = std::ranges::lower_bound(expansions, code, {}, &CaseExpansion::source);
    if (found == expansions.end() || found->source != code)
        return { { map_to_one(runs, code) }, 1 };
    return { { found->targets[0], found->targets[1], found->targets[2] },
        found->targets[2] == 0 ? 2U : 3U };
}

} // namespace tunez
