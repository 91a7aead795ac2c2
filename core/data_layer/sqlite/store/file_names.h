#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tunez::sqlite {

// Each of the files that are kept in turns.
constexpr std::array<int64_t, 3> slots { 1, 2, 3 };

constexpr bool is_slot(int64_t slot) { return slot >= slots.front() && slot <= slots.back(); }

// The files of one database: fixed names, and no others (docs/decisions/0014).
struct FileNames {
    std::string main;

    std::string journal() const { return main + "-journal"; }
    std::string log() const { return main + "-wal"; }
    std::string manifest() const { return main + "-manifest"; }
    std::string reserve() const { return main + "-reserve"; }
    std::string import() const { return main + "-import"; }
    std::string backup(int64_t slot) const { return main + "-backup-" + std::to_string(slot); }
    // Of a damaged database all three files are kept: `part` is nothing, -wal or -journal.
    std::string kept(int64_t slot, std::string_view part = "") const
    {
        return main + "-kept-" + std::to_string(slot) + std::string(part);
    }
};

} // namespace tunez::sqlite
